"""The words of a workbook of rows that are left out."""

from functools import partial

from api.datasets.recipes.leftover_workbook import Words
from api.sentences.language import Language
from api.sentences.sentence import CATALOGUES, sentence


def left_out_words(language: Language) -> Words:
    """Two headings and the reasons."""
    catalogue = CATALOGUES[language]
    return Words(
        row=catalogue.left_out_row,
        reason=catalogue.left_out_reason,
        sentence=partial(sentence, language=language),
    )
