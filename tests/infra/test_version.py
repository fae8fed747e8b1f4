import re
import subprocess
from collections.abc import Iterator
from importlib.metadata import version
from pathlib import Path

import pytest

from infra import version as code

RELEASE = version("afina")


@pytest.fixture(autouse=True)
def _asked_anew() -> Iterator[None]:
    """The answer is kept for a process's life; each test wants its own."""
    code.code_version.cache_clear()
    yield
    code.code_version.cache_clear()


def git(folder: Path, *arguments: str) -> str:
    identity = ["-c", "user.name=t", "-c", "user.email=t@example.org"]
    command = ["git", *identity, *arguments]
    return subprocess.run(command, cwd=folder, check=True, capture_output=True, text=True).stdout


def test_an_installed_release_names_itself(monkeypatch: pytest.MonkeyPatch, tmp_path: Path):
    monkeypatch.setattr(code, "CHECKOUT", tmp_path)

    assert code.code_version() == RELEASE


def test_a_checkout_names_its_commit(monkeypatch: pytest.MonkeyPatch, tmp_path: Path):
    """And owns up to changes that no commit holds."""
    monkeypatch.setattr(code, "CHECKOUT", tmp_path)
    file = tmp_path / "file"
    file.write_text("1")
    git(tmp_path, "init")
    git(tmp_path, "add", ".")
    git(tmp_path, "commit", "-m", "first")
    commit = git(tmp_path, "rev-parse", "HEAD")[:12]

    assert code.code_version() == f"{RELEASE}+{commit}"

    file.write_text("2")
    code.code_version.cache_clear()
    assert code.code_version() == f"{RELEASE}+{commit}.dirty"


def test_a_checkout_without_a_commit_is_only_a_release(
    monkeypatch: pytest.MonkeyPatch, tmp_path: Path
):
    monkeypatch.setattr(code, "CHECKOUT", tmp_path)
    git(tmp_path, "init")

    assert code.code_version() == RELEASE


def test_this_very_code_has_a_version():
    assert re.match(r"\d+\.\d+\.\d+", code.code_version())
