"""How the identity provider is spoken to: no redirects, no long answers, no delicate addresses."""

import ssl
from collections.abc import AsyncIterable
from functools import cache
from typing import Any, cast

import httpx2

from infra import addresses

TIMEOUT_SECONDS = 5.0
"""For each step of a request; the whole is bounded where it is made."""
MOST_BYTES = 1 << 20
"""Of an answer; discovery documents and keys take a few thousand."""


class Guarded(httpx2.AsyncHTTPTransport):
    """Connects to the very address that was examined, and reads no more than it must.

    Names are resolved here, so that no answer can lead to where clouds tell a machine its secrets.
    """

    async def handle_async_request(self, request: httpx2.Request) -> httpx2.Response:
        """The whole answer.

        Raises:
            httpx2.TransportError: the address is delicate, or the answer too long or packed.
        """
        answer = await super().handle_async_request(await _directed(request))
        try:
            if answer.headers.get("content-encoding", "identity") != "identity":
                raise httpx2.ReadError("the answer is packed, which was not asked for")
            body = await _read(cast("AsyncIterable[bytes]", answer.stream))
        finally:
            await answer.aclose()
        return httpx2.Response(answer.status_code, headers=answer.headers, content=body)


def arguments() -> dict[str, Any]:
    """Those of a client that speaks this way."""
    return {
        "transport": Guarded(verify=_trusted()),
        "timeout": TIMEOUT_SECONDS,
        "follow_redirects": False,
        "trust_env": False,
        "headers": {"Accept": "application/json", "Accept-Encoding": "identity"},
    }


@cache
def _trusted() -> ssl.SSLContext:
    """Reading all the authorities' certificates takes longer than most requests."""
    return httpx2.create_ssl_context()


async def _directed(request: httpx2.Request) -> httpx2.Request:
    """The request, to an address instead of a name; headers and certificate keep the name."""
    url = request.url
    try:
        address = await addresses.resolved(url.host, url.port)
    except OSError as error:
        raise httpx2.ConnectError(str(error)) from error
    if addresses.is_delicate(address):
        raise httpx2.ConnectError(f"{address} is an address that nobody may send us to")
    return httpx2.Request(
        request.method,
        url.copy_with(host=str(address)),
        headers=request.headers,
        stream=request.stream,
        extensions=request.extensions | {"sni_hostname": url.host},
    )


async def _read(parts: AsyncIterable[bytes]) -> bytes:
    body = bytearray()
    async for part in parts:
        body += part
        if len(body) > MOST_BYTES:
            raise httpx2.ReadError(f"the answer is longer than {MOST_BYTES} bytes")
    return bytes(body)
