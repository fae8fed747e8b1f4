import re

import pytest

from afina import words
from afina.checkup.finding import PROBLEMS, WARNINGS, Code, Finding, State, found
from afina.commands.doctor import sentence
from afina.words import CATALOGUES, Language


def figures(text: str) -> set[str]:
    return set(re.findall(r"{(\w+)}", text))


@pytest.mark.parametrize("language", Language)
def test_everything_that_can_be_found_has_words(language: Language):
    say = CATALOGUES[language].checkup
    assert set(say.sentences) == set(Code)
    assert set(say.states) == set(State)


@pytest.mark.parametrize("code", Code)
def test_both_languages_tell_the_same_figures(code: Code):
    portuguese, english = (CATALOGUES[language].checkup.sentences[code] for language in Language)
    assert figures(portuguese) == figures(english)


@pytest.mark.parametrize("code", sorted(WARNINGS | PROBLEMS))
def test_whoever_is_told_of_trouble_is_told_what_to_do(code: Code):
    """After a colon or in a second sentence."""
    for language in Language:
        text = CATALOGUES[language].checkup.sentences[code]
        assert re.search(r": [^{]|\. [A-Z]", text), text


def test_nothing_is_a_warning_and_a_problem():
    assert not WARNINGS & PROBLEMS
    states = {Finding(code).state for code in Code}
    assert states == set(State)


def test_figures_are_written_as_people_of_the_language_do():
    lag = found(Code.DISK_LOW, gigabytes=1234.5)
    assert "1234,5 GB" in sentence(lag, words.PORTUGUESE)
    late = found(Code.PROJECTOR_LAGS, projection="training", position=1, lag=12_345)
    assert "12.345 mensagens" in sentence(late, words.PORTUGUESE)
    assert "12,345 messages" in sentence(late, words.ENGLISH)
