import pytest
from hypothesis import given
from hypothesis import strategies as st

from api.sentences import Language, negotiate


@pytest.mark.parametrize(
    ("header", "language"),
    [
        (None, Language.PT_BR),
        ("", Language.PT_BR),
        ("pt-BR,pt;q=0.9,en;q=0.8", Language.PT_BR),
        ("en-US,en;q=0.9,pt;q=0.8", Language.EN),
        ("pt-PT", Language.PT_BR),
        ("EN-gb", Language.EN),
        ("fr, de;q=0.9, en;q=0.1", Language.EN),
        ("pt;q=0.3, en;q=0.7", Language.EN),
        ("en ; q = 0.7 , pt;q=0.3", Language.EN),
        ("fr", Language.PT_BR),
        ("*", Language.PT_BR),
        ("en;q=0", Language.PT_BR),
        ("en;q=0.5, *;q=0.9", Language.PT_BR),
        ("en;level=1;q=0.8", Language.EN),
    ],
)
def test_the_best_liked_language_of_ours_is_spoken(header: str | None, language: Language):
    """Weights decide; Portuguese where none of ours is liked."""
    assert negotiate(header) is language


@pytest.mark.parametrize("header", [";;;", ",", "q=1", "en;q=banana", "en;q=-1", "en;q=nan", "=;,"])
def test_nonsense_is_answered_in_portuguese(header: str):
    """A wish that cannot be understood counts as none."""
    assert negotiate(header) is Language.PT_BR


def test_the_first_of_equals_wins():
    """A browser lists what it likes best first."""
    assert negotiate("en, pt") is Language.EN
    assert negotiate("pt, en") is Language.PT_BR


@given(st.text())
def test_no_header_breaks_it(header: str):
    """Whatever a client sends, it is answered in some language."""
    assert negotiate(header) in set(Language)
