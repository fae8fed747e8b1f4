"""Português do Brasil, em linguagem simples."""

from afina.words import (
    alerts,
    audit,
    cancellation,
    checkup,
    diagnosis,
    limits,
    models,
    people,
    retention,
    usage,
    workers,
)
from afina.words.catalogue import (
    BackupWords,
    DataWords,
    DemoWords,
    EventWords,
    ExportWords,
    FitWords,
    HelpWords,
    Language,
    ReplayWords,
    ResultWords,
    StackWords,
    TokenWords,
    TrainWords,
    Verdict,
    Words,
)
from afina.words.numbers import Numbers
from schemas.baselines import BaselineCode

PORTUGUESE = Words(
    language=Language.PORTUGUESE,
    numbers=Numbers(thousands=".", decimal=","),
    stack=StackWords(
        starting=lambda folder: f"Ligando o Afina. Tudo fica guardado em {folder}.",
        serving=lambda address: f"O Afina está no ar: {address}",
        sign_in=lambda link: f"Para entrar, abra: {link}",
        setup=lambda link: f"Para criar a conta de quem administra, abra uma vez: {link}",
        joining=lambda command: (
            f"Para outro computador treinar: afina worker register NOME, e nele {command}"
        ),
        machine_key="CHAVE",
        how_to_stop="Para desligar: Ctrl-C.",
        stopping="Desligando…",
        stopped="O Afina foi desligado. Nada se perdeu.",
        none_running=lambda folder: f"Nenhum Afina está ligado em {folder}. Para ligar: afina up.",
        nothing_here=lambda folder: (
            f"Não há nenhum Afina em {folder}. Diga a pasta certa com --data-dir, "
            "ou ligue um com afina up."
        ),
        already_running=lambda pid, address: (
            f"O Afina já está ligado nesta pasta: {address} (processo {pid})."
            " Para desligar: afina stop."
        ),
        busy=lambda pid: (
            f"O processo {pid} está usando esta pasta agora. Espere um pouco e tente de novo."
        ),
        port_taken=lambda place: (
            f"Outro programa já usa {place}. Escolha outra porta, por exemplo: --port 8090."
        ),
        cannot_start=lambda error: f"O Afina não conseguiu ligar.\n{error}",
        cannot_stop=lambda pid: f"O processo {pid} não terminou a tempo.",
        prepared="Banco de dados e filas estão prontos.",
        no_addresses="Diga onde estão os servidores: NATS_URL e DATABASE_URL.",
        wrong_setting=lambda name, reason: (
            f"O valor da variável de ambiente {name} não serve: {reason}. "
            "Corrija e ligue de novo; docs/settings.md diz o que cada uma aceita."
        ),
        unfit_certificate=lambda path, reason: (
            f"O certificado {path} não serve: {reason}. Confira AFINA_TLS_CERT e AFINA_TLS_KEY."
        ),
        in_plain_text=(
            "Atenção: a rede vê tudo, senhas e chaves inclusive. "
            "Ponha um proxy com TLS na frente do Afina e deixe aberto só ele."
        ),
        not_admitted=lambda worker: (
            f"A máquina {worker} não pode trabalhar: nunca foi cadastrada, ou o acesso dela foi "
            "revogado. O que ela treinou continua neste disco. "
            "Peça uma nova chave da máquina a um administrador do Afina."
        ),
        missing_part=lambda module, extra: (
            f"Falta uma parte da instalação ({module}). Instale com: pip install 'afina[{extra}]'"
        ),
    ),
    worker=workers.PORTUGUESE,
    token=TokenWords(
        columns=("Chave", "De quem", "Nome", "Criada", "Último uso", "Situação"),
        user=lambda owner: f"pessoa {owner}",
        worker=lambda worker: f"máquina {worker}",
        works="vale",
        revoked="revogada",
        expired="venceu",
        never="nunca",
        now_revoked=lambda token_id: f"A chave de acesso {token_id} não vale mais.",
        unknown=lambda token_id: (
            f"Não há chave de acesso válida {token_id}. Veja: afina token list."
        ),
        not_an_id=lambda said: (
            f"“{said}” não identifica uma chave de acesso. Veja: afina token list."
        ),
        not_a_scope=lambda said: f"Não há permissão “{said}”. Use read, write ou admin.",
    ),
    replay=ReplayWords(
        reading=lambda stream: f"Relendo {stream}",
        columns=("Tabela", "Linhas em uso", "Linhas refeitas", "Comparação"),
        equal="igual",
        different="diferente",
        all_equal=lambda events, seconds: (
            f"As tabelas refeitas são iguais às que estão em uso: {events} eventos em {seconds} s."
        ),
        not_equal=lambda names: f"Estas tabelas são diferentes do que o registro conta: {names}.",
        differing_rows=lambda table, keys: f"  {table}: por exemplo {keys}",
        use_rebuilt="Nada mudou. Para usar as tabelas refeitas: afina replay --switch",
        accept=(
            "Nada mudou; as tabelas refeitas ficam à espera. Para usá-las mesmo diferentes: "
            "afina replay --switch --accept-differences"
        ),
        switched=(
            "As tabelas refeitas estão em uso. As anteriores ficam guardadas: "
            "afina replay --rollback volta a elas, afina replay --drop as esquece."
        ),
        kept_rows=lambda rows: (
            f"{rows} linhas de registro são mais antigas do que o servidor guarda; "
            "vieram das tabelas anteriores."
        ),
        rolled_back="As tabelas anteriores estão em uso de novo, e em dia.",
        dropped="As tabelas que não estavam em uso foram apagadas.",
        none_to_drop="Não havia outras tabelas além das que estão em uso.",
        one_action="Peça uma coisa de cada vez: --switch, --rollback, --status ou --drop.",
        running="Outro afina replay está em andamento. Espere por ele ou encerre-o.",
        no_space=lambda needed, free: (
            f"As tabelas refeitas precisam de cerca de {needed} GB em disco; há {free} GB livres. "
            "Libere espaço ou apague as tabelas anteriores: afina replay --drop"
        ),
        no_previous="Não há tabelas anteriores a que voltar.",
        other_shape=(
            "Essas tabelas foram feitas para outra versão do Afina. Refaça-as: afina replay"
        ),
        busy=(
            "As tabelas estão sendo escritas e não puderam ser trocadas. Nada mudou; "
            "as refeitas ficam à espera. Tente de novo."
        ),
        status_columns=(
            "Tabelas",
            "Registro",
            "Telemetria",
            "Linhas",
            "Tamanho",
            "Feitas",
            "Diferenças",
        ),
        live="em uso",
        next="refeitas",
        previous="anteriores",
        as_it_came="evento por evento",
        under_construction=lambda done, total, rate: f"{done} de {total} lidas, {rate}/s",
        nothing_differs="nenhuma",
        replaying="Um replay está em andamento.",
        stopped_amid="Um replay parou no meio; o próximo afina replay continua dali.",
    ),
    backup=BackupWords(
        stages={
            "check": "Conferindo a cópia",
            "files": "Copiando arquivos",
            "tables": "Copiando tabelas",
            "log": "Copiando o registro",
        },
        made=lambda folder: f"Cópia de segurança feita: {folder}",
        holds=lambda events, rows, files, megabytes: (
            f"Contém {events} eventos, {rows} linhas de tabelas e {files} arquivos: {megabytes} MB."
        ),
        took=lambda seconds, megabytes: (
            f"Levou {seconds} s e copiou {megabytes} MB de arquivos novos."
        ),
        private="Contém textos e acessos de pessoas: guarde-a onde só você possa ler.",
        no_models="Modelos treinados não estão nela: ficam nas máquinas que os treinaram.",
        missing=lambda files: (
            f"{files} arquivos de que planilhas precisam faltavam ou estavam danificados."
            " A cópia ficou sem eles."
        ),
        whole=lambda folder: f"Todos os arquivos da cópia estão como foram gravados: {folder}",
        none_here=lambda folder: f"Não há nenhuma cópia de segurança completa em {folder}.",
        busy=lambda folder: (
            f"Outra cópia está sendo feita em {folder}. Tente de novo quando ela terminar."
        ),
        damaged=lambda path: (
            f"A cópia está danificada e não foi usada. Falta ou foi alterado: {path}"
        ),
        newer=lambda folder: (
            f"A cópia {folder} foi feita por um Afina mais novo. Atualize este e tente de novo."
        ),
        broker=lambda error: (
            f"O servidor do registro recusou ou não respondeu: {error}.\n"
            "Nada do que estava guardado se perdeu. Repita o comando quando o servidor responder."
        ),
        disk=lambda reason: (
            f"Não foi possível ler ou gravar: {reason}. Confira a pasta, as permissões e o "
            "espaço livre e repita o comando."
        ),
        not_empty=lambda events: (
            f"Este Afina já tem {events} eventos, e restaurar os substituiria.\n"
            "Para fazer isso, repita com --replace: antes é feita uma cópia deles."
        ),
        in_use="Há processos do Afina usando o banco de dados. Pare-os e repita o comando.",
        kept=lambda folder: f"O que havia aqui antes está guardado em {folder}",
        restored=lambda folder: f"Restaurada: {folder}\nPara continuar: afina up.",
    ),
    events=EventWords(
        columns=("Número", "Assunto", "Evento", "Desde", "Motivo"),
        unknown="só uma versão mais nova o conhece",
        none_waiting="Nenhum evento está à parte: o registro inteiro está nas tabelas.",
        how_to_retry="Depois de atualizar ou consertar o Afina: afina events retry --all",
        no_such=lambda sequence: f"Não há evento {sequence} à parte.",
        say_which="Diga quais eventos, pelos números, ou --all.",
        projected=lambda count: f"Agora nas tabelas: {count}.",
        still_waiting=lambda count: f"Ainda à parte: {count}.",
        log_away="O registro ou o banco de dados não responde. Nada se perdeu; tente de novo.",
    ),
    train=TrainWords(
        no_such_file=lambda path: f"Não encontrei o arquivo {path}.",
        not_a_model=lambda folder: f"Não há em {folder} um modelo que responda a textos.",
        cannot_ask=lambda run: f"Não dá para perguntar ao modelo de {run}:",
        needs_model="Diga qual modelo: a pasta dele, ou um treino com --run.",
        needs_question="Este modelo responde a perguntas. Diga a sua com --question.",
        takes_no_question="Este modelo não responde a perguntas. Repita sem --question.",
        not_a_setting=lambda said: f"“{said}” não é um ajuste. Escreva assim: learning_rate=5e-5.",
        sending=lambda name: f"Enviando {name}…",
        known="O servidor já conhecia esta planilha.",
        rows=lambda total, used, left: f"{total} linhas: {used} usadas, {left} deixadas de fora.",
        columns=lambda text, label: (
            f"Texto na coluna “{text}”, resposta certa na coluna “{label}”."
        ),
        together=lambda column: (
            f"Linhas com o mesmo valor em “{column}” ficam todas do mesmo lado da prova."
        ),
        more_categories=lambda rest: f"e mais {rest}",
        categories=lambda names: f"Categorias: {names}.",
        goes_on=lambda name: (
            f"Tentando “{name}” de novo, do ponto salvo se a máquina que o guardou pegar o treino."
        ),
        lighter=lambda name, length, texts: (
            f"Tentando “{name}” de novo com ajustes mais leves: "
            f"{length} palavras de cada texto, grupos de {texts}."
        ),
        again=lambda name: f"Treinando “{name}” de novo, com os mesmos dados, ajustes e semente.",
        asked=lambda preset, model: f"Treino {preset}, modelo de partida {model}.",
        follow=lambda address: f"Acompanhe também em {address}",
        refused=lambda name: f"Não dá para treinar com {name}:",
        repeat_with="Repita o comando com uma destas opções:",
        at_row=lambda row: f"linha {row}",
        at_column=lambda column: f"coluna “{column}”",
        whole="Treino inteiro",
        round=lambda number, total: f"Rodada {number} de {total}",
        waiting=lambda place: f"Esperando uma máquina livre ({place}º da fila)",
        queued="Esperando uma máquina livre",
        phases={
            "preparing": "Preparando os textos",
            "training": "Treinando",
            "evaluating": "Fazendo a prova",
            "saving": "Salvando o modelo",
        },
        left=lambda minutes: f"falta cerca de {minutes} min" if minutes > 1 else "falta pouco",
        round_done=lambda number, total, hits, seconds: (
            f"Rodada {number} de {total}: acerto de {hits} em cada 100 na prova ({seconds} s)"
        ),
        so_far=lambda hits: f"melhor até aqui: {hits} acertos em cada 100",
        round_done_by_f1=lambda number, total, f1, seconds: (
            f"Rodada {number} de {total}: F1 de {f1} em 100 na prova ({seconds} s)"
        ),
        so_far_by_f1=lambda f1: f"melhor até aqui: F1 de {f1} em 100",
        trying_again="A tentativa falhou. O treino voltou para a fila e vai tentar de novo.",
        requeued="A máquina parou. O treino voltou para a fila e vai ser retomado.",
        memory="A memória ficou curta. O treino continua em pedaços menores.",
        memory_shortened=lambda tokens: (
            f"Nem um único texto coube na memória. O treino continua com textos cortados em "
            f"{tokens} pedaços de palavra."
        ),
        reconnecting="Sem resposta do servidor. O treino continua; tentando de novo…",
        unreachable=lambda address: (
            f"O servidor em {address} não responde. Para saber por quê: afina doctor."
        ),
        ask_cancel="O treino continua no servidor sem esta janela. Cancelar o treino? [s/N] ",
        ask_cancel_own=(
            "O treino pode ser retomado quando o Afina ligar de novo. Cancelar de vez? [s/N] "
        ),
        yes="s",
        left_running=lambda address: f"O treino continua. Acompanhe em {address}",
        left_waiting="O treino fica guardado e continua quando o Afina ligar de novo.",
        cancelling="Cancelando o treino…",
        failed=lambda reason: f"O treino não terminou. {reason}",
        cancelled="O treino foi cancelado.",
        presets={
            "rapido": "Rápido",
            "equilibrado": "Equilibrado",
            "preciso": "Caprichado",
        },
    ),
    data=DataWords(
        stages={
            "opening": "Abrindo o arquivo",
            "reading": "Lendo as linhas",
            "sorting": "Separando os exemplos",
            "judging": "Procurando problemas",
            "writing": "Guardando",
        },
        task=lambda task: f"Tipo de treino: {task}.",
        sheet=lambda name: f"Aba lida: “{name}”.",
        sheet_of=lambda name, rows: f"Aba “{name}”: {rows} linhas",
        column=lambda role, name, sure: f"{role}: coluna “{name}” ({sure}% de certeza)",
        first_rows=lambda rows: f"As primeiras linhas: {rows}",
        left_out=lambda rows: f"Linhas deixadas de fora: {rows}",
        categories=lambda count: f"Exemplos por categoria ({count})",
        more_labels=lambda count: f"… e mais {count}",
        score=lambda points: f"Qualidade dos dados: {points} de 100",
        nothing_found="Nada a melhorar.",
        severities={"strong": "grave", "warning": "atenção", "note": "para saber"},
        lengths=lambda model: f"Tamanho dos textos, em pedaços de palavra de {model}",
        between=lambda low, high: f"{low} a {high}",
        cut=lambda limit, texts, share: (
            f"Lendo até {limit}: {texts} textos seriam cortados, {share}% do conteúdo."
        ),
        estimated="Estimativa pelo número de letras: o modelo de partida não está aqui.",
        counted=lambda examples: f"Contado em {examples} exemplos, espalhados pela planilha.",
        suspects=lambda found, judged: (
            f"Categorias que parecem trocadas: {found} de {judged} linhas. Confira cada uma."
        ),
        likelier=lambda label, likelier, sure: f"(está “{label}”, parece “{likelier}”: {sure}%)",
        what_next=lambda name: (
            f"Para aplicar o que é recomendado: afina data fix {name} --recommended -o nova.xlsx"
        ),
        none_left_out="Nenhuma linha ficou de fora.",
        left_out_kept=lambda path: f"As linhas deixadas de fora estão em {path}.",
        nothing_to_do="Nenhum ajuste foi pedido. Veja: afina data fix --help.",
        not_a_column=lambda said: (
            f"“{said}” não diz um papel e uma coluna. Escreva assim: --column text=ementa."
        ),
        not_a_step=lambda said, others: (
            f"“{said}” não é um ajuste que eu conheça. Escreva assim: {others}."
        ),
        not_a_recipe=lambda path: f"Os ajustes em {path} não podem ser usados:",
        steps="Ajustes",
        changed=lambda before, after, changed: (
            f"{before} exemplos antes, {after} depois; {changed} mudaram no lugar."
        ),
        scores=lambda before, after: f"Qualidade dos dados: {before} antes, {after} depois.",
        written=lambda examples, path: f"{examples} exemplos guardados em {path}.",
        unknown_format=lambda path: (
            f"Não sei escrever {path}. Use um nome que termine em .xlsx, .csv, .jsonl ou .parquet."
        ),
        same_file=lambda path: f"{path} é o arquivo original. Escolha outro nome para o novo.",
    ),
    result=ResultWords(
        headline=lambda hits: f"Seu modelo acerta {hits} de cada 100.",
        headline_small=lambda hits, total: f"Seu modelo acertou {hits} de {total} na prova.",
        headline_small_entities=lambda found, there: (
            f"Seu modelo encontrou {found} de {there} entidades na prova."
        ),
        headline_small_answers=lambda hits, total: (
            f"Seu modelo respondeu {hits} de {total} perguntas sem errar nada."
        ),
        headline_several=lambda hits: (
            f"Seu modelo dá todas as categorias certas a {hits} de cada 100 textos."
        ),
        headline_entities=lambda found, right: (
            f"Seu modelo encontra {found} de cada 100 entidades. "
            f"De cada 100 que ele aponta, {right} estão certas."
        ),
        headline_answers=lambda exact, shared: (
            f"Seu modelo responde {exact} de cada 100 perguntas sem errar nada. "
            f"Em média, {shared} de cada 100 palavras coincidem (F1)."
        ),
        unanswered=lambda right, total: (
            f"De {total} perguntas sem resposta no texto, ele reconheceu {right}."
        ),
        small_exam="É pouca prova para confiar: use 100 exemplos ou mais na prova.",
        measured=lambda total: f"Medido em {total} exemplos que ele nunca tinha visto.",
        range_right=lambda low, high: (
            f"Em textos parecidos, espere de {low} a {high} acertos em cada 100."
        ),
        range_entities=lambda low, high: (
            "Em textos parecidos, espere um F1 (encontrar e acertar, em um só número)"
            f" de {low} a {high} em 100."
        ),
        range_answers=lambda low, high: (
            f"Em perguntas parecidas, espere que de {low} a {high} de cada 100 palavras coincidam."
        ),
        compared="Comparado com métodos mais simples",
        methods={
            BaselineCode.WORD_COUNTS: "Só contar palavras",
            BaselineCode.KNOWN_WORDS: "Só lembrar palavras",
            BaselineCode.SHARED_WORDS: "A frase mais parecida com a pergunta",
        },
        this_model="Este modelo",
        always_commonest="Sempre a resposta mais comum",
        in_hundred=lambda hits: f"{hits} de cada 100",
        simpler_does=(
            "Um método mais simples se sai tão bem quanto ele, ou melhor. Mais exemplos,"
            " mais rodadas ou outro modelo de partida podem ajudar."
        ),
        surest_mistakes=lambda rows: (
            "Nestas linhas da planilha ele errou com muita certeza. Confira as respostas delas:"
            f" {rows}."
        ),
        baseline=lambda label, hits: (
            f"Quem sempre respondesse “{label}” acertaria {hits} de cada 100."
        ),
        baseline_small=lambda label, hits, total: (
            f"Quem sempre respondesse “{label}” acertaria {hits} de {total}."
        ),
        balance=lambda score: f"Equilíbrio entre as categorias (macro F1): {score}.",
        verdicts={
            Verdict.EXCELLENT: "Excelente.",
            Verdict.GOOD: "Bom. Confira os casos importantes.",
            Verdict.ACCEPTABLE: "Aceitável, só com revisão de uma pessoa.",
            Verdict.POOR: "Fraco. Ainda não use.",
            Verdict.UNSURE: "A prova é pequena demais para um veredito.",
            Verdict.GUESSING: "Não supera o palpite. Não use este modelo.",
        },
        per_category="Acerto por categoria",
        per_entity_type="Acerto por tipo de entidade",
        per_question_type="Acerto por tipo de pergunta",
        hits_with_f1=lambda hits, total, f1: f"{hits} de {total}; F1 {f1}",
        matches=lambda exact, total, f1: f"{exact} de cada 100 em {total}; F1 {f1}",
        hits=lambda hits, total: f"{hits} de {total}",
        none_examined="nenhum exemplo na prova",
        confusion="Onde ele se confunde",
        confusion_help="Linha: resposta certa. Coluna: o que o modelo respondeu.",
        right_answer="Resposta certa",
        commonest_mistakes="Os enganos mais comuns",
        mistake=lambda truth, answer, times: (
            f"“{truth}” respondido como “{answer}”: {times} {'vez' if times == 1 else 'vezes'}"
        ),
        no_mistake="Ele não se confundiu em nenhum exemplo da prova.",
        expected=lambda foretold, taken: f"O previsto era {foretold}, e levou {taken}.",
        took=lambda seconds, rounds: (
            f"Tempo de treino: {seconds} s, {rounds} {'rodada' if rounds == '1' else 'rodadas'}."
        ),
        model=lambda folder: f"O modelo está em {folder}",
        model_elsewhere=lambda worker: f"O modelo está na máquina {worker}.",
    ),
    export=ExportWords(
        title="Outros formatos",
        columns=("Formato", "Tamanho", "Respostas iguais", "Diferença", "Pasta"),
        agreed=lambda share, compared: f"{share}% de {compared}",
        formats={
            "safetensors": "Safetensors (cópia)",
            "pytorch": "PyTorch (arquivo .pt)",
            "onnx": "ONNX, tamanho cheio",
            "onnx_int8": "ONNX de 8 bits",
        },
        faults={
            "export_disagrees": "não responde como o modelo, por isso foi removido",
            "export_part_missing": "falta um pacote aqui: pip install 'afina[export]'",
            "export_disk_full": "falta espaço em disco",
            "export_failed": "não foi possível gravar; o registro diz por quê",
        },
        not_a_format=lambda said, others: (
            f"“{said}” não é um formato que eu conheça. Conheço: {others}."
        ),
        none_asked="Diga em que formato gravar, por exemplo: --format onnx.",
        no_model=lambda said: f"Não há um modelo treinado em {said}.",
        no_rows=(
            "Os exemplos deste treino já não estão aqui. Indique um arquivo de textos para "
            "comparar as respostas: --data PLANILHA."
        ),
        wrong_rows=lambda name: f"{name} serve para outro tipo de treino, não para este modelo.",
        comparing=lambda name: f"As respostas são comparadas nos exemplos de {name}.",
    ),
    fit=FitWords(
        starting="Começando o treino neste computador. Ctrl-C para; nada se perde.",
        resuming="Continuando o treino que foi interrompido nesta pasta.",
        holds_model=lambda folder: (
            f"Já existe um modelo em {folder}. Escolha outra pasta ou use --overwrite."
        ),
        stopping="Parando: salvando o que foi aprendido…",
        stopped=lambda folder: (
            f"Parado. O que foi aprendido está em {folder}; repita o comando para continuar."
        ),
        log=lambda path: f"O registro completo está em {path}",
        written=lambda folder: f"Modelo, cartão e números estão em {folder}",
        settings={
            "learning_rate": "Tamanho de cada passo, por exemplo 5e-5.",
            "batch_size": "Exemplos de cada vez.",
            "epochs": "Número máximo de rodadas.",
            "max_length": "Pedaços de palavra que são lidos de um texto.",
            "train_split": "Parte dos exemplos para aprender; o resto é a prova.",
            "seed": "Semente dos sorteios.",
            "warmup_steps": "Passos até chegar à taxa de aprendizado.",
            "weight_decay": "Força que puxa os pesos para zero.",
            "gradient_accumulation": "Lotes que formam um passo.",
            "early_stopping_patience": "Rodadas sem ganho antes de parar; null para nunca.",
            "early_stopping_min_delta": "Menor ganho que conta.",
            "use_class_weights": "true para dar mais peso às categorias raras, false para não dar.",
            "truncation_side": "Lado em que textos longos são cortados: left ou right.",
            "max_steps": "Número máximo de passos, somando as rodadas.",
            "precision": "Formato dos números: auto, fp32, bf16 ou fp16.",
            "checkpoint_steps": "Passos até salvar um ponto de retomada dentro da rodada.",
            "checkpoint_minutes": "Minutos até salvar um ponto de retomada; null para nunca.",
            "schedule": "Curso da taxa de aprendizado: linear, cosine ou constant.",
            "label_smoothing": "Parte de cada resposta certa que se espalha por todas, até 0.5.",
            "layer_decay": "Taxa de aprendizado de cada camada em relação à camada acima.",
            "keep_best": "Quantas das melhores rodadas ficam guardadas durante o treino.",
        },
    ),
    demo=DemoWords(
        title="Demonstração: trechos de decisões e leis, e o ramo da Justiça de cada um",
        what=(
            "Um modelo vai aprender a separar os trechos em 7 ramos. Trechos do mesmo documento"
            " nunca ficam dos dois lados da prova."
        ),
        shortened=lambda tokens, rounds, batch: (
            "Isto deve caber em poucos minutos num computador sem placa de vídeo."
            f" Por isso o treino é o Rápido ({rounds} rodadas), com {batch} trechos por vez."
            f" De cada trecho ele lê os primeiros {tokens} pedaços de palavra."
            " Todas as linhas da planilha são usadas."
        ),
        no_encoder=(
            "O modelo de partida da demonstração só existe para Linux de 64 bits (x86)."
            " Aqui, use: afina train PLANILHA --base-model NOME-OU-PASTA."
        ),
        starting="Ligando o Afina em segundo plano…",
        reusing=lambda address: f"O Afina já está ligado em {address}; vou usá-lo.",
        not_ready=lambda path: f"O Afina não ficou pronto. Veja o registro em {path}.",
        new_texts="Três textos novos, que não estão na planilha",
        answered=lambda label, hits: f"respondeu “{label}” (confiança de {hits} em 100)",
        still_on=lambda address: f"O Afina continua no ar: {address}",
        sign_in=lambda link: f"Para entrar na página, abra: {link}",
        how_to_stop="Para desligar: make stop",
    ),
    cancellation=cancellation.PORTUGUESE,
    alerts=alerts.PORTUGUESE,
    model=models.PORTUGUESE,
    audit=audit.PORTUGUESE,
    checkup=checkup.PORTUGUESE,
    diagnosis=diagnosis.PORTUGUESE,
    retention=retention.PORTUGUESE,
    people=people.PORTUGUESE,
    limits=limits.PORTUGUESE,
    usage=usage.PORTUGUESE,
    help=HelpWords(
        afina="Ensine um modelo de texto a partir de uma planilha.",
        beginning="Para começar: afina up abre a página; afina demo mostra tudo com um exemplo.",
        up="Liga tudo neste computador: servidores, página e máquina de treino.",
        stop="Desliga o que 'afina up' ou 'afina demo' ligou.",
        train="Treina um modelo com uma planilha e mostra o resultado.",
        demo="Demonstração completa com a planilha de exemplo.",
        token="Chaves de acesso.",  # noqa: S106 (a help text)
        token_scope="Para que serve a chave: read, write, admin; sem isto, tudo que o dono pode.",  # noqa: S106 (a help text)
        token_expires="Dias até a chave deixar de valer; sem isto, nunca.",  # noqa: S106 (a help text)
        token_create="Cria uma chave de acesso e mostra só ela.",  # noqa: S106 (a help text)
        token_list="Mostra as chaves de acesso que existem.",  # noqa: S106 (a help text)
        token_revoke="Revoga uma chave de acesso.",  # noqa: S106 (a help text)
        replay="Refaz as tabelas a partir do registro e prova que são iguais às em uso.",
        replay_switch="Usa as tabelas refeitas, se forem iguais.",
        replay_accept="Usa as refeitas mesmo que sejam diferentes.",
        replay_rollback="Volta às tabelas que estavam em uso antes.",
        replay_status="Mostra que tabelas existem e até onde cada uma chegou.",
        replay_drop="Apaga as tabelas que não estão em uso.",
        user="Pessoas que podem entrar.",
        user_list="Mostra as pessoas que há.",
        user_invite="Cria uma conta e mostra o link com que a pessoa a assume.",
        user_reset="Mostra um link com que a pessoa escolhe uma senha nova.",
        user_export="Grava em um arquivo ZIP tudo o que há sobre uma pessoa.",
        user_export_file="Arquivo novo.",
        user_disable="Não deixa mais a pessoa entrar.",
        user_enable="Deixa a pessoa entrar de novo.",
        user_role="Muda o que a pessoa pode fazer.",
        user_setup_code="Mostra o link da primeira pessoa que administra.",
        user_who="O usuário da pessoa, ou o identificador em 'afina user list'.",
        user_name="O nome da pessoa.",
        user_role_name="user, ou admin para quem pode tudo.",
        user_login="Com que a pessoa entra; sem isto, ela mesma escolhe.",
        user_email="O e-mail da pessoa.",
        retention="Por quanto tempo fica o que ninguém precisa para sempre.",
        retention_show="Mostra os prazos.",
        retention_preview="Mostra o que sairia agora; não remove nada.",
        retention_apply="Remove agora o que passou do prazo.",
        backup="Copia registro, tabelas e arquivos para uma pasta, com o Afina ligado ou não.",
        backup_place="Pasta das cópias. Arquivos que ela já tem não são copiados de novo.",
        backup_verify="Não faz cópia: confere se a mais recente da pasta está intacta.",
        backup_quiet="Não mostra andamento nem resumo; só o que deu errado.",
        restore="Põe uma cópia de segurança de volta em um Afina parado.",
        restore_place="Uma cópia, ou uma pasta de cópias, da qual vale a mais recente.",
        restore_replace="Substitui o que existe, de que antes é feita uma cópia.",
        events="Eventos que não puderam entrar nas tabelas.",
        events_list="Lista o que está à parte.",
        events_show="Mostra um deles por inteiro.",
        events_retry="Põe nas tabelas o que está à parte, depois de atualizar ou consertar.",
        sequence="O número do evento no registro.",
        retry_sequences="Os números dos eventos no registro.",
        retry_all="Todos os que estão à parte.",
        doctor="Verifica esta instalação e diz o que fazer.",
        doctor_log="Confere o registro com as regras que falha nenhuma quebra; não muda nada.",
        all_ended="Um treino em andamento também é problema: o registro está em repouso.",
        rebuild="Também refaz as tabelas ao lado das que estão em uso e compara.",
        retry="Tenta de novo um treino que falhou.",
        run_to_retry="O treino que falhou, como aparece no endereço da página dele.",
        lighter="Com ajustes mais leves, do início: menos memória, menos tempo.",
        reproduce="Repete um treino e compara os dois.",
        cancel="Encerra um treino que espera ou treina.",
        run_to_cancel="O treino a cancelar, como aparece no endereço da página dele.",
        keep_model="Guarda o modelo da melhor rodada até aqui.",
        alerts="O que pede atenção: um treino parado, uma máquina que sumiu.",
        alerts_all="Também os que já passaram.",
        audit="Quem fez o quê, e a prova de que nada do que está escrito foi mudado.",
        audit_verify="Confere registro, trilha de auditoria e selos, um contra o outro.",
        audit_expect="Um selo que você guardou fora do Afina.",
        audit_seal="Sela o registro até agora e mostra o selo, para guardar fora do Afina.",
        audit_anew="Apaga os selos de um registro que não existe mais e começa de novo.",
        audit_list="Mostra o que aconteceu, em frases, do mais novo ao mais antigo.",
        audit_export="Grava a trilha em um arquivo .csv ou .jsonl.",
        audit_out="Arquivo novo: .csv ou .jsonl.",
        audit_actor="Só o que esta pessoa ou máquina fez: o identificador dela.",
        audit_about="Só o que aconteceu a: run, dataset, worker, user…, ou run:ID.",
        audit_group="Só acontecimentos de um grupo: runs, datasets, people…",
        audit_from="A partir deste dia ou momento (2026-03-14, 2026-03-14T15:00).",
        audit_to="Antes deste dia ou momento.",
        audit_address="Só o que veio deste endereço de rede.",
        audit_before="Só o que veio antes do acontecimento com este número.",
        audit_limit="Quantas linhas mostrar.",
        run_id="O treino a repetir, como aparece no endereço da página dele.",
        classify="Classifica textos, ou uma planilha inteira, com um modelo treinado.",
        classify_out="Onde gravar as respostas de uma planilha: um arquivo novo, .xlsx.",
        model="Os modelos que os treinos deixaram.",
        model_list="Mostra os modelos em uso, do mais novo ao mais antigo.",
        model_archived="Mostra os arquivados.",
        model_show="Mostra tudo o que se sabe de um modelo.",
        model_rename="Muda o nome do modelo; o treino continua com o dele.",
        model_name="O nome novo.",
        model_archive="Tira um modelo da lista dos que estão em uso.",
        model_back="Traz de volta um modelo arquivado.",
        model_delete="Apaga os arquivos do modelo na máquina que o guarda.",
        model_yes="Apaga sem perguntar.",
        model_run="O treino que deixou o modelo, como aparece no endereço da página dele.",
        secrets="Mostra senhas e chaves novas para deploy/.env.",
        prepare="Prepara os servidores que NATS_URL e DATABASE_URL indicam.",
        api="O processo da API e da página.",
        consumers="O processo que projeta o registro em tabelas e vigia os treinos.",
        worker="Máquinas de treino; sozinho, este computador treina como uma delas.",
        data_dir="Pasta onde tudo fica guardado.",
        host="Endereço em que a página é servida.",
        port="Porta da página.",
        workers="Quantas máquinas de treino ligar neste computador.",
        tls="Fala TLS, com um certificado que o próprio Afina faz.",
        names="Nome ou endereço pelo qual outros chamam este computador. Pode repetir.",
        workers_port="Porta em que máquinas de outros computadores se ligam, com --tls.",
        no_browser="Não abre o navegador.",
        quiet="Escreve o registro só no arquivo.",
        language="Idioma das mensagens.",
        version="Mostra a versão e termina.",
        file="Planilha ou outro arquivo com exemplos.",
        task="Tipo de treino; sem ele, as colunas dizem.",
        preset="Jeito de treinar: rapido, equilibrado ou preciso.",
        base_model="Modelo de partida: um nome ou uma pasta.",
        text_column="Coluna com os textos; sem ela, é detectada.",
        label_column="Coluna com as respostas certas; sem ela, é detectada.",
        group_column="Coluna cujos valores nunca ficam dos dois lados da prova.",
        run_name="Nome do treino.",
        set="Um ajuste, por exemplo learning_rate=5e-5. Pode repetir.",
        data="Confere e melhora planilhas, sem treinar nada.",
        data_check="Diz o que há numa planilha e o que vale a pena melhorar antes de treinar.",
        data_fix="Aplica ajustes a uma planilha e escreve uma nova.",
        sheet="Aba do arquivo.",
        column="Coluna de um papel, por exemplo question=pergunta. Pode repetir.",
        label_separator="Sinal entre as categorias de uma célula; none se há só uma.",
        form="Formato para gerar textos: text, code, qa, completion ou chat.",
        tokens_of="Modelo cujos pedaços de palavra são contados.",
        json="Escreve o resultado em JSON, para programas.",
        left_out_file="Onde guardar uma planilha com as linhas deixadas de fora.",
        suspects="Procura categorias que parecem trocadas; leva alguns segundos a mais.",
        out="Arquivo novo: .xlsx, .csv, .jsonl ou .parquet.",
        recipe="Arquivo JSON com os ajustes, em ordem.",
        save_recipe="Onde guardar os ajustes em JSON.",
        recommended="Aplica tudo o que a conferência recomenda.",
        step="Um ajuste, por exemplo drop_duplicates ou merge_labels=Petição,PETICAO:Petição. "
        "Pode repetir; a ordem conta.",
        owner="Dono dos dados que a chave abre.",
        token_name="Um nome para reconhecer a chave depois.",  # noqa: S106 (a help text)
        worker_join="Prepara este computador como máquina de treino e começa a treinar.",
        worker_register="Cadastra uma máquina de treino; mostra a chave dela.",
        join_url="Endereço do Afina, como https://afina.exemplo.org.",
        join_token="Chave da máquina que foi mostrada no cadastro desta máquina.",  # noqa: S106 (um texto de ajuda)
        worker_list="Mostra as máquinas de treino e como estão.",
        worker_renew="Troca a chave de uma máquina; a atual deixa de valer.",
        worker_revoke="Retira uma máquina; o treino dela continua em outra.",
        worker_which="Identificador ou nome da máquina, como em 'afina worker list'.",
        limits="Quanto qualquer pessoa pode pedir.",
        limits_show="Mostra os limites que valem para todos.",
        limits_set="Muda um limite, já a partir de agora.",
        limits_reset="Volta um limite ao padrão.",
        limit_name="Nome do limite, como em 'afina limits show'.",
        limit_value="O novo valor, em algarismos.",
        authority="Arquivo com a autoridade que assinou o certificado do servidor.",
        fingerprint="Impressão digital da autoridade do Afina, como afina up --tls a mostra.",
        service="Escreve um serviço do systemd em vez de começar agora.",
        token_worker="Cria a chave desta máquina de treino.",  # noqa: S106 (a help text)
        token_id="O identificador, como em 'afina token list'.",  # noqa: S106 (a help text)
        model_and_texts="Pasta de um modelo treinado, a menos que haja --run; depois os textos, ou "
        "com --run uma planilha. "
        "Sem nenhum, um por linha da entrada padrão.",
        run_to_ask="Treino a cujo modelo perguntar, na máquina que o guarda.",
        question="O que se quer saber de cada texto; só para modelos que respondem a perguntas.",
        worker_id="Identificador desta máquina de treino.",
        worker_name="Nome desta máquina para as pessoas.",
        pool="Fila da qual ela pega treinos.",
        models_dir="Pasta onde ela guarda os modelos treinados.",
        api_url="Endereço da API.",
        fit="Treina um modelo numa pasta deste computador, sem servidor nenhum.",
        fit_out="Pasta do modelo, do cartão, dos números e do registro; retoma o que foi parado.",
        fit_overwrite="Substitui o modelo que está na pasta.",
        fit_json="Escreve o que acontece como JSON, uma mensagem por linha, para programas.",
        export="Grava um modelo treinado em outros formatos, comparados com o próprio modelo.",
        export_of="Pasta de um modelo treinado, ou o identificador de um treino deste computador.",
        export_format="Formato: safetensors, pytorch, onnx ou onnx_int8. Pode repetir.",
        export_data="Arquivo de exemplos para comparar respostas; sem ele, os do próprio treino.",
        export_too=(
            "Grava o modelo também neste formato: safetensors, pytorch, onnx ou onnx_int8. "
            "Pode repetir."
        ),
    ),
)
