"""A backup is put back while workers live that know more than it does."""

from pathlib import Path

from schemas.events.run import CheckpointSaved
from schemas.lifecycle import RunStatus
from tests.afina.backup.installation import backing, restored, taken
from tests.faults.system import Pace, system
from tests.infra import doorkeeping


async def test_a_worker_that_believes_in_a_lost_log_tells_nothing_in_the_restored_one(
    tmp_path: Path, database_url: str
):
    """Its claim is not in the backup, where the same sequence may be another's: it begins anew.

    What it has learned lies on its disk, so the new attempt goes on from there.
    """
    pace = Pace(epoch_seconds=0.4)
    async with system(tmp_path / "site", database_url, pace, answered=False) as site:
        base = backing(site.broker.url, database_url, tmp_path / "blobs")
        run_id, other = await site.request(epochs=12), await site.request(epochs=2)
        backup = await taken(base, tmp_path / "backups")
        # The API is stopped before anything is restored; who is connected stays so.
        async with doorkeeping.doorkeeper(site.broker, site.client, database_url):
            worker = await site.worker()
        await site.told(run_id, CheckpointSaved, times=3)

        await restored(base, backup.folder, safety=tmp_path / "replaced")

        assert [item.sequence for item in await site.history(run_id)] == [1]
        await site.ended(run_id, other)
        assert "ending=not_ours" in worker.said()
        state = await site.state(run_id)
        assert (state.status, state.attempt) == (RunStatus.COMPLETED, 1)
