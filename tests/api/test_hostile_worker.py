"""What a hostile worker gets at the broker: all of it tried, and written down as it came out."""

import os
from collections.abc import Sequence
from pathlib import Path

from nats.js.errors import NotFoundError

from api.access import CredentialKind
from schemas import subjects
from tests.api import guarded as doors
from tests.api import hostile
from tests.api.desk import Desk
from tests.api.hostile import Outcome, Scene, Try
from tests.schemas.examples import worker_registered
from tests.stack import Stack

WORKER = "gpu-1"
TABLE = Path(__file__).parents[2] / "docs" / "security" / "subjects.md"
OF_ONESELF = {"$SYS.REQ.USER.INFO", "$SYS.REQ.SERVER.PING.CONNZ"}
"""What the broker tells everybody about their own account."""
BEGIN, END = "<!-- tried -->\n", "<!-- /tried -->\n"


async def test_a_worker_gets_what_it_needs_and_nothing_besides(guarded: Desk, servers: Stack):
    """Every attempt is refused or reaches nobody; streams, queue and log are as they were."""
    broker, control = servers.servers.broker, guarded.services.log.client
    await guarded.write(worker_registered(worker_id=WORKER))
    token = await guarded.token(WORKER, CredentialKind.WORKER)
    scene, needs = Scene(control), hostile.own(WORKER)
    async with (
        doors.connected(broker.worker_url, token, WORKER) as worker,
        doors.connected(broker.callout_url, "", "callout") as callout,
    ):
        await worker.client.publish(f"training.run.r1.worker.{WORKER}.empty", b"")
        await scene.watch()
        needed = [await scene.tried(worker.client, worker.denied, one) for one in needs]
        scene.patience_seconds = hostile.ANSWER_SECONDS
        others: list[tuple[Try, list[Outcome]]] = []
        for one in hostile.forbidden():
            before = await _kept(guarded)
            roles = (worker, callout)
            outcomes = [await scene.tried(role.client, role.denied, one) for role in roles]
            others.append((one, outcomes))
            assert await _kept(guarded) == before, one
        assert worker.client.is_connected

    assert needed == [Outcome.DONE] * len(needs)
    assert len(others) >= 60
    assert not [one for one, (by_worker, _) in others if by_worker is Outcome.DONE]
    reached = {one.subject for one, (_, by_callout) in others if by_callout is Outcome.DONE}
    assert reached <= OF_ONESELF
    rows = [(one, [outcome, "-"]) for one, outcome in zip(needs, needed, strict=True)]
    _hold_against_the_document([*rows, *others])


async def _kept(desk: Desk) -> list[object]:
    """What would have changed, if anything that is forbidden had come through."""
    jetstream = desk.services.log.jetstream
    names = (subjects.TELEMETRY, subjects.PRESENCE)
    infos = [await jetstream.stream_info(name) for name in names]
    try:
        queue = (await jetstream.consumer_info(subjects.TRAINING, "gpu-default")).name
    except NotFoundError:
        queue = None
    return [queue, *(info.config.name for info in infos)]


def _hold_against_the_document(rows: Sequence[tuple[Try, Sequence[str]]]) -> None:
    """The table in the document is what came out; recorded anew when that is asked for."""
    lines = ["| tried | subject | what it would be | worker | callout |", "|---|---|---|---|---|"]
    lines += [
        f"| {one.way} | `{one.subject}` | {one.means} | {' | '.join(outcomes)} |"
        for one, outcomes in rows
    ]
    table = "\n".join([*lines, ""])
    text = TABLE.read_text()
    before, _, rest = text.partition(BEGIN)
    told, _, after = rest.partition(END)
    if os.environ.get("AFINA_RECORD_GOLDEN"):
        TABLE.write_text(f"{before}{BEGIN}\n{table}\n{END}{after}")
    else:
        assert told.strip() == table.strip()
