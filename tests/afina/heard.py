"""A journal that tests listen to."""

import asyncio


class Heard:
    """Keeps every line, and lets a test wait for one."""

    def __init__(self) -> None:
        self.lines: list[tuple[str, str]] = []
        self.murmurs: list[str] = []
        self._new = asyncio.Condition()

    def line(self, name: str, text: str, *, murmur: bool = False) -> None:
        if murmur:
            self.murmurs.append(text)
        self.lines.append((name, text))
        self._waking = asyncio.ensure_future(self._wake())

    async def _wake(self) -> None:
        async with self._new:
            self._new.notify_all()

    def said(self, name: str) -> list[str]:
        return [text for speaker, text in self.lines if speaker == name]

    async def until(self, name: str, count: int = 1) -> list[str]:
        """What ``name`` has said, once that is ``count`` lines or more."""
        async with asyncio.timeout(20), self._new:
            await self._new.wait_for(lambda: len(self.said(name)) >= count)
        return self.said(name)
