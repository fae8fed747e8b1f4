"""Faults of who may come in: a worker revoked at its work, and nobody to say who may."""

from pathlib import Path

import httpx

from afina.rooms import EXIT_NOT_ADMITTED
from infra.presence import is_present
from schemas import subjects
from schemas.events.run import CheckpointSaved, RunStalled
from tests.faults.system import ADMINISTRATOR, System, system


async def revoke(site: System, address: str, worker_id: str) -> None:
    headers = {"Authorization": f"Bearer {await site.token(ADMINISTRATOR)}"}
    async with httpx.AsyncClient(headers=headers, timeout=30, trust_env=False) as http:
        answer = await http.post(f"{address}/api/workers/{worker_id}/revoke")
    assert answer.status_code == 200, answer.text


async def test_a_worker_revoked_in_mid_epoch_is_out_and_its_run_goes_on_elsewhere(
    tmp_path: Path, database_url: str
):
    """24. Kicked, it ends by itself and keeps its work; another worker has the run at once.

    Nobody waits for the lease of the one that is gone: that would take longer than the whole test.
    """
    async with system(tmp_path, database_url, answered=False) as site:
        await site.consumers()
        _, address = await site.api()
        revoked = await site.worker()
        run_id = await site.request()
        await site.told(run_id, CheckpointSaved, times=3)
        await site.worker("gpu-2")

        await revoke(site, address, "gpu-1")

        assert await revoked.ended() == EXIT_NOT_ADMITTED
        assert not await is_present(site.client, "gpu-1")
        assert list((site.data_dir / "workers" / "gpu-1" / "runs" / str(run_id)).iterdir())
        await site.completed(run_id, attempts=2)
        assert (await site.state(run_id)).worker_id == "gpu-2"
        assert await site.count(run_id, RunStalled) == 1

        await revoked.start()
        assert await revoked.ended() == EXIT_NOT_ADMITTED


async def test_while_nobody_says_who_may_come_in_whoever_is_in_works_on(
    tmp_path: Path, database_url: str
):
    """25. New workers are refused and wait; they come in when somebody answers again."""
    async with system(tmp_path, database_url, answered=False) as site:
        await site.consumers()
        api, _ = await site.api()
        await site.worker()
        run_id = await site.request()
        await site.told(run_id, CheckpointSaved)

        await api.kill()
        late = await site.worker("gpu-2", heard=False)
        await site.until(lambda: "not let in" in late.said())
        await site.completed(run_id, attempts=1)
        assert not await is_present(site.client, "gpu-2")

        await api.start()
        await site.until(lambda: is_present(site.client, "gpu-2"))
        assert len(await site.log.history(subjects.worker("gpu-2"))) == 1
