"""Fixes as they are written in the terminal: ``drop_duplicates``, ``merge_labels=A,B:C``."""

import json
from collections.abc import Callable, Iterable
from pathlib import Path
from typing import Any

from pydantic import TypeAdapter, ValidationError

from afina.refusals import refuse
from afina.words import Words
from schemas.quality import QualityReport
from schemas.recipe import Recipe, Step, recipes

step: TypeAdapter[Step] = TypeAdapter(Step)

DEFAULT_SEED = 42


def parsed(said: str, say: Words) -> Step:
    """The step that ``said`` means: a name, and after ``=`` what it needs."""
    op, _, value = said.partition("=")
    shape = _SHAPES.get(op.strip())
    if shape is None:
        refuse(say.data.not_a_step(said, ", ".join(_SHAPES)))
    try:
        return step.validate_python({"op": op.strip(), **shape(value.strip())})
    except ValueError as error:
        refuse(say.data.not_a_step(said, _EXAMPLES.get(op.strip(), op.strip())), *_faults(error))


def read(path: Path, say: Words) -> Recipe:
    """The recipe in a JSON file."""
    try:
        return recipes.validate_python(json.loads(path.read_text(encoding="utf-8")))
    except (OSError, ValueError) as error:
        refuse(say.data.not_a_recipe(str(path)), *_faults(error))


def keep(steps: list[Step], path: Path) -> None:
    """Write the recipe as JSON, which ``read`` reads."""
    path.write_bytes(recipes.dump_json(steps, indent=2) + b"\n")


def recommended(report: QualityReport) -> list[Step]:
    """What the report itself recommends, each step once."""
    offered = [action for finding in report.findings for action in finding.actions]
    return _once(action.step for action in offered if action.recommended)


def _once(steps: Iterable[Step]) -> list[Step]:
    found: list[Step] = []
    for one in steps:
        if one not in found:
            found.append(one)
    return found


def _names(value: str) -> list[str]:
    return [name.strip() for name in value.split(",") if name.strip()]


def _nothing(value: str) -> dict[str, Any]:
    if value:
        raise ValueError(value)
    return {}


def _labels_into(value: str) -> dict[str, Any]:
    labels, _, into = value.rpartition(":")
    return {"labels": _names(labels), "into": into.strip()}


def _rows_into(value: str) -> dict[str, Any]:
    rows, _, label = value.partition(":")
    return {"rows": _names(rows), "label": label.strip()}


def _share(value: str) -> dict[str, Any]:
    share, _, seed = value.partition(",")
    return {"train_split": share, "seed": seed or DEFAULT_SEED}


def _check(value: str) -> dict[str, Any]:
    check, _, labels = value.partition(":")
    return {"check": check.strip(), "labels": _names(labels)}


def _characters(value: str) -> dict[str, Any]:
    return {"characters": value}


_SHAPES: dict[str, Callable[[str], dict[str, Any]]] = {
    "merge_labels": _labels_into,
    "leave_out_labels": lambda value: {"labels": _names(value)},
    "relabel_rows": _rows_into,
    "drop_rows": lambda value: {"rows": _names(value)},
    "drop_duplicates": _nothing,
    "drop_near_duplicates": _nothing,
    "settle_conflicts": lambda value: {"keep": value},
    "drop_short_texts": _characters,
    "drop_long_texts": _characters,
    "cut_texts": _characters,
    "split_rows": _share,
    "drop_leaks": _nothing,
    "weigh_classes": _nothing,
    "keep": _check,
}
"""What follows the name of each step."""
_EXAMPLES = {
    "merge_labels": "merge_labels=A,B:C",
    "leave_out_labels": "leave_out_labels=A,B",
    "relabel_rows": "relabel_rows=12,15:A",
    "drop_rows": "drop_rows=12,15",
    "settle_conflicts": "settle_conflicts=commonest",
    "drop_short_texts": "drop_short_texts=20",
    "drop_long_texts": "drop_long_texts=5000",
    "cut_texts": "cut_texts=5000",
    "split_rows": "split_rows=0.8,42",
    "keep": "keep=imbalance",
}


def _faults(error: OSError | ValueError) -> list[str]:
    """One line for each thing that is wrong."""
    if not isinstance(error, ValidationError):
        return [f"- {error}"] if str(error) else []
    return [f"- {'.'.join(map(str, detail['loc']))}: {detail['msg']}" for detail in error.errors()]
