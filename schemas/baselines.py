"""What a trained model is held against. Words are found for it before any contract is loaded."""

from enum import StrEnum


class BaselineCode(StrEnum):
    """A method that learns without a network; each has a name in every language."""

    WORD_COUNTS = "word_counts"
    """A linear classifier on how often words and pairs of words occur (TF-IDF)."""
    KNOWN_WORDS = "known_words"
    """Each word gets the tag that it had most often."""
    SHARED_WORDS = "shared_words"
    """The sentence of the text that shares most words with the question."""
