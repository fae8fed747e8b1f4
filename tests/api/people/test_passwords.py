"""Hashes are made apart from everything else, few at a time, and anew when they are too cheap."""

import asyncio
from concurrent.futures import ThreadPoolExecutor

import pytest
from argon2 import PasswordHasher, extract_parameters

from api.people import passwords
from api.people.passwords import WAITING_AT_MOST, Passwords
from api.problems import RefusedError
from infra.settings import Settings
from schemas.problems import ProblemCode

CHEAP = PasswordHasher(time_cost=1, memory_cost=8, parallelism=1)
DEAR = PasswordHasher(time_cost=2, memory_cost=16, parallelism=1)
SENTENCE = "o processo foi arquivado ontem"


@pytest.fixture
def cheap():
    with ThreadPoolExecutor(2) as threads:
        yield Passwords(CHEAP, threads)


async def test_only_the_password_itself_matches(cheap: Passwords):
    stored = await cheap.hashed(SENTENCE)
    assert stored.startswith("$argon2id$")
    assert await cheap.matches(SENTENCE, stored)
    assert not await cheap.matches(SENTENCE + " ", stored)
    assert not await cheap.matches(SENTENCE, None)


async def test_a_password_is_the_same_however_its_accents_are_typed(cheap: Passwords):
    """As one character or as two: keyboards differ."""
    stored = await cheap.hashed("petição")
    assert await cheap.matches("petic\u0327a\u0303o", stored)


async def test_what_nobody_has_costs_the_same(cheap: Passwords):
    """The hash that is compared with for strangers has the parameters of a real one."""
    stored = await cheap.hashed(SENTENCE)
    assert extract_parameters(cheap._nobodys) == extract_parameters(stored)
    assert not await cheap.matches(SENTENCE, cheap._nobodys)


async def test_a_hash_made_otherwise_is_outdated(cheap: Passwords):
    assert not cheap.is_outdated(await cheap.hashed(SENTENCE))
    assert cheap.is_outdated(DEAR.hash(SENTENCE))
    assert await cheap.matches(SENTENCE, DEAR.hash(SENTENCE))


async def test_a_crowd_is_sent_away_and_the_loop_goes_on(cheap: Passwords):
    """However many come at once, no more than so many wait."""
    crowd = [cheap.matches(SENTENCE, None) for _ in range(WAITING_AT_MOST + 10)]
    found = await asyncio.gather(*crowd, return_exceptions=True)
    sent_away = [each for each in found if isinstance(each, RefusedError)]
    assert [each.code for each in sent_away] == [ProblemCode.UNAVAILABLE] * 10


async def test_by_default_the_parameters_are_those_of_rfc_9106():
    """For little memory: 64 MiB, three passes, four lanes."""
    async with passwords.opened(Settings(nats_url="")) as opened:
        found = extract_parameters(opened._nobodys)
    assert (found.memory_cost, found.time_cost, found.parallelism) == (65536, 3, 4)
