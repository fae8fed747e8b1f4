"""The words of a workbook of answers."""

from collections.abc import Mapping

from api.datasets.answered import AnswerWords
from api.sentences.language import Language
from schemas.certainty import Band

_WORDS: Mapping[Language, AnswerWords] = {
    Language.PT_BR: AnswerWords(
        suffix="classificada",
        headings=("Resposta do modelo", "Certeza", "Certeza (de 100)", "Revisar?"),
        bands={
            Band.SURE: "bem seguro",
            Band.DOUBTFUL: "em dúvida",
            Band.UNSURE: "quase um palpite",
        },
        no_text="sem texto",
        nothing_found="nada encontrado",
        cut="leu só o começo",
        yes="Sim",
        no="Não",
    ),
    Language.EN: AnswerWords(
        suffix="classified",
        headings=("Model's answer", "Certainty", "Certainty (of 100)", "Review?"),
        bands={
            Band.SURE: "quite sure",
            Band.DOUBTFUL: "doubtful",
            Band.UNSURE: "hardly more than a guess",
        },
        no_text="no text",
        nothing_found="nothing found",
        cut="read only the beginning",
        yes="Yes",
        no="No",
    ),
}


def answer_words(language: Language) -> AnswerWords:
    """In ``language``."""
    return _WORDS[language]
