"""What is taken away from a dataset is told first."""

import pytest

from api.commands import datasets
from api.commands.downloads import DownloadDataset, by_worker, download, fetch
from api.problems import RefusedError
from api.sight import Sight
from schemas.base import Actor, ActorKind
from schemas.events.dataset import Download
from tests.schemas import examples
from tests.schemas.examples import DATASET, NOW, OWNER, RUN

STORED = datasets.evolve(None, examples.dataset_uploaded())
MARIA = Actor(kind=ActorKind.USER, id=OWNER, address="10.0.0.7")
ORIGINAL = DownloadDataset(dataset_id=DATASET, what=Download.ORIGINAL, actor=MARIA)
EXAMPLES = DownloadDataset(
    dataset_id=DATASET, what=Download.EXAMPLES, version=1, run_id=RUN, actor=by_worker("gpu-1")
)


def test_a_person_s_download_says_who_and_from_where():
    [told] = download(ORIGINAL, STORED, Sight(OWNER), NOW)

    assert (told.what, told.actor, told.run_id) == (Download.ORIGINAL, MARIA, None)
    assert datasets.evolve(STORED, told) == STORED


def test_what_nobody_may_see_nobody_is_told_to_have_had():
    gone = datasets.evolve(STORED, examples.dataset_deleted())

    for dataset, asker in ((STORED, "ana"), (gone, OWNER), (None, OWNER)):
        with pytest.raises(RefusedError):
            download(ORIGINAL, dataset, Sight(asker), NOW)


def test_a_worker_s_download_says_for_which_run():
    """Whatever has become of the dataset; where the log has none there is no place to tell it."""
    gone = datasets.evolve(STORED, examples.dataset_deleted())

    [told] = fetch(EXAMPLES, gone, NOW)

    assert (told.what, told.run_id, told.actor) == (Download.EXAMPLES, RUN, by_worker("gpu-1"))
    assert fetch(EXAMPLES, None, NOW) == []
