import pytest
from hypothesis import given
from hypothesis import strategies as st

from api.datasets.tasks.token_classification import words


@given(st.text())
def test_tokens_are_the_text_without_its_spaces(text: str):
    """Nothing is lost, nothing is added, no token is blank."""
    cut = words.cut(text)

    assert "".join(cut.tokens) == "".join(text.split())
    assert all(token.strip() == token != "" for token in cut.tokens)


@given(st.text())
def test_tokens_keep_their_places(text: str):
    """Each is what stands there in the text."""
    cut = words.cut(text)
    ends = {number: end for end, number in cut.ends.items()}

    assert [text[start : ends[n]] for start, n in cut.begins.items()] == [*cut.tokens]


@pytest.mark.parametrize(
    ("text", "tokens"),
    [
        ("O réu, João.", ["O", "réu", ",", "João", "."]),
        ("art. 5º, § 2º", ["art", ".", "5º", ",", "§", "2º"]),
        ("R$ 1.500,00", ["R", "$", "1", ".", "500", ",", "00"]),
        ("João: a\u0301gua", ["João", ":", "a\u0301gua"]),
        (" \n\t", []),
    ],
)
def test_words_and_signs_are_apart(text: str, tokens: list[str]):
    """An accent that is a sign of its own stays on its letter."""
    assert [*words.cut(text).tokens] == tokens


def test_a_stretch_that_cuts_a_token_is_none():
    """At either end."""
    cut = words.cut("a casa azul")

    assert cut.between(2, 11) == range(1, 3)
    assert cut.between(3, 11) is None
    assert cut.between(2, 9) is None
