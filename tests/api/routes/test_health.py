"""Whether the process says truthfully what is missing."""

import httpx
import pytest
from nats.aio.client import Client

from api.readiness import SMALL_LAG, Look, Projector, Readiness
from infra.settings import Settings
from schemas import subjects
from tests.api.desk import Desk, at_work, calling
from tests.schemas import examples


async def ready(desk: Desk) -> httpx.Response:
    async with calling(desk) as http:
        assert (await http.get("/health/live")).json() == {"status": "alive"}
        return await http.get("/health/ready")


async def test_with_everything_there_requests_can_be_served(desk: Desk):
    """200, without a token."""
    await desk.write(examples.run_requested())

    answer = await ready(desk)

    assert (answer.status_code, answer.json()) == (200, {"ready": True, "missing": []})


async def test_without_a_projector_nothing_can_be_read(settings: Settings, client: Client):
    """Even while there is nothing to project."""
    async with at_work(settings) as desk:
        answer = await ready(desk)

    assert (answer.status_code, answer.json()["missing"]) == (503, ["projector"])


async def test_without_a_log_nothing_can_be_written(desk: Desk):
    """The part that is missing is named."""
    await desk.services.log.jetstream.delete_stream(subjects.TRAINING)

    answer = await ready(desk)

    assert answer.status_code == 503
    assert answer.json()["missing"][0] == "log"


async def test_without_a_database_nobody_is_known(settings: Settings, client: Client):
    """The process lives all the same."""
    nowhere = settings.model_copy(
        update={"database_url": "postgresql://afina:no@127.0.0.1:1/afina?connect_timeout=1"}
    )
    async with at_work(nowhere) as desk:
        answer = await ready(desk)

    assert (answer.status_code, answer.json()["missing"]) == (503, ["database"])


class TestKeepingUp:
    """The rule by which a read model keeps up with its log, on looks at both."""

    @pytest.fixture
    def readiness(self, desk: Desk) -> Readiness:
        return Readiness(desk.services.log, desk.services.engine)

    @pytest.mark.parametrize(
        ("looks", "keeps_up"),
        [
            ([(0, 10, 10)], True),
            ([(0, SMALL_LAG, 0)], True),
            ([(0, SMALL_LAG + 1, 0)], False),
            ([(0, 500, 0), (2, 900, 100)], True),
            ([(0, 500, 0), (2, 900, 500)], True),
            ([(0, 500, 0), (2, 500, 0)], False),
            ([(0, 5, 4), (2, 5, 4)], False),
            ([(0, 5, 4), (1, 5, 4)], True),
        ],
        ids=[
            "at the end",
            "nearly",
            "far behind, never looked before",
            "far behind but moving",
            "where the end was",
            "stuck",
            "stuck one before the end",
            "one before the end for a moment",
        ],
    )
    async def test_what_counts_is_where_the_log_ended_a_moment_ago(
        self, readiness: Readiness, looks: list[tuple[int, int, int]], *, keeps_up: bool
    ):
        """Being a little behind is normal, standing still is not."""
        answers = [readiness._keeps_up(Look(*look)) for look in looks]

        assert answers[-1] is keeps_up

    async def test_a_projector_that_is_not_at_work_serves_nobody(self, readiness: Readiness):
        """Though all is projected: what is written next would not be."""
        assert readiness._serves(Projector(position=0, at_work=True), 0)
        assert not readiness._serves(Projector(position=0, at_work=False), 0)
        assert not readiness._serves(Projector(position=None, at_work=True), 0)
