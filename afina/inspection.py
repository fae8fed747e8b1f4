"""A spreadsheet read on this computer by the engine that the API uses, with its progress shown."""

import hashlib
import shutil
import sys
from collections.abc import Generator, Iterator, Mapping, Sequence
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path
from tempfile import TemporaryDirectory

from pydantic import ValidationError
from rich.console import Console
from rich.progress import BarColumn, Progress, TextColumn

from afina import judgement
from afina.options import column_in_role, existing
from afina.refusals import REFUSED, refuse
from afina.words import Words
from api import fields
from api.datasets.contents import EXAMPLES, LEFT_OUT, REPORT
from api.datasets.preparation import Prepared, Refused, Wish, prepare
from api.datasets.progress import Progress as Report
from api.datasets.progress import Stage
from api.datasets.quality import suspects
from api.datasets.quality.suspects import Suspicion
from api.datasets.recipes import leftover_workbook
from api.datasets.recipes.revision import Base
from api.datasets.upload import Received
from api.sentences import Language
from api.sentences.left_out import left_out_words
from api.uploads import Upload, UploadFields
from api.views.uploads import report_of
from schemas.problems import DataProblem

BAR_WIDTH = 32


@dataclass(frozen=True, slots=True)
class Inspection:
    """What came of reading a file, and the folder that holds it while the block lasts."""

    upload: Upload
    outcome: Prepared | Refused
    folder: Path

    def usable(self, say: Words) -> Prepared:
        """What can be used of the file; else the command ends with all that is wrong with it."""
        if isinstance(self.outcome, Prepared):
            return self.outcome
        Console(stderr=True).print(judgement.refused(self.outcome, self.upload.filename, say))
        sys.exit(REFUSED)

    def as_json(self, found: Prepared, say: Words) -> str:
        """What ``POST /api/datasets/validate`` would answer, indented."""
        return report_of(self.upload, found, Language(say.language)).model_dump_json(indent=2)

    def suspicion(self, found: Prepared) -> Suspicion | DataProblem:
        """The labels that are probably mixed up, or why nobody can tell."""
        return suspects.look(self.folder / EXAMPLES, found.reading.task)

    def base(self, found: Prepared) -> Base:
        """What recipes start from."""
        return Base(
            examples=self.folder / EXAMPLES,
            left_out=self.folder / LEFT_OUT if found.left_out_file else None,
            reading=found.reading.told(found.sheet),
            rows_total=found.rows_total,
            report=self.folder / REPORT,
            base_model=self.upload.fields.base_model,
        )


def asked(options: Mapping[str, str | None], columns: Sequence[str], say: Words) -> UploadFields:
    """The options as the API's form has them; each of ``columns`` is ``role=name``."""
    given = {name: value for name, value in options.items() if value is not None}
    try:
        named = dict(column_in_role(said, say) for said in columns)
        return UploadFields.model_validate(given | named)
    except ValidationError as error:
        refuse(*unfit(error, say))


def unfit(error: ValidationError, say: Words) -> Iterator[str]:
    """What is wrong with the options of a command, a line each."""
    wrong = fields.InvalidFieldsError([dict(detail) for detail in error.errors()])
    for item in fields.items(wrong, Language(say.language)):
        yield f"--{(item.field or '').replace('_', '-')}: {item.sentence}"


@contextmanager
def opened(file: Path, wanted: UploadFields, say: Words) -> Generator[Inspection]:
    """The file as it was read; what the engine wrote is gone after the block."""
    existing(file, say)
    with TemporaryDirectory(prefix="afina-data-") as name:
        folder = Path(name)
        with reporting(say) as report:
            outcome = prepare(file, file.name, Wish(reading=wanted.reading), folder, report)
        yield Inspection(_upload(file, wanted), outcome, folder)


def _upload(file: Path, wanted: UploadFields) -> Upload:
    with file.open("rb") as content:
        digest = hashlib.file_digest(content, "sha256").hexdigest()
    return Upload(Received(file, digest, file.stat().st_size), file.name, wanted)


@contextmanager
def reporting(say: Words) -> Generator[Report]:
    """A bar on standard error that follows the engine's stages and is gone at the end."""
    columns = (TextColumn("{task.description}"), BarColumn(bar_width=BAR_WIDTH))
    with Progress(*columns, console=Console(stderr=True), transient=True) as bars:
        bar = bars.add_task(say.data.stages[Stage.OPENING], total=1.0)

        def report(stage: Stage, fraction: float) -> None:
            bars.update(bar, description=say.data.stages[stage], completed=fraction)

        yield report


def keep_left_out(folder: Path, target: Path, say: Words) -> None:
    """Write the rows that are left out to the workbook ``target``, if there are any."""
    left_out = folder / LEFT_OUT
    if not left_out.exists():
        print(say.data.none_left_out)
        return
    made = folder / "left-out.xlsx"
    leftover_workbook.write(left_out, made, left_out_words(Language(say.language)))
    shutil.move(made, target)
    print(say.data.left_out_kept(str(target)))
