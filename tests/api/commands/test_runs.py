from typing import Any
from uuid import UUID, uuid4

import pytest

from api.commands import datasets, runs
from api.commands.datasets import Dataset
from api.commands.runs import Run
from api.problems import RefusedError
from api.sight import Sight
from schemas.base import Actor, ActorKind
from schemas.commands.run import CancelRun, RenameRun, ReproduceRun, RequestRun, RetryRun
from schemas.events.dataset import DatasetRevised, LabelCount
from schemas.events.run import CancelRequested, RunEvent, RunRenamed, RunRequested
from schemas.hyperparameters import Hyperparameters, Preset
from schemas.problems import ProblemCode
from schemas.reading import FileReading, Role
from schemas.subjects import DEFAULT_POOL
from schemas.tasks import TRAINABLE, Task
from tests.schemas import examples
from tests.schemas.examples import DATASET, NOW, OWNER, RUN, USER

STRANGER = Actor(kind=ActorKind.USER, id="joão")
ANY_MODEL = ("*",)
SIGHT = Sight(OWNER)


def given(*events: RunEvent) -> Run | None:
    run = None
    for event in events:
        run = runs.evolve(run, event)
    return run


def dataset(**changes: Any) -> Dataset:
    return Dataset(examples.dataset_uploaded(**changes))


def wish(**changes: Any) -> RequestRun:
    fields: dict[str, Any] = {
        "run_id": RUN,
        "name": "Triagem",
        "dataset_id": DATASET,
        "dataset_version": None,
        "task": Task.TEXT_CLASSIFICATION,
        "base_model": "e5-small-en-pt",
        "preset": Preset.BALANCED,
        "overrides": None,
        "pool": DEFAULT_POOL,
        "max_retries": 3,
        "actor": USER,
    }
    return RequestRun(**(fields | changes))


def refused(code: ProblemCode):
    return pytest.raises(RefusedError, check=lambda error: error.code is code)


def test_a_request_holds_all_that_a_worker_needs():
    """The event answers the command, names the dataset's bytes and belongs to whoever asked."""
    command = wish()

    [event] = runs.request(command, None, dataset(), SIGHT, ANY_MODEL, NOW)

    assert isinstance(event, RunRequested)
    assert (event.owner_id, event.run_id, event.dataset_id) == (OWNER, RUN, DATASET)
    assert event.examples_sha256 == dataset().uploaded.examples_sha256
    assert event.dataset_sha256 == dataset().uploaded.file_sha256
    assert (event.occurred_at, event.causation_id) == (NOW, command.command_id)
    assert (event.pool, event.max_retries, event.reproduces) == (DEFAULT_POOL, 3, None)


def test_a_preset_is_resolved_before_the_log():
    """Set fields override the preset's; what the user left open is decided by the data."""
    overrides = Hyperparameters(epochs=2)

    [event] = runs.request(wish(overrides=overrides), None, dataset(), SIGHT, ANY_MODEL, NOW)

    assert isinstance(event, RunRequested)
    assert event.hyperparameters.epochs == 2
    assert event.hyperparameters.early_stopping_patience == 3
    assert event.hyperparameters.use_class_weights is False


def test_the_same_command_again_changes_nothing():
    """A repeated key with the same body finds its own run, even one that has ended since."""
    command = wish()
    [event] = runs.request(command, None, dataset(), SIGHT, ANY_MODEL, NOW)
    ended = given(event, examples.cancel_requested())

    assert runs.request(command, given(event), None, SIGHT, (), NOW) == []
    assert runs.request(command, ended, None, SIGHT, (), NOW) == []


def test_another_command_may_not_use_the_same_run():
    """A key that comes back with another body is refused, not obeyed."""
    taken = given(examples.run_requested())

    with refused(ProblemCode.IDEMPOTENCY_KEY_REUSED):
        runs.request(wish(), taken, dataset(), SIGHT, ANY_MODEL, NOW)


@pytest.mark.parametrize(
    "known",
    [
        None,
        Dataset(examples.dataset_uploaded(), deleted=True),
        Dataset(examples.dataset_uploaded(owner_id="joão")),
    ],
    ids=["unknown", "deleted", "somebody else's"],
)
def test_a_dataset_that_is_not_ones_own_is_not_there(known: Dataset | None):
    """Unknown, deleted and other people's datasets are refused in the same words."""
    with refused(ProblemCode.DATASET_NOT_FOUND):
        runs.request(wish(), None, known, SIGHT, ANY_MODEL, NOW)


def test_the_task_must_be_the_datasets():
    """A dataset was read for one task; its examples fit no other."""
    with refused(ProblemCode.TASK_MISMATCH):
        runs.request(wish(), None, read_as(Task.QUESTION_ANSWERING), SIGHT, ANY_MODEL, NOW)


def read_as(task: Task, **changes: Any) -> Dataset:
    columns = {Role.TEXT: "texto", Role.LABEL: "classe"}
    return dataset(reading=FileReading(task=task, columns=columns, **changes))


def test_what_no_worker_can_teach_is_refused(monkeypatch: pytest.MonkeyPatch):
    """Its dataset is kept all the same: a later release may teach it."""
    monkeypatch.setattr(runs, "TRAINABLE", frozenset({Task.TEXT_CLASSIFICATION}))
    untaught = Task.QUESTION_ANSWERING

    with refused(ProblemCode.TASK_NOT_TAUGHT):
        runs.request(wish(task=untaught), None, read_as(untaught), SIGHT, ANY_MODEL, NOW)


@pytest.mark.parametrize("task", sorted(TRAINABLE))
def test_every_task_that_workers_teach_is_queued(task: Task):
    """Of text classification, data with several labels a text too."""
    several = ";" if task is Task.TEXT_CLASSIFICATION else None
    read = read_as(task, label_separator=several)

    [requested] = runs.request(wish(task=task), None, read, SIGHT, ANY_MODEL, NOW)

    assert isinstance(requested, RunRequested)
    assert requested.task is task


def versions(*revisions: DatasetRevised) -> Dataset:
    return Dataset(examples.dataset_uploaded(), revisions)


REVISED = examples.dataset_revised(
    examples_sha256="b" * 64, examples_size_bytes=77, weigh_classes=True
)


@pytest.mark.parametrize(
    ("task", "code"),
    [
        (Task.TEXT_CLASSIFICATION, ProblemCode.CLASS_TOO_SMALL),
        (Task.TOKEN_CLASSIFICATION, ProblemCode.ENTITY_TYPE_TOO_SMALL),
    ],
)
def test_a_label_of_one_example_is_not_trained(task: Task, code: ProblemCode):
    """It cannot be both learned and examined: the person says first what is to become of it."""
    labels = [LabelCount(label=label, examples=n) for label, n in (("a", 9), ("b", 9), ("c", 1))]
    read = examples.dataset_uploaded().reading.model_copy(update={"task": task})

    with refused(code):
        runs.request(
            wish(task=task), None, dataset(labels=labels, reading=read), SIGHT, ANY_MODEL, NOW
        )


def test_a_run_learns_from_the_newest_version():
    """Its hash, its size, and whether its classes are to be weighed."""
    [event] = runs.request(wish(), None, versions(REVISED), SIGHT, ANY_MODEL, NOW)

    assert isinstance(event, RunRequested)
    assert (event.dataset_version, event.examples_sha256) == (2, "b" * 64)
    assert event.examples_size_bytes == 77
    assert event.hyperparameters.use_class_weights is True


def test_a_run_learns_from_the_version_that_is_asked_for():
    """An older one, too; one that was never made is refused."""
    command = wish(dataset_version=1)

    [event] = runs.request(command, None, versions(REVISED), SIGHT, ANY_MODEL, NOW)

    assert isinstance(event, RunRequested)
    assert (event.dataset_version, event.examples_sha256) == (1, examples.HASH)
    with refused(ProblemCode.DATASET_VERSION_NOT_FOUND):
        runs.request(wish(dataset_version=3), None, versions(REVISED), SIGHT, ANY_MODEL, NOW)


def test_a_reproduction_learns_from_what_its_source_learned_from():
    """Whatever versions there are by now."""
    source = examples.run_requested()

    [event] = runs.reproduce(reproduction(), None, given(source), versions(REVISED), SIGHT, NOW)

    assert isinstance(event, RunRequested)
    assert (event.dataset_version, event.examples_sha256) == (1, source.examples_sha256)


@pytest.mark.parametrize(
    ("base_model", "patterns", "allowed"),
    [
        ("neuralmind/bert-base-portuguese-cased", ("neuralmind/*",), True),
        ("e5-small-en-pt", ("neuralmind/*", "e5-*"), True),
        ("/etc/models", ("neuralmind/*", "e5-*"), False),
        ("E5-small", ("e5-*",), False),
        ("anything", (), False),
    ],
)
def test_only_base_models_that_the_administrator_allows_are_trained(
    base_model: str, patterns: tuple[str, ...], *, allowed: bool
):
    """A name must match one pattern, letter case included; no pattern allows nothing."""
    command = wish(base_model=base_model)

    if allowed:
        assert runs.request(command, None, dataset(), SIGHT, patterns, NOW)
    else:
        with refused(ProblemCode.BASE_MODEL_NOT_ALLOWED):
            runs.request(command, None, dataset(), SIGHT, patterns, NOW)


def reproduction(**changes: Any) -> ReproduceRun:
    fields: dict[str, Any] = {"run_id": uuid4(), "source_id": RUN, "actor": USER}
    return ReproduceRun(**(fields | changes))


def test_a_reproduction_differs_from_its_source_in_nothing_that_matters():
    """Same data, hyperparameters and seed; a new run, a new event, and it says what it repeats."""
    source = examples.run_requested()
    command = reproduction()

    [event] = runs.reproduce(command, None, given(source), dataset(), SIGHT, NOW)

    assert isinstance(event, RunRequested)
    own = {"event_id", "run_id", "reproduces", "occurred_at", "correlation_id", "causation_id"}
    assert event.model_dump(exclude=own) == source.model_dump(exclude=own)
    assert (event.run_id, event.reproduces) == (command.run_id, RUN)
    assert event.event_id != source.event_id


def test_a_reproduction_begins_with_as_many_tokens_at_once_as_its_source():
    """As its first attempt did; and so does a reproduction of the reproduction."""
    history = (
        examples.run_requested(),
        examples.run_started(),
        examples.training_measured(forecast=examples.forecast(token_budget=4096)),
        examples.training_measured(forecast=examples.forecast(token_budget=2048)),
    )

    [event] = runs.reproduce(reproduction(), None, given(*history), dataset(), SIGHT, NOW)
    assert isinstance(event, RunRequested)
    [again] = runs.reproduce(reproduction(), None, given(event), dataset(), SIGHT, NOW)

    assert isinstance(again, RunRequested)
    assert (event.token_budget, again.token_budget) == (4096, 4096)


def test_reproducing_twice_with_one_key_makes_one_run():
    """The second command finds the first one's run; a different wish under its key is refused."""
    source, command = given(examples.run_requested()), reproduction()
    [event] = runs.reproduce(command, None, source, dataset(), SIGHT, NOW)

    assert runs.reproduce(command, given(event), source, dataset(), SIGHT, NOW) == []
    with refused(ProblemCode.IDEMPOTENCY_KEY_REUSED):
        other = reproduction(run_id=command.run_id)
        runs.reproduce(other, given(event), source, dataset(), SIGHT, NOW)


def test_only_on_data_that_is_still_there_a_run_is_reproduced():
    """A deleted dataset can teach nothing, nor one that the asker does not see."""
    source = given(examples.run_requested())

    for known, sight in ((None, SIGHT), (dataset(), Sight("joão"))):
        with refused(ProblemCode.DATASET_NOT_FOUND):
            runs.reproduce(reproduction(), None, source, known, sight, NOW)


def test_a_repeated_run_is_its_askers():
    """Whoever sees a run and its dataset may repeat it, for themselves."""
    shared = datasets.evolve(dataset(), examples.dataset_shared("*"))
    command = reproduction(actor=STRANGER)

    [event] = runs.reproduce(
        command, None, given(examples.run_requested()), shared, Sight("joão"), NOW
    )

    assert isinstance(event, RunRequested)
    assert (event.owner_id, event.reproduces) == ("joão", RUN)


def test_a_run_is_seen_by_its_owner_by_administrators_and_by_whom_its_model_is_shared_with():
    """For anybody else there is no such run."""
    run = given(examples.run_requested())

    for sight, grantees in (
        (SIGHT, frozenset()),
        (Sight("root", everything=True), frozenset()),
        (Sight("joão"), frozenset({"joão"})),
        (Sight("joão"), frozenset({"*"})),
    ):
        assert runs.seen(run, grantees, sight) is run
    for known, grantees in ((None, frozenset()), (run, frozenset()), (run, frozenset({"ana"}))):
        with refused(ProblemCode.RUN_NOT_FOUND):
            runs.seen(known, grantees, Sight("joão"))


QUEUED = (examples.run_requested(),)
RUNNING = (*QUEUED, examples.run_started())
STOPPING = (*RUNNING, examples.cancel_requested())


def cancellation(actor: Actor = USER, run_id: UUID = RUN) -> CancelRun:
    return CancelRun(run_id=run_id, actor=actor)


@pytest.mark.parametrize("events", [QUEUED, RUNNING], ids=["queued", "running"])
def test_a_run_is_asked_to_stop(events: tuple[RunEvent, ...]):
    """One event, caused by the command."""
    command = cancellation()

    [event] = runs.cancel(command, given(*events), SIGHT, NOW)

    assert isinstance(event, CancelRequested)
    assert (event.run_id, event.causation_id, event.actor) == (RUN, command.command_id, USER)


@pytest.mark.parametrize(
    "events",
    [STOPPING, (*STOPPING, examples.run_cancelled()), (*QUEUED, examples.cancel_requested())],
    ids=["stopping", "stopped", "never started"],
)
def test_asking_again_changes_nothing(events: tuple[RunEvent, ...]):
    """A wish that was heard, or fulfilled, needs no second event."""
    assert runs.cancel(cancellation(), given(*events), SIGHT, NOW) == []


@pytest.mark.parametrize(
    "last",
    [examples.run_completed(), examples.job_failed(final=True), examples.run_abandoned()],
    ids=["completed", "failed", "abandoned"],
)
def test_a_run_that_ended_otherwise_cannot_be_stopped(last: RunEvent):
    """The refusal says how it ended."""
    with pytest.raises(RefusedError) as refusal:
        runs.cancel(cancellation(), given(*RUNNING, last), SIGHT, NOW)

    assert refusal.value.code is ProblemCode.RUN_ALREADY_ENDED
    assert refusal.value.params["status"] in {"completed", "failed"}


def test_a_run_is_renamed_once():
    """Whether it has ended or not; the name that it has already changes nothing."""
    command = RenameRun(run_id=RUN, name="Triagem de março", actor=USER)
    for events in (RUNNING, (*RUNNING, examples.run_completed())):
        [event] = runs.rename(command, given(*events), SIGHT, NOW)
        assert isinstance(event, RunRenamed)
        assert runs.rename(command, given(*events, event), SIGHT, NOW) == []


def test_nobody_else_names_a_run():
    """Not even who was shown its model."""
    command = RenameRun(run_id=RUN, name="Meu", actor=STRANGER)
    with refused(ProblemCode.RUN_NOT_FOUND):
        runs.rename(command, given(*RUNNING), Sight("joão"), NOW)


def test_other_peoples_runs_cannot_be_stopped():
    """They do not exist."""
    for run in (None, given(*RUNNING)):
        with refused(ProblemCode.RUN_NOT_FOUND):
            runs.cancel(cancellation(STRANGER), run, Sight("joão"), NOW)


def test_an_administrator_stops_anybodys_run():
    """And is who did it."""
    boss = Actor(kind=ActorKind.USER, id="root")

    [event] = runs.cancel(cancellation(boss), given(*RUNNING), Sight("root", everything=True), NOW)

    assert event.actor == boss


def test_a_run_begins_with_its_request():
    """Anything else first is a broken log, not a run."""
    with pytest.raises(ValueError, match="begins with RunRequested"):
        runs.evolve(None, examples.run_started())


def broken(**changes: Any) -> Run:
    """A run that failed for good."""
    requested = examples.run_requested(**changes)
    run = given(requested, examples.run_started(), examples.job_failed(final=True))
    assert run is not None
    return run


def retrial(*, lighter: bool = True) -> RetryRun:
    return RetryRun(run_id=uuid4(), source_id=RUN, lighter=lighter, actor=USER)


def test_a_failed_run_is_tried_again_with_shorter_texts_and_smaller_batches():
    """The examples of an optimizer step stay; the new run says whose second try it is."""
    heavy = Hyperparameters(max_length=512, batch_size=16)

    [event] = runs.retry(retrial(), None, broken(hyperparameters=heavy), dataset(), SIGHT, NOW)

    assert isinstance(event, RunRequested)
    tried = event.hyperparameters
    assert (tried.max_length, tried.batch_size, tried.gradient_accumulation) == (256, 8, 2)
    assert (event.retries, event.lightened, event.reproduces) == (RUN, 1, None)
    assert event.continues is None


def test_a_failed_run_goes_on_from_what_it_kept_with_the_settings_that_it_had():
    """Whoever only sees it begins anew: the checkpoint stays its owner's."""
    failed = broken(lightened=2)
    shared = datasets.evolve(dataset(), examples.dataset_shared("*"))

    [own] = runs.retry(retrial(lighter=False), None, failed, shared, SIGHT, NOW)
    [others] = runs.retry(retrial(lighter=False), None, failed, shared, Sight("joão"), NOW)

    assert isinstance(own, RunRequested)
    assert isinstance(others, RunRequested)
    assert own.hyperparameters == failed.requested.hyperparameters
    assert (own.retries, own.continues, own.lightened) == (RUN, RUN, 2)
    assert (others.retries, others.continues) == (RUN, None)


def test_settings_are_made_lighter_twice_at_most():
    """After that a person is to look, and so where texts are short already."""
    with refused(ProblemCode.RUN_LIGHTEST):
        runs.retry(retrial(), None, broken(lightened=2), dataset(), SIGHT, NOW)
    short = Hyperparameters(max_length=64)
    with refused(ProblemCode.RUN_LIGHTEST):
        runs.retry(retrial(), None, broken(hyperparameters=short), dataset(), SIGHT, NOW)


def test_only_what_failed_is_tried_again():
    """A run that waits or has a model needs no lighter settings."""
    waiting = given(examples.run_requested())
    assert waiting is not None
    with refused(ProblemCode.RUN_NOT_FAILED):
        runs.retry(retrial(), None, waiting, dataset(), SIGHT, NOW)
