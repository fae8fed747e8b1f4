"""The names that people give to columns, and which of them tell a column's role."""

import unicodedata
from collections.abc import Iterable

from api.sentences.sentence import CATALOGUES
from schemas.examples import TRAIN, VALIDATION
from schemas.reading import Role

SURE = 1.0
"""The name says the role outright."""
LONGEST = 1_000
"""In characters; what comes after them tells no names apart."""
LIKELY = 0.6
"""The name often has this role."""

_SURE: dict[Role, str] = {
    Role.TEXT: "texto textos text texts",
    Role.LABEL: (
        "label labels rotulo rotulos etiqueta categoria categorias category classe class "
        "classificacao resposta_certa"
    ),
    Role.GROUP: "grupo group documento document id_documento documento_id document_id doc_id",
    Role.SPLIT: "split particao conjunto divisao subset fold",
    Role.TOKENS: "tokens token token_list words word palavras palavra",
    Role.TAGS: (
        "tags tag ner_tags ner_tag ner bio bio_tags bio_tag iob iob_tags etiquetas etiqueta "
        "marcacoes marcacao"
    ),
    Role.SENTENCE: (
        "sentence sentence_id sentence_number id_sentence sent_id frase frase_id id_frase "
        "numero_frase numero_da_frase n_frase"
    ),
    Role.ENTITY: (
        "entidade entity entity_text entidade_texto texto_entidade texto_da_entidade mention mencao"
    ),
    Role.ENTITY_TYPE: (
        "entity_type entity_label entity_class tipo_entidade tipo_da_entidade tipo_de_entidade "
        "classe_entidade classe_da_entidade categoria_da_entidade"
    ),
    Role.ENTITY_START: (
        "entity_start start_char inicio_entidade inicio_da_entidade posicao_da_entidade"
    ),
    Role.CONTEXT: "context contexts contexto contextos",
    Role.QUESTION: "question questions pergunta perguntas quesito quesitos",
    Role.ANSWER: "answer answers resposta respostas answer_text texto_da_resposta",
    Role.ANSWER_START: (
        "answer_start answer_starts start_position inicio_resposta inicio_da_resposta "
        "posicao_da_resposta"
    ),
    Role.UNANSWERABLE: "is_impossible unanswerable impossivel sem_resposta",
    Role.QUESTION_TYPE: "question_type tipo_pergunta tipo_da_pergunta tipo_de_pergunta",
    Role.PROMPT: "prompt prompts instruction instructions instrucao instrucoes comando",
    Role.COMPLETION: "completion completions output outputs response saida continuacao",
    Role.INPUT: "input inputs entrada",
    Role.SYSTEM: "system system_prompt system_message instrucao_do_sistema",
    Role.MESSAGES: (
        "messages conversation conversations dialogue dialog chat mensagens conversa conversas "
        "dialogo"
    ),
    Role.ID: "id ids uid uuid qid question_id identificador",
}
_LIKELY: dict[Role, str] = {
    Role.TEXT: (
        "ementa inteiro_teor teor conteudo content corpo body descricao description mensagem "
        "message frase sentence utterance comentario comment review avaliacao resumo summary "
        "abstract peticao pedido relato historico narrativa pergunta question query tweet post "
        "descricao_do_fato descricao_dos_fatos relato_do_fato relato_dos_fatos resumo_dos_fatos "
        "trecho passage relatorio fundamentacao dispositivo parecer manifestacao acordao despacho "
        "voto reclamacao demanda transcricao noticia"
    ),
    Role.LABEL: (
        "tipo type ramo area assunto tema topico topic intencao intent intents sentimento "
        "sentiment polaridade polarity target alvo resposta answer resultado decisao outcome "
        "desfecho situacao status setor departamento fila destino tag natureza especie prioridade"
    ),
    Role.GROUP: (
        "processo numero_processo numero_do_processo num_processo n_processo autos case case_id "
        "process_id arquivo file filename doc"
    ),
    Role.TAGS: "label labels rotulo rotulos entidades entities",
    Role.SENTENCE: "sentenca id_sentenca numero_sentenca sentences frases",
    Role.ENTITY: "span termo valor value nome name",
    Role.ENTITY_TYPE: "tipo type label rotulo etiqueta categoria category classe class tag",
    Role.ENTITY_START: "start inicio offset begin posicao",
    Role.CONTEXT: "paragraph paragrafo passage trecho texto text",
    Role.QUESTION: "query consulta questao duvida",
    Role.ANSWER: "response gabarito solucao",
    Role.ANSWER_START: "start inicio offset posicao",
    Role.PROMPT: "pedido solicitacao",
    Role.COMPLETION: "resultado result target",
    Role.INPUT: "context contexto",
}


def fold(name: str) -> str:
    """The name without case, accents, spaces and signs; the name itself if nothing else is left."""
    spread = unicodedata.normalize("NFKD", name[:LONGEST].casefold())
    return "".join(letter for letter in spread if letter.isalnum()) or name.strip()


def _folded(names: dict[Role, str]) -> dict[Role, frozenset[str]]:
    return {role: frozenset(map(fold, words.split())) for role, words in names.items()}


SIDES = {
    name: side
    for side, words in {
        TRAIN: "train training treino treinamento",
        VALIDATION: "validation valid val validacao dev development test teste testing prova eval",
    }.items()
    for name in words.split()
}
"""How the sides of a split are called, folded."""

_SOURCE_TEXT = "code codigo codigo_fonte source source_code snippet trecho_de_codigo"
SOURCE_TEXT = frozenset(map(fold, _SOURCE_TEXT.split()))
"""Columns of texts whose white space counts."""

_ASIDE = (
    "id ids codigo numero data date dia mes month ano year hora nome name autor usuario "
    "responsavel atendente email e_mail telefone celular cpf cnpj cidade municipio uf comarca "
    "bairro cep servidor promotor juiz qtd quantidade total"
)
ASIDE = frozenset(map(fold, _ASIDE.split()))
"""What rows often carry besides: when, where and who, which is seldom what is to be learned."""

SURE_NAMES = _folded(_SURE)
LIKELY_NAMES = _folded(_LIKELY)


OURS = frozenset(
    fold(heading)
    for words in CATALOGUES.values()
    for heading in (words.left_out_row, words.left_out_reason)
)
"""Columns that we put into a workbook of left-out rows, which mean nothing when it comes back."""


def weight(name: str, role: Role) -> float:
    """How strongly the name alone speaks for the role, from 0 to 1."""
    folded = fold(name)
    if folded in SURE_NAMES.get(role, ()):
        return SURE
    return LIKELY if folded in LIKELY_NAMES.get(role, ()) else 0.0


def strongest(names: Iterable[str], role: Role) -> float:
    """How strongly any of the names speaks for the role."""
    return max((weight(name, role) for name in names), default=0.0)


def is_known(name: str) -> bool:
    """Whether the name speaks for any role."""
    return any(weight(name, role) for role in Role)
