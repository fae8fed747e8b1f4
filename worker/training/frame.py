"""What a tokenizer sets around a text, and how much of the text that leaves room for."""

from dataclasses import dataclass

from transformers import PreTrainedTokenizerBase


@dataclass(frozen=True, slots=True)
class Frame:
    """The special tokens around what is read, and the room between them."""

    before: list[int]
    after: list[int]
    room: int
    """Tokens of text that a row may hold."""

    @classmethod
    def of(cls, tokenizer: PreTrainedTokenizerBase) -> "Frame":
        """As the tokenizer sets it around any text."""
        sample = tokenizer("a", return_special_tokens_mask=True)
        ids, special = sample["input_ids"], sample["special_tokens_mask"]
        first = special.index(0)
        last = len(special) - special[::-1].index(0)
        before, after = ids[:first], ids[last:]
        return cls(before, after, tokenizer.model_max_length - len(before) - len(after))
