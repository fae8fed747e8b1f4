"""Events may gain fields and kinds; nothing that the log holds is ever taken back."""

from typing import Literal

import pytest
from pydantic import Field, create_model

from schemas.base import Message
from tests.schemas import shapes

HOW = (
    "The log holds such events for ever. Leave the type, the field or the value as it is; "
    "if its meaning must change, add a new version of the type beside it, with an upcaster "
    "(CONTRIBUTING.md, How an event changes). Lost: "
)
RECORD_IT = "Good news: record it with python -m tests.schemas.shapes. New: "
DEFAULT_IT = "Events that are in the log already do not say it: give it a default. Demanded: "


def lost(recorded: list[str], present: list[str]) -> list[str]:
    """Promises that are no longer kept; a field that need not be there any more is none."""
    loosened = {line.replace("may be absent", "is required") for line in present}
    return sorted(set(recorded) - set(present) - loosened)


def demanded(recorded: list[str], present: list[str]) -> list[str]:
    """Fields that a known type suddenly requires, where what contains them was known before."""
    known = {line.split(" ")[0].rsplit(".", 1)[0] for line in recorded}
    new = (line for line in set(present) - set(recorded) if line.endswith("is required"))
    return sorted(line for line in new if line.split(" ")[0].rsplit(".", 1)[0] in known)


def test_nothing_is_taken_back_that_the_log_may_hold():
    broken = lost(shapes.recorded(), shapes.present())
    assert not broken, HOW + "; ".join(broken)


def test_a_known_event_demands_nothing_new():
    broken = demanded(shapes.recorded(), shapes.present())
    assert not broken, DEFAULT_IT + "; ".join(broken)


def test_what_is_new_is_recorded():
    """From then on it is a promise too."""
    new = sorted(set(shapes.present()) - set(shapes.recorded()))
    assert not new, RECORD_IT + "; ".join(new)


def facts(**fields: object) -> list[str]:
    """Of an event with these fields."""
    model = create_model("Event", __base__=Message, **fields)  # pyright: ignore[reportCallIssue]
    schema = model.model_json_schema()
    return sorted(shapes._facts("run.tried.v1", schema, schema.get("$defs", {}), ()))


BEFORE = {"score": (int, 0), "mood": (Literal["good", "bad"], "good"), "name": (str, ...)}


@pytest.mark.parametrize(
    ("change", "broken"),
    [
        ({"score": None}, ["run.tried.v1.score is of type integer"]),
        ({"score": (str, "")}, ["run.tried.v1.score is of type integer"]),
        ({"mood": (Literal["good"], "good")}, ["run.tried.v1.mood may be 'bad'"]),
        ({"name": (str | None, None)}, []),
        ({"more": (int, 0)}, []),
    ],
)
def test_what_would_break_the_log_is_seen(change: dict[str, object], broken: list[str]):
    after = {name: field for name, field in (BEFORE | change).items() if field is not None}

    assert set(broken) <= set(lost(facts(**BEFORE), facts(**after)))
    assert bool(broken) == bool(lost(facts(**BEFORE), facts(**after)))
    assert demanded(facts(**BEFORE), facts(**after)) == []


def test_a_new_demand_is_seen():
    assert demanded(facts(**BEFORE), facts(**BEFORE, more=(int, Field()))) == [
        "run.tried.v1.more is required"
    ]
    assert demanded(facts(**BEFORE), facts(**BEFORE | {"score": (int, ...)})) == [
        "run.tried.v1.score is required"
    ]
