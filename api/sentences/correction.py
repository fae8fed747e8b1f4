"""The words of a workbook of rows that are to be corrected."""

from api.datasets.recipes.correction_workbook import Words
from api.sentences.language import Language
from api.sentences.sentence import CATALOGUES


def correction_words(language: Language) -> Words:
    """Two headings, and what stands where a row is to go."""
    catalogue = CATALOGUES[language]
    return Words(
        row=catalogue.left_out_row,
        correction=catalogue.correction,
        left_out=catalogue.correction_left_out,
    )
