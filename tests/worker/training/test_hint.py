from pathlib import Path

import pytest

from worker.training.hint import Hint


def test_each_entry_keeps_the_latest_value(tmp_path: Path):
    """In a folder that need not be there yet; nothing partial is left in it."""
    path = tmp_path / "cache" / "hints.json"
    Hint(path, "ação").remember({"tokens": 1})
    Hint(path, "other").remember([2])
    Hint(path, "ação").remember({"tokens": 3})

    assert Hint(path, "ação").recall() == {"tokens": 3}
    assert Hint(path, "other").recall() == [2]
    assert Hint(path, "unknown").recall() is None
    assert [one.name for one in path.parent.iterdir()] == ["hints.json"]


@pytest.mark.parametrize("content", [b"", b"{", b"[]", b"\xff", b"7"])
def test_a_damaged_file_is_an_empty_one(content: bytes, tmp_path: Path):
    """And is replaced by the next thing to be remembered."""
    hint = Hint(tmp_path / "hints.json", "key")
    hint.path.write_bytes(content)

    assert hint.recall() is None
    hint.remember(5)
    assert hint.recall() == 5
