"""Multipart bodies in pieces of any size."""

import hashlib
from collections.abc import AsyncGenerator
from itertools import pairwise
from pathlib import Path
from tempfile import TemporaryDirectory

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from litestar import Request
from litestar.exceptions import ClientException

from api import uploads
from api.fields import InvalidFieldsError
from api.problems import RefusedError
from api.uploads import Upload
from schemas.reading import Role

BOUNDARY = "frontier"
LIMIT = 1 << 20


def body_of(content: bytes, *fields: tuple[str, str], file_first: bool = True) -> bytes:
    """A form as a browser writes it."""
    file = (
        b'Content-Disposition: form-data; name="file"; filename="a.csv"\r\n'
        b"Content-Type: text/csv\r\n\r\n" + content
    )
    texts = [
        f'Content-Disposition: form-data; name="{name}"\r\n\r\n{value}'.encode()
        for name, value in fields
    ]
    parts = [file, *texts] if file_first else [*texts, file]
    frontier = f"--{BOUNDARY}".encode()
    return b"".join(frontier + b"\r\n" + part + b"\r\n" for part in parts) + frontier + b"--\r\n"


class Arriving(Request):  # type: ignore[type-arg]
    """A request whose body comes in pieces."""

    def __init__(self, pieces: list[bytes]) -> None:
        header = f"multipart/form-data; boundary={BOUNDARY}".encode()
        super().__init__({"type": "http", "headers": [(b"content-type", header)], "state": {}})
        self._pieces = pieces

    async def stream(self) -> AsyncGenerator[bytes, None]:
        for piece in self._pieces:
            yield piece


async def taken(pieces: list[bytes], limit: int = LIMIT) -> tuple[Upload, bytes]:
    with TemporaryDirectory() as folder:
        upload = await uploads.take(Arriving(pieces), Path(folder), limit)
        return upload, upload.received.path.read_bytes()


@settings(max_examples=60, deadline=None)
@given(
    content=st.binary(max_size=300),
    cuts=st.lists(st.integers(0, 800), max_size=8),
    file_first=st.booleans(),
)
async def test_a_file_arrives_as_it_was_sent(content: bytes, cuts: list[int], *, file_first: bool):
    """Wherever the network cuts the body, and wherever the fields stand."""
    fields = (("text_column", "texto"), ("group_column", ""))
    body = body_of(content, *fields, file_first=file_first)
    places = sorted({0, len(body), *(cut for cut in cuts if cut < len(body))})
    pieces = [body[start:end] for start, end in pairwise(places)]

    upload, received = await taken(pieces)

    assert received == content
    assert upload.received.sha256 == hashlib.sha256(content).hexdigest()
    assert upload.fields.columns == {Role.TEXT: "texto"}
    assert (upload.filename, upload.name) == ("a.csv", "a")


@pytest.mark.parametrize("missing", [3, 10, 40])
async def test_a_body_that_breaks_off_is_refused(missing: int):
    """Half a file is no file."""
    with pytest.raises(ClientException):
        await taken([body_of(b"content")[:-missing]])


async def test_of_a_file_that_is_too_large_not_everything_is_read():
    """As much again, so that a browser can hear the answer, and then no more."""
    came = 0

    class Endless(Arriving):
        async def stream(self) -> AsyncGenerator[bytes, None]:
            nonlocal came
            yield body_of(b"")[: -len(f"\r\n--{BOUNDARY}--\r\n")]
            while True:
                came += 1 << 16
                yield bytes(1 << 16)

    with TemporaryDirectory() as folder, pytest.raises(RefusedError) as refusal:
        await uploads.take(Endless([]), Path(folder), LIMIT)

    assert [problem.code for problem in refusal.value.problems] == ["file_too_large"]
    assert 2 * LIMIT <= came <= 4 * LIMIT


async def test_a_form_with_too_many_parts_is_refused():
    """Whatever is in them."""
    with pytest.raises(ClientException):
        await taken([body_of(b"", *((f"f{n}", "") for n in range(uploads.MOST_PARTS)))])


async def test_the_file_needs_its_name():
    """A plain field called file is none."""
    body = body_of(b"text").replace(b'; filename="a.csv"', b"")

    with pytest.raises(InvalidFieldsError):
        await taken([body])


async def test_a_second_file_is_ignored():
    """The first one counts."""
    twice = body_of(b"first")[: -len(f"--{BOUNDARY}--\r\n")] + body_of(b"second")

    assert (await taken([twice]))[1] == b"first"
