"""The files that a model was written as, drawn for the terminal."""

from collections.abc import Sequence
from pathlib import PurePath

from rich.table import Table
from rich.text import Text

from afina.refusals import refuse
from afina.words import Words
from schemas.exports import Export, ExportFormat

MEGABYTE = 1_000_000


def asked(said: Sequence[str], say: Words) -> list[ExportFormat]:
    """The formats that were named, each once; one that nobody knows ends the command."""
    known = {each.value for each in ExportFormat}
    if strange := [one for one in said if one not in known]:
        refuse(say.export.not_a_format(strange[0], ", ".join(sorted(known))))
    return list(dict.fromkeys(map(ExportFormat, said)))


def drawn(made: Sequence[Export], say: Words) -> Table:
    """One line a format: its size and how far it agrees with the model, or why it is missing."""
    table = Table(title=say.export.title, title_justify="left", title_style="bold", box=None)
    for place, name in enumerate(say.export.columns):
        figures = place in {1, 2, 3}
        table.add_column(name, justify="right" if figures else "left", no_wrap=not place or figures)
    for one in made:
        table.add_row(*_cells(one, say))
    return table


def _cells(one: Export, say: Words) -> tuple[Text, ...]:
    words, number = say.export, say.numbers
    size = "" if one.size_bytes is None else f"{number.fraction(one.size_bytes / MEGABYTE, 1)} MB"
    agreed = "" if one.agreement is None else words.agreed(*_agreement(one, say))
    differs = "" if one.largest_difference is None else f"{one.largest_difference:.1e}"
    where = Text(_within(one)) if one.fault is None else Text(words.faults[one.fault], "red")
    figures = (Text(words.formats[one.format]), Text(size), Text(agreed), Text(differs))
    return (*figures, where)


def _agreement(one: Export, say: Words) -> tuple[str, str]:
    share = one.agreement or 0.0
    return say.numbers.fraction(100 * share, 1), say.numbers.count(one.compared)


def _within(one: Export) -> str:
    """The folder as seen from the model's own, which is told besides."""
    return "/".join(PurePath(one.path or "").parts[-2:])
