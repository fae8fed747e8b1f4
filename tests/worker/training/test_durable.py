import os
from hashlib import sha256
from pathlib import Path

import pytest

from worker.training import durable


def test_a_folder_gets_its_name_when_it_is_whole(tmp_path: Path):
    """Whatever stood there before is gone, and the partial folder too."""
    target = durable.fresh(tmp_path / "model")
    (target / "old").write_text("old")
    partial = durable.fresh(tmp_path / "model.partial")
    (partial / "new").write_text("new")

    durable.replace(partial, target)

    assert [path.name for path in target.iterdir()] == ["new"]
    assert not partial.exists()


def test_every_file_is_on_disk_before_the_name_is(tmp_path: Path, monkeypatch: pytest.MonkeyPatch):
    """First the files, then the folder, then its entry in the parent."""
    settled: list[str] = []

    def settle(path: Path) -> None:
        settled.append(path.name)

    monkeypatch.setattr(durable, "settle", settle)
    partial = durable.fresh(tmp_path / "model.partial")
    (partial / "a").write_text("a")

    durable.replace(partial, tmp_path / "model")

    assert settled == ["a", "model.partial", tmp_path.name]


def test_leftovers_of_a_dead_process_do_not_stay(tmp_path: Path):
    """A partial folder begins empty."""
    (durable.fresh(tmp_path / "partial") / "left").write_text("over")

    assert list(durable.fresh(tmp_path / "partial").iterdir()) == []


def test_a_link_shares_its_bytes(tmp_path: Path):
    """The best epoch's weights cost no second copy."""
    (tmp_path / "one").write_text("bytes")

    durable.link(tmp_path / "one", tmp_path / "two")

    assert (tmp_path / "two").stat().st_ino == (tmp_path / "one").stat().st_ino


def test_where_links_cannot_be_made_the_bytes_are_copied(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
):
    """Some network file systems have no links."""

    def refuse(*_: object, **__: object) -> None:
        raise OSError("no links here")

    monkeypatch.setattr(os, "link", refuse)
    (tmp_path / "one").write_text("bytes")

    durable.link(tmp_path / "one", tmp_path / "two")

    assert (tmp_path / "two").read_text() == "bytes"
    assert sorted(path.name for path in tmp_path.iterdir()) == ["one", "two"]


def test_digest_and_size_are_those_of_the_bytes(tmp_path: Path):
    """Over folders within folders."""
    (tmp_path / "inner").mkdir()
    (tmp_path / "inner" / "file").write_bytes(b"12345")
    (tmp_path / "file").write_bytes(b"678")

    assert durable.digest(tmp_path / "file") == sha256(b"678").hexdigest()
    assert durable.size(tmp_path) == 8
