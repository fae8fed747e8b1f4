"""The audit trail in words: who did what, to what."""

from api.sentences.audit.line import Line, Named, Names, told, who
from api.sentences.audit.words import WORDS

__all__ = ["WORDS", "Line", "Named", "Names", "told", "who"]
