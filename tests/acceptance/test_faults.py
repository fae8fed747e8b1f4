"""Things that go wrong while a model is being trained, on the whole system."""

import json
import os
import signal
import subprocess
import sys
from pathlib import Path
from typing import Any
from uuid import UUID

import psutil
import pytest

from tests.acceptance import running_stack
from tests.acceptance.running_stack import RunningStack

EPOCHS = 24
"""Enough to be caught in the middle."""


def start(
    stack: RunningStack, sheet: Path, base_model: str, epochs: int = EPOCHS
) -> tuple[str, str]:
    """Upload ``sheet`` and ask for a run; the ids of the dataset and of the run."""
    with stack.api as client, sheet.open("rb") as file:
        uploaded = client.post(
            "/api/datasets/upload", files={"file": (sheet.name, file)}, data={"name": "Triagem"}
        )
        assert uploaded.status_code in {200, 201}, uploaded.text
        dataset_id = uploaded.json()["id"]
        asked = client.post(
            "/api/runs",
            json={
                "dataset_id": dataset_id,
                "task": "text-classification",
                "base_model": base_model,
                "preset": "rapido",
                "hyperparameters": {
                    "epochs": epochs,
                    "learning_rate": 5e-3,
                    "batch_size": 8,
                    "max_length": 32,
                },
            },
        )
        assert asked.status_code == 201, asked.text
        return dataset_id, asked.json()["id"]


def afina(stack: RunningStack, *said: str) -> subprocess.CompletedProcess[str]:
    """A command on the stack's data, in English."""
    command = [sys.executable, "-m", "afina", *said, "--data-dir", str(stack.data_dir)]
    command += ["--language", "en"]
    return subprocess.run(command, capture_output=True, text=True, check=False, timeout=60)


def detail(stack: RunningStack, run_id: str) -> dict[str, Any]:
    with stack.api as client:
        return client.get(f"/api/runs/{run_id}").raise_for_status().json()


def metrics(stack: RunningStack, run_id: str) -> dict[str, Any]:
    with stack.api as client:
        return client.get(f"/api/runs/{run_id}/metrics").raise_for_status().json()


def wait_for(stack: RunningStack, run_id: str, *names: str) -> str:
    """Follow the run until one of the events ``names``; which one."""
    for name, _ in stack.events(run_id):
        if name in names:
            return name
    pytest.fail(f"the run ended before any of {names}")


def assert_every_epoch_once(stack: RunningStack, run_id: str, epochs: int = EPOCHS) -> None:
    """In the tables, and in the log."""
    assert [row["epoch"] for row in metrics(stack, run_id)["epochs"]] == list(range(1, epochs + 1))
    told = [
        data["event"]["metrics"]["epoch"]
        for name, data in stack.events(run_id)
        if name == "epoch_completed"
    ]
    assert told == list(range(1, epochs + 1))


@pytest.fixture(scope="module")
def trained(stack: RunningStack, spreadsheet: Path, base_model: str) -> str:
    """A run of three rounds that has completed."""
    _, run_id = start(stack, spreadsheet, base_model, epochs=3)
    assert wait_for(stack, run_id, "completed", "job_failed") == "completed"
    return run_id


def test_a_run_trains_and_completes_and_its_model_answers(stack, spreadsheet, base_model):
    """The main road: easy examples are learned, the model lies where the run says, and is asked."""
    _, run_id = start(stack, spreadsheet, base_model, epochs=8)

    assert wait_for(stack, run_id, "completed", "job_failed") == "completed"

    run = detail(stack, run_id)
    assert run["status"] == "completed"
    assert Path(run["model"]["path"], "model.safetensors").exists()
    final = metrics(stack, run_id)["final"]
    assert final["accuracy"] > final["majority_accuracy"] + 0.3
    assert_every_epoch_once(stack, run_id, 8)
    texts = ("candidato urna voto eleição", "quartel soldado farda")
    asked = afina(stack, "classify", "--run", run_id, *texts)
    assert asked.returncode == 0, asked.stderr
    told = [line.split("\t") for line in asked.stdout.splitlines()]
    assert [line[0] for line in told] == ["eleitoral", "militar"]
    assert [line[2] for line in told] == list(texts)


def test_a_worker_killed_in_the_middle_loses_and_doubles_no_epoch(stack, spreadsheet, base_model):
    """SIGKILL of agent and child: the restarted worker goes on from the checkpoint."""
    _, run_id = start(stack, spreadsheet, base_model)
    seen = 0
    for name, _ in stack.events(run_id):
        seen += name == "epoch_completed"
        if seen == 3:
            break
    [agent] = stack.workers()
    for process in [agent, *agent.children(recursive=True)]:
        process.kill()

    assert wait_for(stack, run_id, "completed", "job_failed") == "completed"

    assert_every_epoch_once(stack, run_id)
    assert detail(stack, run_id)["attempt"] == 2


def test_a_killed_child_is_an_attempt_that_failed(stack, spreadsheet, base_model):
    """The agent says so, and the run is trained again to its end."""
    _, run_id = start(stack, spreadsheet, base_model)
    assert wait_for(stack, run_id, "checkpoint_saved") == "checkpoint_saved"
    [agent] = stack.workers()
    [child] = agent.children()
    child.kill()

    assert wait_for(stack, run_id, "completed") == "completed"

    assert_every_epoch_once(stack, run_id)


def test_a_cancelled_run_is_cancelled_not_failed(stack, spreadsheet, base_model):
    """The child stops after a checkpoint; what was learned so far stays in the metrics."""
    _, run_id = start(stack, spreadsheet, base_model)
    assert wait_for(stack, run_id, "epoch_completed") == "epoch_completed"
    with stack.api as client:
        assert client.post(f"/api/runs/{run_id}/cancel").status_code in {200, 202}

    assert wait_for(stack, run_id, "cancelled", "completed", "job_failed") == "cancelled"

    assert detail(stack, run_id)["status"] == "cancelled"
    assert metrics(stack, run_id)["final"] is None


def test_a_cancelled_run_leaves_the_best_model_so_far_if_asked(stack, spreadsheet, base_model):
    """It lies where the run and the command say, and its card tells how it came to be."""
    _, run_id = start(stack, spreadsheet, base_model)
    assert wait_for(stack, run_id, "epoch_completed") == "epoch_completed"

    done = afina(stack, "cancel", run_id, "--keep-model")

    run = detail(stack, run_id)
    assert done.returncode == 0, done.stderr
    told = ["The training was cancelled.", f"The model is in {run['model']['path']}"]
    assert done.stdout.splitlines()[-2:] == told
    assert run["status"] == "cancelled"
    kept = Path(run["model"]["path"])
    assert (kept / "model.safetensors").exists()
    assert "cancelled after" in (kept / "README.en.md").read_text()


def test_what_has_ended_cannot_be_cancelled(stack, trained):
    """Nor what never was: exit code 2, and a sentence."""
    for refused in (trained, str(UUID(int=1)), "casos.csv"):
        done = afina(stack, "cancel", refused)
        assert (done.returncode, done.stdout) == (2, "")
        assert refused in done.stderr.splitlines()[0]


def test_the_terminal_lists_the_alerts_of_the_page(stack):
    """Open ones, or all; as sentences, or as the API has them."""
    with stack.api as client:
        everything = client.get("/api/alerts").raise_for_status().json()["items"]
    assert json.loads(afina(stack, "alerts", "--all", "--json").stdout) == everything
    opened = [alert["sentence"] for alert in everything if alert["closed_at"] is None]
    told = afina(stack, "alerts").stdout
    assert all(sentence in told for sentence in opened or ["No alerts: nothing needs"])


def test_a_reproduced_run_gives_the_same_figures(stack, trained):
    """The same examples, hyperparameters and seed, on the same computer: the same bits."""
    repeated = subprocess.run(
        [
            *(sys.executable, "-m", "afina", "reproduce", trained),
            *("--data-dir", str(stack.data_dir), "--language", "en"),
        ],
        capture_output=True,
        text=True,
        check=False,
        timeout=120,
        env=running_stack.environment_without_secrets(),
    )
    assert repeated.returncode == 0, repeated.stdout + repeated.stderr
    with stack.api as client:
        second = client.get("/api/runs", params={"limit": 1}).json()["items"][0]["id"]
        compared = client.get(f"/api/runs/{second}/reproduction").raise_for_status().json()

    def learned(run_id: str) -> list[dict[str, Any]]:
        timing = {"seconds", "examples_per_second"}
        return [
            {name: value for name, value in row.items() if name not in timing}
            for row in metrics(stack, run_id)["epochs"]
        ]

    assert learned(trained) == learned(second)
    before, after = detail(stack, trained), detail(stack, second)
    assert after["reproduces"] == trained
    assert before["model"]["weights_sha256"] == after["model"]["weights_sha256"]
    assert (compared["outcome"], compared["circumstances"]) == ("identical", [])
    assert "Identical: the same model to the last bit" in repeated.stdout
    assert "It was expected to take" in repeated.stdout
    assert after["forecast"]["epochs"] == 3
    assert after["took_ratio"] > 0


def test_a_base_model_that_is_not_there_fails_the_run_with_its_reason(stack, spreadsheet):
    """No retry can help, and the sentence says what to do."""
    _, run_id = start(stack, spreadsheet, "/nowhere/at/all")

    assert wait_for(stack, run_id, "job_failed", "completed") == "job_failed"

    run = detail(stack, run_id)
    assert run["status"] == "failed"
    assert run["failure"]["code"] == "base_model_unavailable"
    assert run["failure"]["sentence"]


def test_a_stopped_stack_goes_on_where_it_was(tmp_path, spreadsheet, base_model):
    """SIGTERM in the middle: the run is interrupted, not failed, and ends after the next start."""
    port = running_stack.free_port()
    with running_stack.running(tmp_path, port) as stack:
        _, run_id = start(stack, spreadsheet, base_model)
        assert wait_for(stack, run_id, "epoch_completed") == "epoch_completed"
    left = [
        process.info["cmdline"]
        for process in psutil.process_iter(["cmdline"])
        if any(str(tmp_path) in word for word in process.info["cmdline"] or [])
    ]
    assert left == []

    with running_stack.running(tmp_path, port) as stack:
        assert wait_for(stack, run_id, "completed", "job_failed") == "completed"
        names = [name for name, _ in stack.events(run_id)]
        assert "interrupted" in names
        assert_every_epoch_once(stack, run_id)


def test_the_rebuilt_tables_equal_the_live_ones(stack, trained):
    """Whatever happened to the stack before this."""
    replayed = subprocess.run(
        [sys.executable, "-m", "afina", "replay", "--data-dir", str(stack.data_dir)],
        capture_output=True,
        text=True,
        check=False,
        env=running_stack.environment_without_secrets(),
    )
    assert replayed.returncode == 0, replayed.stdout + replayed.stderr


def test_the_log_of_all_this_breaks_no_rule(stack, trained):
    """Whatever happened to the stack before this, and a real training besides."""
    examined = subprocess.run(
        [sys.executable, "-m", "afina", "doctor", "log", "--data-dir", str(stack.data_dir)],
        capture_output=True,
        text=True,
        check=False,
        env=running_stack.environment_without_secrets(),
    )
    assert examined.returncode == 0, examined.stdout + examined.stderr


def test_a_second_stack_on_the_same_data_says_so(stack):
    """It neither waits nor harms the first."""
    second = subprocess.run(
        [sys.executable, "-m", "afina", "up", "--data-dir", str(stack.data_dir), "--no-browser"],
        capture_output=True,
        text=True,
        check=False,
        timeout=30,
    )
    assert second.returncode != 0
    assert stack.address in second.stdout + second.stderr
    os.kill(stack.process.pid, signal.SIG_DFL)
