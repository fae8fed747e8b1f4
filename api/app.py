"""The application, put together in one place. Tests put together the same one."""

from collections.abc import AsyncGenerator
from contextlib import AbstractAsyncContextManager, asynccontextmanager
from functools import cache
from pathlib import Path
from typing import Any

from litestar import Litestar, Router, get
from litestar.config.compression import CompressionConfig
from litestar.datastructures import State
from litestar.di import Provide
from litestar.plugins.pydantic import PydanticPlugin

from api import access, asyncapi, callout, documents, enactment, rechecks, revocation
from api.access import Authentication
from api.bounds import BODY_BYTES, Bounds
from api.documents import BEARER, SESSION
from api.headers import SecurityHeaders
from api.hosts import LOOPBACK, Hosts, KnownHosts
from api.observation import Application
from api.people import sweep
from api.rates import Gauges, People, Strangers
from api.readiness import Readiness
from api.refusals import HANDLERS
from api.routes import (
    account,
    aftermath,
    alerts,
    audit,
    base_models,
    classifications,
    comparison,
    corrections,
    dataset_contents,
    dataset_versions,
    datasets,
    dossiers,
    drafts,
    entrance,
    errands,
    estimates,
    examples,
    health,
    limits,
    mistakes,
    models,
    notices,
    oidc,
    page,
    points,
    predictions,
    preferences,
    presets,
    readings,
    reproduction,
    retention,
    run_log,
    runs,
    samples,
    session,
    shares,
    streams,
    system,
    uploads,
    users,
    workers,
)
from api.routes.wiring import DEPENDENCIES
from api.services import Services

NEVER_COMPRESSED = [r"/(events|logs|download|export|left-out\.xlsx)$", r"/(examples|texts)$"]
"""Streams would wait for a full buffer; files are compressed already, or sent as they are."""


def create(services: AbstractAsyncContextManager[Services], static: Path = page.STATIC) -> Litestar:
    """The application. ``services`` is entered when it starts and left when it stops."""

    @asynccontextmanager
    async def lifespan(app: Litestar) -> AsyncGenerator[None]:
        async with (
            services as opened,
            rechecks.kept(opened),
            sweep.sweeping(opened),
            enactment.caught_up(opened),
        ):
            app.state.services = opened
            app.state.hosts = Hosts.of(opened.settings)
            app.state.identities = identities = access.identities(opened)
            app.state.gauges = Gauges.of(opened.settings)
            app.state.readiness = Readiness(opened.log, opened.engine)
            async with (
                callout.answering(opened.settings, opened.workers, identities),
                revocation.watching(opened),
            ):
                yield

    return Application(
        route_handlers=[
            _api(),
            examples.granted,
            workers.authority,
            errands.granted,
            entrance.router,
            entrance.sign_in,
            oidc.router,
            health.router,
            asyncapi_document,
            page.create(static),
        ],
        dependencies={"readiness": Provide(_readiness, sync_to_thread=False)},
        lifespan=[lifespan],
        state=State({"hosts": Hosts(LOOPBACK)}),
        middleware=[SecurityHeaders(), KnownHosts(), Bounds(), Strangers()],
        request_max_body_size=BODY_BYTES,
        exception_handlers=HANDLERS,
        openapi_config=documents.openapi(),
        compression_config=CompressionConfig(backend="gzip", exclude=NEVER_COMPRESSED),
        plugins=[PydanticPlugin()],
        logging_config=None,
        debug=False,
    )


ROUTERS = (
    uploads.router,
    datasets.router,
    dataset_versions.router,
    dataset_contents.router,
    readings.router,
    samples.router,
    drafts.router,
    base_models.router,
    corrections.router,
    runs.router,
    run_log.router,
    points.router,
    mistakes.router,
    aftermath.router,
    shares.router,
    predictions.router,
    models.router,
    classifications.router,
    errands.router,
    reproduction.router,
    comparison.router,
    estimates.router,
    streams.router,
    streams.events_router,
    examples.router,
    workers.router,
    workers.administration,
    workers.self_router,
    alerts.router,
    audit.router,
    session.router,
    retention.router,
    account.router,
    preferences.router,
    notices.router,
    users.router,
    dossiers.router,
    limits.router,
    limits.own_usage_router,
    limits.usage_router,
    presets.router,
    system.router,
)
"""Of everything that needs a credential."""


def _api() -> Router:
    """Everything that needs a credential."""
    return Router(
        path="/api",
        route_handlers=ROUTERS,
        middleware=[Authentication, People()],
        dependencies=DEPENDENCIES,
        security=[{BEARER: []}, {SESSION: []}],
    )


def _readiness(state: State) -> Readiness:
    return state.readiness


@get("/schema/asyncapi.json", include_in_schema=False, sync_to_thread=True)
def asyncapi_document() -> dict[str, Any]:
    """Answer with the AsyncAPI document."""
    return _asyncapi()


@cache
def _asyncapi() -> dict[str, Any]:
    return asyncapi.document(documents.release())
