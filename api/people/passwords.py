"""Passwords as argon2id keeps them: made and compared away from the event loop, few at a time.

A comparison always costs one hash, so that the time tells nobody whether there was one to compare.
"""

import asyncio
import unicodedata
from base64 import b64encode
from collections.abc import AsyncGenerator, Callable
from concurrent.futures import ThreadPoolExecutor
from contextlib import asynccontextmanager
from secrets import token_bytes
from typing import TypeVar

from argon2 import PasswordHasher
from argon2.exceptions import InvalidHashError, VerificationError

from api.problems import RefusedError
from infra.settings import Settings
from schemas.problems import ProblemCode

Answer = TypeVar("Answer")

WAITING_AT_MOST = 64
"""Beyond that a sign-in is refused for now: a crowd must not take the process's memory."""


def normalised(password: str) -> str:
    """The same characters however they were typed: NFKC, as NIST SP 800-63B has it."""
    return unicodedata.normalize("NFKC", password)


class Passwords:
    """Makes hashes and compares with them."""

    def __init__(self, hasher: PasswordHasher, threads: ThreadPoolExecutor) -> None:
        self._hasher = hasher
        self._threads = threads
        self._waiting = 0
        self._nobodys = _unmatched(hasher)

    async def hashed(self, password: str) -> str:
        """What is stored of ``password``."""
        return await self._apart(lambda: self._hasher.hash(normalised(password)))

    async def matches(self, password: str, stored: str | None) -> bool:
        """Whether ``stored`` was made of ``password``; never sooner where nothing is."""
        against = stored or self._nobodys
        found = await self._apart(lambda: self._compared(normalised(password), against))
        return found and stored is not None

    def is_outdated(self, stored: str) -> bool:
        """Whether it was made with other parameters than today's."""
        return self._hasher.check_needs_rehash(stored)

    def _compared(self, password: str, stored: str) -> bool:
        try:
            return self._hasher.verify(stored, password)
        except (VerificationError, InvalidHashError):
            return False

    async def _apart(self, work: Callable[[], Answer]) -> Answer:
        if self._waiting >= WAITING_AT_MOST:
            raise RefusedError(ProblemCode.UNAVAILABLE)
        self._waiting += 1
        try:
            return await asyncio.get_running_loop().run_in_executor(self._threads, work)
        finally:
            self._waiting -= 1


def _unmatched(hasher: PasswordHasher) -> str:
    """A hash that no password has, as costly to compare with as any."""
    settings = f"m={hasher.memory_cost},t={hasher.time_cost},p={hasher.parallelism}"
    salt, digest = (
        b64encode(token_bytes(size)).decode().rstrip("=")
        for size in (hasher.salt_len, hasher.hash_len)
    )
    return f"$argon2id$v=19${settings}${salt}${digest}"


@asynccontextmanager
async def opened(settings: Settings) -> AsyncGenerator[Passwords]:
    """Threads of its own, until the block ends."""
    hasher = PasswordHasher(
        time_cost=settings.password_hash_passes,
        memory_cost=settings.password_hash_memory_kib,
        parallelism=settings.password_hash_lanes,
    )
    threads = ThreadPoolExecutor(settings.password_hashes_at_once, thread_name_prefix="passwords")
    try:
        yield Passwords(hasher, threads)
    finally:
        threads.shutdown(wait=False, cancel_futures=True)
