from hypothesis import assume, given
from hypothesis import strategies as st

from api.datasets.offsets import Verdict
from api.datasets.tasks.token_classification import spans, words
from api.datasets.tasks.token_classification.spans import Mention, Missed, Placed
from schemas.problems import ProblemCode

WORDS = ["Ana", "Bia", "São", "Paulo", ",", "Lei", "nº", "8.112"]
TEXT = st.lists(st.sampled_from(WORDS), min_size=1, max_size=12).map(" ".join)


def placed(text: str, *mentions: Mention) -> list[Placed | Missed]:
    return spans.place(text, words.cut(text), mentions)


def mention(row: int, text: str, kind: str = "X", start: int | None = None) -> Mention:
    return Mention(row, text, kind, start)


def tags(text: str, *mentions: Mention) -> list[str]:
    cut = words.cut(text)
    return spans.tags(cut, [each for each in placed(text, *mentions) if isinstance(each, Placed)])


def codes(text: str, *mentions: Mention) -> dict[int, ProblemCode | None]:
    """By row, why it has no place."""
    return {
        each.mention.row: each.code if isinstance(each, Missed) else None
        for each in placed(text, *mentions)
    }


@given(TEXT, st.data())
def test_an_entity_that_says_where_it_starts_is_placed_there(text: str, data: st.DataObject):
    """However often it occurs; its tokens are its words."""
    cut = words.cut(text)
    begin = data.draw(st.sampled_from(sorted(cut.begins)))
    end = data.draw(st.sampled_from([each for each in sorted(cut.ends) if each > begin]))

    [found] = placed(text, mention(0, text[begin:end], start=begin))

    assert isinstance(found, Placed)
    assert found.verdict is Verdict.RIGHT
    assert found.tokens == range(cut.begins[begin], cut.ends[end] + 1)


@given(TEXT, st.sampled_from(WORDS))
def test_an_entity_without_a_start_is_placed_if_it_occurs_once(text: str, entity: str):
    """Else it is ambiguous, or not there."""
    times = text.split().count(entity)

    [found] = placed(text, mention(0, entity))

    if times == 1:
        assert isinstance(found, Placed)
        assert "".join(words.cut(text).tokens[number] for number in found.tokens) == entity
    else:
        assert isinstance(found, Missed)
        missing, doubtful = ProblemCode.ENTITY_NOT_IN_TEXT, ProblemCode.ENTITY_AMBIGUOUS
        assert found.code is (doubtful if times else missing)


@given(TEXT, st.sampled_from(WORDS))
def test_all_occurrences_are_placed_if_as_many_rows_name_them(text: str, entity: str):
    """They need no starts then."""
    times = text.split().count(entity)
    assume(times > 0)

    found = placed(text, *(mention(row, entity) for row in range(times)))

    assert all(isinstance(each, Placed) for each in found)
    assert tags(text, *(mention(row, entity) for row in range(times))).count("B-X") == times


def test_occurrences_of_two_types_are_ambiguous():
    """Which is which cannot be told."""
    doubtful = ProblemCode.ENTITY_AMBIGUOUS

    found = codes("Ana e Ana", mention(0, "Ana", "PESSOA"), mention(1, "Ana", "EMPRESA"))

    assert found == {0: doubtful, 1: doubtful}


def test_what_is_only_part_of_a_word_is_not_there():
    """A tag is of a whole token."""
    assert codes("Banana", mention(0, "ana")) == {0: ProblemCode.ENTITY_NOT_IN_TEXT}
    assert codes("Banana", mention(0, "ana", start=3)) == {0: ProblemCode.ENTITY_NOT_IN_TEXT}


def test_case_and_accents_may_differ():
    """Where it is written as it is nowhere."""
    assert tags("Mora em São Paulo", mention(0, "SAO PAULO")) == ["O", "O", "B-X", "I-X"]


def test_a_wrong_start_is_mended():
    """The entity is where it occurs."""
    [found] = placed("Ana mora aqui", mention(0, "aqui", start=2))

    assert isinstance(found, Placed)
    assert found.verdict is Verdict.MENDED


def test_of_entities_that_overlap_the_longest_is_kept():
    """The other's row is told."""
    text = "Tribunal de São Paulo"
    court, town = mention(1, text, "ORG"), mention(0, "São Paulo", "LOCAL")

    assert codes(text, town, court) == {1: None, 0: ProblemCode.ENTITY_OVERLAPS}
    assert tags(text, town, court) == ["B-ORG", "I-ORG", "I-ORG", "I-ORG"]


def test_the_same_entity_twice_is_one():
    """With another type, the first row's counts."""
    again, other = mention(1, "Ana", "X"), mention(2, "Ana", "Y", start=0)

    assert codes("Ana foi", mention(0, "Ana", "X", start=0), again, other) == {
        0: None,
        1: None,
        2: ProblemCode.ENTITY_OVERLAPS,
    }


def test_neighbours_stay_two():
    """Each begins."""
    assert tags("Ana Bia", mention(0, "Ana"), mention(1, "Bia")) == ["B-X", "B-X"]


@given(
    TEXT,
    st.lists(
        st.tuples(st.sampled_from(WORDS), st.sampled_from("XY"), st.none() | st.integers(0, 60)),
        max_size=8,
    ),
)
def test_every_mention_is_placed_or_told(text: str, rows: list[tuple[str, str, int | None]]):
    """Once each; there is one tag a token, and an entity begins for each place."""
    mentions = [Mention(row, *each) for row, each in enumerate(rows)]

    found = placed(text, *mentions)

    assert sorted(each.mention.row for each in found) == [*range(len(rows))]
    starts = {each.tokens.start for each in found if isinstance(each, Placed)}
    assert sum(tag.startswith("B-") for tag in tags(text, *mentions)) == len(starts)
    assert len(tags(text, *mentions)) == len(words.cut(text).tokens)
