from uuid import uuid4

import pytest

from api.commands import datasets, models, runs, shares
from api.commands.datasets import Dataset
from api.commands.runs import Run
from api.commands.shares import Share
from api.problems import RefusedError
from api.sight import Sight
from schemas.events.run import RunEvent
from schemas.problems import ProblemCode
from tests.schemas import examples
from tests.schemas.examples import DATASET, NOW, OWNER, RUN, USER

SIGHT = Sight(OWNER)
ANA = Sight("ana")
ADMINISTRATOR = Sight("root", everything=True)
STORED = Dataset(examples.dataset_uploaded())
SHARED = datasets.evolve(STORED, examples.dataset_shared("ana"))
MODEL = models.evolve(None, examples.model_shared("ana"))


def with_(grantee: str, entity_id=DATASET) -> Share:
    return Share(id=entity_id, grantee=grantee, actor=USER)


def run(*events: RunEvent) -> Run:
    known = None
    for event in (examples.run_requested(), examples.run_started(), *events):
        known = runs.evolve(known, event)
    assert known is not None
    return known


COMPLETED = run(examples.run_completed())


def refused(code: ProblemCode):
    return pytest.raises(RefusedError, check=lambda error: error.code is code)


@pytest.mark.parametrize("sight", [SIGHT, ADMINISTRATOR], ids=["owner", "administrator"])
@pytest.mark.parametrize("grantee", ["ana", "*"])
def test_a_dataset_is_shared_with_a_person_or_with_everyone(sight: Sight, grantee: str):
    """By its owner or an administrator; whoever it is shared with sees it from then on."""
    command = with_(grantee)

    [event] = shares.share_dataset(command, STORED, sight, NOW)

    assert (event.grantee, event.causation_id) == (grantee, command.command_id)
    after = datasets.evolve(STORED, event)
    assert datasets.seen(after, ANA) is after


def test_sharing_twice_is_sharing_once():
    """Nor is there anything to write for the owner, who sees it anyway."""
    assert shares.share_dataset(with_("ana"), SHARED, SIGHT, NOW) == []
    assert shares.share_dataset(with_(OWNER), STORED, SIGHT, NOW) == []
    assert shares.share_model(with_("ana", RUN), MODEL, COMPLETED, SIGHT, NOW) == []
    assert shares.share_model(with_(OWNER, RUN), None, COMPLETED, SIGHT, NOW) == []


def test_what_is_shared_no_longer_is_not_there():
    """Ending it twice is ending it once."""
    [event] = shares.unshare_dataset(with_("ana"), SHARED, SIGHT, NOW)

    after = datasets.evolve(SHARED, event)
    with refused(ProblemCode.DATASET_NOT_FOUND):
        datasets.seen(after, ANA)
    assert shares.unshare_dataset(with_("ana"), after, SIGHT, NOW) == []


def test_who_sees_by_sharing_changes_nothing():
    """Not even with whom it is shared; they see it, so it is forbidden rather than not found."""
    for decide in (shares.share_dataset, shares.unshare_dataset):
        with refused(ProblemCode.FORBIDDEN):
            decide(with_("ana"), SHARED, ANA, NOW)
        with refused(ProblemCode.DATASET_NOT_FOUND):
            decide(with_("ana"), STORED, ANA, NOW)
    for decide in (shares.share_model, shares.unshare_model):
        with refused(ProblemCode.FORBIDDEN):
            decide(with_("ana", RUN), MODEL, COMPLETED, ANA, NOW)
        with refused(ProblemCode.RUN_NOT_FOUND):
            decide(with_("ana", RUN), None, COMPLETED, ANA, NOW)
    with refused(ProblemCode.FORBIDDEN):
        datasets.changeable(SHARED, ANA)


def test_sharing_ends_with_the_dataset():
    """Uploaded again, it is its owner's alone."""
    gone = datasets.evolve(SHARED, examples.dataset_deleted())
    back = datasets.evolve(gone, examples.dataset_uploaded())

    for dataset in (gone, back):
        assert dataset.grantees == frozenset()
        with refused(ProblemCode.DATASET_NOT_FOUND):
            datasets.seen(dataset, ANA)


def test_a_model_is_shared_once_its_run_is_completed():
    """The event says whose it is, since it is all that the model's own history has."""
    [event] = shares.share_model(with_("ana", RUN), None, COMPLETED, SIGHT, NOW)
    assert (event.run_id, event.owner_id, event.grantee) == (RUN, OWNER, "ana")

    [end] = shares.unshare_model(
        with_("ana", RUN), models.evolve(None, event), COMPLETED, SIGHT, NOW
    )
    assert models.evolve(MODEL, end).grantees == frozenset()
    assert shares.unshare_model(with_("ana", RUN), None, COMPLETED, SIGHT, NOW) == []


@pytest.mark.parametrize("known", [run(), run(examples.job_failed(final=True))])
def test_a_run_without_a_model_shares_none(known: Run):
    """It may still fail, or has."""
    with refused(ProblemCode.RUN_WITHOUT_MODEL):
        shares.share_model(with_("ana", RUN), None, known, SIGHT, NOW)


def test_what_is_not_there_is_not_shared():
    """Whatever the reason."""
    for dataset in (None, datasets.evolve(STORED, examples.dataset_deleted())):
        with refused(ProblemCode.DATASET_NOT_FOUND):
            shares.share_dataset(with_("ana"), dataset, ADMINISTRATOR, NOW)
    with refused(ProblemCode.RUN_NOT_FOUND):
        shares.share_model(with_("ana", uuid4()), None, None, ADMINISTRATOR, NOW)
