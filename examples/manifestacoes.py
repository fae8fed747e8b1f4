"""Makes the spreadsheet that comes with Afina: what citizens write to an ombudsman, all made up.

``python examples/manifestacoes.py`` writes ``api/samples/manifestacoes.xlsx``, always the same.
Every subject occurs under every answer, so that only the intention tells them apart. A few rows are
as real sheets have them: one answer in a second spelling, a repeated row, two without an answer.
"""

from collections.abc import Iterator
from itertools import islice
from pathlib import Path

import xlsxwriter

TARGET = Path(__file__).parents[1] / "api" / "samples" / "manifestacoes.xlsx"
HEADER = ("mensagem", "tipo")
SUBJECTS_PER_SENTENCE = 5
STEP = 7
"""Between the subjects of neighbouring sentences; prime to their number, so that all have turns."""
MISSPELT_EVERY = 8

SUBJECTS = (
    "o posto de saúde do bairro",
    "a coleta de lixo da minha rua",
    "a iluminação da praça",
    "o ônibus da linha 42",
    "a escola municipal",
    "a creche do centro",
    "o balcão da prefeitura",
    "a biblioteca pública",
    "a calçada do mercado",
    "o conserto do asfalto",
    "a poda das árvores",
    "a feira de sábado",
    "o site de agendamento",
    "a farmácia popular",
    "a campanha de vacinação",
    "o parque da cidade",
    "a quadra de esportes",
    "o semáforo da avenida",
    "a ciclovia nova",
    "a entrega de remédios",
    "o hospital municipal",
    "o cadastro da assistência social",
    "o restaurante popular",
    "a fiscalização do trânsito",
    "o cemitério municipal",
    "a rede de esgoto",
)

SENTENCES = {
    "Reclamação": (
        "Não aguento mais: {s} está um descaso e ninguém resolve.",
        "Faz três semanas que espero uma resposta sobre {s} e até agora nada.",
        "Estou muito insatisfeito com o que vi hoje. Quem cuida de tudo isso? Falo de: {s}.",
        "Liguei quatro vezes por causa do mesmo problema, {s}, e só me dão prazo que não cumprem.",
        "É um absurdo o estado em que ficou {s} depois da última chuva.",
        "Perdi a manhã inteira na fila e saí sem atendimento. O assunto era {s}.",
        "Já é a segunda vez este mês que tenho prejuízo com {s}.",
        "Prometeram arrumar até sexta, mas {s} continua do mesmo jeito.",
        "Minha mãe é idosa e sofre todo dia com {s}. Isso é falta de respeito.",
        "Pago meus impostos em dia e o que recebo é isto: {s} sem nenhuma condição.",
        "Piorou muito. Antes funcionava, agora {s} só dá dor de cabeça.",
        "Fui tratado com grosseria quando perguntei sobre {s}.",
        "Ninguém aparece para consertar. Refiro-me a isto: {s}, parado desde o mês passado.",
        "O barulho e a sujeira são insuportáveis, e tudo começou com {s}.",
        "Demora demais! Esperei duas horas por causa de um erro que envolve {s}.",
        "Registro meu descontentamento: {s} não funciona como deveria.",
        "Estragou de novo. Não dá para confiar quando o assunto é {s}.",
        "A qualidade caiu tanto que deixei de usar o serviço. Falo sobre {s}.",
        "O prazo venceu há dez dias e a situação de sempre continua: {s}.",
        "Ficamos sem aviso nenhum e só descobrimos na hora. Assunto: {s}.",
    ),
    "Elogio": (
        "Quero elogiar a equipe que cuida deste serviço: {s} está excelente.",
        "Parabéns a todos! Nunca vi tanta melhora em tão pouco tempo. Falo de: {s}.",
        "Fui muito bem recebida e saí com tudo resolvido. O assunto era {s}.",
        "Gostei demais do cuidado que tiveram com {s}.",
        "Deixo meu agradecimento à servidora Rosa, que me atendeu com paciência sobre {s}.",
        "Ficou lindo! Toda a família aproveitou. Obrigado pelo trabalho com {s}.",
        "Em cinco minutos resolveram o que eu precisava. Nota dez para {s}.",
        "Quero registrar minha satisfação: {s} funciona muito bem.",
        "Os funcionários são atenciosos e educados. Vim agradecer pelo que fizeram com {s}.",
        "Que diferença! Depois da reforma, {s} virou motivo de orgulho.",
        "Agradeço a rapidez com que cuidaram do meu caso. Tinha a ver com {s}.",
        "Excelente iniciativa, continuem assim. Refiro-me a isto: {s}.",
        "Meu filho adorou e eu também. Meus cumprimentos a quem cuida disto: {s}.",
        "Foi a melhor experiência que tive com um serviço público. Falo sobre {s}.",
        "Muito obrigado pela gentileza e pelo profissionalismo. O tema era {s}.",
        "Estão todos de parabéns pelo capricho com {s}.",
        "Gente preparada faz diferença. Reconheço o esforço de quem mantém {s}.",
        "Precisei e fui atendido na hora, com um sorriso. Assunto: {s}.",
        "Venho reconhecer publicamente a dedicação de todos os que cuidam disto: {s}.",
        "Superou o que eu esperava. Merece elogio o trabalho com {s}.",
    ),
    "Sugestão": (
        "Sugiro que abram também aos sábados. Penso nisto: {s}.",
        "Seria ótimo se houvesse um aviso por mensagem sobre {s}.",
        "Uma ideia: chamar os moradores para opinar antes de mexer com {s}.",
        "Poderiam colocar mais bancos e um bebedouro. Seria bom para {s}.",
        "Proponho um mutirão com as escolas para cuidar melhor disto: {s}.",
        "E se usassem energia solar? Acho que serviria para {s}.",
        "Minha proposta é publicar os horários na internet, junto com tudo sobre {s}.",
        "Por que não fazem uma parceria com a universidade? Ajudaria muito {s}.",
        "Penso que uma placa bem grande evitaria confusão. Vale para {s}.",
        "Recomendo dividir as senhas por horário. Isso melhoraria muito {s}.",
        "Talvez valha a pena treinar voluntários do bairro. O tema é {s}.",
        "Fica a dica: copiem o modelo da cidade vizinha. Falo de: {s}.",
        "Gostaria de propor que criem um aplicativo simples para {s}.",
        "Uma rampa e um corrimão ajudariam muito os idosos. Pensei nisto: {s}.",
        "Acho que ficaria melhor com pintura nova e flores. Assunto: {s}.",
        "Como contribuição, proponho uma pesquisa de opinião por ano sobre {s}.",
        "Seria interessante aproveitar o terreno vazio ao lado. Tem a ver com {s}.",
        "Deixo uma ideia para o próximo orçamento: ampliar o que já existe, {s}.",
        "Poderia haver um dia só para famílias. Refiro-me a isto: {s}.",
        "Que tal um painel com o andamento de cada pedido? Serviria bem para {s}.",
    ),
    "Solicitação": (
        "Solicito uma visita técnica ao meu endereço. O assunto é {s}.",
        "Preciso da segunda via do protocolo sobre {s}. Como faço?",
        "Peço, por favor, que incluam a Rua das Acácias na lista. Trata-se disto: {s}.",
        "Gostaria de saber o horário de funcionamento e os documentos necessários para {s}.",
        "Requeiro cópia do contrato que trata deste serviço: {s}.",
        "Por gentileza, enviem um técnico na próxima semana para ver {s}.",
        "Quero agendar um atendimento presencial sobre {s}.",
        "Peço informações: qual é o telefone de quem cuida disto, {s}?",
        "Venho pedir a mudança do meu cadastro, ligado a isto: {s}.",
        "Favor informar em que pé está o pedido 2291, sobre {s}.",
        "Necessito de uma declaração para apresentar no trabalho. Refere-se a isto: {s}.",
        "Onde me inscrevo? Quero participar do conselho que acompanha {s}.",
        "Solicito que enviem por e-mail o calendário deste mês para {s}.",
        "Peço a inclusão do meu filho na lista de espera. O assunto é {s}.",
        "Poderiam me dizer quanto custa e quem tem direito? A dúvida é sobre {s}.",
        "Requeiro prorrogação do prazo para entregar os papéis sobre {s}.",
        "Preciso remarcar a data que escolhi. Era sobre {s}.",
        "Peço acesso aos dados de atendimento do ano passado sobre {s}.",
        "Solicito a retirada de entulho e a liberação do espaço. Fica perto disto: {s}.",
        "Quero tirar uma dúvida: meu bairro também tem direito a isto, {s}?",
    ),
    "Denúncia": (
        "Denuncio que um servidor cobrou dinheiro por fora para facilitar {s}.",
        "Vi caminhões despejando lixo de madrugada. Tem relação com {s}.",
        "Um funcionário usa o carro oficial para viagens particulares em vez de cuidar disto: {s}.",
        "Há nota fiscal falsa na compra de material para {s}. Peço sigilo.",
        "Relato que o chefe contratou o próprio cunhado sem concurso para {s}.",
        "Estão desviando equipamentos durante a noite. Envolve {s}.",
        "Suspeito de fraude na licitação que trata deste serviço: {s}.",
        "Uma pessoa finge ser fiscal e pede propina quando o assunto é {s}.",
        "Houve ameaça a quem reclamou. Temo por represálias. O caso envolve {s}.",
        "Assinam o ponto e vão embora sem trabalhar. Acontece aqui: {s}.",
        "Vendem vagas que deveriam ser gratuitas. O esquema usa {s}.",
        "Comunico crime: arrombaram o depósito com ajuda de gente de dentro. Tem a ver com {s}.",
        "Documentos foram rasgados para esconder irregularidades sobre {s}.",
        "Um vereador passa os conhecidos na frente da fila. Serviço: {s}.",
        "A empresa contratada usa material vencido e falsifica o relatório sobre {s}.",
        "Presenciei assédio de um supervisor contra uma estagiária. Local: {s}.",
        "Há funcionário fantasma recebendo salário. O setor cuida disto: {s}.",
        "O dono do bar paga para não ser multado. A irregularidade envolve {s}.",
        "Peço apuração: o dinheiro saiu do caixa e não chegou aonde devia, {s}.",
        "Anonimamente, informo que fraudam a lista de beneficiários. Envolve {s}.",
    ),
}


def rows() -> Iterator[tuple[str, str]]:
    """Messages with their kinds, mixed as they come in."""
    queues = [_of(label, number) for number, label in enumerate(SENTENCES)]
    for several in zip(*queues, strict=True):
        yield from several


def _of(label: str, number: int) -> Iterator[tuple[str, str]]:
    for turn in range(SUBJECTS_PER_SENTENCE):
        for place, sentence in enumerate(SENTENCES[label]):
            subject = SUBJECTS[(STEP * place + 5 * turn + number) % len(SUBJECTS)]
            yield sentence.format(s=subject), label


def with_flaws() -> list[tuple[str, str]]:
    """The same, as somebody would have typed them."""
    typed = list(rows())
    complaints = [at for at, (_, label) in enumerate(typed) if label == "Reclamação"]
    for at in complaints[3::MISSPELT_EVERY]:
        typed[at] = typed[at][0], "reclamacao"
    repeated = list(islice(typed, 20, 24))
    unanswered = [(typed[at][0].replace(".", ", por favor."), "") for at in (60, 181)]
    return [*typed[:140], *repeated, *typed[140:333], *unanswered, *typed[333:]]


def write(target: Path) -> None:
    """The workbook, with columns wide enough to read."""
    with xlsxwriter.Workbook(target) as workbook:
        bold = workbook.add_format({"bold": True})
        wrapped = workbook.add_format({"text_wrap": True, "valign": "top"})
        sheet = workbook.add_worksheet("Manifestações")
        sheet.set_column(0, 0, 90, wrapped)
        sheet.set_column(1, 1, 18, wrapped)
        sheet.freeze_panes(1, 0)
        sheet.write_row(0, 0, HEADER, bold)
        for number, row in enumerate(with_flaws(), start=1):
            sheet.write_row(number, 0, row)


if __name__ == "__main__":
    write(TARGET)
