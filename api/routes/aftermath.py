"""What is left of a run that ended without a model, and what whoever helps needs to see of it."""

from uuid import UUID

from litestar import Router, get
from litestar.params import FromPath
from litestar.response import Stream

from api import archive
from api.access import people_only
from api.bundle import Bundle
from api.problems import RefusedError
from api.queries import aftermath as queries
from api.queries import runs
from api.routes import downloads
from api.routes.dossiers import ZIP
from api.routes.wiring import Asker, Opened, Spoken, refusals
from api.sight import Holding
from api.views.aftermath import Aftermath, aftermath_of
from infra.secrecy import Secrecy
from schemas.problems import ProblemCode

MOST_EVENTS = 500
MOST_LINES = 500


@get(
    "/{run_id:uuid}/aftermath",
    summary="Show what is left of a run without a model",
    responses=refusals(ProblemCode.RUN_NOT_FOUND),
)
async def show_aftermath(run_id: FromPath[UUID], services: Opened, principal: Asker) -> Aftermath:
    """Answer with the other tries of the run, its save point, and who ended it."""
    async with services.engine.connect() as tx:
        row = await runs.one(tx, principal.sight, run_id)
        if row is None:
            raise RefusedError(ProblemCode.RUN_NOT_FOUND)
        tries = await queries.tries(tx, principal.sight, run_id)
        keeper = await queries.keeper(tx, row)
        stopper = await queries.who_cancelled(tx, run_id)
    return aftermath_of(row, tries, keeper, stopper)


@get(
    "/{run_id:uuid}/support",
    summary="Download what support needs to see of a run",
    media_type=ZIP,
    responses=downloads.described(ZIP, "A ZIP file, made while it is sent")
    | refusals(ProblemCode.RUN_NOT_FOUND, ProblemCode.FORBIDDEN),
)
async def export_support(
    run_id: FromPath[UUID], services: Opened, principal: Asker, language: Spoken
) -> Stream:
    """Send facts, settings, events, the end of the log and versions, without secrets or texts."""
    async with services.engine.connect() as tx:
        row = await runs.one(tx, principal.sight, run_id)
        if row is None:
            raise RefusedError(ProblemCode.RUN_NOT_FOUND)
        principal.sight.must_change(Holding(row["owner_id"]))
        events = await queries.events(tx, run_id, MOST_EVENTS)
        lines = await queries.lines(tx, run_id, MOST_LINES)
    secrecy = Secrecy.about(services.settings.secrets)
    bundle = Bundle(row, events, lines, secrecy, language)
    headers = {"Content-Disposition": f'attachment; filename="afina-{run_id}.zip"'}
    return Stream(archive.zipped(bundle.entries()), media_type=ZIP, headers=headers)


router = Router(
    path="/runs",
    route_handlers=[show_aftermath, export_support],
    guards=[people_only],
    tags=["runs"],
)
