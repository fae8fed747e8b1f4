"""What the framework's document says wrongly, or leaves out, said rightly.

It knows the routes, but not what stands before all of them: bounds, names, rates.
"""

from collections.abc import Iterator
from dataclasses import dataclass
from http import HTTPStatus
from typing import Any

from litestar.openapi.config import OpenAPIConfig
from litestar.openapi.spec import OpenAPI

from api.problems import status_of
from api.rates import COUNTED
from api.refusals import MEDIA_TYPE
from api.sse import MEDIA_TYPE as EVENTS
from schemas.problems import ProblemCode

Json = dict[str, Any]

HEADS = (
    ProblemCode.MALFORMED,
    ProblemCode.ADDRESS_TOO_LONG,
    ProblemCode.HEAD_TOO_LARGE,
    ProblemCode.HOST_UNKNOWN,
)
"""How anything may be refused, whatever it asks for."""
BODIES = (ProblemCode.TOO_LARGE, ProblemCode.TOO_SLOW)
"""How what brings something along may be refused besides."""
PROBLEM = {MEDIA_TYPE: {"schema": {"$ref": "#/components/schemas/Problem"}}}


class Document(OpenAPI):
    """The document, corrected as it is written out."""

    def to_schema(self) -> Json:
        """All of it, as JSON."""
        return corrected(super().to_schema())


@dataclass
class Config(OpenAPIConfig):
    """Makes documents that are corrected."""

    def to_openapi_schema(self) -> OpenAPI:
        """The document, before the routes are in it."""
        return Document(**vars(super().to_openapi_schema()))


def corrected(document: Json) -> Json:
    """``document`` with unions that may overlap, messages of streams, and every refusal."""
    overlapping = _with_any_of(document)
    for path, item in overlapping["paths"].items():
        for operation in item.values():
            answers = operation["responses"]
            _correct(answers)
            for code in _refused_before(path, operation):
                _add(answers, code)
            operation["responses"] = dict(sorted(answers.items()))
    return overlapping


def _correct(answers: Json) -> None:
    """Let what has no content have none, and a stream's data be in its messages."""
    answers.get(str(int(HTTPStatus.NO_CONTENT)), {}).pop("content", None)
    content = answers.get(str(int(HTTPStatus.OK)), {}).get("content", {})
    if EVENTS in content:
        content[EVENTS] = {"schema": _message(content[EVENTS]["schema"])}


def _message(data: Json) -> Json:
    """A server-sent event whose ``data`` is JSON."""
    text = {"type": "string"}
    json = text | {"contentMediaType": "application/json", "contentSchema": data}
    return {"type": "object", "properties": {"event": text, "id": text, "data": json}}


def _with_any_of(value: Any) -> Any:
    """``value`` with ``anyOf`` for ``oneOf``: a whole number is of two types, and no mistake."""
    if isinstance(value, dict):
        return {_union(name): _with_any_of(one) for name, one in value.items()}
    return [_with_any_of(one) for one in value] if isinstance(value, list) else value


def _union(name: str) -> str:
    return "anyOf" if name == "oneOf" else name


def _refused_before(path: str, operation: Json) -> Iterator[ProblemCode]:
    """How the request may be refused before its route is asked."""
    yield from HEADS
    if path.startswith(COUNTED):
        yield ProblemCode.TOO_MANY_REQUESTS
    if "{" in path:
        yield ProblemCode.NOT_FOUND  # what is no id at all leads nowhere
    brings = operation.get("requestBody")
    if brings:
        yield from BODIES
    if brings or operation.get("parameters"):
        yield ProblemCode.INVALID_REQUEST


def _add(answers: Json, code: ProblemCode) -> None:
    """Tell of ``code`` where its status does not do so yet."""
    answer = answers.setdefault(str(status_of(code)), {"description": "", "content": PROBLEM})
    told = answer["description"]
    if f"`{code}`" not in told:
        answer["description"] = f"{told}, `{code}`" if told else f"Refused: `{code}`"
