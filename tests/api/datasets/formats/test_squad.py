import json
from pathlib import Path

import pytest

from api.datasets.formats import jsonl
from api.datasets.limits import Limits
from api.datasets.refusal import UnusableFileError
from schemas.problems import ProblemCode
from tests.api.datasets.tasks.tables import real_file

COLUMNS = ["id", "title", "context", "question", "answers"]
ANSWER = {"text": "Maceió", "answer_start": 10}


def question(number: int, **more: object) -> dict[str, object]:
    return {"id": f"q{number}", "question": f"Onde, {number}?", "answers": [ANSWER], **more}


def article(*questions: dict[str, object], title: str = "Foro") -> dict[str, object]:
    return {"title": title, "paragraphs": [{"context": "A sede é, Maceió", "qas": [*questions]}]}


def rows(path: Path) -> list[list[str]]:
    [grid] = jsonl.grids(path, Limits())
    return [[*map(str, row)] for row in grid.rows]


def rows_of(folder: Path, found: object) -> list[list[str]]:
    path = folder / "squad.json"
    path.write_text(json.dumps(found), encoding="utf-8")
    return rows(path)


def test_questions_become_rows_with_their_context(tmp_path: Path):
    """As the first version of SQuAD nests them."""
    found = {"version": "1.1", "data": [article(question(1), question(2)), article(question(3))]}

    assert rows_of(tmp_path, found) == [
        COLUMNS,
        *(
            [
                f"q{number}",
                "Foro",
                "A sede é, Maceió",
                f"Onde, {number}?",
                '[{"text":"Maceió","answer_start":10}]',
            ]
            for number in (1, 2, 3)
        ),
    ]


def test_questions_without_an_answer_say_so(tmp_path: Path):
    """As in the second version; a question that says nothing has a blank cell."""
    without = question(2, is_impossible=True) | {"answers": []}
    header, *below = rows_of(tmp_path, {"data": [article(question(1), without)]})

    assert header == [*COLUMNS, "is_impossible"]
    assert [row[-2:] for row in below] == [
        ['[{"text":"Maceió","answer_start":10}]', ""],
        ["[]", "TRUE"],
    ]


def test_whatever_else_is_said_of_a_question_is_a_column(tmp_path: Path):
    """Its type, for one."""
    header, row = rows_of(tmp_path, [article(question(1, question_type="onde"))])

    assert header == [*COLUMNS, "question_type"]
    assert row[-1] == "onde"


@pytest.mark.parametrize(
    "broken",
    [
        {"paragraphs": [{"qas": [{"question": "a"}]}]},
        {"paragraphs": [{"context": "a"}]},
        {"paragraphs": [{"context": "a", "qas": ["b"]}]},
        {"paragraphs": ["a"]},
        {"title": "a"},
        {},
    ],
)
def test_an_article_built_in_another_way_is_refused(tmp_path: Path, broken: object):
    """Told by the first question that could not be read."""
    with pytest.raises(UnusableFileError) as refusal:
        rows_of(tmp_path, {"data": [article(question(1), question(2)), broken]})

    [problem] = refusal.value.problems
    assert (problem.code, problem.row) == (ProblemCode.FILE_UNREADABLE, 3)


@pytest.mark.parametrize(
    ("name", "count"), [("faquad_original_train.json", 837), ("squad_pt_sample.json", 3286)]
)
def test_real_sets_are_read_whole(name: str, count: int):
    """Every question of every article."""
    header, *below = rows(real_file(name))

    assert header == COLUMNS
    assert len(below) == count
    for row in below:
        assert all(row[2:])
        assert all(set(each) == set(ANSWER) for each in json.loads(row[4]))
