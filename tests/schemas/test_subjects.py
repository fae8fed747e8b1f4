import re
from fnmatch import fnmatchcase
from typing import get_args
from uuid import UUID

import pytest

from schemas import subjects
from schemas.base import Event
from schemas.events.catalogue import LoggedEvent, decode, encode
from schemas.events.run import RunEventBase
from tests.schemas.examples import (
    CAUSE,
    LINEAGE,
    RUN,
    USER,
    every_event,
    kinds,
    run_requested,
    run_started,
    worker_registered,
)

OF_RUN = "training.run.00000000-0000-4000-8000-000000000001"
OF_DATASET = "training.dataset.00000000-0000-4000-8000-000000000002"
OF_MODEL = "training.model.00000000-0000-4000-8000-000000000001"
OF_CLASSIFICATION = "training.classification.00000000-0000-4000-8000-000000000005"

SUBJECTS = {
    "RunRequested": f"{OF_RUN}.requested.default",
    "RunStarted": f"{OF_RUN}.worker.gpu-1.started",
    "EpochCompleted": f"{OF_RUN}.worker.gpu-1.epoch_completed",
    "CheckpointSaved": f"{OF_RUN}.worker.gpu-1.checkpoint_saved",
    "MemoryReduced": f"{OF_RUN}.worker.gpu-1.memory_reduced",
    "TrainingMeasured": f"{OF_RUN}.worker.gpu-1.measured",
    "RunCompleted": f"{OF_RUN}.worker.gpu-1.completed",
    "JobFailed": f"{OF_RUN}.worker.gpu-1.job_failed",
    "RunCancelled": f"{OF_RUN}.worker.gpu-1.cancelled",
    "RunInterrupted": f"{OF_RUN}.worker.gpu-1.interrupted",
    "CancelRequested": f"{OF_RUN}.control.cancel_requested",
    "RunStalled": f"{OF_RUN}.control.stalled",
    "RunAbandoned": f"{OF_RUN}.control.abandoned",
    "AlertRaised": f"{OF_RUN}.control.alert_raised",
    "AlertClosed": f"{OF_RUN}.control.alert_closed",
    "RunRenamed": f"{OF_RUN}.control.renamed",
    "DatasetUploaded": f"{OF_DATASET}.uploaded",
    "DatasetRevised": f"{OF_DATASET}.revised",
    "DatasetDeleted": f"{OF_DATASET}.deleted",
    "DatasetShared": f"{OF_DATASET}.shared",
    "DatasetDownloaded": f"{OF_DATASET}.downloaded",
    "DatasetUnshared": f"{OF_DATASET}.unshared",
    "ModelShared": f"{OF_MODEL}.shared",
    "ModelUnshared": f"{OF_MODEL}.unshared",
    "ModelRenamed": f"{OF_MODEL}.renamed",
    "ModelArchived": f"{OF_MODEL}.archived",
    "ModelUnarchived": f"{OF_MODEL}.unarchived",
    "ModelReviewSet": f"{OF_MODEL}.review_set",
    "ModelDeletionRequested": f"{OF_MODEL}.deletion_requested",
    "ModelDeleted": f"{OF_MODEL}.deleted",
    "ClassificationRequested": f"{OF_CLASSIFICATION}.requested",
    "ClassificationStarted": f"{OF_CLASSIFICATION}.started",
    "ClassificationCompleted": f"{OF_CLASSIFICATION}.completed",
    "ClassificationFailed": f"{OF_CLASSIFICATION}.failed",
    "ClassificationCancelled": f"{OF_CLASSIFICATION}.cancelled",
    "ClassificationDeleted": f"{OF_CLASSIFICATION}.deleted",
    "WorkerRegistered": "training.worker.gpu-1.registered",
    "WorkerRevoked": "training.worker.gpu-1.revoked",
    "WorkerLost": "training.worker.gpu-1.lost",
    "WorkerBack": "training.worker.gpu-1.back",
    "WorkerPaused": "training.worker.gpu-1.paused",
    "WorkerResumed": "training.worker.gpu-1.resumed",
    "WorkerKeyRenewed": "training.worker.gpu-1.key_renewed",
    "UserInvited": "training.user.maria.invited",
    "UserJoined": "training.user.maria.joined",
    "UserRoleChanged": "training.user.maria.role_changed",
    "UserQuotaChanged": "training.user.maria.quota_changed",
    "UserDisabled": "training.user.maria.disabled",
    "UserEnabled": "training.user.maria.enabled",
    "PasswordChanged": "training.user.maria.password_changed",
    "ResetIssued": "training.user.maria.reset_issued",
    "SignedIn": "training.user.maria.signed_in",
    "SignedOut": "training.user.maria.signed_out",
    "SignInRefused": "training.user.maria.sign_in_refused",
    "TokenMade": "training.user.maria.token_made",
    "TokenRevoked": "training.user.maria.token_revoked",
    "UserExported": "training.user.maria.exported",
    "UserErased": "training.user.maria.erased",
    "SettingChanged": "training.setting.retention.changed",
    "ReplayRequested": "training.setting.read-model.replay_requested",
    "RetentionApplied": "training.setting.retention.retention_applied",
}


def covers(subject_filter: str, subject: str) -> bool:
    """Whether a NATS filter, whose last token may be ``>``, takes ``subject``."""
    same_depth = subject_filter.endswith(">") or subject_filter.count(".") == subject.count(".")
    return same_depth and fnmatchcase(subject, subject_filter.replace(">", "*"))


def test_every_kind_of_event_is_tested():
    assert {type(event) for event in every_event()} == kinds(LoggedEvent)
    assert set(SUBJECTS) == {kind.__name__ for kind in kinds(LoggedEvent)}


@pytest.mark.parametrize("event", every_event(), ids=lambda event: type(event).__name__)
def test_every_event_has_its_subject_for_ever(event: LoggedEvent):
    """Consumers, permissions and old logs rely on them."""
    assert subjects.of(event) == SUBJECTS[type(event).__name__]
    assert subjects.of(decode(encode(event))) == subjects.of(event)


@pytest.mark.parametrize("event", every_event(), ids=lambda event: type(event).__name__)
def test_the_guard_covers_the_event_and_no_other_aggregate(event: LoggedEvent):
    guard = subjects.guard(event)
    subject = subjects.of(event)
    another = ".".join([*subject.split(".")[:2], "another", *subject.split(".")[3:]])

    assert covers(guard, subject)
    assert covers(subjects.TRAINING_SUBJECTS, subject)
    assert not covers(guard, another)


def test_all_events_of_a_run_share_one_guard():
    """So that whoever writes about it must have seen everything about it."""
    of_run = [event for event in every_event() if isinstance(event, RunEventBase)]
    guards = {subjects.guard(event) for event in of_run}

    assert guards == {subjects.run(RUN)}


def test_no_two_events_of_a_kind_of_aggregate_share_a_subject():
    assert len({subjects.of(event) for event in every_event()}) == len(every_event())


def test_event_types_are_named_after_their_aggregate_and_versioned():
    for kind in kinds(LoggedEvent):
        [type_name] = get_args(kind.model_fields["type"].annotation)
        aggregate, name, version = type_name.split(".")
        assert f"training.{aggregate}." in SUBJECTS[kind.__name__]
        assert name.islower()
        assert re.fullmatch(r"v[1-9]\d*", version)


def test_only_requests_are_jobs():
    taken = [event for event in every_event() if covers(subjects.jobs("default"), of(event))]

    assert taken == [run_requested(event_id=taken[0].event_id)]
    assert covers(subjects.jobs("gpu"), of(run_requested(pool="gpu")))
    assert not covers(subjects.jobs("gpu"), of(run_requested()))
    assert subjects.jobs_consumer("gpu") == "gpu-gpu"


def of(event: Event) -> str:
    return subjects.of(event)


def test_what_people_and_the_watchdog_say_is_control():
    said = {
        type(event).__name__
        for event in every_event()
        if covers(subjects.run_control(RUN), of(event))
    }

    assert said == {
        "CancelRequested",
        "RunStalled",
        "RunAbandoned",
        "AlertRaised",
        "AlertClosed",
        "RunRenamed",
    }


def test_filters_for_one_aggregate():
    assert covers(subjects.worker("gpu-1"), of(worker_registered()))
    assert not covers(subjects.worker("gpu-1"), of(worker_registered(worker_id="gpu-10")))
    assert not covers(subjects.run(CAUSE), of(run_started()))
    assert covers(subjects.dataset(UUID(int=0)), f"training.dataset.{UUID(int=0)}.uploaded")


def test_telemetry_and_presence_have_streams_of_their_own():
    assert subjects.progress(RUN, "gpu-1") == f"telemetry.run.{RUN}.gpu-1.progress"
    assert subjects.logs(RUN, "gpu-1") == f"telemetry.run.{RUN}.gpu-1.logs"
    assert subjects.presence("gpu-1") == "presence.worker.gpu-1"
    assert covers(subjects.TELEMETRY_SUBJECTS, subjects.progress(RUN, "gpu-1"))
    assert covers(subjects.TELEMETRY_SUBJECTS, subjects.logs(RUN, "gpu-1"))
    assert covers(subjects.PRESENCE_SUBJECTS, subjects.presence("gpu-1"))


class Invented(Event):
    """An event that nobody has given a subject."""

    type: str = "invention.made.v1"


def test_an_event_without_a_subject_is_a_bug_that_says_what_to_do():
    event = Invented(actor=USER, **LINEAGE)

    with pytest.raises(TypeError, match=r"add it to subjects\.of"):
        subjects.of(event)
    with pytest.raises(TypeError, match=r"add it to subjects\.guard"):
        subjects.guard(event)
