"""A spreadsheet after its fixes: what they did, and the new file."""

from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path

from afina import judgement
from afina.inspection import Inspection, reporting
from afina.refusals import refuse
from afina.words import Words
from api.datasets.contents import EXAMPLES
from api.datasets.preparation import Prepared, Refused
from api.datasets.recipes import difference, export
from api.datasets.recipes.difference import Difference
from api.datasets.recipes.export import Format
from api.datasets.recipes.revision import Revised, revise
from schemas.reading import FileReading
from schemas.recipe import Step


@dataclass(frozen=True, slots=True)
class Mended:
    """What a recipe made of a file, in a folder of its own."""

    revised: Revised
    difference: Difference
    reading: FileReading
    folder: Path

    def scores(self, found: Prepared) -> tuple[int, int]:
        """The quality of ``found``, and of what became of it."""
        return found.quality.score, self.revised.quality.score


def mended(seen: Inspection, found: Prepared, steps: Sequence[Step], say: Words) -> Mended:
    """Apply ``steps``; end the command where something speaks against them."""
    folder = seen.folder / "mended"
    folder.mkdir()
    base = seen.base(found)
    with reporting(say) as report:
        outcome = revise(base, steps, folder, report)
    if isinstance(outcome, Refused):
        refuse(*judgement.problems(outcome.problems, say))
    changes = difference.compare(base.examples, folder / EXAMPLES)
    return Mended(outcome, changes, base.reading, folder)


def write(made: Mended, target: Path, say: Words) -> None:
    """The new file at ``target``, in the format of its name; it is there whole or not at all."""
    form = Format(target.suffix.lower().removeprefix("."))
    partial = target.with_name(f".{target.name}.partial")
    try:
        outcome = export.write(made.folder / EXAMPLES, made.reading, form, partial)
        if isinstance(outcome, Refused):
            refuse(*judgement.problems(outcome.problems, say))
        partial.replace(target)
    finally:
        partial.unlink(missing_ok=True)
    print(say.data.written(say.numbers.count(made.revised.examples), str(target)))
