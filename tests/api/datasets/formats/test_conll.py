from pathlib import Path
from tempfile import TemporaryDirectory

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from api.datasets.formats import conll
from api.datasets.refusal import UnusableFileError
from schemas.problems import DataProblem, ProblemCode

TAGS = st.sampled_from(["O", "B-PESSOA", "I-PESSOA", "B-LOCAL"])
TOKENS = st.text(
    st.characters(categories=["L", "N", "P", "S"], exclude_characters="#-"), min_size=1, max_size=5
)
SENTENCES = st.lists(
    st.lists(st.tuples(TOKENS, TAGS), min_size=1, max_size=5), min_size=1, max_size=5
)


def rows_of(written: str) -> list[list[str]]:
    with TemporaryDirectory() as folder:
        path = Path(folder) / "tagged.conll"
        path.write_text(written, encoding="utf-8", newline="")
        [grid] = conll.grids(path)
        assert grid.named
        return [[*map(str, row)] for row in grid.rows]


@settings(deadline=None, max_examples=150)
@given(
    sentences=SENTENCES,
    separator=st.sampled_from([" ", "\t", " NN B-NP "]),
    newline=st.sampled_from(["\n", "\r\n"]),
    gap=st.integers(1, 3),
)
def test_tokens_come_back_with_their_sentence_and_tag(
    sentences: list[list[tuple[str, str]]], separator: str, newline: str, gap: int
):
    """Whatever stands between the token and the tag, and however many blank lines between."""
    blocks = [
        newline.join(f"{token}{separator}{tag}" for token, tag in sentence)
        for sentence in sentences
    ]

    header, *below = rows_of(newline * gap + (newline * (gap + 1)).join(blocks))

    assert header == ["sentence", "token", "tag"]
    assert below == [
        [str(number), token, tag]
        for number, sentence in enumerate(sentences, start=1)
        for token, tag in sentence
    ]


def test_comments_and_the_marks_of_documents_are_passed_over():
    """A token may look like the beginning of a comment."""
    written = (
        "-DOCSTART- -X- O O\n\n# sent_id = 1\nO D B-NP O\n# X B-NP O\n\n"
        "-DOCSTART- -X- O O\nRéu N B-NP B-PESSOA\n"
    )

    assert rows_of(written)[1:] == [
        ["1", "O", "O"],
        ["1", "#", "O"],
        ["2", "Réu", "B-PESSOA"],
    ]


def test_a_comment_divides_no_sentence():
    """It may stand above any of its lines."""
    assert [row[0] for row in rows_of("a O\n# uma nota aqui\nb O\n\nc O\n")[1:]] == ["1", "1", "2"]


def test_lines_with_other_columns_are_told_by_their_place_in_the_file():
    """A token without a tag, or with one too many."""
    with pytest.raises(UnusableFileError) as refusal:
        rows_of("O O\nRéu B-PESSOA\n\nfoi\npreso hoje O\n. O\n")

    assert refusal.value.problems == [
        DataProblem(
            code=ProblemCode.FILE_UNREADABLE, row=row, params={"cells": cells, "columns": 2}
        )
        for row, cells in ((4, 1), (5, 3))
    ]


@pytest.mark.parametrize(
    ("sample", "expected"),
    [
        ("O O\nRéu B-PESSOA\nfoi O\n", True),
        ("O\tO\r\nRéu\tB-PESSOA\r\n\r\nfoi\tO\r\n", True),
        ("EU NNP B-NP S-ORG\nrejects VBZ B-VP O\nGerman JJ B-NP L-MISC\n", True),
        ("# nota\nO O\nRéu U-PESSOA\nfoi O\n", True),
        ("O O\nRéu B-PESSOA\n", False),
        ("O O\nRéu O\nfoi O\n", False),
        ("token tag\nO O\nRéu B-PESSOA\nfoi O\n", False),
        ("O;O\nRéu;B-PESSOA\nfoi;O\n", False),
        ("O O\nO Réu B-PESSOA\nfoi O\n", False),
        ("O\nB-PESSOA\nO\n", False),
        ("um texto\noutro texto\nmais um\n", False),
        ("", False),
    ],
)
def test_only_what_can_be_nothing_else_is_known_by_sight(sample: str, expected: bool):
    """A table with a header, or of other signs, is a table."""
    assert conll.fits(sample) is expected


@settings(deadline=None, max_examples=150)
@given(lines=st.lists(st.sampled_from(["", "a O", "b B-X", "c", "d e O", "# f g h"]), max_size=9))
def test_every_line_is_a_token_or_told(lines: list[str]):
    """No line that holds anything is lost; the broken ones are told."""
    broken = {number for number, line in enumerate(lines, 1) if line in {"c", "d e O"}}
    written = "a O\nb B-X\na O\nb B-X\na O\n" * 4 + "\n".join(lines)

    if broken:
        with pytest.raises(UnusableFileError) as refusal:
            rows_of(written)
        assert {problem.row for problem in refusal.value.problems} == {n + 20 for n in broken}
    else:
        tokens = [line for line in lines if line in {"a O", "b B-X"}]
        assert [" ".join(row[1:]) for row in rows_of(written)[21:]] == tokens
