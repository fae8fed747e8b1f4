"""A backup of a system that trains, put back on another computer, as a person does it."""

import hashlib
import subprocess
import sys
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

from afina.stack import find
from tests.acceptance import running_stack
from tests.acceptance.running_stack import RunningStack
from tests.acceptance.test_faults import assert_every_epoch_once, detail, start, wait_for
from tests.afina.backup.installation import replayed

EPOCHS = 10


def afina(*words: str | Path, data_dir: Path) -> subprocess.CompletedProcess[str]:
    return subprocess.run(
        [sys.executable, "-m", "afina", *words, "--data-dir", data_dir, "--language", "en"],
        capture_output=True,
        text=True,
        check=False,
        timeout=120,
        env=running_stack.environment_without_secrets(),
    )


@contextmanager
def frozen(stack: RunningStack) -> Iterator[None]:
    """Nobody trains: what is in the middle stays there."""
    family = [one for agent in stack.workers() for one in (agent, *agent.children(recursive=True))]
    for process in family:
        process.suspend()
    try:
        yield
    finally:
        for process in family:
            process.resume()


async def test_a_restored_backup_goes_on_where_it_was(
    stack: RunningStack, spreadsheet: Path, base_model: str, tmp_path: Path
):
    """Made in the middle of a training, which another computer then begins again and ends.

    Tokens open the same things, files are the same bytes, and the tables are nothing but the log.
    """
    dataset_id, run_id = start(stack, spreadsheet, base_model, epochs=EPOCHS)
    assert wait_for(stack, run_id, "epoch_completed") == "epoch_completed"
    place, elsewhere = tmp_path / "backups", tmp_path / "elsewhere"

    with frozen(stack):
        made = afina("backup", place, data_dir=stack.data_dir)
    assert made.returncode == 0, made.stdout + made.stderr
    assert "Trained models are not in it" in made.stdout
    refused = afina("restore", place, data_dir=stack.data_dir)
    assert (refused.returncode, stack.address in refused.stderr) == (1, True)
    restored = afina("restore", place, data_dir=elsewhere)
    assert restored.returncode == 0, restored.stdout + restored.stderr

    with running_stack.running(elsewhere, running_stack.free_port()) as there:
        same = RunningStack(there.process, elsewhere, there.address, stack.token)
        assert wait_for(same, run_id, "completed") == "completed"
        assert detail(same, run_id)["attempt"] == 2
        assert_every_epoch_once(same, run_id, EPOCHS)
        with same.api as client:
            url = f"/api/datasets/{dataset_id}/download"
            downloaded = client.get(url).raise_for_status().content
        assert hashlib.sha256(downloaded).hexdigest() == detail(same, run_id)["dataset_sha256"]
        found = find(elsewhere)
        assert found is not None
        assert (await replayed(found.backing)).equal
