import zipfile
from collections.abc import Sequence
from pathlib import Path
from tempfile import TemporaryDirectory

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from api.datasets.formats import package as package_module
from api.datasets.formats.package import Package, UnusualError
from tests.api.datasets.workbooks import zipped


def entries(path: Path) -> Sequence[bytes]:
    return list(Package(path).entries("a.xml", b"</e>"))


@settings(deadline=None, max_examples=60)
@given(st.lists(st.binary(max_size=6), max_size=12), st.binary(max_size=6), st.integers(1, 20))
def test_entries_are_never_cut(bodies: list[bytes], rest: bytes, block_bytes: int):
    """Wherever a block of the archive ends, and whatever is in it."""
    text = b"".join(body + b"</e>" for body in bodies) + rest
    with TemporaryDirectory() as folder, pytest.MonkeyPatch.context() as context:
        context.setattr(package_module, "BLOCK_BYTES", block_bytes)
        found = entries(zipped(Path(folder) / "a.zip", {"a.xml": text}))

    assert b"".join(found) == text
    assert all(part.endswith(b"</e>") for part in found[:-1] if part)
    assert b"</e>" not in found[-1]


def test_an_endless_entry_is_unusual(tmp_path: Path, monkeypatch: pytest.MonkeyPatch):
    """It would have to be held whole."""
    monkeypatch.setattr(package_module, "LARGEST_ENTRY_BYTES", 100)
    monkeypatch.setattr(package_module, "BLOCK_BYTES", 10)

    with pytest.raises(UnusualError):
        entries(zipped(tmp_path / "a.zip", {"a.xml": bytes(200)}))


def test_what_differs_from_its_checksum_is_unusual(tmp_path: Path):
    """One bit is enough."""
    path = tmp_path / "a.zip"
    with zipfile.ZipFile(path, "w", zipfile.ZIP_STORED) as archive:
        archive.writestr("a.xml", "texto")
    path.write_bytes(path.read_bytes().replace(b"texto", b"testo", 1))

    with pytest.raises(UnusualError):
        entries(path)


@pytest.mark.parametrize("method", [zipfile.ZIP_BZIP2, zipfile.ZIP_LZMA])
def test_other_ways_to_compress_are_unusual(tmp_path: Path, method: int):
    """No spreadsheet program uses them."""
    with zipfile.ZipFile(tmp_path / "a.zip", "w", method) as archive:
        archive.writestr("a.xml", "texto")

    with pytest.raises(UnusualError):
        entries(tmp_path / "a.zip")


@pytest.mark.parametrize("name", ["a.xml", "/A.XML", "\\a.xml"])
def test_a_part_has_one_name(tmp_path: Path, name: str):
    """However the archive spells it."""
    path = zipped(tmp_path / "a.zip", {name: "<a/>"})

    assert "a.xml" in Package(path)
    assert Package(path).tree("a.xml").tag == "a"


@pytest.mark.parametrize("content", ["<!DOCTYPE a><a/>", "<a>", " " * 5_000_000 + "<a/>"])
def test_a_tree_is_small_and_declares_nothing(tmp_path: Path, content: str):
    """It is read whole, by a parser that would obey."""
    with pytest.raises(UnusualError):
        Package(zipped(tmp_path / "a.zip", {"a.xml": content})).tree("a.xml")
