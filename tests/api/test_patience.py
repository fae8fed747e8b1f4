"""When a client is too slow to be waited for."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from api.patience import Allowance, Phase, Sight, Vigil, is_over, look

ALLOWANCE = Allowance(head_seconds=10, body_seconds=20, body_bytes=1000, answer_seconds=20)


def watched(*sights: Sight) -> int | None:
    """The second in which the client is given up, looked at once in each."""
    vigil = Vigil(sights[0])
    for second, sight in enumerate(sights[1:], start=1):
        vigil = look(vigil, sight, 1.0, ALLOWANCE)
        if is_over(vigil, ALLOWANCE):
            return second
    return None


def test_a_head_has_one_patience_for_all_of_it():
    """However many bytes come meanwhile."""
    trickle = [Sight(Phase.HEAD, second * 5000, 0, 0) for second in range(60)]

    assert watched(*trickle) == 10


def test_a_trickle_is_no_body():
    """A byte now and then keeps no connection."""
    trickle = [Sight(Phase.BODY, second, 0, 0) for second in range(60)]

    assert watched(*trickle) == 20


def test_an_honest_slow_line_may_take_as_long_as_it_needs():
    """1 Mbit/s are 125 kB a second; a tenth of the allowance would do."""
    upload = [Sight(Phase.BODY, second * 60, 0, 0) for second in range(2000)]

    assert watched(*upload) is None


def test_our_own_work_has_no_limit():
    """Nobody is blamed while nothing lies unread."""
    assert watched(*[Sight(Phase.ANSWER, 10, 0, 0)] * 500) is None


def test_an_answer_must_be_read():
    """What lies there untouched for long enough will never be."""
    assert watched(*[Sight(Phase.ANSWER, 10, 900, 0)] * 60) == 20


@pytest.mark.parametrize(
    "reading",
    [
        [Sight(Phase.ANSWER, 10, 100_000 - second, 0) for second in range(200)],
        [Sight(Phase.ANSWER, 10, 70_000, second // 15) for second in range(200)],
    ],
    ids=["what is left", "what made room"],
)
def test_whoever_reads_is_waited_for(reading: list[Sight]):
    """However slowly: less is left, or there was room for more."""
    assert watched(*reading) is None


def test_between_requests_another_rule_holds():
    """The server closes idle connections by itself."""
    assert watched(*[Sight(Phase.IDLE, 10, 0, 0)] * 500) is None


@given(st.lists(st.sampled_from([Phase.HEAD, Phase.BODY, Phase.ANSWER]), min_size=1, max_size=60))
def test_nobody_is_given_up_before_the_shortest_patience(phases: list[Phase]):
    """Whatever a connection goes through: every step begins anew."""
    sights = [Sight(phase, 0, 5, 0) for phase in phases]

    ended = watched(sights[0], *sights)

    assert ended is None or ended >= ALLOWANCE.head_seconds
