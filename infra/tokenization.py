"""The tokenizers of base models, to count with: no weights are read, and nothing is trained.

A packaged name, a folder, what a hub's client has already fetched, and last the hub itself, which
each process asks once for a name and never waits for long. ``HF_HUB_OFFLINE=1`` forbids even that.
"""

import json
import re
import struct
import threading
from collections.abc import Callable, Sequence
from pathlib import Path

import numpy as np
from huggingface_hub import hf_hub_download, try_to_load_from_cache
from huggingface_hub.errors import EntryNotFoundError, LocalEntryNotFoundError
from numpy.typing import NDArray
from tokenizers import Tokenizer
from tokenizers.implementations.bert_wordpiece import BertWordPieceTokenizer

from infra import logging, packaged_vocabulary
from infra.packaged_vocabulary import MODELS, Cursor

log = logging.get(__name__)

PATIENCE_SECONDS = 3.0
"""How long anybody waits for a hub. What arrives later is there for whoever asks next."""
BATCH_TEXTS = 256
KEPT = 4
"""Tokenizers in memory: some take hundreds of megabytes."""

WHOLE = "tokenizer.json"
PIECES = "vocab.txt"
CONFIG = "tokenizer_config.json"

Locate = Callable[[str], Path | None]
"""Where the file of this name is."""

_HUB_NAME = re.compile(r"[\w-][\w.-]{0,95}(/[\w-][\w.-]{0,95})?", re.ASCII)
_found: dict[str, Tokenizer] = {}
_asked: set[str] = set()


def load(base_model: str) -> Tokenizer | None:
    """The base model's own tokenizer; None where it is not at hand."""
    tokenizer = _found.get(base_model) or _at_hand(base_model)
    if tokenizer is None and _is_on_hub(base_model) and base_model not in _asked:
        _asked.add(base_model)
        _ask(base_model)
        tokenizer = _at_hand(base_model)
    if tokenizer is not None:
        _keep(base_model, tokenizer)
    return tokenizer


def count(tokenizer: Tokenizer, texts: Sequence[str]) -> NDArray[np.int64]:
    """Tokens of each text, special ones included."""
    counts: list[int] = []
    for start in range(0, len(texts), BATCH_TEXTS):
        counts += map(len, tokenizer.encode_batch_fast(list(texts[start : start + BATCH_TEXTS])))
    return np.array(counts, dtype=np.int64)


def _keep(base_model: str, tokenizer: Tokenizer) -> None:
    """The oldest makes room."""
    if base_model not in _found and len(_found) >= KEPT:
        _found.pop(next(iter(_found)))
    _found[base_model] = tokenizer


def _at_hand(base_model: str) -> Tokenizer | None:
    """From a package, a folder or the hub client's cache."""
    if base_model in MODELS:
        return _packaged(base_model)
    folder = Path(base_model).expanduser()
    if folder.is_dir():
        return _read(lambda name: path if (path := folder / name).is_file() else None)
    if _is_on_hub(base_model):
        return _read(lambda name: _fetched(base_model, name))
    return None


def _is_on_hub(base_model: str) -> bool:
    """Whether a hub could know the name."""
    return base_model not in MODELS and bool(_HUB_NAME.fullmatch(base_model))


def _packaged(base_model: str) -> Tokenizer | None:
    path = packaged_vocabulary.find(MODELS[base_model])
    if path is None:
        return None
    try:
        cursor = Cursor(path.read_bytes())
        packaged_vocabulary.read_header(cursor)
        return packaged_vocabulary.tokenizer(packaged_vocabulary.read_vocabulary(cursor))
    except (OSError, ValueError, struct.error) as error:
        log.warning("a packaged vocabulary cannot be read", path=str(path), error=str(error))
        return None


def _fetched(base_model: str, name: str) -> Path | None:
    """The file in the hub client's cache."""
    path = try_to_load_from_cache(base_model, name)
    return Path(path) if isinstance(path, str) else None


def _read(locate: Locate) -> Tokenizer | None:
    """The whole tokenizer, or the one that a BERT's list of pieces makes; uncut, unpadded."""
    try:
        if whole := locate(WHOLE):
            tokenizer = Tokenizer.from_file(str(whole))
            tokenizer.no_truncation()
            tokenizer.no_padding()
            return tokenizer
        return _word_pieces(pieces, locate(CONFIG)) if (pieces := locate(PIECES)) else None
    except Exception as error:  # the library raises nothing narrower on a file that it cannot read
        log.warning("a tokenizer cannot be read", error=str(error))
        return None


def _word_pieces(pieces: Path, config: Path | None) -> Tokenizer:
    told = json.loads(config.read_text(encoding="utf-8")) if config else {}
    lower = bool(told.get("do_lower_case", True))
    accents = told.get("strip_accents")
    made = BertWordPieceTokenizer(str(pieces), lowercase=lower, strip_accents=accents)
    return Tokenizer.from_str(made.to_str())


def _ask(base_model: str) -> None:
    """Fetch the hub's files in the background, and wait a little for them."""
    thread = threading.Thread(target=_fetch, args=(base_model,), daemon=True)
    thread.start()
    thread.join(PATIENCE_SECONDS)


def _fetch(base_model: str) -> None:
    try:
        if not _download(base_model, WHOLE) and _download(base_model, PIECES):
            _download(base_model, CONFIG)
    except Exception as error:  # whatever befalls the network, the lengths are then estimated
        log.info("a hub did not give a tokenizer", base_model=base_model, error=str(error))


def _download(base_model: str, name: str) -> bool:
    """Whether the hub has the file.

    Raises:
        OSError: the hub cannot be reached, or does not know the model.
    """
    try:
        hf_hub_download(base_model, name, etag_timeout=PATIENCE_SECONDS)
    except LocalEntryNotFoundError:
        raise
    except EntryNotFoundError:
        return False
    return True
