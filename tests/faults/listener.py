"""A browser that follows a run: it comes back with the last id that it has seen."""

import asyncio
from dataclasses import dataclass, field
from uuid import UUID

import httpx

from afina.sse import messages

AGAIN_SECONDS = 0.2
PROGRESS = "progress"
"""The events that have no id: only the latest counts."""


@dataclass(slots=True)
class Listener:
    """Hears one run's events, however often it is cut off."""

    address: str
    token: str
    run_id: UUID
    heard: list[int] = field(default_factory=list[int])
    """The ids, as they came."""

    async def listen(self) -> None:
        """Return once nothing newer can come."""
        async with httpx.AsyncClient(base_url=self.address, trust_env=False, timeout=30) as client:
            while True:
                try:
                    if await self._once(client):
                        return
                except httpx.HTTPError:
                    pass
                await asyncio.sleep(AGAIN_SECONDS)

    async def _once(self, client: httpx.AsyncClient) -> bool:
        """Hear until the stream ends; whether there is nothing newer."""
        headers = {
            "Authorization": f"Bearer {self.token}",
            "Last-Event-ID": str(self.heard[-1] if self.heard else 0),
        }
        url = f"/api/runs/{self.run_id}/events"
        async with client.stream("GET", url, headers=headers) as answer:
            if answer.status_code != httpx.codes.OK:
                return answer.status_code == httpx.codes.NO_CONTENT
            async for message in messages(answer.aiter_lines()):
                if message.name != PROGRESS:
                    self.heard.append(int(message.id))
        return False
