"""What is looked for in examples, and how much it matters when it is found."""

from enum import StrEnum


class Severity(StrEnum):
    """How much a finding matters to the model that will learn."""

    STRONG = "strong"
    """The model will be poor because of it."""
    WARNING = "warning"
    """The model will be better once it is mended."""
    NOTE = "note"
    """Good to know."""


class CheckCode(StrEnum):
    """A finding's code; each has a sentence in every language, kept in the API."""

    # answers
    FEW_EXAMPLES = "few_examples"
    SMALL_SET = "small_set"
    """Few examples in all, where there are no labels."""
    IMBALANCE = "imbalance"
    SIMILAR_LABELS = "similar_labels"
    CONFLICTING_ANSWERS = "conflicting_answers"
    SUSPICIOUS_LABELS = "suspicious_labels"

    # texts
    SHORT_TEXTS = "short_texts"
    LONG_TEXTS = "long_texts"
    TEXTS_CUT = "texts_cut"
    """Longer in tokens than what the model will read."""
    DUPLICATES = "duplicates"
    NEAR_DUPLICATES = "near_duplicates"
    PERSONAL_DATA = "personal_data"

    # rows and the split
    EMPTY_CELLS = "empty_cells"
    ROWS_UNUSABLE = "rows_unusable"
    """Left out for what their cells say."""
    REPEATED_TEXTS = "repeated_texts"
    """Kept on one side of the split."""
    SPLIT_LEAKS = "split_leaks"
    """The file's own split has the same text on both sides."""
    SPLIT_UNEVEN = "split_uneven"
    """The file's own split leaves an answer out on one side."""

    # how the file was read
    FORMULAS_READ = "formulas_read"
    """As the results that were stored with them."""
    MERGED_CELLS = "merged_cells"
    """Only their first cell holds a value."""
    HIDDEN_ROWS = "hidden_rows"
    """Not shown in the sheet, and read all the same."""
    TAGS_REPAIRED = "tags_repaired"
    OFFSETS_FOUND = "offsets_found"
    OFFSETS_MENDED = "offsets_mended"
    ANSWERS_UNPLACED = "answers_unplaced"
    """Left out of questions that have other answers."""
    UNANSWERABLE = "unanswerable"
    """Questions without an answer: the model learns to say that there is none."""


ABOUT_READING = frozenset(
    {
        CheckCode.FORMULAS_READ,
        CheckCode.MERGED_CELLS,
        CheckCode.HIDDEN_ROWS,
        CheckCode.TAGS_REPAIRED,
        CheckCode.OFFSETS_FOUND,
        CheckCode.OFFSETS_MENDED,
        CheckCode.ANSWERS_UNPLACED,
        CheckCode.UNANSWERABLE,
    }
)
"""What only whoever reads the file can tell, and what holds for every version of it."""
