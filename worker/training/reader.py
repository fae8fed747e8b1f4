"""A tokenizer that remembers what it has cut, for the next run on the same texts."""

import json
from collections.abc import Callable, Iterable
from dataclasses import dataclass
from hashlib import sha256
from pathlib import Path
from typing import Any, cast
from uuid import uuid4

import pyarrow as pa
from transformers import PreTrainedTokenizerBase, PreTrainedTokenizerFast

Table = Any
"""Of Arrow, whose Python package brings no types."""
FORMAT = 1
"""Raised when tokens are kept or made in another way."""
WORTHWHILE_CHARACTERS = 1_000_000
"""Shorter sets are cut again in less time than it takes to look them up."""
KEPT_BYTES = 4 << 30
"""What all that is remembered may take; what was used longest ago goes first."""


@dataclass(frozen=True, slots=True)
class Reader:
    """Cuts texts into tokens, once."""

    tokenizer: PreTrainedTokenizerBase
    folder: Path | None = None
    """Where tables of tokens are kept; None remembers nothing."""

    def recall(self, kind: str, texts: Iterable[str], make: Callable[[], Table]) -> Table:
        """The table that ``make`` gives, from an earlier run where one has kept it.

        It must follow from ``kind``, the texts and the tokenizer with its limits alone.
        """
        given = list(texts)
        is_fast = isinstance(self.tokenizer, PreTrainedTokenizerFast)
        if self.folder is None or not is_fast or sum(map(len, given)) < WORTHWHILE_CHARACTERS:
            return make()
        path = self.folder / f"{self._key(kind, given)}.arrow"
        table = _load(path)
        if table is None:
            table = make()
            _keep(path, table)
        return table

    def _key(self, kind: str, texts: list[str]) -> str:
        tokenizer = self.tokenizer
        told = [FORMAT, kind, tokenizer.model_max_length, tokenizer.truncation_side]
        key = sha256(json.dumps([*told, _rules(tokenizer)]).encode())
        for text in texts:
            data = text.encode()
            key.update(len(data).to_bytes(8, "little") + data)
        return key.hexdigest()


def _rules(tokenizer: PreTrainedTokenizerBase) -> str:
    """How the tokenizer cuts; its last call left the limits of that call, which are no rules."""
    inner = cast("PreTrainedTokenizerFast", tokenizer).backend_tokenizer
    rules = json.loads(inner.to_str())
    return json.dumps(rules | {"truncation": None, "padding": None})


def _load(path: Path) -> Table | None:
    """The table at ``path``; None if it is not there, or damaged."""
    try:
        with pa.memory_map(str(path)) as file:
            table = pa.ipc.open_file(file).read_all()
        path.touch()
    except (OSError, pa.ArrowException):
        return None
    return table


def _keep(path: Path, table: Table) -> None:
    """Whole or not at all, whoever else is writing; a full disk only means that it isn't kept."""
    partial = path.with_suffix(f".{uuid4().hex}.partial")
    try:
        path.parent.mkdir(parents=True, exist_ok=True)
        with pa.ipc.new_file(str(partial), table.schema) as file:
            file.write_table(table)
        partial.replace(path)
        _forget_oldest(path.parent)
    except OSError:
        partial.unlink(missing_ok=True)


def _forget_oldest(folder: Path) -> None:
    kept = 0
    for path in sorted(folder.iterdir(), key=lambda path: path.stat().st_mtime, reverse=True):
        kept += path.stat().st_size
        if kept > KEPT_BYTES:
            path.unlink(missing_ok=True)
