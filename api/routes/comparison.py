"""Runs side by side."""

from typing import Annotated
from uuid import UUID

from litestar import Router, get
from litestar.params import QueryParameter

from api.access import people_only
from api.queries import runs as queries
from api.routes.wiring import Asker, Opened, refusals
from api.views.comparison import Comparison, comparison_of
from schemas.problems import ProblemCode

MOST = 6
"""Runs that can still be told apart in one picture."""
_ID = "[0-9a-fA-F]{8}(?:-[0-9a-fA-F]{4}){3}-[0-9a-fA-F]{12}"

Ids = Annotated[
    str,
    QueryParameter(
        pattern=f"^{_ID}(?:,{_ID}){{0,{MOST - 1}}}$",
        description=f"Of the runs, with commas in between; {MOST} at most.",
    ),
]


@get(
    "/comparison",
    summary="Compare runs",
    responses=refusals(ProblemCode.INVALID_REQUEST),
)
async def compare_runs(ids: Ids, services: Opened, principal: Asker) -> Comparison:
    """Answer with what the runs have different: settings, figures, categories, and how surely.

    Runs that you do not see are named as missing, like those that there are not.
    """
    wanted = list(dict.fromkeys(map(UUID, ids.split(","))))
    async with services.engine.connect() as tx:
        found = await queries.several(tx, principal.sight, wanted)
    rows = [found[each] for each in wanted if each in found]
    return comparison_of(rows, [each for each in wanted if each not in found])


router = Router(path="/runs", route_handlers=[compare_runs], guards=[people_only], tags=["runs"])
