"""Words for codes: what the log and the rules say in codes, a person reads here as a sentence."""

from api.sentences.language import Language, negotiate
from api.sentences.notice import Wording, alert_sentence, wording
from api.sentences.sentence import Code, sentence
from api.sentences.step import step_sentence

__all__ = [
    "Code",
    "Language",
    "Wording",
    "alert_sentence",
    "negotiate",
    "sentence",
    "step_sentence",
    "wording",
]
