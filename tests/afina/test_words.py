import dataclasses
import re
from collections.abc import Iterator
from typing import get_args, get_origin, get_type_hints

import pytest

from afina import words
from afina.words import CATALOGUES, Language
from afina.words.catalogue import Verdict, Words
from afina.words.numbers import Numbers, minutes, per_hundred
from schemas.hyperparameters import Preset
from schemas.telemetry import Phase

SAMPLES = {int: 4711, str: "sample"}


def sections(catalogue: Words) -> Iterator[tuple[str, object, object]]:
    """Every word of a catalogue: its name, its type and itself."""
    for section in dataclasses.fields(Words):
        part = getattr(catalogue, section.name)
        if dataclasses.is_dataclass(part) and not isinstance(part, Numbers):
            hints = get_type_hints(type(part))
            for field in dataclasses.fields(part):
                yield f"{section.name}.{field.name}", hints[field.name], getattr(part, field.name)


def said(hint: object, word: object) -> str:
    """The sentence, with a sample in each of its places."""
    if isinstance(word, str):
        return word
    if isinstance(word, dict):
        return ". ".join(word.values())  # each a sentence, or a name, of its own
    if isinstance(word, tuple):
        return " ".join(word)
    assert get_origin(hint) is not None
    return word(*[SAMPLES[kind] for kind in get_args(hint)[0]])


@pytest.mark.parametrize("language", Language)
def test_every_word_can_be_said(language):
    """No sentence fails, is empty, or forgets a figure that it was given."""
    for name, hint, word in sections(CATALOGUES[language]):
        sentence = said(hint, word)
        assert sentence.strip(), name
        if callable(word):
            kinds = set(get_args(hint)[0])
            assert {kind for kind in kinds if str(SAMPLES[kind]) in sentence} == kinds, name


def test_the_languages_differ_in_every_sentence():
    """A sentence that is the same in both was forgotten."""
    portuguese = {name: said(hint, word) for name, hint, word in sections(words.PORTUGUESE)}
    english = {name: said(hint, word) for name, hint, word in sections(words.ENGLISH)}
    assert {name for name in portuguese if portuguese[name] == english[name]} == set()


@pytest.mark.parametrize("language", Language)
def test_closed_sets_have_all_their_words(language):
    catalogue = CATALOGUES[language]
    assert set(catalogue.train.presets) == set(Preset)
    assert set(catalogue.train.phases) == set(Phase)
    assert set(catalogue.result.verdicts) == set(Verdict)


@pytest.mark.parametrize("language", Language)
def test_sentences_are_short(language):
    """Plain language: at most 20 words a sentence."""
    for name, hint, word in sections(CATALOGUES[language]):
        for sentence in re.split(r"[.!?:]\s", said(hint, word)):
            assert len(sentence.split()) <= 20, f"{name}: {sentence}"


@pytest.mark.parametrize(
    ("environment", "language"),
    [
        ({}, Language.PORTUGUESE),
        ({"LANG": "en_US.UTF-8"}, Language.ENGLISH),
        ({"LANG": "pt_BR.UTF-8"}, Language.PORTUGUESE),
        ({"LANG": "C.UTF-8"}, Language.PORTUGUESE),
        ({"LANG": "en_US.UTF-8", "LC_ALL": "pt_BR.UTF-8"}, Language.PORTUGUESE),
        ({"LANG": "pt_BR.UTF-8", "LC_ALL": "en_GB.UTF-8"}, Language.ENGLISH),
    ],
)
def test_the_locale_chooses_the_language(environment, language):
    """English only where the environment asks for it; LC_ALL comes before LANG."""
    assert words.detect(environment) is language


def test_the_option_comes_before_the_locale():
    assert words.of(Language.PORTUGUESE, {"LANG": "en_US.UTF-8"}) is words.PORTUGUESE


def test_figures_are_written_as_each_language_does():
    portuguese, english = words.PORTUGUESE.numbers, words.ENGLISH.numbers
    assert (portuguese.count(2222), english.count(2222)) == ("2.222", "2,222")
    assert (portuguese.fraction(0.876), english.fraction(0.876)) == ("0,88", "0.88")


@pytest.mark.parametrize(("share", "hits"), [(0, 0), (0.874, 87), (0.999, 99), (1, 100)])
def test_only_a_perfect_model_gets_a_hundred(share, hits):
    assert per_hundred(share) == hits


@pytest.mark.parametrize(("seconds", "whole"), [(1, 1), (59, 1), (100, 2), (3600, 60)])
def test_time_left_is_at_least_a_minute(seconds, whole):
    assert minutes(seconds) == whole
