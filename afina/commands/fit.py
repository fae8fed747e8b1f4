"""``afina fit``: a model from any spreadsheet, in a folder of this computer, without servers."""

import asyncio
import os
import shutil
import sys
from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer

from afina import knobs, words
from afina.commands.train import canonical
from afina.options import (
    HELP,
    ChosenLanguage,
    Columns,
    DataDir,
    Exports,
    Form,
    Separator,
    Sheet,
    Task,
    located,
)
from afina.refusals import refuse
from afina.words import Words

if TYPE_CHECKING:
    from rich.console import Console

    from afina.inspection import Inspection
    from api.datasets.preparation import Prepared
    from schemas.exports import ExportFormat
    from schemas.hyperparameters import Hyperparameters
    from schemas.metrics import EpochMetrics
    from worker.messages import Finished, Job

INTERRUPTED = 130
"""The exit code of a training that Ctrl-C stopped, as shells have it."""


def fit(  # noqa: PLR0913 (one parameter for each option)
    context: typer.Context,
    file: Annotated[Path, typer.Argument(help=HELP.file)],
    out: Annotated[Path, typer.Option("--out", "-o", help=HELP.fit_out)],
    data_dir: DataDir,
    task: Task = None,
    preset: Annotated[str, typer.Option("--preset", help=HELP.preset)] = "equilibrado",
    base_model: Annotated[str | None, typer.Option("--base-model", help=HELP.base_model)] = None,
    column: Columns = None,
    sheet: Sheet = None,
    label_separator: Separator = None,
    form: Form = None,
    export: Exports = None,
    overwrite: Annotated[bool, typer.Option("--overwrite", help=HELP.fit_overwrite)] = False,
    as_json: Annotated[bool, typer.Option("--json", help=HELP.fit_json)] = False,
    language: ChosenLanguage = None,
) -> None:
    """Exit code 0 for a model, 1 for a failure, 2 for a refusal, 130 when stopped by Ctrl-C."""
    from afina import exports, inspection
    from api.views.runs import DEFAULT_BASE_MODEL

    say = words.of(language, os.environ)
    formats = exports.asked(export or (), say)
    _require_place(out, say, overwrite=overwrite)
    base = located(base_model) or DEFAULT_BASE_MODEL
    options = {
        "task": task,
        "sheet": sheet,
        "label_separator": label_separator,
        "form": form,
        "base_model": base,
    }
    with inspection.opened(file, inspection.asked(options, column or (), say), say) as seen:
        found = seen.usable(say)
        chosen = _chosen(context, canonical(preset), found, say)
        job = _job(seen, found, out, base, chosen, formats, say)
        job = job.model_copy(update={"cache_dir": data_dir.resolve() / "cache"})
        if overwrite:
            shutil.rmtree(job.model_dir, ignore_errors=True)
        sys.exit(_train(job, seen, found, out, say, as_json=as_json))


def _require_place(out: Path, say: Words, *, overwrite: bool) -> None:
    from afina.fitting import MODEL

    if (out / MODEL).exists() and not overwrite:
        refuse(say.fit.holds_model(str(out)))


def _chosen(
    context: typer.Context, preset: str, found: "Prepared", say: Words
) -> "Hyperparameters":
    """The preset with the settings of the command line; the command ends if any is wrong."""
    from pydantic import ValidationError

    from afina.inspection import unfit
    from api.sentences import Language, sentence
    from schemas.hyperparameters import Hyperparameters, Preset, resolve
    from schemas.problems import ProblemCode
    from schemas.tasks import TRAINABLE

    task = found.reading.task
    if task not in TRAINABLE:
        params = {"task": task.value}
        refuse(sentence(ProblemCode.TASK_NOT_TAUGHT, Language(say.language), params))
    if preset not in set(Preset):
        refuse(f"--preset: {', '.join(Preset)}")
    try:
        overrides = Hyperparameters.model_validate(knobs.given(context))
    except ValidationError as error:
        refuse(*unfit(error, say))
    return resolve(Preset(preset), overrides, [label.examples for label in found.labels])


def _job(  # noqa: PLR0913 (all that a job is made of)
    seen: "Inspection",
    found: "Prepared",
    out: Path,
    base_model: str,
    chosen: "Hyperparameters",
    formats: "list[ExportFormat]",
    say: Words,
) -> "Job":
    from uuid import uuid4

    from afina.fitting import MODEL, WORK
    from api.datasets.contents import EXAMPLES
    from worker.messages import Job

    folder = out.resolve()
    return Job(
        run_id=uuid4(),
        task=found.reading.task,
        base_model=base_model,
        hyperparameters=chosen,
        examples=seen.folder.resolve() / EXAMPLES,
        work_dir=folder / WORK,
        model_dir=folder / MODEL,
        cache_dir=folder / WORK,
        exports=tuple(formats),
        dataset_sha256=seen.upload.received.sha256,
        language=say.language.value,
    )


def _train(
    job: "Job", seen: "Inspection", found: "Prepared", out: Path, say: Words, *, as_json: bool
) -> int:
    """The exit code."""
    from rich.console import Console

    from afina import fitting
    from worker.messages import Finished, Stopped

    console = Console(stderr=as_json)
    if as_json:
        last, epochs = asyncio.run(fitting.taught(job, out, fitting.Programs()))
    else:
        _introduce(job, seen, found, console, say)
        with fitting.Person(console, say, job.hyperparameters.epochs, job.task.value) as person:
            last, epochs = asyncio.run(fitting.taught(job, out, person))
    if isinstance(last, Finished):
        fitting.conclude(job, out, _facts(job, seen, found, last, epochs))
    if not as_json:
        fitting.show(last, out, console, say)
    if isinstance(last, Stopped):
        return INTERRUPTED
    return 0 if isinstance(last, Finished) else 1


def _introduce(
    job: "Job", seen: "Inspection", found: "Prepared", console: "Console", say: Words
) -> None:
    """What was understood of the file, and what is done with it."""
    import json

    from afina import description

    dataset = json.loads(seen.as_json(found, say))
    for line in description.lines(dataset, say):
        console.print(line, highlight=False, markup=False, soft_wrap=True)
    resumes = (job.work_dir / "job.json").exists()
    console.print(say.fit.resuming if resumes else say.fit.starting, highlight=False)


def _facts(
    job: "Job",
    seen: "Inspection",
    found: "Prepared",
    done: "Finished",
    epochs: "list[EpochMetrics]",
) -> dict[str, object]:
    """What ``metrics.json`` holds."""
    return {
        "report": done.report.model_dump(mode="json"),
        "epochs": [one.model_dump(mode="json") for one in epochs],
        "model": done.model.model_dump(mode="json"),
        "task": job.task.value,
        "base_model": job.base_model,
        "hyperparameters": job.hyperparameters.model_dump(mode="json"),
        "dataset": {
            "filename": seen.upload.filename,
            "file_sha256": seen.upload.received.sha256,
            "examples_sha256": found.examples_file.sha256,
        },
    }
