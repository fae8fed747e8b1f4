import unicodedata

import pytest
from hypothesis import given
from hypothesis import strategies as st

from schemas import words


def cut(text: str, *, joined: bool = False) -> list[str]:
    return [text[span.start : span.end] for span in words.spans(text, joined=joined)]


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("O Sr. Silva, de Recife.", ["O", "Sr", ".", "Silva", ",", "de", "Recife", "."]),
        ("Lei 10.826/03", ["Lei", "10", ".", "826", "/", "03"]),
        ("art_1 5º", ["art_1", "5º"]),
        ("", []),
        (" \n\t", []),
    ],
)
def test_words_and_signs_stand_apart(text: str, expected: list[str]):
    """A sign is always one by itself, so that entities may end before it."""
    assert cut(text) == expected


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("Lei 10.826/03 (art. 5º)", ["Lei", "10.826/03", "(", "art", ".", "5º", ")"]),
        ("guarda-chuva d'água", ["guarda-chuva", "d'água"]),
        ("ana@exemplo.com.br às 15:30", ["ana@exemplo.com.br", "às", "15:30"]),
        ("fim... –", ["fim", ".", ".", ".", "–"]),
    ],
)
def test_signs_within_words_may_belong_to_them(text: str, expected: list[str]):
    """As in corpora whose makers cut at white space first."""
    assert cut(text, joined=True) == expected


def test_accents_that_stand_apart_belong_to_their_letters():
    """However a program wrote them."""
    assert cut(unicodedata.normalize("NFD", "petição inicial")) == [
        unicodedata.normalize("NFD", "petição"),
        "inicial",
    ]


@given(st.text(), st.booleans())
def test_words_cover_everything_but_white_space_in_order(text: str, joined: bool):
    """Nothing is lost, nothing is said twice, and no word is empty."""
    spans = words.spans(text, joined=joined)
    ends = [0, *(span.end for span in spans)]
    starts = [*(span.start for span in spans), len(text)]

    assert all(span.start < span.end for span in spans)
    assert all(end <= start for end, start in zip(ends, starts, strict=True))
    gaps = "".join(text[end:start] for end, start in zip(ends, starts, strict=True))
    assert not gaps.translate(dict.fromkeys(range(0x300, 0x370))).strip()
