"""Brazilian Portuguese: plain words, what happened, what it means, what to do."""

from api.datasets.progress import Stage
from api.estimates import Basis
from api.sentences.catalogue import Catalogue
from schemas.alerts import AlertCode
from schemas.checks import CheckCode, Severity
from schemas.events.classification import ClassificationFailureCode
from schemas.events.run import FailureCode
from schemas.hyperparameters import Preset
from schemas.lifecycle import RunStatus
from schemas.notices import NoticeKind
from schemas.problems import ProblemCode
from schemas.reading import Role
from schemas.reproduction import Circumstance, Outcome
from schemas.tasks import Task, TextForm
from schemas.telemetry import Phase

_REQUESTS = {
    ProblemCode.UNAUTHENTICATED: (
        "Você não está conectado, ou sua sessão terminou. Entre de novo para continuar."
    ),
    ProblemCode.FORBIDDEN: (
        "Sua conta não tem permissão para fazer isto. Peça acesso a quem administra o Afina."
    ),
    ProblemCode.NOT_FOUND: (
        "Não há nada neste endereço. Confira se ele está completo ou volte ao início."
    ),
    ProblemCode.METHOD_NOT_ALLOWED: (
        "Este endereço existe, mas não aceita esta ação. Consulte a documentação da API."
    ),
    ProblemCode.INVALID_REQUEST: (
        "Alguns dados do pedido não servem como estão. Veja cada ponto, corrija e envie de novo."
    ),
    ProblemCode.TOO_LARGE: (
        "O pedido é grande demais, por isso não foi recebido. Envie menos dados de cada vez."
    ),
    ProblemCode.MALFORMED: (
        "Não entendi esta requisição. Use um navegador ou uma biblioteca que fale HTTP."
    ),
    ProblemCode.HEAD_TOO_LARGE: (
        "Os cabeçalhos da requisição são grandes demais. "
        "Apague os cookies deste site ou envie menos cabeçalhos e tente de novo."
    ),
    ProblemCode.ADDRESS_TOO_LONG: (
        "O endereço é longo demais. Peça menos de uma vez ou envie os dados no corpo."
    ),
    ProblemCode.TOO_SLOW: (
        "A requisição chegou devagar demais, por isso a conexão foi fechada. "
        "Confira sua conexão e tente de novo."
    ),
    ProblemCode.TOO_MANY_REQUESTS: (
        "Vieram requisições demais em pouco tempo. Espere {retry_after} s e tente de novo."
    ),
    ProblemCode.TOO_MANY_STREAMS: (
        "Você já acompanha o máximo de telas ao vivo ao mesmo tempo ({limit}). "
        "Feche algumas janelas do Afina e tente de novo."
    ),
    ProblemCode.UNAVAILABLE: (
        "O Afina não consegue atender agora. Espere alguns segundos e tente de novo."
    ),
    ProblemCode.NEWER_VERSION: (
        "Uma versão do Afina mais nova do que esta fez uma mudança aqui. "
        "Peça a quem administra o Afina que atualize este servidor."
    ),
    ProblemCode.DISK_FULL: (
        "O disco do computador onde o Afina funciona está cheio, e nada deste pedido foi guardado. "
        "Peça a quem administra o Afina que libere espaço e depois tente de novo."
    ),
    ProblemCode.INTERNAL: (
        "Aconteceu um erro nosso, e o pedido não foi concluído. Tente de novo. "
        "Se continuar, informe este código ao suporte: {support_id}."
    ),
    ProblemCode.IDEMPOTENCY_KEY_REUSED: (
        "Esta chave de envio já serviu para outro pedido, por isso nada foi feito agora. "
        "Envie de novo com uma chave nova."
    ),
    ProblemCode.CROSS_SITE_REQUEST: (
        "O pedido parece vir de outro site, por isso foi recusado. "
        "Faça esta ação pela página do Afina. Programas devem enviar o cabeçalho {header}."
    ),
    ProblemCode.HOST_UNKNOWN: (
        "Este servidor não atende pelo nome “{host}”, por isso o pedido foi recusado. "
        "O administrador pode permitir o nome em AFINA_ALLOWED_HOSTS."
    ),
    ProblemCode.SIGN_IN_CANCELLED: (
        "A entrada foi cancelada no serviço de identidade. Tente de novo quando quiser."
    ),
    ProblemCode.SIGN_IN_STALE: (
        "Esta tentativa de entrar passou do tempo ou começou em outro navegador. Comece de novo."
    ),
    ProblemCode.SIGN_IN_UNPROVEN: (
        "O serviço de identidade não comprovou quem você é. Comece de novo; "
        "se continuar, avise quem cuida do Afina."
    ),
    ProblemCode.PROVIDER_UNAVAILABLE: (
        "O serviço de identidade não respondeu como deveria. Espere um pouco e tente de novo."
    ),
    ProblemCode.NOT_INVITED: (
        "Ainda não há um convite para você neste Afina. Peça um a quem cuida dele, "
        "para o e-mail que o serviço de identidade confirmou."
    ),
    ProblemCode.ACCOUNT_CLOSED: (
        "Sua conta está desativada. Fale com quem cuida do Afina se precisar entrar."
    ),
    ProblemCode.PASSWORDS_OFF: (
        "Aqui ninguém usa senha. Entre pelo serviço de identidade da sua organização."
    ),
    ProblemCode.TOPIC_UNKNOWN: (
        "“{topic}” não pode ser acompanhado. Estes podem, separados por vírgulas: run:<id>, "
        "logs:<id>, runs, queue, workers, alerts, datasets."
    ),
    ProblemCode.TOO_MANY_TOPICS: (
        "Uma transmissão acompanha no máximo {limit} assuntos, e este pedido traz {topics}. "
        "Abra outra transmissão para os demais."
    ),
}

_PEOPLE = {
    ProblemCode.SIGN_IN_REFUSED: (
        "Não foi possível entrar com este usuário e esta senha. Confira os dois e tente de novo. "
        "Se esqueceu a senha, peça um link novo a quem administra o Afina."
    ),
    ProblemCode.SIGN_IN_PAUSED: (
        "Houve muitas tentativas que não deram certo, por isso há uma pausa. "
        "Espere {retry_after} segundo(s) e tente de novo."
    ),
    ProblemCode.PASS_INVALID: (
        "Este link não vale mais: já foi usado, passou do prazo ou foi trocado por outro. "
        "Peça um novo a quem administra o Afina."
    ),
    ProblemCode.PASSWORD_WRONG: "A senha atual não confere. Digite-a de novo.",
    ProblemCode.PASSWORD_TOO_SHORT: (
        "A senha é curta demais. Use pelo menos {at_least} caracteres; "
        "uma frase com espaços é fácil de lembrar."
    ),
    ProblemCode.PASSWORD_TOO_LONG: ("A senha é longa demais. Use no máximo {at_most} caracteres."),
    ProblemCode.PASSWORD_PERSONAL: (
        "A senha é quase só o seu nome, o seu usuário ou o nome do programa. "
        "Seria a primeira tentativa de qualquer um. Escolha outras palavras."
    ),
    ProblemCode.PASSWORD_COMMON: (
        "Esta senha é fácil de adivinhar, porque muita gente usa senhas assim. "
        "Escolha outra; algumas palavras sem relação entre si formam uma boa senha."
    ),
    ProblemCode.LOGIN_INVALID: (
        "Este usuário não serve. Use letras e números, sem espaços; "
        "também servem ponto, hífen, sublinhado, @ e +."
    ),
    ProblemCode.LOGIN_TAKEN: "Este usuário já é de outra pessoa. Escolha outro.",
    ProblemCode.USER_NOT_FOUND: (
        "Não encontrei esta pessoa. Confira o endereço ou escolha outra na lista."
    ),
    ProblemCode.LAST_ADMINISTRATOR: (
        "Esta é a única pessoa que administra o Afina, por isso continua como está. "
        "Dê antes esse papel a outra pessoa que já consiga entrar."
    ),
    ProblemCode.TOKEN_NOT_FOUND: (
        "Não há uma chave de acesso ativa com este identificador. Veja a lista das chaves."
    ),
    ProblemCode.SESSION_NOT_FOUND: (
        "Não há uma sessão aberta com este identificador. Talvez já tenha terminado."
    ),
    ProblemCode.SCOPE_EXCEEDED: (
        "Uma chave de acesso não pode permitir mais, nem por mais tempo, do que aquilo com que "
        "você entrou. "
        "Escolha menos permissões ou um prazo menor."
    ),
}

_RUNS_AND_DATASETS = {
    ProblemCode.DATASET_NOT_FOUND: (
        "Não encontrei esta planilha. Ela pode ter sido apagada. Escolha outra na lista."
    ),
    ProblemCode.DATASET_IN_TRAINING: (
        "Treinos na fila ou em andamento usam esta planilha ({runs}). Cancele-os ou espere que "
        "terminem; depois ela pode ser apagada."
    ),
    ProblemCode.DATASET_IN_USE: (
        "Treinos usaram esta planilha ({runs}), por isso ela não pode ser apagada. "
        "Ela fica guardada para que você possa repetir esses treinos."
    ),
    ProblemCode.DATASET_INVALID: (
        "Ainda não dá para treinar com esta planilha. "
        "Veja o que falta acertar e envie o arquivo de novo."
    ),
    ProblemCode.RUN_REPEATS_NONE: (
        "Este treino não repete nenhum outro, então não há o que comparar. "
        "Repita um treino para comparar os dois."
    ),
    ProblemCode.RUN_NOT_FAILED: (
        "Este treino não falhou, então não há o que tentar de novo. "
        "Para ter outro igual, treine de novo."
    ),
    ProblemCode.RUN_LIGHTEST: (
        "Os ajustes deste treino já são os mais leves. "
        "Tente em uma máquina com mais memória ou escolha um modelo de base menor."
    ),
    ProblemCode.RUN_WITHOUT_MODEL: (
        "Este treino não tem um modelo pronto. Espere que ele termine ou escolha o de outro treino."
    ),
    ProblemCode.MODEL_MISSING: (
        "O modelo não está mais na máquina que o treinou: os arquivos foram apagados ou movidos. "
        "Ponha-os de volta ou treine de novo."
    ),
    ProblemCode.MODEL_DAMAGED: (
        "Não consegui ler os arquivos do modelo na máquina de treino. "
        "Recupere-os de uma cópia ou treine de novo."
    ),
    ProblemCode.QUESTION_NEEDED: (
        "Este modelo aprendeu a responder perguntas. Escreva a pergunta que o texto deve responder."
    ),
    ProblemCode.QUESTION_UNFIT: (
        "Este modelo não aprendeu a responder perguntas. Envie os textos sem pergunta."
    ),
    ProblemCode.PREDICTION_FAILED: (
        "A máquina de treino parou antes de responder. "
        "Tente de novo; se acontecer outra vez, envie menos textos ou textos mais curtos."
    ),
    ProblemCode.MODEL_DELETED: (
        "Este modelo foi excluído e não pode mais ser usado. Escolha outro ou treine de novo."
    ),
    ProblemCode.MODEL_IN_USE: (
        "Há planilhas sendo classificadas com este modelo ({classifications}). "
        "Espere que terminem, ou interrompa a classificação, e tente de novo."
    ),
    ProblemCode.TASK_NOT_OF_SHEETS: (
        "Este modelo responde a perguntas sobre um texto, o que uma planilha de textos não traz. "
        "Escolha um modelo que dá categorias ou encontra entidades."
    ),
    ProblemCode.CLASSIFICATION_NOT_FOUND: (
        "Não encontrei esta planilha classificada. Talvez tenha sido excluída; confira a lista."
    ),
    ProblemCode.CLASSIFICATION_UNFINISHED: (
        "Esta planilha não foi classificada até o fim. Espere que termine e baixe depois."
    ),
    ProblemCode.QUOTA_CLASSIFICATIONS: (
        "Você já tem o máximo de planilhas em classificação ({active} de {limit}). "
        "Espere uma delas terminar, ou interrompa uma, e tente de novo."
    ),
    ProblemCode.WORKER_NOT_FOUND: (
        "Esta máquina de treino não existe. Confira o identificador na lista de máquinas."
    ),
    ProblemCode.WORKER_REVOKED: (
        "O acesso desta máquina de treino foi revogado. Para usá-la de novo, cadastre-a outra vez."
    ),
    ProblemCode.WORKER_UNREACHABLE: (
        "A máquina que guarda este modelo está desligada ou fora de alcance. "
        "Ligue a máquina ou espere que ela volte e tente de novo."
    ),
    ProblemCode.WORKER_BUSY: (
        "A máquina que guarda este modelo tem muito a fazer agora. "
        "Espere um pouco e tente de novo; enquanto ela treina, as respostas demoram mais."
    ),
    ProblemCode.GRANT_INVALID: (
        "Esta permissão para baixar textos venceu ou pertence a outro trabalho. Peça uma nova."
    ),
    ProblemCode.DRAFT_NOT_FOUND: (
        "Este rascunho não existe mais: o treino já começou ou o rascunho foi descartado. "
        "Veja seus treinos ou comece outro."
    ),
    ProblemCode.SAMPLE_NOT_FOUND: (
        "Não há uma planilha de exemplo com este nome. Escolha uma da lista de exemplos."
    ),
    ProblemCode.RUN_NOT_FOUND: (
        "Não encontrei este treino. Confira o endereço ou escolha outro na lista."
    ),
    ProblemCode.RUN_ALREADY_ENDED: (
        "Este treino já terminou, por isso nada mudou. Se quiser, comece outro treino."
    ),
    ProblemCode.DATASET_VERSION_NOT_FOUND: (
        "Esta planilha não tem a versão {version}; a mais nova é a {newest}. "
        "Escolha uma que exista."
    ),
    ProblemCode.REPORT_NOT_FOUND: (
        "Esta planilha é de antes das análises de qualidade. Envie o arquivo de novo para ter uma."
    ),
    ProblemCode.LEFT_OUT_NOT_FOUND: (
        "Não há linhas deixadas de fora guardadas para esta versão. "
        "Baixe o arquivo original se quiser conferi-lo."
    ),
    ProblemCode.VERSION_CONFLICT: (
        "Esta planilha já está na versão {newest}, e a mudança era para a versão {expected}. "
        "Veja a versão nova e decida de novo."
    ),
    ProblemCode.TOO_MANY_CORRECTIONS: (
        "Esta planilha já tem {limit} correções marcadas. Faça antes uma versão com elas."
    ),
    ProblemCode.NO_CORRECTIONS: (
        "Nada está marcado para corrigir nesta planilha. Marque antes uma linha."
    ),
    ProblemCode.RECIPE_INVALID: (
        "Estas mudanças não servem para esta planilha. Veja o que falta acertar e tente de novo."
    ),
    ProblemCode.TASK_NOT_TAUGHT: (
        "A planilha está guardada, mas este servidor ainda não treina este tipo: {task}. "
        "Use-a quando uma versão mais nova estiver instalada."
    ),
    ProblemCode.STEP_UNFIT: (
        "O ajuste {number} não serve para este tipo de planilha. Tire este ajuste e tente de novo."
    ),
    ProblemCode.RECIPE_ROW_UNKNOWN: (
        "O ajuste {number} fala de linhas que não estão entre os exemplos: {rows}. "
        "Tire essas linhas do ajuste e tente de novo."
    ),
    ProblemCode.RECIPE_LABEL_UNKNOWN: (
        "O ajuste {number} fala de categorias que não existem aqui: {labels}. "
        "Escolha categorias da planilha e tente de novo."
    ),
    ProblemCode.SPLIT_INDIVISIBLE: (
        "O ajuste {number} não consegue separar uma prova sem perder uma categoria inteira. "
        "Inclua mais documentos de cada categoria ou tire este ajuste."
    ),
    ProblemCode.CELLS_TOO_LONG: (
        "Há textos longos demais para uma célula do Excel ({cells}). "
        "O limite é de {limit} caracteres. Escolha CSV ou JSONL para ter tudo."
    ),
    ProblemCode.SUSPECTS_UNFIT: (
        "Esta busca serve quando cada texto tem uma só categoria, com {minimum} exemplos ou mais. "
        "Esta planilha não é assim. Confira as categorias lendo alguns exemplos."
    ),
    ProblemCode.TASK_MISMATCH: (
        "Esta planilha foi preparada para outro tipo de treino: {dataset_task}. "
        "Escolha esse tipo ou envie a planilha de novo para {task}."
    ),
    ProblemCode.BASE_MODEL_NOT_ALLOWED: (
        "O modelo {base_model} não está liberado aqui. Os liberados são: {allowed}. "
        "Escolha um deles ou fale com quem administra o Afina."
    ),
    ProblemCode.REPLAY_RUNNING: (
        "As tabelas já estão sendo refeitas ou conferidas. Espere terminar e tente de novo."
    ),
    ProblemCode.RETENTION_RUNNING: (
        "A limpeza já está em andamento. Espere terminar e tente de novo."
    ),
    ProblemCode.QUOTA_RUNS: (
        "Você já tem o máximo de treinos ao mesmo tempo ({active} de {limit}): {names}. "
        "Espere um deles terminar ou pare um deles e tente de novo."
    ),
    ProblemCode.QUOTA_RUNS_OF_ALL: (
        "Há treinos demais ao mesmo tempo neste momento ({active} de {limit}). "
        "Nada se perdeu: tente de novo quando um deles terminar."
    ),
}

_FILES = {
    ProblemCode.FILE_TYPE_UNKNOWN: (
        "Não reconheci {filename} como planilha. "
        "Salve o arquivo em um destes formatos e envie de novo: {accepted}."
    ),
    ProblemCode.FILE_UNREADABLE: (
        "Não consegui ler este arquivo até o fim. "
        "Ele pode estar danificado ou com as colunas desalinhadas. "
        "Abra-o no programa em que foi feito, confira, salve e envie de novo."
    ),
    ProblemCode.FILE_PROTECTED: (
        "Esta planilha tem senha, por isso não consigo abri-la. "
        "Salve uma cópia sem senha e envie a cópia."
    ),
    ProblemCode.FILE_EMPTY: (
        "Esta planilha está vazia. Confira se você escolheu o arquivo certo e envie de novo."
    ),
    ProblemCode.FILE_TOO_LARGE: (
        "Este arquivo é grande demais: o limite é {limit_bytes}. "
        "Divida a planilha ou tire as colunas que você não usa."
    ),
    ProblemCode.TOO_MANY_ROWS: (
        "Esta planilha tem linhas demais: o limite é {limit}. "
        "Divida a planilha e envie uma parte de cada vez."
    ),
    ProblemCode.TOO_MANY_COLUMNS: (
        "Esta planilha tem {columns} colunas, e o limite é {limit}. "
        "Deixe só as colunas que você usa e envie de novo."
    ),
}

_COLUMNS = {
    ProblemCode.COLUMN_NOT_FOUND: (
        "Não encontrei a coluna {wanted}. As colunas desta planilha são: {available}. "
        "Escolha uma delas."
    ),
    ProblemCode.COLUMN_DUPLICATED: (
        "Há mais de uma coluna com o nome {name}: {letters}. "
        "Dê um nome diferente a cada uma e envie de novo."
    ),
    ProblemCode.TEXT_COLUMN_NOT_FOUND: (
        "Não ficou claro qual coluna tem os textos. As colunas são: {available}. "
        "Escolha uma delas ou confira a planilha."
    ),
    ProblemCode.LABEL_COLUMN_NOT_FOUND: (
        "Não ficou claro qual coluna tem as categorias. As colunas são: {available}. "
        "Escolha uma delas ou confira a planilha."
    ),
    ProblemCode.ROLE_COLUMN_NOT_FOUND: (
        "Não ficou claro qual coluna é a de {role}. As colunas são: {available}. "
        "Escolha uma delas ou confira a planilha."
    ),
    ProblemCode.COLUMNS_AMBIGUOUS: (
        "Mais de uma coluna pode ser a de {role}: {candidates}. Escolha qual devo usar."
    ),
    ProblemCode.SHEETS_AMBIGUOUS: (
        "Mais de uma aba deste arquivo tem exemplos: {candidates}. Escolha qual devo usar."
    ),
    ProblemCode.SHEET_NOT_FOUND: (
        "Não encontrei a aba {wanted}. As abas deste arquivo são: {available}. Escolha uma delas."
    ),
    ProblemCode.TASK_AMBIGUOUS: (
        "Esta planilha serve para mais de um tipo de treino: {tasks}. Escolha qual você quer."
    ),
    ProblemCode.SEPARATOR_UNCONFIRMED: (
        "Parece que algumas linhas têm várias categorias, como em {examples}. "
        "Diga se {separator} separa categorias ou se cada linha tem uma só."
    ),
    ProblemCode.FORM_AMBIGUOUS: (
        "Não ficou claro o que o modelo deve escrever. Escolha um destes formatos: {forms}."
    ),
    ProblemCode.ANSWER_STARTS_NEEDED: (
        "Em {rows} de {total} linhas a resposta aparece mais de uma vez no contexto. "
        "Acrescente uma coluna que diga onde cada resposta começa, contando os caracteres desde 0."
    ),
    ProblemCode.ENTITY_STARTS_NEEDED: (
        "Em {rows} de {total} linhas a entidade aparece mais de uma vez no texto. "
        "Acrescente uma coluna que diga onde cada entidade começa, contando os caracteres desde 0."
    ),
    ProblemCode.SENTENCES_NOT_FOUND: (
        "A coluna {name} tem uma palavra por linha, mas nada diz onde cada frase termina. "
        "Acrescente uma coluna com o número da frase ou uma linha em branco depois de cada uma."
    ),
    ProblemCode.COLUMNS_EQUAL: (
        "A coluna {name} foi escolhida mais de uma vez: {roles}. "
        "Escolha uma coluna diferente para cada papel."
    ),
}

_EXAMPLES = {
    ProblemCode.NO_EXAMPLES: (
        "Nenhuma linha está completa, por isso não há exemplos para aprender. "
        "Preencha as colunas usadas e envie de novo."
    ),
    ProblemCode.ONE_CLASS_ONLY: (
        "Todos os exemplos têm a mesma categoria: {label}. "
        "O modelo precisa de pelo menos duas para aprender a diferença. "
        "Inclua exemplos de outra categoria."
    ),
    ProblemCode.CLASS_TOO_SMALL: (
        "Categorias com menos de {minimum} exemplos ({classes}): {labels}. "
        "O modelo precisa de um exemplo para aprender e de outro para a prova. "
        "Inclua mais exemplos, junte essas categorias a outras ou tire essas linhas."
    ),
    ProblemCode.TOO_MANY_CLASSES: (
        "A coluna de categorias tem {classes} valores diferentes, e o limite é {limit}. "
        "Confira se esta é a coluna certa."
    ),
    ProblemCode.CELLS_MERGED: (
        "Há células mescladas nas colunas usadas: {ranges}. "
        "Só a primeira de cada mescla tem valor, e as outras ({cells}) ficam vazias. "
        "Desfaça as mesclas e repita o valor em cada linha."
    ),
    ProblemCode.FORMULAS_WITHOUT_RESULT: (
        "Há células com fórmula e sem o resultado guardado: {cells}. Leio todas como vazias. "
        "Abra a planilha no Excel ou no LibreOffice, salve e envie de novo."
    ),
    ProblemCode.ONE_GROUP_ONLY: (
        "Todos os exemplos são do mesmo texto ou documento, e nenhum sobra para a prova. "
        "Acrescente exemplos de outro."
    ),
    ProblemCode.NO_ENTITIES: (
        "Nenhuma palavra da planilha está marcada como entidade, e não há o que encontrar. "
        "Marque algumas entidades e envie de novo."
    ),
    ProblemCode.ENTITY_TYPE_TOO_SMALL: (
        "Tipos de entidade que aparecem em menos de {minimum} frases ({types}): {labels}. "
        "O modelo precisa de uma para aprender e de outra para a prova. "
        "Inclua mais exemplos, junte esses tipos a outros ou tire essas marcações."
    ),
    ProblemCode.TOO_MANY_ENTITY_TYPES: (
        "Há {types} tipos de entidade, e o limite é {limit}. Confira se esta é a coluna certa."
    ),
    ProblemCode.NO_ANSWERS: (
        "Nenhuma pergunta tem resposta, por isso não há o que aprender. "
        "Acrescente perguntas cuja resposta esteja no contexto."
    ),
}

_LEFT_OUT_ROWS = {
    ProblemCode.TEXT_EMPTY: (
        "Esta linha não tem texto e fica de fora. Preencha o texto se quiser usá-la."
    ),
    ProblemCode.LABEL_EMPTY: (
        "Esta linha não tem categoria e fica de fora. Preencha a categoria se quiser usá-la."
    ),
    ProblemCode.TEXT_TOO_LONG: (
        "O texto desta linha tem {characters} caracteres, e o limite é {limit}. "
        "Ela fica de fora. Encurte o texto se quiser usá-la."
    ),
    ProblemCode.CONTEXT_EMPTY: (
        "Esta linha não tem contexto e fica de fora. Preencha o contexto se quiser usá-la."
    ),
    ProblemCode.QUESTION_EMPTY: (
        "Esta linha não tem pergunta e fica de fora. Preencha a pergunta se quiser usá-la."
    ),
    ProblemCode.ANSWER_EMPTY: (
        "Esta linha não tem resposta e fica de fora. Preencha a resposta se quiser usá-la."
    ),
    ProblemCode.ANSWER_NOT_IN_CONTEXT: (
        "A resposta desta linha não aparece no contexto, por isso a linha fica de fora. "
        "Copie a resposta do contexto, palavra por palavra."
    ),
    ProblemCode.ANSWER_AMBIGUOUS: (
        "A resposta desta linha aparece mais de uma vez no contexto, por isso fica de fora. "
        "Diga onde ela começa ou copie um trecho mais longo."
    ),
    ProblemCode.TOKENS_EMPTY: (
        "Esta linha não tem palavras e fica de fora. Preencha as palavras se quiser usá-la."
    ),
    ProblemCode.TOKENS_UNREADABLE: (
        "As palavras desta linha não formam uma lista completa, por isso ela fica de fora. "
        "Escreva-as como lista ou separadas por espaços."
    ),
    ProblemCode.TAGS_EMPTY: (
        "Nesta frase faltam marcações, por isso ela fica de fora. "
        "Dê uma marcação a cada palavra; O quer dizer que ela não é entidade."
    ),
    ProblemCode.TAGS_UNREADABLE: (
        "As marcações desta linha não formam uma lista completa, por isso ela fica de fora. "
        "Escreva-as como lista ou separadas por espaços."
    ),
    ProblemCode.LENGTHS_DIFFER: (
        "Esta linha tem mais palavras que marcações, ou menos, por isso fica de fora. "
        "Dê uma marcação a cada palavra."
    ),
    ProblemCode.TAG_UNKNOWN: (
        "Esta frase tem uma marcação que não conheço, por isso fica de fora. "
        "Use B- e I- antes do tipo, e O nas outras palavras."
    ),
    ProblemCode.ENTITY_EMPTY: (
        "Esta linha tem tipo mas não tem entidade, por isso fica de fora. "
        "Copie a entidade do texto se quiser usá-la."
    ),
    ProblemCode.ENTITY_TYPE_EMPTY: (
        "A entidade desta linha não tem tipo, por isso fica de fora. "
        "Preencha o tipo se quiser usá-la."
    ),
    ProblemCode.ENTITY_NOT_IN_TEXT: (
        "A entidade desta linha não está no texto como palavras inteiras, por isso fica de fora. "
        "Copie a entidade como ela está no texto."
    ),
    ProblemCode.ENTITY_AMBIGUOUS: (
        "A entidade desta linha aparece mais de uma vez no texto, por isso fica de fora. "
        "Diga onde ela começa ou copie um trecho mais longo."
    ),
    ProblemCode.ENTITY_OVERLAPS: (
        "A entidade desta linha divide palavras com outra do mesmo texto, por isso fica de fora. "
        "Deixe só a que importa."
    ),
    ProblemCode.PROMPT_EMPTY: (
        "Esta linha não tem pedido e fica de fora. Preencha o pedido se quiser usá-la."
    ),
    ProblemCode.COMPLETION_EMPTY: (
        "Esta linha não tem o que o modelo deve escrever e fica de fora. "
        "Preencha a continuação se quiser usá-la."
    ),
    ProblemCode.CONVERSATION_EMPTY: (
        "Esta linha não tem mensagens e fica de fora. Preencha a conversa se quiser usá-la."
    ),
    ProblemCode.CONVERSATION_UNREADABLE: (
        "Não consegui ler a conversa desta linha, por isso ela fica de fora. "
        "Escreva a conversa como uma lista de mensagens, cada uma com papel e conteúdo."
    ),
    ProblemCode.CONVERSATION_NOT_TEXT: (
        "A conversa desta linha usa ferramentas ou imagens, por isso fica de fora. "
        "Deixe só as mensagens escritas se quiser usá-la."
    ),
    ProblemCode.CONVERSATION_OUT_OF_TURN: (
        "Na conversa desta linha as falas não se alternam, por isso ela fica de fora. "
        "Comece pela pessoa, depois o assistente, e assim por diante."
    ),
    ProblemCode.CONVERSATION_UNANSWERED: (
        "A conversa desta linha não termina com o assistente, por isso fica de fora. "
        "Acrescente a última mensagem do assistente se quiser usá-la."
    ),
    ProblemCode.MESSAGE_EMPTY: (
        "Uma mensagem da conversa desta linha está vazia, por isso a linha fica de fora. "
        "Preencha essa mensagem se quiser usá-la."
    ),
}

_DROPPED_ROWS = {
    ProblemCode.ROW_DROPPED: (
        "Esta linha foi tirada por escolha de quem cuida da planilha. "
        "Desfaça o ajuste se quiser usá-la."
    ),
    ProblemCode.DUPLICATE_DROPPED: (
        "Esta linha repete outra, com o mesmo texto e a mesma resposta. Só a primeira fica."
    ),
    ProblemCode.NEAR_DUPLICATE_DROPPED: (
        "O texto desta linha é quase igual ao de outra com a mesma resposta. Só a primeira fica."
    ),
    ProblemCode.CONFLICT_DROPPED: (
        "O texto desta linha aparece também com outra resposta. "
        "Confira qual é a certa se quiser usá-la."
    ),
    ProblemCode.SHORT_TEXT_DROPPED: (
        "O texto desta linha tem {characters} caracteres, e o mínimo escolhido é {limit}. "
        "Complete o texto se quiser usá-la."
    ),
    ProblemCode.LONG_TEXT_DROPPED: (
        "O texto desta linha tem {characters} caracteres, e o máximo escolhido é {limit}. "
        "Encurte o texto se quiser usá-la."
    ),
    ProblemCode.LEAK_DROPPED: (
        "O texto desta linha da prova está também entre os que o modelo aprende. "
        "Ela sai, para que a prova seja justa."
    ),
    ProblemCode.LABEL_LEFT_OUT: (
        "A categoria desta linha foi deixada de fora. Desfaça o ajuste se quiser usá-la."
    ),
}

_FAILURES = {
    FailureCode.OUT_OF_MEMORY: (
        "Faltou memória na máquina de treino, e o treino parou. "
        "Treine de novo com textos mais curtos ou com menos exemplos por vez."
    ),
    FailureCode.EXAMPLES_UNAVAILABLE: (
        "A máquina de treino não conseguiu receber os exemplos. "
        "Confira a conexão dela com o servidor e treine de novo."
    ),
    FailureCode.EXAMPLES_UNUSABLE: (
        "A máquina de treino recebeu os exemplos, mas não conseguiu aprender com eles. "
        "Confira a planilha, envie de novo e comece outro treino."
    ),
    FailureCode.BASE_MODEL_UNAVAILABLE: (
        "A máquina de treino não encontrou o modelo de partida. "
        "Escolha outro ou peça a instalação dele a quem administra o Afina."
    ),
    FailureCode.BASE_MODEL_UNUSABLE: (
        "O modelo de partida não serve para este tipo de treino. Escolha outro e treine de novo."
    ),
    FailureCode.DIVERGED: (
        "O erro do treino saiu do controle, e o modelo não aprendeu. "
        "Treine de novo com uma taxa de aprendizado menor."
    ),
    FailureCode.DISK_FULL: (
        "Faltou espaço em disco na máquina de treino. Libere espaço nela e treine de novo."
    ),
    FailureCode.CRASHED: (
        "O treino parou por um erro inesperado. Treine de novo. "
        "Se continuar, mostre os detalhes técnicos ao suporte."
    ),
    FailureCode.ATTEMPTS_EXHAUSTED: (
        "O treino falhou em todas as tentativas ({attempts}) e não vai ser repetido sozinho. "
        "Veja os detalhes técnicos e comece outro treino."
    ),
    FailureCode.TIME_LIMIT: (
        "O treino passou do tempo que um treino pode levar aqui e foi encerrado. "
        "Escolha um jeito mais rápido ou menos rodadas, ou peça mais tempo a quem administra."
    ),
    FailureCode.STALLED: (
        "O treino ficou parado na última tentativa e não vai ser repetido sozinho. "
        "Confira a máquina de treino e comece outro treino."
    ),
}

_CLASSIFICATION_FAILURES = {
    ClassificationFailureCode.MODEL_MISSING: (
        "O modelo não está mais na máquina dele, ou não pode ser lido lá. Treine de novo."
    ),
    ClassificationFailureCode.CRASHED: (
        "O processo que responde parou várias vezes ao ler esta planilha. "
        "Tente com menos textos ou textos mais curtos; se acontecer de novo, peça ajuda."
    ),
}

_ALERTS = {
    AlertCode.NO_PROGRESS: (
        "O treino não avança há {silent_seconds} na máquina {worker}. "
        "Se continuar assim, ele recomeça do último ponto salvo. Confira a máquina."
    ),
    AlertCode.STUCK_EPOCH: (
        "A rodada {epoch} já leva {epoch_seconds} na máquina {worker}, muito mais que o previsto. "
        "Ele volta para a fila e continua do último ponto salvo. Confira a máquina."
    ),
    AlertCode.NO_WORKER: (
        "O treino espera há {waiting_seconds}, e nenhuma máquina do grupo {pool} está ligada. "
        "Ligue uma máquina de treino, ou peça a quem administra o Afina."
    ),
    AlertCode.WORKER_LOST: (
        "A máquina de treino {worker} parou de responder. "
        "Confira se ela está ligada e conectada à rede."
    ),
    AlertCode.DEAD_LETTERS: (
        "Algumas mensagens ({messages}) não puderam ser processadas e foram separadas. "
        "Nada mais é afetado. Quem administra o Afina as vê com o comando afina events."
    ),
    AlertCode.STORE_FULL: (
        "O armazém de acontecimentos ocupa {used_bytes} dos {limit_bytes} que pode. "
        "Dê mais espaço logo: quando encher, nada de novo é aceito."
    ),
    AlertCode.PROJECTOR_BEHIND: (
        "As telas estão {messages} acontecimentos atrasadas, já há {behind_seconds}. "
        "Nada se perdeu. Confira a carga do servidor e do banco de dados."
    ),
    AlertCode.LOG_CUT: (
        "O fim do registro sumiu: ele vai até o acontecimento {end} e foi selado até o {sealed}. "
        "Guarde tudo como está, rode afina audit verify e restaure uma cópia de segurança."
    ),
    AlertCode.BACKUP_FAILED: (
        "A cópia de segurança automática não pôde ser feita; haverá outra tentativa. A mais nova "
        "tem {old_seconds}. Confira o disco da pasta de cópias e o registro em log/afina.log."
    ),
    AlertCode.BACKUP_OLD: (
        "A cópia de segurança automática mais nova tem {old_seconds}. Confira se a pasta de "
        "cópias aceita escrita e o registro em log/afina.log."
    ),
}

_ALERT_TOPICS = {
    AlertCode.NO_PROGRESS: "Sem avanço",
    AlertCode.STUCK_EPOCH: "Uma rodada demora demais",
    AlertCode.NO_WORKER: "Nenhuma máquina de treino",
    AlertCode.WORKER_LOST: "Máquina de treino sem resposta",
    AlertCode.DEAD_LETTERS: "Mensagens separadas",
    AlertCode.STORE_FULL: "Armazém de acontecimentos quase cheio",
    AlertCode.PROJECTOR_BEHIND: "Telas atrasadas",
    AlertCode.LOG_CUT: "Fim do registro perdido",
    AlertCode.BACKUP_FAILED: "Sem cópia de segurança",
    AlertCode.BACKUP_OLD: "Cópia de segurança antiga",
}

_NOTICE_TOPICS = {
    NoticeKind.RUN_COMPLETED: "Treino concluído",
    NoticeKind.RUN_FAILED: "Treino falhou",
    NoticeKind.RUN_CANCELLED: "Treino cancelado",
    NoticeKind.WORKER_LOST: "Máquina de treino sem resposta",
    NoticeKind.WORKER_BACK: "Máquina de treino de volta",
    NoticeKind.ALERT_RAISED: "Atenção",
    NoticeKind.ALERT_CLOSED: "Passou",
    NoticeKind.LOG_SEALED: "Selo do registro",
    NoticeKind.CLASSIFICATION_COMPLETED: "Planilha classificada",
    NoticeKind.CLASSIFICATION_FAILED: "Planilha não classificada",
}

_NOTICES = {
    NoticeKind.RUN_COMPLETED: "O treino {name} terminou. Abra o Afina para ver como ele ficou.",
    NoticeKind.RUN_FAILED: "O treino {name} falhou.",
    NoticeKind.RUN_CANCELLED: "O treino {name} foi cancelado.",
    NoticeKind.WORKER_LOST: "Uma máquina de treino precisa de atenção.",
    NoticeKind.WORKER_BACK: "A máquina de treino {worker} voltou a responder.",
    NoticeKind.ALERT_RAISED: "Algo precisa de atenção.",
    NoticeKind.ALERT_CLOSED: "O que precisava de atenção passou.",
    NoticeKind.LOG_SEALED: (
        "Guarde este selo do registro fora do Afina: com ele, afina audit verify --expect "
        "confere depois que nada foi mudado até aqui."
    ),
    NoticeKind.CLASSIFICATION_COMPLETED: (
        "A planilha {sheet} foi classificada. Baixe as respostas na página do modelo."
    ),
    NoticeKind.CLASSIFICATION_FAILED: "A planilha {sheet} não pôde ser classificada.",
}

_TOPICS = {
    CheckCode.FEW_EXAMPLES: "poucos exemplos",
    CheckCode.SMALL_SET: "poucos exemplos ao todo",
    CheckCode.IMBALANCE: "categorias desequilibradas",
    CheckCode.SIMILAR_LABELS: "categorias parecidas",
    CheckCode.CONFLICTING_ANSWERS: "respostas diferentes para o mesmo texto",
    CheckCode.SUSPICIOUS_LABELS: "respostas que parecem trocadas",
    CheckCode.SHORT_TEXTS: "textos muito curtos",
    CheckCode.LONG_TEXTS: "textos muito longos",
    CheckCode.TEXTS_CUT: "textos que serão cortados",
    CheckCode.DUPLICATES: "linhas repetidas",
    CheckCode.NEAR_DUPLICATES: "textos quase iguais",
    CheckCode.PERSONAL_DATA: "dados pessoais",
    CheckCode.EMPTY_CELLS: "células vazias",
    CheckCode.ROWS_UNUSABLE: "linhas que não dá para usar",
    CheckCode.REPEATED_TEXTS: "textos que se repetem",
    CheckCode.SPLIT_LEAKS: "textos que estão dentro e fora da prova",
    CheckCode.SPLIT_UNEVEN: "categorias que faltam de um lado da prova",
    CheckCode.FORMULAS_READ: "fórmulas",
    CheckCode.MERGED_CELLS: "células mescladas",
    CheckCode.HIDDEN_ROWS: "linhas escondidas",
    CheckCode.TAGS_REPAIRED: "marcações consertadas",
    CheckCode.OFFSETS_FOUND: "posições encontradas",
    CheckCode.OFFSETS_MENDED: "posições corrigidas",
    CheckCode.ANSWERS_UNPLACED: "respostas sem lugar",
    CheckCode.UNANSWERABLE: "perguntas sem resposta",
}

_STEPS = {
    "merge_labels": "Juntar {labels} em {into}.",
    "leave_out_labels": "Deixar de fora as categorias: {labels}.",
    "relabel_rows": "Mudar a resposta para {label} nas linhas: {rows}.",
    "drop_rows": "Tirar as linhas: {rows}.",
    "drop_duplicates": "Tirar linhas repetidas e ficar com a primeira de cada.",
    "drop_near_duplicates": "Tirar textos quase iguais e ficar com o primeiro de cada.",
    "settle_conflicts commonest": "Se um texto tem respostas diferentes, ficar com a mais comum.",
    "settle_conflicts none": "Tirar os textos que têm respostas diferentes.",
    "drop_short_texts": "Tirar textos com menos de {characters} caracteres.",
    "drop_long_texts": "Tirar textos com mais de {characters} caracteres.",
    "cut_texts": "Cortar os textos depois de {characters} caracteres.",
    "split_rows": "Aprender com {percent}% dos exemplos e guardar os outros para a prova.",
    "drop_leaks": "Tirar da prova os textos que o modelo também vai aprender.",
    "weigh_classes": "Dar o mesmo peso a todas as categorias, mesmo às que têm poucos exemplos.",
    "keep": "Deixar como está e não avisar de novo sobre {check}.",
}

STAGES = {
    Stage.RECEIVING: "Recebendo o arquivo",
    Stage.OPENING: "Abrindo o arquivo",
    Stage.READING: "Lendo as linhas",
    Stage.SORTING: "Separando os exemplos",
    Stage.JUDGING: "Conferindo a qualidade",
    Stage.WRITING: "Guardando",
}

_CHECKS = {
    CheckCode.FEW_EXAMPLES: (
        "Há categorias com menos de {recommended} exemplos ({classes}): {labels}. "
        "A menor é {smallest}, com {examples}. Ao todo, faltam {missing} exemplos. "
        "Inclua mais, junte categorias, ou siga sabendo que nessas o modelo vai acertar menos."
    ),
    CheckCode.SMALL_SET: (
        "Há só {examples} exemplos ao todo, e o recomendado são {recommended}. "
        "Com poucos exemplos o modelo aprende menos. Se puder, inclua mais {missing}."
    ),
    CheckCode.IMBALANCE: (
        "A categoria {largest} tem {largest_examples} exemplos. "
        "Já {smallest} tem {smallest_examples}, ou {ratio} vezes menos. "
        "O modelo tende a preferir a maior. "
        "Dê o mesmo peso a todas ou inclua exemplos das menores."
    ),
    CheckCode.SIMILAR_LABELS: (
        "Parece que a mesma categoria foi escrita de formas diferentes ({groups}): {spellings}. "
        "Para o modelo são categorias separadas, e {examples} exemplos ficam divididos. "
        "Junte as que forem iguais."
    ),
    CheckCode.CONFLICTING_ANSWERS: (
        "O mesmo texto tem respostas diferentes: são {texts} textos, em {rows} linhas ({share}%). "
        "O modelo não tem como saber qual vale. "
        "Fique com a resposta mais comum ou tire essas linhas."
    ),
    CheckCode.SUSPICIOUS_LABELS: (
        "Um modelo rápido discorda da categoria de {rows} exemplos, de {judged} ({share}%). "
        "Alguns podem estar trocados. Confira cada um antes de mudar."
    ),
    CheckCode.SHORT_TEXTS: (
        "Há {rows} textos com menos de {characters} caracteres ({share}%). "
        "Textos tão curtos ensinam pouco. Veja os exemplos e tire os que não dizem nada."
    ),
    CheckCode.LONG_TEXTS: (
        "Há {rows} textos com mais de {characters} caracteres ({share}%). "
        "O modelo lê só o começo de cada um. Confira se o que importa está no começo."
    ),
    CheckCode.TEXTS_CUT: (
        "De cada texto o modelo lê até {max_length} pedaços de palavra. "
        "Passam disso {texts} de {counted} textos ({texts_share}%). "
        "Assim, {share}% do conteúdo não é lido. "
        "Se o que importa está no fim, divida os textos longos."
    ),
    CheckCode.DUPLICATES: (
        "Há {rows} linhas repetidas, com o mesmo texto e a mesma resposta ({share}%). "
        "Elas não ensinam nada novo. Fique com uma de cada."
    ),
    CheckCode.NEAR_DUPLICATES: (
        "Há {rows} linhas quase iguais a outra, com a mesma resposta ({share}%). "
        "Elas ensinam pouco e podem deixar a prova fácil demais. "
        "Veja os exemplos e decida se ficam."
    ),
    CheckCode.PERSONAL_DATA: (
        "Há {rows} textos que parecem ter dados pessoais ({share}%). "
        "Encontrei CPF em {cpf}, CNPJ em {cnpj}, e-mail em {email} e telefone em {phone}. "
        "Nada foi mudado. Veja se você pode usar esses dados."
    ),
    CheckCode.EMPTY_CELLS: (
        "Há {rows} linhas com célula vazia em {columns}, e elas ficam de fora ({share}%). "
        "São as linhas {row_numbers}. Preencha as células se quiser usá-las."
    ),
    CheckCode.ROWS_UNUSABLE: (
        "Não dá para usar {rows} linhas, por causa do que está em {columns} ({share}%). "
        "São as linhas {row_numbers}. Baixe as linhas deixadas de fora para ver cada motivo."
    ),
    CheckCode.REPEATED_TEXTS: (
        "Há {texts} textos que aparecem em mais de uma linha. "
        "As linhas de um mesmo texto ficam juntas: ou para aprender, ou para a prova. "
        "Assim o resultado da prova é justo."
    ),
    CheckCode.SPLIT_LEAKS: (
        "Há {rows} linhas da prova com um texto que também serve para aprender ({share}%). "
        "Assim o resultado da prova parece melhor do que é. "
        "Tire essas linhas ou deixe que o Afina separe de novo."
    ),
    CheckCode.SPLIT_UNEVEN: (
        "A planilha separa {train_rows} linhas para aprender e {validation_rows} para a prova. "
        "Categorias que estão só de um lado ({classes}): {labels}. "
        "Deixe que o Afina separe de novo ou acerte a separação."
    ),
    CheckCode.FORMULAS_READ: (
        "Há {cells} células com fórmula, e o que vale é o resultado guardado na planilha. "
        "Sem resultado guardado, e por isso vazias: {blank}. "
        "Se faltar algum, abra a planilha no Excel, salve e envie de novo."
    ),
    CheckCode.MERGED_CELLS: (
        "Há células mescladas nas colunas usadas ({ranges}). "
        "Só a primeira de cada mescla tem valor, e as outras ({cells}) ficam vazias. "
        "Se precisar delas, desfaça a mescla e preencha cada linha."
    ),
    CheckCode.HIDDEN_ROWS: (
        "Linhas escondidas na planilha, por um filtro ou à mão: {rows}. "
        "O modelo também aprende com elas. Se não quiser isso, tire-as daqui."
    ),
    CheckCode.TAGS_REPAIRED: (
        "Acertei {tags} marcações em {rows} frases, para que cada entidade tenha um começo. "
        "Nenhuma palavra mudou. Confira alguns exemplos."
    ),
    CheckCode.OFFSETS_FOUND: (
        "Achei no texto o lugar de {answers} trechos, de {total} ao todo. "
        "Nenhuma palavra mudou. Confira alguns exemplos."
    ),
    CheckCode.OFFSETS_MENDED: (
        "O lugar informado de {answers} trechos, de {total} ao todo, não batia com o texto. "
        "Usei o lugar em que eles estão. Confira alguns exemplos."
    ),
    CheckCode.ANSWERS_UNPLACED: (
        "Não achei um lugar certo no contexto para {answers} respostas aceitas, "
        "de {total} ao todo. Elas ficam de fora. As perguntas ficam com as outras respostas."
    ),
    CheckCode.UNANSWERABLE: (
        "Há {questions} perguntas sem resposta, de {total} ao todo. "
        "Com elas o modelo aprende a dizer que o texto não responde. "
        "Se faltou preencher alguma resposta, preencha e envie de novo."
    ),
}

_ESTIMATES = {
    Basis.OWN_RUNS: (
        "De {low_seconds} a {high_seconds}, pelos treinos anteriores neste computador ({runs})."
    ),
    Basis.SAME_DEVICE: (
        "De {low_seconds} a {high_seconds}, pelos treinos em um computador igual ({runs})."
    ),
    Basis.GUESS: (
        "Ainda não há treino assim neste computador: o primeiro palpite é de {low_seconds} "
        "a {high_seconds}."
    ),
    Basis.UNKNOWN: (
        "Este computador está desligado e nunca treinou um modelo assim: não se sabe o tempo."
    ),
}

_OUTCOMES = {
    Outcome.WAITING: "Um dos dois treinos ainda não terminou. A comparação aparece no fim.",
    Outcome.NO_RESULT: "Um dos dois treinos terminou sem modelo, então nada foi comparado.",
    Outcome.IDENTICAL: "Idêntico: o mesmo modelo até o último bit, e os mesmos números.",
    Outcome.SAME_METRICS: "Os números são os mesmos, mas os modelos diferem em alguns bits.",
    Outcome.DIFFERENT: "O resultado não é o mesmo de antes. Veja abaixo o que mudou.",
}

_CIRCUMSTANCES = {
    Circumstance.HOSTNAME: "Rodou em outro computador: antes {before}, agora {after}.",
    Circumstance.DEVICE: "Rodou em outro tipo de dispositivo: antes {before}, agora {after}.",
    Circumstance.DEVICE_NAME: "O dispositivo era outro: antes {before}, agora {after}.",
    Circumstance.COMPUTE_CAPABILITY: (
        "A placa de vídeo é de outra geração: antes {before}, agora {after}."
    ),
    Circumstance.DRIVER: "O driver da placa de vídeo mudou: antes {before}, agora {after}.",
    Circumstance.CUDA: "A versão do CUDA mudou: antes {before}, agora {after}.",
    Circumstance.PROCESSOR: "O processador era outro: antes {before}, agora {after}.",
    Circumstance.PROCESSORS: "Antes podia usar {before} processadores, agora {after}.",
    Circumstance.CODE_VERSION: "A versão do Afina mudou: antes {before}, agora {after}.",
    Circumstance.PYTHON: "A versão do Python mudou: antes {before}, agora {after}.",
    Circumstance.TORCH: "A versão do PyTorch mudou: antes {before}, agora {after}.",
    Circumstance.TRANSFORMERS: "A versão do transformers mudou: antes {before}, agora {after}.",
    Circumstance.TOKENIZERS: "A versão do tokenizers mudou: antes {before}, agora {after}.",
    Circumstance.NUMPY: "A versão do numpy mudou: antes {before}, agora {after}.",
    Circumstance.PRECISION: "Os números tinham outro formato: antes {before}, agora {after}.",
    Circumstance.PROCESSES: "Antes {before} dispositivos treinaram juntos, agora {after}.",
    Circumstance.THREADS: "Antes cada operação usava {before} linhas de execução, agora {after}.",
    Circumstance.DETERMINISTIC: (
        "Só um dos dois treinos evitou as operações que podem variar de uma vez para outra."
    ),
    Circumstance.TOKEN_BUDGET: (
        "Os textos foram ao dispositivo em outras porções: antes {before} pedaços de palavra, "
        "agora {after}."
    ),
}

CATALOGUE = Catalogue(
    problems=(
        _REQUESTS
        | _PEOPLE
        | _RUNS_AND_DATASETS
        | _FILES
        | _COLUMNS
        | _EXAMPLES
        | _LEFT_OUT_ROWS
        | _DROPPED_ROWS
    ),
    failures=_FAILURES,
    classification_failures=_CLASSIFICATION_FAILURES,
    alerts=_ALERTS,
    alert_topics=_ALERT_TOPICS,
    notices=_NOTICES,
    notice_topics=_NOTICE_TOPICS,
    notice_asked_for=(
        "Você pediu este aviso na página Minha conta do Afina, e lá pode deixar de recebê-lo."
    ),
    checks=_CHECKS,
    presets={
        Preset.FAST: "Rápido",
        Preset.BALANCED: "Equilibrado",
        Preset.ACCURATE: "Caprichado",
    },
    severities={
        Severity.STRONG: "Grave",
        Severity.WARNING: "Atenção",
        Severity.NOTE: "Bom saber",
    },
    statuses={
        RunStatus.QUEUED: "Na fila",
        RunStatus.RUNNING: "Treinando",
        RunStatus.COMPLETED: "Concluído",
        RunStatus.FAILED: "Falhou",
        RunStatus.CANCELLED: "Cancelado",
    },
    stages=STAGES,
    estimates=_ESTIMATES,
    may_stop="O tempo maior é o de todas as rodadas ({epochs}); pode parar antes.",
    outcomes=_OUTCOMES,
    circumstances=_CIRCUMSTANCES,
    phases={
        Phase.PREPARING: "Preparar textos",
        Phase.TRAINING: "Treinar",
        Phase.EVALUATING: "Prova final",
        Phase.SAVING: "Salvar",
    },
    roles={
        Role.TEXT: "texto",
        Role.LABEL: "categoria",
        Role.GROUP: "grupo",
        Role.SPLIT: "separação para a prova",
        Role.TOKENS: "palavras",
        Role.TAGS: "marcações",
        Role.SENTENCE: "frase",
        Role.ENTITY: "entidade",
        Role.ENTITY_TYPE: "tipo de entidade",
        Role.ENTITY_START: "início da entidade",
        Role.CONTEXT: "contexto",
        Role.QUESTION: "pergunta",
        Role.ANSWER: "resposta",
        Role.ANSWER_START: "início da resposta",
        Role.UNANSWERABLE: "sem resposta",
        Role.QUESTION_TYPE: "tipo de pergunta",
        Role.PROMPT: "pedido",
        Role.COMPLETION: "continuação",
        Role.INPUT: "entrada",
        Role.SYSTEM: "instrução do sistema",
        Role.MESSAGES: "conversa",
        Role.ID: "identificador",
    },
    tasks={
        Task.TEXT_CLASSIFICATION: "classificar textos",
        Task.TOKEN_CLASSIFICATION: "encontrar entidades",
        Task.QUESTION_ANSWERING: "responder perguntas sobre textos",
        Task.TEXT_GENERATION: "gerar textos",
    },
    forms={
        TextForm.TEXT: "texto corrido",
        TextForm.CODE: "código-fonte",
        TextForm.QA: "perguntas com respostas",
        TextForm.COMPLETION: "pedidos com continuações",
        TextForm.CHAT: "conversas",
    },
    topics=_TOPICS,
    steps=_STEPS,
    left_out_row="Linha no arquivo enviado",
    left_out_reason="Por que ficou de fora",
    correction="Correção",
    correction_left_out="(deixar a linha de fora)",
    unknown="(não informado)",
    quoted="“{}”",
    both=" e {}",
    more=" e mais {}",
    a_new_kind_of_alert="Um aviso que esta versão não conhece. Atualize o Afina para saber mais.",
    thousands=".",
    decimal=",",
)
