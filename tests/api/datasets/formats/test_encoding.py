from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from api.datasets.formats import encoding

PORTUGUESE = st.text("abcçãõéíóúâêôàÇÃ ;,\n0123456789", min_size=1)
"""All but the signs that, after an accented letter, make valid UTF-8 by chance."""


@pytest.mark.parametrize("kind", ["utf-8", "utf-8-sig", "cp1252", "utf-16", "utf-32"])
@settings(deadline=None)
@given(text=PORTUGUESE)
def test_what_was_written_is_read(tmp_path_factory: pytest.TempPathFactory, kind: str, text: str):
    """Portuguese comes back from each of the encodings that programs use here."""
    path = tmp_path_factory.getbasetemp() / f"text-{kind}"
    path.write_bytes(text.encode(kind))

    found = encoding.detect(path)

    with path.open(encoding=found.name, errors=found.errors, newline="") as file:
        assert file.read() == text


def test_a_sign_cut_by_a_block_is_whole(tmp_path: Path):
    """The file is looked through in blocks; a sign of two bytes may lie across two of them."""
    path = tmp_path / "long.csv"
    path.write_bytes(b"x" * (1024 * 1024 - 1) + "ção".encode())

    assert encoding.detect(path).name == "utf-8-sig"


def test_bytes_that_no_windows_program_writes_are_still_read(tmp_path: Path):
    """Five places of the Windows table are empty; Latin-1 has something everywhere."""
    path = tmp_path / "odd.csv"
    path.write_bytes(b"a\xe7\xe3o \x81\xe7\xe3o")

    assert encoding.detect(path).name == "latin-1"


@pytest.mark.parametrize("kind", ["utf-8", "utf-8-sig", "utf-16", "utf-16-be", "utf-32"])
def test_the_beginning_of_a_text_is_shown_as_it_reads(kind: str):
    """Without its mark, and though its last sign is cut."""
    assert encoding.decoded("texto;ação".encode(kind)[:-1]).startswith("texto;a")
