"""How the API is described: OpenAPI, with a reference page that loads nothing from outside."""

from dataclasses import dataclass
from importlib.metadata import PackageNotFoundError, version
from typing import Any

from litestar import Litestar, Request
from litestar.openapi.plugins import SwaggerRenderPlugin
from litestar.openapi.spec import (
    Components,
    License,
    Operation,
    Reference,
    RequestBody,
    SecurityScheme,
    Tag,
)

from api.access import CHANGE_HEADER
from api.corrections import Config
from api.headers import nonce
from api.people import cookies

BEARER = "bearer"
SESSION = "session"

DESCRIPTION = f"""
Teach a text model from a spreadsheet: store it as a dataset, ask for a run, follow it, read what
it measured.

**Access.** Programs send `Authorization: Bearer afn_…`, a token from `POST /api/me/tokens` or from
`afina token create`. Browsers get a session cookie at `POST /api/session`, for login and password
or for a token; with the cookie every change also needs the header `{CHANGE_HEADER}: 1`. Behind TLS
the cookie is called `__Host-{cookies.SESSION}`.

**Reading your writes.** What changes something answers with the `sequence` of its event in the log.
`202` in place of `200` or `201` says that it is written but can't be read back yet.

**Refusals** are RFC 9457 problems: `code` and `params` for programs, `detail` for people, in
Portuguese or, with `Accept-Language: en`, in English.

The events themselves are described at `/schema/asyncapi.json`.
"""

TAGS = [
    Tag(name="datasets", description="Spreadsheets with examples"),
    Tag(name="runs", description="Trainings, and all that is known of them"),
    Tag(name="models", description="Trained models: what they answer, and sheets they classify"),
    Tag(name="shares", description="Who else sees a dataset or a model"),
    Tag(name="streams", description="What happens, as it happens"),
    Tag(name="workers", description="The computers that train, and their queue"),
    Tag(name="alerts", description="What deserves attention, until it is over"),
    Tag(name="audit", description="Who did what, and the seals that vouch for it"),
    Tag(name="limits", description="How much anybody may ask for, and presets"),
    Tag(name="retention", description="How long things are kept"),
    Tag(name="session", description="Signing in with a browser"),
    Tag(name="account", description="Your own account: password, sessions, tokens"),
    Tag(name="users", description="People, for administrators"),
    Tag(name="system", description="How the installation fares"),
    Tag(name="health", description="For supervisors and load balancers"),
]


@dataclass
class BodyOptional(Operation):
    """An operation that may be asked for without a body; Litestar would demand one."""

    def __post_init__(self) -> None:
        if isinstance(self.request_body, RequestBody):
            self.request_body.required = False


def release() -> str:
    """Which version is described; from a checkout that was never installed nobody can tell."""
    try:
        return version("afina")
    except PackageNotFoundError:
        return "0"


def openapi() -> Config:
    """What the document says besides the routes themselves."""
    return Config(
        title="Afina",
        version=release(),
        description=DESCRIPTION.strip(),
        license=License(name="Apache-2.0", identifier="Apache-2.0"),
        path="/schema",
        tags=TAGS,
        use_handler_docstrings=True,
        components=Components(security_schemes=_security_schemes()),
        operation_id_creator=lambda handler, method, path: handler.handler_name,
        render_plugins=[_reference_page()],
    )


def _security_schemes() -> dict[str, SecurityScheme | Reference]:
    return {
        BEARER: SecurityScheme(
            type="http", scheme="bearer", description="A person's or a worker's token"
        ),
        SESSION: SecurityScheme(
            type="apiKey",
            name=cookies.SESSION,
            security_scheme_in="cookie",
            description="A browser's session",
        ),
    }


class ReferencePage(SwaggerRenderPlugin):
    """Bears the answer's nonce where it starts itself from inside its HTML."""

    def render(self, request: Request[Any, Any, Any], openapi_schema: dict[str, Any]) -> bytes:
        mark = f' nonce="{nonce(request.scope)}"'.encode()
        html = super().render(request, openapi_schema)
        return html.replace(b"<script type=", b"<script%b type=" % mark, 1).replace(
            b"<style>", b"<style%b>" % mark, 1
        )


def _reference_page() -> SwaggerRenderPlugin:
    """Its scripts are copied into the web page's build."""
    return ReferencePage(
        path="/",
        js_url="/reference/swagger-ui-bundle.js",
        css_url="/reference/swagger-ui.css",
        standalone_preset_js_url="/reference/swagger-ui-standalone-preset.js",
        favicon="<link rel='icon' href='/favicon.svg'>",
    )


def openapi_document(app: Litestar) -> dict[str, object]:
    """The OpenAPI document of ``app``."""
    return app.openapi_schema.to_schema()
