"""Passwords are long and not what anybody would try; that is all."""

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from api.people import strength
from api.problems import RefusedError
from schemas.problems import ProblemCode

NAMES = ("maria.souza", "Maria de Souza")


def refusal(password: str, shortest: int = 15) -> ProblemCode | None:
    try:
        strength.check(password, NAMES, shortest)
    except RefusedError as refused:
        return refused.code
    return None


@pytest.mark.parametrize(
    "password",
    [
        "o processo foi arquivado ontem",
        "çãõ éíú lápis azul",
        "雪が降る静かな夜の図書館で本を読む",
        "x" * 4 + "Jd83kLq0wPz",
    ],
)
def test_anything_long_and_uncommon_is_good(password: str):
    """Spaces, accents and every script count; nobody is asked for a digit."""
    assert refusal(password) is None


def test_the_shortest_is_counted_in_characters():
    """As people count them: composed and decomposed are the same."""
    assert refusal("jd83kLq0wPzvbn") is ProblemCode.PASSWORD_TOO_SHORT
    assert refusal("jd83kLq0wPzvbne\u0301") is None
    assert refusal("jd83kLq0wPzvbe\u0301") is ProblemCode.PASSWORD_TOO_SHORT
    assert refusal("jd83kLq0", shortest=8) is None


def test_128_characters_are_taken_and_thousands_are_not():
    sentence = "o processo foi arquivado ontem; " * 4
    assert len(sentence) == 128
    assert refusal(sentence) is None
    assert refusal(sentence * 100) is ProblemCode.PASSWORD_TOO_LONG


@pytest.mark.parametrize(
    "password",
    ["passwordpassword", "123456789012345", "qwertyuiopasdfgh", "a" * 40, "senhasenhasenha"],
)
def test_what_everybody_tries_is_refused(password: str):
    assert refusal(password) is ProblemCode.PASSWORD_COMMON


@pytest.mark.parametrize("password", ["maria.souza-2026", "AfinaAfinaAfina1", "SOUZAmariaSouza"])
def test_names_do_not_count(password: str):
    """The person's, the login, and the product's."""
    assert refusal(password) is ProblemCode.PASSWORD_PERSONAL


@settings(deadline=None)
@given(st.text(min_size=15, max_size=300))
def test_every_text_is_judged(password: str):
    """Whatever is typed gets an answer by code."""
    assert refusal(password) in {
        None,
        ProblemCode.PASSWORD_TOO_SHORT,
        ProblemCode.PASSWORD_TOO_LONG,
        ProblemCode.PASSWORD_PERSONAL,
        ProblemCode.PASSWORD_COMMON,
    }
