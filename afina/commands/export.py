"""``afina export``: a model trained earlier, in the forms that other programs read."""

import os
import sys
from collections.abc import Generator
from contextlib import contextmanager
from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer

from afina import words
from afina.options import HELP, ChosenLanguage, Columns, DataDir, Form, Separator, Sheet
from afina.refusals import refuse
from afina.words import Words

if TYPE_CHECKING:
    from schemas.tasks import Task
    from worker.training.exporting.sample import Source


def export(  # noqa: PLR0913 (one parameter for each option)
    of: Annotated[str, typer.Argument(help=HELP.export_of)],
    data_dir: DataDir,
    format_: Annotated[list[str] | None, typer.Option("--format", help=HELP.export_format)] = None,
    data: Annotated[Path | None, typer.Option("--data", help=HELP.export_data)] = None,
    column: Columns = None,
    sheet: Sheet = None,
    label_separator: Separator = None,
    form: Form = None,
    language: ChosenLanguage = None,
) -> None:
    """Exit code 0 when every format was written, 1 when one was not, 2 for a refusal."""
    from rich.console import Console

    from afina import exports, past
    from worker.training.exporting import workshop
    from worker.training.exporting.workshop import Bench
    from worker.training.failures import ExamplesUnusableError
    from worker.training.inference import finished

    say = words.of(language, os.environ)
    formats = exports.asked(format_ or (), say) or refuse(say.export.none_asked)
    model = past.model(of, data_dir) or refuse(say.export.no_model(of))
    options = {"sheet": sheet, "label_separator": label_separator, "form": form}
    try:
        task = finished.task_of(model)
    except ValueError:
        refuse(say.train.not_a_model(str(model)))
    with _source(model, data, options, column, task, say) as source:
        try:
            bench = Bench.of(model, source)
        except ExamplesUnusableError as error:
            refuse(str(error))
        made = list(workshop.make(bench, formats, lambda _: None))
    Console().print(exports.drawn(made, say))
    for one in made:
        if one.fault is not None:
            print(one.detail, file=sys.stderr)
    sys.exit(any(one.fault is not None for one in made))


@contextmanager
def _source(
    model: Path,
    data: Path | None,
    options: dict[str, str | None],
    column: list[str] | None,
    task: "Task",
    say: Words,
) -> Generator["Source"]:
    """The rows to compare answers on: of a file, else what the model's own run held out."""
    from afina import inspection, past
    from api.datasets.contents import EXAMPLES
    from worker.training.exporting.sample import Source

    if data is None:
        yield past.source(model) or refuse(say.export.no_rows)
        return
    wanted = inspection.asked(options | {"task": task.value}, column or (), say)
    with inspection.opened(data, wanted, say) as seen:
        seen.usable(say)
        print(say.export.comparing(data.name))
        yield Source(seen.folder / EXAMPLES, None)
