"""A POST to an address that an administrator has named, and to no other."""

import asyncio
from collections.abc import Sequence
from ipaddress import IPv4Address, IPv6Address
from typing import ClassVar

import httpx
from pydantic import SecretStr

from consumers.notifier import letter
from consumers.notifier.channel import Delivery, RefusedError, UndeliveredError, Words
from infra import addresses

GONE = 410
"""Standard Webhooks: the receiver wants nothing more."""


class Webhook:
    """One POST a receiver, signed, never redirected."""

    name: ClassVar = "webhook"

    def __init__(
        self,
        urls: Sequence[str],
        secret: SecretStr,
        words: Words,
        page: str,
        *,
        anywhere: bool = False,
        timeout_seconds: float,
    ) -> None:
        self._secret = secret
        self._words = words
        self._page = page
        self._anywhere = anywhere
        self._timeout_seconds = timeout_seconds
        self.recipients = tuple(urls)

    async def send(self, delivery: Delivery) -> None:
        """Post to where the name points now, if that may be.

        Raises:
            UndeliveredError: the receiver is away, or did not say yes, or may not be posted to.
            RefusedError: the receiver is gone for good.
        """
        notice, url = delivery.notice, delivery.recipient
        body = letter.webhook_body(delivery, self._words(notice), notice.link(self._page))
        headers = letter.webhook_headers(delivery, body, self._secret.get_secret_value())
        try:
            async with asyncio.timeout(self._timeout_seconds):
                status = await self._post(httpx.URL(url), headers, body)
        except (httpx.HTTPError, httpx.InvalidURL, OSError) as error:
            raise UndeliveredError(str(error) or type(error).__name__) from error
        if status == GONE:
            raise RefusedError("410 Gone")
        if not httpx.codes.is_success(status):
            raise UndeliveredError(f"the receiver answered {status}")

    async def _post(self, url: httpx.URL, headers: dict[str, str], body: bytes) -> int:
        """The status of the answer; the connection goes to the very address that was examined.

        The rest of the answer is not read: it may be of any size.
        """
        address = await self._address(url)
        headers = headers | {"Host": url.netloc.decode()}
        async with httpx.AsyncClient(follow_redirects=False, trust_env=False) as client:
            answering = client.stream(
                "POST",
                url.copy_with(host=str(address)),
                headers=headers,
                content=body,
                extensions={"sni_hostname": url.host},
            )
            async with answering as answer:
                return answer.status_code

    async def _address(self, url: httpx.URL) -> IPv4Address | IPv6Address:
        address = await addresses.resolved(url.host, url.port)
        if not self._anywhere and addresses.is_delicate(address):
            raise UndeliveredError(f"{address} is an address that no webhook may be posted to")
        return address
