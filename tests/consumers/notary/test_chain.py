"""The chain of hashes over the log."""

from datetime import timedelta
from hashlib import sha256

import pytest
from hypothesis import given
from hypothesis import strategies as st

from consumers.feed import Delivered
from consumers.notary.chain import BEGINNING, GENESIS, GapError, Link
from tests.schemas.examples import NOW

PARTS = st.tuples(st.text("abc.", max_size=4), st.binary(max_size=4), st.binary(max_size=4))


def message(subject: str, headers: bytes, data: bytes, sequence: int = 1) -> Delivered:
    return Delivered(sequence, subject, NOW, data, headers)


def test_a_digest_is_what_is_documented():
    """Whoever wants to check the log without us can: nothing but SHA-256 and the message."""
    told = Delivered(1, "training.run.1", NOW, b"{}", b"NATS/1.0\r\n\r\n")
    micros = round(NOW.timestamp() * 1_000_000)
    figures = b"".join(number.to_bytes(8) for number in (1, micros, 14, 12, 2))

    link = BEGINNING.after([told])

    parts = GENESIS + figures + b"training.run.1" + b"NATS/1.0\r\n\r\n" + b"{}"
    assert link == Link(1, sha256(parts).digest())


@given(st.lists(PARTS, min_size=2, max_size=5))
def test_it_does_not_matter_in_how_many_batches_the_log_is_read(parts: list[tuple]):
    told = [message(*part, sequence=number) for number, part in enumerate(parts, start=1)]

    one_by_one = BEGINNING
    for each in told:
        one_by_one = one_by_one.after([each])

    assert BEGINNING.after(told) == one_by_one


@given(PARTS, PARTS)
def test_two_messages_with_the_same_digest_are_the_same(one: tuple, other: tuple):
    """No byte can pass from one part to the next."""
    same = BEGINNING.after([message(*one)]) == BEGINNING.after([message(*other)])

    assert same is (one == other)


@given(PARTS)
def test_the_time_of_storing_and_the_message_before_count_too(part: tuple):
    told = message(*part)

    later = told._replace(stored_at=NOW + timedelta(microseconds=1))

    assert BEGINNING.after([told]) != BEGINNING.after([later])
    assert Link(0, b"\1" * 32).after([told]) != BEGINNING.after([told])


def test_a_gap_is_refused():
    with pytest.raises(GapError) as refused:
        Link(4, GENESIS).after([message("a", b"", b"", sequence=6)])

    assert (refused.value.expected, refused.value.came) == (5, 6)
