import pytest
from hypothesis import given
from hypothesis import strategies as st

from api.datasets import offsets
from api.datasets.offsets import Span, Verdict, place

SIGNS = st.sampled_from([*"aAáÁàãçCß ﬁİıñ.,'’\"“-–\n\t\u00a0", "e\u0301", "&quot;", "&#39;", "&x;"])
TEXTS = st.lists(SIGNS, max_size=30).map("".join)
UNPLACED = {Verdict.ABSENT, Verdict.AMBIGUOUS}


def found(context: str, answer: str, told: int | None = None) -> tuple[Verdict, str | None]:
    """The verdict, and what stands at the place."""
    placed = place(context, answer, told)
    span = placed.span
    return placed.verdict, None if span is None else context[span.start : span.end]


@given(st.data(), st.text(min_size=1))
def test_a_right_place_stays(data: st.DataObject, context: str):
    """Any stretch of any context, even one that begins in the middle of a word."""
    start = data.draw(st.integers(0, len(context) - 1))
    end = data.draw(st.integers(start + 1, len(context)))

    placed = place(context, context[start:end], start)

    assert placed.verdict is Verdict.RIGHT
    assert placed.span == Span(start, end)


@given(st.data(), st.text(min_size=1) | TEXTS.filter(bool), st.none() | st.integers(-1, 40))
def test_a_stretch_of_the_context_is_found_right_or_asked_about(
    data: st.DataObject, context: str, told: int | None
):
    """What is found spells the answer as the context does; it is never said to be absent."""
    start = data.draw(st.integers(0, len(context) - 1))
    answer = context[start : data.draw(st.integers(start + 1, len(context)))]

    verdict, text = found(context, answer, told)

    assert verdict is not Verdict.ABSENT
    assert (text is None) == (verdict is Verdict.AMBIGUOUS)
    assert text is None or offsets.flat(text).strip() == offsets.flat(answer).strip()


@given(TEXTS, TEXTS.filter(lambda text: bool(text.strip())), st.none() | st.integers(-1, 99))
def test_what_is_placed_is_the_answer_but_for_folding(context: str, answer: str, told: int | None):
    """Whatever the context says; the text is the context's own."""
    verdict, text = found(context, answer, told)

    assert (text is None) == (verdict in UNPLACED)
    assert text is None or offsets.flat(text).strip() == offsets.flat(answer).strip()


@given(TEXTS | st.text())
def test_both_ways_of_folding_agree(text: str):
    """One is fast, the other knows where each letter comes from."""
    folded = offsets.fold(text)

    assert folded.text == offsets.flat(text)
    assert len(folded.starts) == len(folded.ends) == len(folded.text)
    assert all(
        0 <= start < end <= len(text) for start, end in zip(folded.starts, folded.ends, strict=True)
    )


@pytest.mark.parametrize(
    ("context", "answer", "text"),
    [
        ("Foi em setembro de 1876.", "Setembro de 1876", "setembro de 1876"),
        ("Trata-se da Petição nº 5.", "PETICAO Nº 5", "Petição nº 5"),
        ("o  autor\n alega dano", "autor alega", "autor\n alega"),
        ("a lenda &quot;Venite&quot; ali", '"Venite"', "&quot;Venite&quot;"),
        ('a lenda "Venite" ali', "&quot;venite&quot;", '"Venite"'),
        ("disse “sim” ontem", '"sim"', "“sim”"),
        ("de 1241-1246 em diante", "1241–1246", "1241-1246"),
        ("a cafe\u0301, na pressa", "café", "cafe\u0301"),
        ("na Straße 5", "STRASSE 5", "Straße 5"),
    ],
)
def test_what_people_write_differently_is_found(context: str, answer: str, text: str):
    """Case, accents, white space, HTML entities, quotation marks, dashes; as it stands there."""
    assert found(context, answer) == (Verdict.FOUND, text)
    assert found(context, answer, 0)[1] == text


@pytest.mark.parametrize("answer", ["Saint Bernadette", "casas", "s", "casa azul  escura"])
def test_an_answer_that_is_not_there_is_absent(answer: str):
    """Nor is a part of a letter, or of a word in other spelling."""
    assert found("a CASA azul na Straße", answer, 2) == (Verdict.ABSENT, None)


def test_whole_words_come_before_parts_of_words():
    """The hundred is meant, not the cemetery."""
    assert place("o cemitério tem cem anos", "cem", None).span == Span(16, 19)
    assert place("o cemitério tem Cem anos", "cem", None).span == Span(16, 19)
    assert place("o cemitério é velho", "cem", None).span == Span(2, 5)


def test_equal_spelling_comes_before_folded():
    """The same letters are the surer sign."""
    assert place("a Sé e a sé", "sé", None).span == Span(9, 11)


def test_several_occurrences_are_not_chosen_between():
    """Nobody said which, so it is asked."""
    assert found("uma vez e outra vez", "vez") == (Verdict.AMBIGUOUS, None)


@pytest.mark.parametrize(
    ("told", "verdict", "start"),
    [
        (4, Verdict.RIGHT, 4),
        (5, Verdict.MENDED, 4),
        (8, Verdict.MENDED, 4),
        (9, Verdict.AMBIGUOUS, None),
        (14, Verdict.MENDED, 16),
        (99, Verdict.AMBIGUOUS, None),
        (-1, Verdict.MENDED, 4),
    ],
)
def test_a_wrong_place_tells_only_where_it_is_clearly_nearer(
    told: int, verdict: Verdict, start: int | None
):
    """The second nearest must be twice as far; a place beyond the text says little."""
    placed = place("uma vez e outra vez", "vez", told)

    assert placed.verdict is verdict
    assert (placed.span and placed.span.start) == start


def test_one_occurrence_is_meant_however_wrong_its_place():
    """There is nothing to choose between."""
    assert place("o autor alega dano", "dano", 0).span == Span(14, 18)
    assert place("o autor alega dano", "dano", 10**30).verdict is Verdict.MENDED
