"""What the framework leaves out of the API's document."""

from typing import Any

from api.corrections import corrected

NOTE = {"description": "Refused: `malformed`"}


def document(path: str, operation: dict[str, Any]) -> dict[str, Any]:
    return {"paths": {path: {"post": {"responses": {}} | operation}}}


def answers(path: str = "/api/runs", **operation: Any) -> dict[str, Any]:
    made = corrected(document(path, operation))
    return made["paths"][path]["post"]["responses"]


def test_every_route_may_refuse_what_stands_before_it():
    """Whatever it is; how often one asks is counted below the API alone."""
    heads = {"400", "414", "421", "431"}

    assert set(answers("/health/live")) == heads
    assert set(answers()) == heads | {"429"}
    assert set(answers("/api/runs/{run_id}")) == heads | {"404", "429"}
    assert set(answers(parameters=[{}])) == heads | {"422", "429"}
    assert set(answers(requestBody={})) == heads | {"429"}
    assert set(answers(requestBody={"content": {}})) == heads | {"408", "413", "422", "429"}


def test_a_refusal_is_added_to_what_the_status_tells_already():
    """And told once."""
    told = {"responses": {"400": NOTE, "421": {"description": "Refused: `else`"}}}
    came = answers(**told)

    assert came["400"] == NOTE
    assert came["421"]["description"] == "Refused: `else`, `host_unknown`"


def test_what_has_no_content_promises_none():
    content = {"application/json": {"schema": {"type": "null"}}}

    assert answers(responses={"204": {"content": content}})["204"] == {}


def test_unions_may_overlap():
    """A whole number is both of number and integer."""
    either = [{"type": "number"}, {"type": "integer"}]
    made = corrected({"paths": {}, "components": [{"x": {"oneOf": either}}]})

    assert made["components"] == [{"x": {"anyOf": either}}]


def test_the_data_of_a_stream_is_in_its_messages():
    schema = {"$ref": "#/components/schemas/RunNews"}
    told = {"200": {"content": {"text/event-stream": {"schema": schema}}}}
    message = answers(responses=told)["200"]["content"]["text/event-stream"]["schema"]

    assert message["properties"]["data"]["contentSchema"] == schema
