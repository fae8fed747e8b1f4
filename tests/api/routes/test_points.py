"""The points of a run's charts over HTTP, from what a worker told."""

from tests.api.desk import Desk
from tests.schemas import examples
from tests.schemas.examples import RUN

WHERE = f"/api/runs/{RUN}/points"


async def test_points_are_thinned_and_what_an_attempt_repeats_is_told_once(desk: Desk, http):
    """The second attempt began again at step 30; reports without a step's error are none."""
    await desk.write(examples.run_requested())
    told = [examples.progress(step=step, train_loss=1 / step) for step in range(1, 41)]
    told += [examples.progress(attempt=2, step=30, train_loss=0.5, learning_rate=5e-5)]
    await desk.tell(*told, examples.progress(attempt=2, step=31))

    whole = (await http.get(WHERE)).json()
    few = (await http.get(WHERE, params={"max_points": 10})).json()
    newer = (await http.get(WHERE, params={"after": whole["sequence"] - 1})).json()

    assert whole["steps"] == list(range(1, 31))
    assert whole["train_loss"] == [1 / step for step in range(1, 30)] + [0.5]
    assert whole["learning_rate"][-2:] == [None, 5e-5]
    assert (whole["total"], few["total"], len(few["steps"])) == (30, 30, 10)
    assert newer["steps"] == [30]


async def test_a_run_without_points_has_an_empty_chart(desk: Desk, http):
    await desk.write(examples.run_requested())

    assert (await http.get(WHERE)).json()["total"] == 0
