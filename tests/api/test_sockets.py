"""Whatever bytes come, the server answers in order: no 5xx, no traceback, no echo that runs."""

import asyncio
from collections.abc import AsyncIterator, Iterable, Iterator
from urllib.parse import urlsplit

import pytest

from api import documents
from infra.settings import Settings
from tests.api import desk as desks
from tests.api.desk import Desk

AT_ONCE = 16
MARK = b"<script>alert(1)</script>"
DEEP = b"[" * 100_000 + b"]" * 100_000
PATHS = (
    b"/api/runs/%00",
    b"/api/runs/%ff%fe",
    b"/api/runs?search=%ff%00",
    b"/api/runs?limit=1&limit=2&limit=x",
    b"/api/runs?" + b"a=1&" * 1500,
    b"/api/runs/" + b"a" * 7000,
    b"/api/events?topics=" + MARK,
    b"/api/presets/%3Cscript%3Ealert(1)%3C%2Fscript%3E/versions",
    b"/" + MARK,
    b"/../../../etc/passwd",
    b"/assets/..%2f..%2f..%2fetc%2fpasswd",
    b"/assets/%2e%2e/%2e%2e/api/app.py",
    b"//etc/passwd",
    b"/assets\\..\\..\\secrets.json",
    b"http://localhost/api/runs",
    b"*",
    b"/;/api//runs/./../runs",
)
HEADERS = (
    b"Range: bytes=0-0,-1,5-2",
    b"Range: bytes=99999999999999999999-",
    b'If-None-Match: W/"\xff", *',
    b"If-Modified-Since: the day before yesterday",
    b"Accept-Language: " + b"x;q=" * 900,
    b"Accept: \xff\xfe",
    b"Cookie: afina_session=\xff; afina_session=" + MARK + b"; ==;;",
    b"Authorization: Bearer \xff\x80",
    b"Authorization: Basic " + b"A" * 3000,
    b"Last-Event-ID: 99999999999999999999999.9-9",
    b"X-Forwarded-For: " + MARK,
    b"Host: other.example",
    b"Upgrade: websocket\r\nConnection: Upgrade\r\nSec-WebSocket-Key: x",
    b"Expect: 100-continue",
    b"X-Big: " + b"a" * 40_000,
    b"\r\n".join(b"X-%d: 1" % number for number in range(200)),
)
BODIES = (
    (b"application/json", DEEP),
    (b"application/json", b'{"name":"a","name":"b","name":1}'),
    (b"application/json", b'{"name":"\\ud800","x":1e999999}'),
    (b"application/json", b'{"name": NaN}'),
    (b"application/json", b"\xff\xfe\x00"),
    (b"application/json", b'{"name":"a\\u0000b"}'),
    (b"application/json; charset=utf-7", b"+AHs-"),
    (b"text/xml", b"<!DOCTYPE a [<!ENTITY b SYSTEM 'file:///etc/passwd'>]><a>&b;</a>"),
    (b"multipart/form-data", b"no boundary"),
    (b"multipart/form-data; boundary=x", b"--x\r\nContent-Disposition: form-data\r\n\r\n--x--"),
    (b"application/x-www-form-urlencoded", b"%ff=%00&=&&name=" + MARK),
    (b"application/x-msgpack", b"\xdf\xff\xff\xff\xff"),
    (MARK, b"{}"),
)
CHANGED = (b"/api/me/tokens", b"/api/session", b"/api/runs", b"/api/datasets/upload")
SIGN_IN = b"POST /api/session HTTP/1.1\r\nHost: localhost"
BROKEN = (
    b"\x00\x01\x02\x16\x03\x01\r\n\r\n",
    b"GET\r\n\r\n",
    b"GET / HTTP/9.9\r\nHost: localhost\r\n\r\n",
    b"GET  /  HTTP/1.1\r\nHost: localhost\r\n\r\n",
    b"G\xc3\x89T / HTTP/1.1\r\nHost: localhost\r\n\r\n",
    b"BREW / HTTP/1.1\r\nHost: localhost\r\nConnection: close\r\n\r\n",
    b"GET / HTTP/1.1\r\n\r\n",
    b"GET / HTTP/1.1\r\nHost: localhost\r\nHost: other\r\nConnection: close\r\n\r\n",
    b"GET / HTTP/1.1\nHost: localhost\nConnection: close\n\n",
    b"GET / HTTP/1.1\r\nHost : localhost\r\n\r\n",
    b"GET / HTTP/1.1\r\nHost: localhost\r\n folded: yes\r\n\r\n",
    SIGN_IN + b"\r\nContent-Length: -1\r\n\r\n",
    SIGN_IN + b"\r\nContent-Length: 1\r\nContent-Length: 9\r\n\r\nx",
    SIGN_IN + b"\r\nContent-Length: 99\r\n\r\nshort",
    SIGN_IN + b"\r\nContent-Length: 3\r\n"
    b"Transfer-Encoding: chunked\r\nConnection: close\r\n\r\n0\r\n\r\nGET / HTTP/1.1\r\n\r\n",
    SIGN_IN + b"\r\nTransfer-Encoding: chunked\r\n\r\nzz\r\n",
    SIGN_IN + b"\r\nTransfer-Encoding: chunked\r\n\r\n-1\r\n\r\n",
    SIGN_IN + b"\r\nTransfer-Encoding: gzip\r\n\r\nx",
    SIGN_IN + b"\r\nTransfer-Encoding: chunked\r\n\r\nffffffffffffffffffff\r\nx",
)


@pytest.fixture
async def served(settings: Settings, projecting: None) -> AsyncIterator[tuple[Desk, str, bytes]]:
    """A real server that does not wait long, where it is, and an owner's token."""
    hasty = {"slow_head_seconds": 0.2, "slow_body_seconds": 0.2, "connections_per_address": 0}
    async with desks.listening(settings.model_copy(update=hasty)) as (desk, address):
        yield desk, address, (await desk.token()).encode()


def request(method: bytes, path: bytes, *headers: bytes, body: bytes = b"") -> bytes:
    """One whole request, after which the server hangs up."""
    usual = [] if any(each.startswith(b"Host:") for each in headers) else [b"Host: localhost"]
    lines = [b"%s %s HTTP/1.1" % (method, path), *usual, b"Connection: close", *headers]
    lines.append(b"Content-Length: %d" % len(body))
    return b"\r\n".join(lines) + b"\r\n\r\n" + body


def made_up(token: bytes) -> Iterator[bytes]:
    bearer = b"Authorization: Bearer " + token
    yield from BROKEN
    yield from (request(b"GET", path, bearer) for path in PATHS)
    for path in (b"/", b"/api/runs", b"/health/live", b"/schema"):
        yield from (request(b"GET", path, header) for header in HEADERS)
    for path in CHANGED:
        for kind, body in BODIES:
            yield request(b"POST", path, bearer, b"Content-Type: " + kind, body=body)


def on_everything(desk: Desk, token: bytes) -> Iterator[bytes]:
    """Every path of the document, by the methods that it does not tell of."""
    paths = documents.openapi_document(desk.application)["paths"]
    assert isinstance(paths, dict)
    for path in sorted(set(paths) - {"/api/events"}):
        filled = path.replace("{", "").replace("}", "").encode()
        for method in (b"HEAD", b"OPTIONS", b"TRACE"):
            yield request(method, filled, b"Authorization: Bearer " + token)


async def answers(address: str, sent: Iterable[bytes]) -> list[tuple[bytes, bytes]]:
    """What the server said to each, up to where it hung up."""
    turns = asyncio.Semaphore(AT_ONCE)

    async def ask(data: bytes) -> tuple[bytes, bytes]:
        where = urlsplit(address)
        async with turns, asyncio.timeout(60):
            reader, writer = await asyncio.open_connection(where.hostname, where.port)
            try:
                writer.write(data)
                return data, await reader.read(1 << 20)
            except ConnectionResetError:
                return data, b""  # it hung up before it had heard all
            finally:
                writer.transport.abort()

    return await asyncio.gather(*map(ask, sent))


def faults(said: Iterable[tuple[bytes, bytes]]) -> list[str]:
    """What should not have been answered."""
    return [
        f"{data[:120]!r} … {answer[:300]!r}"
        for data, answer in said
        if answer
        and (
            not answer.startswith(b"HTTP/1.1 ")
            or answer[9:10] == b"5"
            or b"Traceback" in answer
            or (MARK in answer and b"content-type: text/html" in answer.lower())
        )
    ]


async def test_whatever_comes_is_answered_in_order(
    served: tuple[Desk, str, bytes], capsys: pytest.CaptureFixture[str]
):
    """Broken lines, wrong lengths, strange encodings, foreign headers, paths that lead out."""
    _, address, token = served
    said = await answers(address, made_up(token))

    assert faults(said) == []
    assert sum(bool(answer) for _, answer in said) > 0.9 * len(said)
    assert not any(b"root:" in answer for _, answer in said)
    written = capsys.readouterr()
    assert "Traceback" not in written.out + written.err


async def test_methods_that_no_route_knows_are_answered_in_order(
    served: tuple[Desk, str, bytes], capsys: pytest.CaptureFixture[str]
):
    """HEAD, OPTIONS and TRACE, on every path there is."""
    desk, address, token = served
    said = await answers(address, on_everything(desk, token))

    assert faults(said) == []
    assert all(answer for _, answer in said)
    written = capsys.readouterr()
    assert "Traceback" not in written.out + written.err
