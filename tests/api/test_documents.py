"""What the API says of itself."""

import json
import re
from pathlib import Path
from typing import Any

import pytest
from pydantic import BaseModel

from api import app, asyncapi, documents, openapi, services
from api.views import (
    aftermath,
    base,
    dataset_samples,
    datasets,
    estimates,
    problems,
    quality,
    reproduction,
    runs,
    samples,
    uploads,
    versions,
    workers,
)
from infra.settings import Settings
from schemas import subjects
from schemas.telemetry import Heartbeat, LogsReported, ProgressReported
from tests.api.doors import DOORS
from tests.schemas import examples

WITH_A_GRANT = (
    ("GET", "/api/runs/{run_id}/examples"),
    ("GET", "/api/classifications/{classification_id}/texts"),
    ("PUT", "/api/classifications/{classification_id}/answers/{start}"),
    ("POST", "/api/classifications/{classification_id}/failure"),
)
"""Whose credential is a header of its own."""


@pytest.fixture(scope="module")
def document() -> dict[str, Any]:
    application = app.create(services.opened(Settings(nats_url="")))
    return json.loads(json.dumps(documents.openapi_document(application)))


def operations(document: dict[str, Any]) -> list[tuple[str, str, dict[str, Any]]]:
    return [
        (path, method, operation)
        for path, item in document["paths"].items()
        for method, operation in item.items()
    ]


def test_the_document_names_every_route_that_people_know(document: dict[str, Any]):
    """The names that scripts rely on; that there are no undecided ones, tests/access sees to."""
    assert document["openapi"].startswith("3.1")
    assert {
        "/api/base-models",
        "/api/datasets/{dataset_id}/columns",
        "/api/datasets/{dataset_id}/readings",
        "/api/drafts",
        "/api/drafts/{draft_id}",
        "/api/samples",
        "/api/samples/{name}/download",
        "/api/limits",
        "/api/limits/{name}",
        "/api/me/preferences",
        "/api/me/usage",
        "/api/presets",
        "/api/presets/{name}",
        "/api/presets/{name}/versions",
        "/api/users/{user_id}/usage",
        "/api/datasets",
        "/api/datasets/validate",
        "/api/datasets/upload",
        "/api/datasets/{dataset_id}",
        "/api/datasets/progress/{progress_id}",
        "/api/datasets/{dataset_id}/download",
        "/api/datasets/{dataset_id}/report",
        "/api/datasets/{dataset_id}/examples",
        "/api/datasets/{dataset_id}/left-out.xlsx",
        "/api/datasets/{dataset_id}/export",
        "/api/datasets/{dataset_id}/difference",
        "/api/datasets/{dataset_id}/preview",
        "/api/datasets/{dataset_id}/suspects",
        "/api/datasets/{dataset_id}/versions",
        "/api/datasets/{dataset_id}/versions/undo",
        "/api/datasets/{dataset_id}/shares",
        "/api/datasets/{dataset_id}/shares/{grantee}",
        "/api/models/{run_id}/shares",
        "/api/models/{run_id}/shares/{grantee}",
        "/api/users/names",
        "/api/runs",
        "/api/runs/estimates",
        "/api/runs/{run_id}",
        "/api/runs/{run_id}/metrics",
        "/api/runs/{run_id}/logs",
        "/api/runs/{run_id}/events",
        "/api/runs/{run_id}/cancel",
        "/api/runs/{run_id}/reproduce",
        "/api/runs/{run_id}/reproduction",
        "/api/runs/{run_id}/examples",
        "/api/runs/{run_id}/grants",
        "/api/events",
        "/api/workers",
        "/api/workers/register",
        "/api/workers/self",
        "/api/workers/{worker_id}/revoke",
        "/api/workers/{worker_id}/token",
        "/api/queue/status",
        "/api/alerts",
        "/api/audit",
        "/api/audit/export",
        "/api/audit/seals",
        "/api/retention",
        "/api/retention/preview",
        "/api/session",
        "/api/session/oidc",
        "/api/session/oidc/{provider}/start",
        "/api/session/oidc/{provider}/callback",
        "/api/session/everywhere-else",
        "/api/setup",
        "/api/passes/look",
        "/api/passes/use",
        "/api/me",
        "/api/me/password",
        "/api/me/export",
        "/api/users/{user_id}/export",
        "/api/users/{user_id}/erase",
        "/api/me/sessions",
        "/api/me/sessions/{session_id}",
        "/api/me/tokens",
        "/api/me/tokens/{token_id}",
        "/api/users",
        "/api/users/{user_id}",
        "/api/users/{user_id}/reset",
        "/api/users/{user_id}/tokens",
        "/api/users/{user_id}/tokens/{token_id}",
        "/api/invitations",
        "/health/live",
        "/health/ready",
    } <= set(document["paths"])


def test_every_operation_is_described(document: dict[str, Any]):
    """With a summary, a description, a tag, and an id of its own."""
    ids = [operation["operationId"] for _, _, operation in operations(document)]
    assert len(ids) == len(set(ids))
    tags = {tag["name"] for tag in document["tags"]}
    for path, method, operation in operations(document):
        assert operation["summary"], (method, path)
        assert operation["description"], (method, path)
        assert set(operation["tags"]) <= tags, (method, path)


def test_every_protected_operation_says_how_it_refuses(document: dict[str, Any]):
    """Each error is a problem, and needs a credential's name."""
    schemes = set(document["components"]["securitySchemes"])
    for path, method, operation in operations(document):
        if not path.startswith("/api"):
            continue
        needed = {name for one in operation.get("security", []) for name in one}
        is_open = (method.upper(), path) in (*DOORS, *WITH_A_GRANT)
        assert needed == (set() if is_open else schemes)
        errors = {
            status: answer for status, answer in operation["responses"].items() if status >= "400"
        }
        assert {"401", "403", "503"} <= set(errors), (method, path)
        for answer in errors.values():
            assert set(answer["content"]) == {"application/problem+json"}, (method, path)


def test_every_reference_leads_somewhere(document: dict[str, Any]):
    """Inside the document."""
    for reference in set(
        re.findall(r'"\$ref": "#/components/schemas/([^"]+)"', json.dumps(document))
    ):
        assert reference in document["components"]["schemas"]


def test_the_document_is_always_the_same(tmp_path: Path):
    """So that a generated client changes only when the API does."""
    openapi.main(tmp_path / "one.json")
    openapi.main(tmp_path / "two.json")

    assert (tmp_path / "one.json").read_bytes() == (tmp_path / "two.json").read_bytes()


@pytest.mark.parametrize(
    ("view", "sample"),
    [
        (base.Accepted, samples.ACCEPTED),
        (problems.Problem, samples.PROBLEM),
        (runs.NewRun, samples.NEW_RUN),
        (runs.Progress, samples.PROGRESS),
        (runs.RunSummary, samples.RUN_SUMMARY),
        (runs.RunDetails, samples.RUN_DETAILS),
        (aftermath.Aftermath, samples.AFTERMATH),
        (runs.Retrial, samples.RETRIAL),
        (runs.RunMetrics, samples.RUN_METRICS),
        (estimates.NewEstimate, samples.NEW_ESTIMATE),
        (estimates.Estimates, samples.ESTIMATES),
        (reproduction.Reproduction, samples.REPRODUCTION),
        (runs.RunLogLine, samples.RUN_LOG_LINE),
        (datasets.Dataset, dataset_samples.DATASET),
        (datasets.DatasetDetails, dataset_samples.DATASET_DETAILS),
        (datasets.DatasetVersion, dataset_samples.DATASET_VERSION),
        (datasets.VersionReport, dataset_samples.VERSION_REPORT),
        (datasets.ExamplePage, dataset_samples.EXAMPLE_PAGE),
        (quality.QualityShown, dataset_samples.QUALITY),
        (uploads.DatasetReport, dataset_samples.DATASET_REPORT),
        (uploads.UploadedDataset, dataset_samples.UPLOADED_DATASET),
        (uploads.UploadProgress, dataset_samples.UPLOAD_PROGRESS),
        (versions.Trial, dataset_samples.TRIAL),
        (versions.NewVersion, dataset_samples.NEW_VERSION),
        (versions.MadeVersion, dataset_samples.MADE_VERSION),
        (versions.VersionPreview, dataset_samples.VERSION_PREVIEW),
        (versions.Suspects, dataset_samples.SUSPECTS),
        (versions.DifferenceShown, dataset_samples.DIFFERENCE),
        (workers.Worker, samples.WORKER),
        (workers.QueueStatus, samples.QUEUE_STATUS),
    ],
    ids=lambda value: value.__name__ if isinstance(value, type) else "",
)
def test_samples_are_what_the_api_really_answers(
    document: dict[str, Any], view: type[BaseModel], sample: dict[str, Any]
):
    """Each fits its model with no field too many, and the document shows it."""
    [shown] = document["components"]["schemas"][view.__name__]["examples"]

    view.model_validate(sample)
    assert set(sample) <= set(view.model_fields)
    assert shown == without_nulls(sample)


def without_nulls(value: Any) -> Any:
    """As the document shows it."""
    if isinstance(value, dict):
        return {name: without_nulls(one) for name, one in value.items() if one is not None}
    return [without_nulls(one) for one in value] if isinstance(value, list) else value


def test_every_event_is_in_the_document_of_events():
    """On its own subject, with the ids in their places, and nothing else is."""
    made = asyncapi.document("1")

    assert made["asyncapi"].startswith("3.")
    addresses = {channel["address"] for channel in made["channels"].values()}
    kinds = {type(event) for event in examples.every_event()}
    assert set(asyncapi.event_types()) == kinds
    assert "training.run.{run_id}.requested.{pool}" in addresses
    assert "training.run.{run_id}.worker.{worker_id}.epoch_completed" in addresses
    assert subjects.presence("{worker_id}") in addresses
    assert {
        channel["address"]
        for channel in made["channels"].values()
        if channel["address"].startswith("telemetry")
    } == {
        "telemetry.run.{run_id}.{worker_id}.progress",
        "telemetry.run.{run_id}.{worker_id}.logs",
    }
    assert len(made["channels"]) == len(kinds) + 3


def test_telemetry_subjects_are_the_real_ones():
    """The document's places stand where the ids do."""
    run_id, worker_id = examples.RUN, examples.WORKER
    for message, subject in ((ProgressReported, subjects.progress), (LogsReported, subjects.logs)):
        address = asyncapi.telemetry_subject(message)
        assert address.format(run_id=run_id, worker_id=worker_id) == subject(run_id, worker_id)
    assert Heartbeat.__name__ in json.dumps(asyncapi.document("1"))
