"""JSON: one object a line, an array of objects, or an object that holds such an array."""

from collections.abc import Iterator
from enum import StrEnum
from functools import partial
from pathlib import Path
from typing import TextIO, assert_never, cast

from api.datasets.formats import records, squad
from api.datasets.formats.grid import Grid
from api.datasets.formats.json_text import DamagedJsonError, JsonText, decode
from api.datasets.formats.records import Record
from api.datasets.formats.textfile import TextFile
from api.datasets.limits import MEBIBYTE, Limits
from api.datasets.refusal import UnusableFileError, problem
from schemas.problems import DataProblem, ProblemCode

WRAPPERS = frozenset({"data", "rows", "records", "examples", "items"})
"""Keys under which programs put the rows when they say something about the file too."""
MOST_BROKEN_LINES = 20
_FIRST_LINE_CHARACTERS = MEBIBYTE


class Layout(StrEnum):
    """Where the objects are."""

    LINES = "lines"
    """Each on a line of its own."""
    ARRAY = "array"
    WRAPPED = "wrapped"
    """In an array inside an object."""
    LONE = "lone"
    """The file is the only one."""


def grids(path: Path, limits: Limits) -> Iterator[Grid]:
    """The objects as rows; in lines, a row's number is its line's.

    Raises:
        UnusableFileError: the first object is broken, or something that is no object.
    """
    text = TextFile(path)
    with text.opened() as file:
        layout = _layout(file)
    found = partial(_records, text, layout)
    first = next(found(), None)
    nested = first is not None and squad.is_article(first)
    yield Grid(
        sheet=None,
        rows=records.rows(partial(squad.questions, found) if nested else found, limits),
        named=True,
        share_read=text.share_read,
        passes_on=frozenset(),
    )


def _layout(file: TextIO) -> Layout:
    if _starts_with_a_whole_line(file):
        return Layout.LINES
    file.seek(0)
    text = JsonText(file)
    if text.peek() == "[":
        return Layout.ARRAY
    try:
        if _finds_objects(text):
            return Layout.WRAPPED
        return Layout.LINES if text.peek() else Layout.LONE
    except DamagedJsonError:  # then each line is told
        return Layout.LINES


def _starts_with_a_whole_line(file: TextIO) -> bool:
    """Whether the first line is an object and not the last line."""
    line = file.readline(_FIRST_LINE_CHARACTERS)
    try:
        return isinstance(decode(line), dict) and any(more.strip() for more in file)
    except DamagedJsonError:
        return False


def _finds_objects(text: JsonText) -> bool:
    """Whether the object that comes next has an array of objects under one of ``WRAPPERS``.

    Then the text stands at that array, else behind the object.
    """
    for key in text.members():
        if key in WRAPPERS and text.begins_objects():
            return True
        text.value()
    return False


def _records(text: TextFile, layout: Layout) -> Iterator[Record | None]:
    """The objects from the first one on; None for a line with nothing on it."""
    with text.opened() as file:
        lines = layout is Layout.LINES
        yield from _lines(file) if lines else _numbered(_values(JsonText(file), layout))


def _lines(file: TextIO) -> Iterator[Record | None]:
    broken: list[DataProblem] = []
    for number, line in enumerate(file, start=1):
        if not line.strip():
            yield None
            continue
        try:
            yield _object(decode(line))
        except DamagedJsonError:
            broken.append(problem(ProblemCode.FILE_UNREADABLE, row=number))
            if len(broken) == MOST_BROKEN_LINES:
                break
    if broken:
        raise UnusableFileError(broken)


def _numbered(values: Iterator[object]) -> Iterator[Record]:
    """The values, which must be objects; the first that is none is told by its place."""
    number = 0
    try:
        for value in values:
            yield _object(value)
            number += 1
    except DamagedJsonError as error:
        broken = problem(ProblemCode.FILE_UNREADABLE, row=number + 1)
        raise UnusableFileError([broken]) from error


def _values(text: JsonText, layout: Layout) -> Iterator[object]:
    match layout:
        case Layout.ARRAY:
            yield from text.elements()
        case Layout.WRAPPED:
            yield from _wrapped(text)
        case Layout.LONE | Layout.LINES:
            yield text.value()
        case _:
            assert_never(layout)
    text.end()


def _wrapped(text: JsonText) -> Iterator[object]:
    """The elements of the first array of objects; what else is said of the file is passed over."""
    found = False
    for key in text.members():
        if not found and key in WRAPPERS and text.begins_objects():
            found = True
            yield from text.elements()
        else:
            text.value()


def _object(value: object) -> Record:
    if not isinstance(value, dict):
        raise DamagedJsonError(f"an object was expected, {type(value).__name__} came")
    return cast("Record", value)
