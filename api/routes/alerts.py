"""Alerts: what deserves attention now, or once did."""

from typing import Annotated

from litestar import Router, get
from litestar.params import QueryParameter

from api.access import people_only
from api.queries import alerts
from api.queries.alerts import AlertFilter
from api.routes.wiring import Asker, Limit, Offset, Opened, Owner, Spoken, refusals
from api.sight import Listing
from api.views.alerts import AlertPage, alert_of
from schemas.problems import ProblemCode

OnlyOpen = Annotated[
    bool, QueryParameter(name="open", description="Leave out those that are over.")
]


@get("/alerts", summary="List alerts", responses=refusals(ProblemCode.INVALID_REQUEST))
async def list_alerts(  # noqa: PLR0913 (one parameter for each of the query's)
    services: Opened,
    principal: Asker,
    language: Spoken,
    limit: Limit = 50,
    offset: Offset = 0,
    only_open: OnlyOpen = False,  # noqa: FBT002 - the framework passes it by name
    owner: Owner = None,
) -> AlertPage:
    """Answer with the alerts of your runs, of workers and of the installation, newest first."""
    wanted = AlertFilter(Listing(owner), only_open)
    async with services.engine.connect() as tx:
        rows, total = await alerts.page(tx, principal.sight, wanted, limit, offset)
    return AlertPage(items=[alert_of(row, language) for row in rows], total=total)


router = Router(path="/", route_handlers=[list_alerts], guards=[people_only], tags=["alerts"])
