"""Whether the process lives, and whether it can serve."""

from typing import Literal

from litestar import Response, Router, get
from litestar.di import NamedDependency
from litestar.openapi.datastructures import ResponseSpec
from litestar.status_codes import HTTP_200_OK, HTTP_503_SERVICE_UNAVAILABLE

from api.readiness import Part, Readiness
from api.views.base import View


class Alive(View):
    """The process answers."""

    status: Literal["alive"] = "alive"


class Ready(View):
    """Whether requests can be served, and what is missing if not."""

    ready: bool
    missing: list[Part]


@get("/live", summary="Is the process alive?", tags=["health"])
async def live() -> Alive:
    """Always answers while the process runs; asks nothing of the log or the database."""
    return Alive()


@get(
    "/ready",
    summary="Can requests be served?",
    tags=["health"],
    response_description="Everything is there",
    responses={
        HTTP_503_SERVICE_UNAVAILABLE: ResponseSpec(
            Ready, description="Something is missing", generate_examples=False
        )
    },
)
async def ready(readiness: NamedDependency[Readiness]) -> Response[Ready]:
    """Say 200 only when the log and the database answer and the read model keeps up; else 503."""
    missing = await readiness.missing()
    status = HTTP_503_SERVICE_UNAVAILABLE if missing else HTTP_200_OK
    return Response(Ready(ready=not missing, missing=missing), status_code=status)


router = Router(path="/health", route_handlers=[live, ready], security=[{}])
