"""XML as an array of bytes, in which every tag's place is known: whole blocks are read at once.

Nothing here decides what a tag means. Whoever asks says which bytes are to stand where, and gives
up where they do not.
"""

from typing import Any

import numpy as np
import pyarrow as pa

from api.datasets.arrow import Strings
from api.datasets.arrow import compute as pc
from api.datasets.formats.package import UnusualError

Numbers = np.ndarray[Any, np.dtype[np.int64]]
Letters = np.ndarray[Any, np.dtype[np.uint8]]
Marks = np.ndarray[Any, np.dtype[np.bool_]]

_WORD_BYTES = 8


class Markup:
    """A block of XML. Places in it are counted from 0; where many are given, they ascend."""

    def __init__(self, text: bytes) -> None:
        self.text = text
        self._bytes = np.frombuffer(text, np.uint8)
        self.tags: Numbers = np.flatnonzero(self._bytes == ord("<"))
        """Where each tag begins."""

    def reads(self, places: Numbers, word: bytes) -> Marks:
        """Whether ``word`` stands at each of the places."""
        right = np.ones(len(places), bool)
        for offset, letter in enumerate(word):
            right &= self.bytes_at(places + offset) == letter
        return right

    def bytes_at(self, places: Numbers) -> Letters:
        """The byte at each place, the last one for places beyond the end."""
        return self._bytes.take(places, mode="clip")

    def closings(self, places: Numbers) -> Numbers:
        """Where the tag that begins at each place ends: its ``>``."""
        ends: Numbers = np.flatnonzero(self._bytes == ord(">"))
        found = np.searchsorted(ends, places)
        if len(found) and found[-1] >= len(ends):
            raise UnusualError("a tag that does not end")
        return ends[found]

    def strings(self, starts: Numbers, ends: Numbers) -> Strings:
        """The texts between neighbouring places, escaped as they are.

        Raises:
            UnusualError: they are no UTF-8.
        """
        edges = np.empty(2 * len(starts) + 1, np.int32)
        edges[0], edges[1::2], edges[2::2] = 0, starts, ends
        buffers = [None, pa.py_buffer(edges), pa.py_buffer(self.text)]
        # text and tags in turn, as they lie: only the texts are copied out
        alternating = pa.Array.from_buffers(pa.string(), 2 * len(starts), buffers)
        texts = pc.take(alternating, pa.array(np.arange(1, len(edges) - 1, 2)))
        try:
            texts.validate(full=True)
        except pa.ArrowInvalid as error:
            raise UnusualError("no UTF-8") from error
        return texts

    def integers(self, starts: Numbers, ends: Numbers) -> Numbers:
        """The numbers between the places, -1 where something else stands there."""
        lengths = ends - starts
        numbers = np.zeros(len(starts), np.int64)
        wrong = (lengths < 1) | (lengths > _MOST_DIGITS)
        for offset in range(min(_MOST_DIGITS, int(lengths.max(initial=0)))):
            inside = offset < lengths
            # what is no digit wraps around to something above nine
            digits = self.bytes_at(np.where(inside, starts + offset, starts)) - np.uint8(ord("0"))
            wrong |= inside & (digits > 9)
            numbers = np.where(inside, numbers * 10 + digits, numbers)
        return np.where(wrong, -1, numbers)

    def wordings(self, starts: Numbers, ends: Numbers) -> tuple[list[bytes], Numbers]:
        """The different texts between the places, and which of them stands at each.

        Raises:
            UnusualError: one is longer than attributes of cells are.
        """
        lengths = ends - starts
        if lengths.max(initial=0) > _LONGEST_WORDING:
            raise UnusualError("long attributes")
        words = np.zeros((len(starts), _LONGEST_WORDING), np.uint8)
        for offset in range(int(lengths.max(initial=0))):
            inside = offset < lengths
            words[inside, offset] = self._bytes[starts[inside] + offset]
        packed = words.view(np.uint64)
        mixed = packed[:, 0].copy()
        for column in range(1, packed.shape[1]):
            mixed = mixed * np.uint64(_MIXER) ^ packed[:, column]
        _, first, which = np.unique(mixed, return_index=True, return_inverse=True)
        if (packed != packed[first[which]]).any():
            raise UnusualError("two wordings that are taken for one")
        told = [self.text[starts[index] : ends[index]] for index in first]
        return told, which.astype(np.int64)


_MOST_DIGITS = 10
_LONGEST_WORDING = 6 * _WORD_BYTES
_MIXER = 0x9E3779B97F4A7C15
