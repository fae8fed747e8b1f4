"""Spreadsheets that come with Afina: listed, handed out."""

from litestar import Router, get
from litestar.params import FromPath
from litestar.response import Stream

from api.access import people_only
from api.problems import RefusedError
from api.routes import downloads
from api.routes.dataset_contents import XLSX
from api.routes.wiring import refusals
from api.samples import SAMPLES
from api.views.sample_sheets import SampleList, SampleShown
from schemas.problems import ProblemCode


@get("/", summary="List the sample spreadsheets", responses=refusals(), sync_to_thread=True)
def list_samples() -> SampleList:
    """Answer with the spreadsheets that come with Afina."""
    return SampleList(items=[SampleShown.of(sheet) for sheet in SAMPLES.values()])


@get(
    "/{name:str}/download",
    summary="Download a sample spreadsheet",
    media_type=XLSX,
    responses=downloads.described(XLSX, "A workbook as anybody could have made it")
    | refusals(ProblemCode.SAMPLE_NOT_FOUND),
    sync_to_thread=True,
)
def download_sample(name: FromPath[str]) -> Stream:
    """Send a spreadsheet to look at, or to send back and train on."""
    sheet = SAMPLES.get(name)
    if sheet is None:
        raise RefusedError(ProblemCode.SAMPLE_NOT_FOUND)
    return downloads.sent(sheet.path, sheet.filename, XLSX)


router = Router(
    path="/samples",
    route_handlers=[list_samples, download_sample],
    guards=[people_only],
    tags=["datasets"],
)
