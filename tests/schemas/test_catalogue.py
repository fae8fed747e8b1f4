"""The log is never rewritten: whatever it took once must be readable for ever."""

import json
from pathlib import Path
from typing import Any

import pytest
from pydantic import ValidationError

from schemas.base import Actor, ActorKind
from schemas.events import catalogue
from schemas.events.catalogue import LoggedEvent, Superseded, decode, encode, headers, recorded
from schemas.events.classification import classification_events
from schemas.events.dataset import DatasetUploaded, dataset_events
from schemas.events.model import model_events
from schemas.events.run import EpochCompleted, RunCompleted, run_events
from schemas.events.setting import setting_events
from schemas.events.user import user_events
from schemas.events.worker import worker_events
from schemas.reading import FileReading, Role
from schemas.tasks import Task
from tests.schemas import trust
from tests.schemas.examples import (
    every_event,
    every_shape,
    kinds,
    run_completed,
    run_requested,
    run_started,
)

CORPUS = Path(__file__).with_name("corpus.jsonl")
"""One event of every type that was ever shipped. Lines are only ever added."""

RECORDED = CORPUS.read_text(encoding="utf-8").splitlines()


TRUSTED = [run_completed(report=one()) for one in (trust.labels, trust.entities, trust.answers)]


@pytest.mark.parametrize(
    "event", [*every_shape(), *TRUSTED], ids=lambda event: type(event).__name__
)
def test_every_event_survives_the_log(event: LoggedEvent):
    assert decode(encode(event)) == event


@pytest.mark.parametrize("line", RECORDED, ids=lambda line: json.loads(line)["type"])
def test_every_event_ever_shipped_is_still_read(line: str):
    """With every value it had: a new version adds fields, it never drops or renames one."""
    assert holds(json.loads(encode(recorded(line.encode()))), json.loads(line))


def holds(read: Any, written: Any) -> bool:
    """Whether ``read`` has all of ``written``, at every depth."""
    if isinstance(written, dict):
        return all(name in read and holds(read[name], value) for name, value in written.items())
    if isinstance(written, list):
        pairs = zip(read, written, strict=True)
        return len(read) == len(written) and all(holds(*pair) for pair in pairs)
    return read == written


def test_an_epoch_of_older_workers_was_judged_by_its_macro_f1():
    """What its score is read as."""
    [line] = [line for line in RECORDED if "run.epoch_completed.v1" in line and "score" not in line]
    event = decode(line.encode())

    assert isinstance(event, EpochCompleted)
    assert event.metrics.score == json.loads(line)["metrics"]["macro_f1"]


def test_a_report_of_older_workers_leaves_open_how_far_it_can_be_trusted():
    """Rather than be unreadable, or make something up."""
    [line] = [line for line in RECORDED if '"run.completed.v1"' in line][:1]
    event = decode(line.encode())

    assert isinstance(event, RunCompleted)
    assert (event.report.interval, event.report.baseline, event.report.calibration) == (None,) * 3
    assert event.report.hardest == []


def test_every_kind_of_event_is_recorded():
    """Whoever adds an event adds a line, as its first writer would have written it."""
    assert {type(recorded(line.encode())) for line in RECORDED} == kinds(LoggedEvent) | {Superseded}


def test_an_upload_of_the_first_version_is_read_as_one_of_today():
    """What it said is where it is said now; what nobody knew then is left open."""
    [line] = [line for line in RECORDED if "dataset.uploaded.v1" in line]
    written = json.loads(line)

    event = decode(line.encode())

    assert isinstance(event, DatasetUploaded)
    assert event.reading == FileReading(
        task=Task.TEXT_CLASSIFICATION,
        columns={Role.TEXT: written["text_column"], Role.LABEL: written["label_column"]},
    )
    assert str(event.event_id) == written["event_id"]
    assert (event.rows_total, event.examples) == (written["rows_total"], written["rows_used"])
    assert (event.report_sha256, event.quality) == (None, None)


def test_recorded_types_are_never_renamed():
    types = [json.loads(line)["type"] for line in RECORDED]

    assert types == [
        "run.requested.v1",
        "run.started.v1",
        "run.epoch_completed.v1",
        "run.checkpoint_saved.v1",
        "run.memory_reduced.v1",
        "run.completed.v1",
        "run.job_failed.v1",
        "run.cancelled.v1",
        "run.interrupted.v1",
        "run.cancel_requested.v1",
        "run.stalled.v1",
        "run.abandoned.v1",
        "run.alert_raised.v1",
        "dataset.uploaded.v1",
        "dataset.deleted.v1",
        "worker.registered.v1",
        "worker.revoked.v1",
        "worker.lost.v1",
        "worker.back.v1",
        "dataset.uploaded.v2",
        "dataset.revised.v1",
        "run.epoch_completed.v1",
        "run.completed.v1",
        "run.completed.v1",
        "run.completed.v1",
        "run.started.v1",
        "run.measured.v1",
        "run.completed.v1",
        "run.completed.v1",
        "run.completed.v1",
        "run.memory_reduced.v1",
        "run.started.v1",
        "run.requested.v1",
        "run.completed.v1",
        "run.alert_closed.v1",
        "run.stalled.v1",
        "run.stalled.v1",
        "run.abandoned.v1",
        "run.requested.v1",
        "run.requested.v1",
        "run.job_failed.v1",
        "run.job_failed.v1",
        "run.requested.v1",
        "run.measured.v1",
        "run.completed.v1",
        "run.cancelled.v1",
        "run.cancel_requested.v1",
        "dataset.uploaded.v2",
        "run.completed.v1",
        "run.completed.v1",
        "run.completed.v1",
        "run.completed.v1",
        "run.completed.v1",
        "run.completed.v1",
        "run.completed.v1",
        "user.invited.v1",
        "user.joined.v1",
        "user.role_changed.v1",
        "user.disabled.v1",
        "user.enabled.v1",
        "user.password_changed.v1",
        "user.reset_issued.v1",
        "user.signed_in.v1",
        "user.signed_out.v1",
        "user.sign_in_refused.v1",
        "user.token_made.v1",
        "user.token_revoked.v1",
        "user.exported.v1",
        "user.erased.v1",
        "setting.changed.v1",
        "setting.retention_applied.v1",
        "dataset.shared.v1",
        "dataset.unshared.v1",
        "model.shared.v1",
        "model.unshared.v1",
        "dataset.downloaded.v1",
        "run.renamed.v1",
        "worker.paused.v1",
        "worker.resumed.v1",
        "setting.replay_requested.v1",
        "user.quota_changed.v1",
        "run.completed.v1",
        "model.renamed.v1",
        "model.archived.v1",
        "model.unarchived.v1",
        "model.deletion_requested.v1",
        "model.deleted.v1",
        "classification.requested.v1",
        "classification.started.v1",
        "classification.completed.v1",
        "classification.failed.v1",
        "classification.cancelled.v1",
        "classification.deleted.v1",
        "run.requested.v1",
        "model.review_set.v1",
        "worker.key_renewed.v1",
    ]


@pytest.mark.parametrize("event", every_event(), ids=lambda event: type(event).__name__)
def test_what_a_newer_writer_adds_is_ignored(event: LoggedEvent):
    newer = json.loads(encode(event)) | {"mood": "cheerful"}

    assert decode(json.dumps(newer).encode()) == event


@pytest.mark.parametrize(
    "data",
    [
        b"",
        b"garbage",
        b"{}",
        b'{"type": "run.teleported.v1"}',
        b'{"type": "run.cancelled.v1"}',
        b'\xff\xfe{"type"',
        b'"run.started.v1"',
    ],
)
def test_what_is_no_event_is_refused(data: bytes):
    with pytest.raises(ValidationError):
        decode(data)


@pytest.mark.parametrize(
    ("data", "claimed", "unknown"),
    [
        (b'{"type": "run.teleported.v1"}', "run.teleported.v1", "run.teleported.v1"),
        (b'{"type": "run.started.v2"}', "run.started.v2", "run.started.v2"),
        (b'{"type": "run.cancelled.v1"}', "run.cancelled.v1", None),
        (b'{"type": "poison"}', "", None),
        (b"garbage", "", None),
        (b"{}", "", None),
    ],
)
def test_a_newer_versions_event_is_told_from_poison(data: bytes, claimed: str, unknown: str | None):
    """By the form of its type's name: poison is what no version could read."""
    with pytest.raises(ValidationError) as refusal:
        recorded(data)

    assert catalogue.claimed_type(data) == claimed
    assert catalogue.unknown_type(refusal.value) == unknown


def test_each_aggregate_reads_its_own_events():
    adapters = (
        run_events,
        dataset_events,
        model_events,
        classification_events,
        worker_events,
        user_events,
        setting_events,
    )
    for event in every_event():
        readers = [adapter for adapter in adapters if _reads(adapter, encode(event))]
        assert len(readers) == 1


def _reads(adapter: object, data: bytes) -> bool:
    try:
        adapter.validate_json(data)  # pyright: ignore[reportAttributeAccessIssue]
    except ValidationError:
        return False
    return True


@pytest.mark.parametrize("event", every_event(), ids=lambda event: type(event).__name__)
def test_every_event_carries_its_cloudevents_attributes(event: LoggedEvent):
    """CloudEvents 1.0 in NATS binary mode, and the id by which the log drops copies."""
    sent = headers(event)

    assert sent["Nats-Msg-Id"] == sent["ce-id"] == str(event.event_id)
    assert sent["ce-specversion"] == "1.0"
    assert sent["ce-type"] == f"afina.{event.type}"
    assert sent["ce-time"] == "2026-03-14T15:09:26.535897+00:00"
    assert sent["ce-datacontenttype"] == "application/json"
    assert sent["ce-correlationid"] == str(event.correlation_id)
    assert sent["ce-causationid"] == str(event.causation_id)


def test_the_source_of_an_event_is_its_actor():
    assert headers(run_started())["ce-source"] == "afina/worker/gpu-1"
    assert headers(run_requested())["ce-source"] == "afina/user/maria"
    system = run_started(actor=Actor(kind=ActorKind.SYSTEM, id="watchdog"))
    assert headers(system)["ce-source"] == "afina/system/watchdog"


def test_the_subject_of_an_event_is_where_it_is_published():
    expected = "training.run.00000000-0000-4000-8000-000000000001.requested.default"

    assert headers(run_requested())["ce-subject"] == expected
