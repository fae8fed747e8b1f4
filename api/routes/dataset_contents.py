"""What a version of a dataset consists of: its report, its examples, the rows that are left out."""

from typing import Annotated
from uuid import UUID

from litestar import Router, get
from litestar.params import FromPath, QueryParameter
from litestar.response import Stream

from api import storage
from api.access import people_only
from api.commands import datasets as commands
from api.commands.downloads import DownloadDataset
from api.datasets import pages
from api.datasets.pages import Wanted
from api.datasets.preparation import Refused
from api.datasets.recipes import export, leftover_workbook
from api.datasets.recipes.export import Format
from api.problems import FileRefusedError, RefusedError
from api.revisions import Workshop
from api.routes import downloads
from api.routes.wiring import Asker, Limit, Offset, Opened, Spoken, Version, refusals
from api.sentences.left_out import left_out_words
from api.views.datasets import ExamplePage, VersionReport, page_of
from api.views.problems import item_of
from api.views.quality import quality_of
from schemas.events.dataset import Download
from schemas.problems import ProblemCode
from schemas.quality import QualityReport

XLSX = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"
MEDIA_TYPES = {
    Format.XLSX: XLSX,
    Format.CSV: "text/csv; charset=utf-8",
    Format.JSONL: "application/jsonl",
    Format.PARQUET: "application/vnd.apache.parquet",
}
ANY_FILE = "application/octet-stream"

Label = Annotated[str | None, QueryParameter(description="Only examples with this label")]
SheetRow = Annotated[
    int | None,
    QueryParameter(name="row", ge=1, description="Only the example of this row of the sheet"),
]
SentAs = Annotated[Format, QueryParameter(name="format", description="The kind of file")]

ABSENT = (ProblemCode.DATASET_NOT_FOUND, ProblemCode.DATASET_VERSION_NOT_FOUND)


@get(
    "/{dataset_id:uuid}/report",
    summary="Show a version's quality",
    responses=refusals(ProblemCode.INVALID_REQUEST, *ABSENT, ProblemCode.REPORT_NOT_FOUND),
)
async def show_report(
    dataset_id: FromPath[UUID],
    services: Opened,
    principal: Asker,
    language: Spoken,
    version: Version = None,
) -> VersionReport:
    """Answer with the quality report that was kept with a version, in words."""
    dataset = await storage.seen(services, dataset_id, principal.sight)
    contents = dataset.version(version)
    with services.intake.folder() as folder:
        path = await Workshop(services, dataset, folder).report(contents)
        if path is None:
            raise RefusedError(ProblemCode.REPORT_NOT_FOUND)
        report = QualityReport.model_validate_json(path.read_bytes())
    hindrance = commands.hindrance(contents, dataset.uploaded.reading.task)
    return VersionReport(
        **quality_of(report, language).model_dump(),
        version=version or dataset.newest,
        hindrance=hindrance and item_of(hindrance, language),
    )


@get(
    "/{dataset_id:uuid}/examples",
    summary="Look into a version",
    responses=refusals(ProblemCode.INVALID_REQUEST, *ABSENT),
)
async def list_examples(  # noqa: PLR0913 (one parameter for each of the query's)
    dataset_id: FromPath[UUID],
    services: Opened,
    principal: Asker,
    version: Version = None,
    label: Label = None,
    sheet_row: SheetRow = None,
    limit: Limit = 50,
    offset: Offset = 0,
) -> ExamplePage:
    """Answer with examples in the order of the sheet, all or those of a label or a row."""
    dataset = await storage.seen(services, dataset_id, principal.sight)
    wanted = Wanted(label=label, row=sheet_row, limit=limit, offset=offset)
    with services.intake.folder() as folder:
        path = await Workshop(services, dataset, folder).examples(dataset.version(version))
        task = dataset.uploaded.reading.task
        page = await services.intake.run(pages.read, path, task, wanted)
    return page_of(page, version or dataset.newest)


@get(
    "/{dataset_id:uuid}/left-out.xlsx",
    summary="Download the rows that are left out",
    media_type=XLSX,
    responses=downloads.described(XLSX, "A workbook to mend and send again")
    | refusals(ProblemCode.INVALID_REQUEST, *ABSENT, ProblemCode.LEFT_OUT_NOT_FOUND),
)
async def download_left_out(
    dataset_id: FromPath[UUID],
    services: Opened,
    principal: Asker,
    language: Spoken,
    version: Version = None,
) -> Stream:
    """Send the rows that a version leaves out, each with its reason in words."""
    dataset = await storage.seen(services, dataset_id, principal.sight)
    with services.intake.folder() as folder:
        path = await Workshop(services, dataset, folder).left_out(dataset.version(version))
        if path is None:
            raise RefusedError(ProblemCode.LEFT_OUT_NOT_FOUND)
        target, words = folder / "left-out.xlsx", left_out_words(language)
        await services.intake.run(leftover_workbook.write, path, target, words)
        told = DownloadDataset(
            dataset_id=dataset_id,
            what=Download.LEFT_OUT,
            version=version or dataset.newest,
            actor=principal.actor,
        )
        await storage.tell(services, told, principal.sight)
        return downloads.sent(target, named(dataset.uploaded.name, words.reason, "xlsx"), XLSX)


@get(
    "/{dataset_id:uuid}/export",
    summary="Download a version",
    media_type=ANY_FILE,
    responses=downloads.described(ANY_FILE, "The version's examples under the sheet's own names")
    | refusals(ProblemCode.INVALID_REQUEST, ProblemCode.DATASET_INVALID, *ABSENT),
)
async def export_version(
    dataset_id: FromPath[UUID],
    services: Opened,
    principal: Asker,
    version: Version = None,
    sent_as: SentAs = Format.XLSX,
) -> Stream:
    """Send a version's examples as a file that gives the same ones when it is sent back."""
    dataset = await storage.seen(services, dataset_id, principal.sight)
    number = version or dataset.newest
    with services.intake.folder() as folder:
        source = await Workshop(services, dataset, folder).examples(dataset.version(number))
        target = folder / f"export.{sent_as}"
        reading = dataset.uploaded.reading
        outcome = await services.intake.run(export.write, source, reading, sent_as, target)
        if isinstance(outcome, Refused):
            raise FileRefusedError(outcome)
        told = DownloadDataset(
            dataset_id=dataset_id, what=Download.EXPORT, version=number, actor=principal.actor
        )
        await storage.tell(services, told, principal.sight)
        filename = named(dataset.uploaded.name, f"v{number}", sent_as)
        return downloads.sent(target, filename, MEDIA_TYPES[sent_as])


def named(name: str, what: str, extension: str) -> str:
    """A file's name, whatever signs are in the dataset's."""
    plain = "".join(sign if sign.isprintable() and sign not in "/\\" else "_" for sign in name)
    return f"{plain} - {what}.{extension}"


router = Router(
    path="/datasets",
    route_handlers=[show_report, list_examples, download_left_out, export_version],
    guards=[people_only],
    tags=["datasets"],
)
