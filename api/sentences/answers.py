"""The words of a workbook of answers."""

from collections.abc import Mapping
from dataclasses import replace

from api.datasets.answered import AnswerWords
from api.sentences.figures import word
from api.sentences.language import Language
from api.sentences.sentence import CATALOGUES
from schemas.certainty import USUAL_REVIEW, Band

_WORDS: Mapping[Language, AnswerWords] = {
    Language.PT_BR: AnswerWords(
        suffix="classificada",
        headings=(
            "Resposta do modelo",
            "Certeza",
            "Certeza (de 100)",
            "Revisar? (certeza menor que {})",
        ),
        review_threshold=USUAL_REVIEW,
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
        headings=(
            "Model's answer",
            "Certainty",
            "Certainty (of 100)",
            "Review? (certainty below {})",
        ),
        review_threshold=USUAL_REVIEW,
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


def answer_words(language: Language, review_threshold: float) -> AnswerWords:
    """In ``language``, where a person is to look at what is less sure than the threshold."""
    words = _WORDS[language]
    limit = word("review_threshold", review_threshold, CATALOGUES[language])
    *others, review = words.headings
    headings = (*others, review.format(limit))
    return replace(words, headings=headings, review_threshold=review_threshold)
