from collections import Counter
from pathlib import Path
from typing import Any

import openpyxl
import pyarrow.parquet as pq
import pytest

from api.datasets.limits import Limits
from api.datasets.preparation import Prepared
from api.datasets.reading import Reading
from api.datasets.tasks.question_answering.task import QuestionAnswering
from api.datasets.tasks.task import UnfitStepError
from schemas.checks import CheckCode
from schemas.problems import ProblemCode
from schemas.reading import Role
from schemas.recipe import CutTexts, MergeLabels, Step
from schemas.tasks import Task
from tests.api.datasets.sheets import examples_of as written_to
from tests.api.datasets.sheets import prepared, write_csv
from tests.api.datasets.tasks.tables import real_file, table_of

TASK = QuestionAnswering()
CONTEXT = "uma vez e outra vez, disse o autor"
ROWS = [
    ["contexto", "pergunta", "resposta", "tipo_de_pergunta"],
    [CONTEXT, "quem?", '["o autor", "autor"]', "pessoa"],
    [CONTEXT, "onde?", "[]", ""],
    ["a ré nega", "quem?", "a ré", "pessoa"],
]


def made(rows: list[list[str]] = ROWS):
    table = table_of(*rows)
    resolved = TASK.resolve(table, Reading())
    return TASK.sort_out(table, resolved, Limits()).examples, resolved


def test_the_model_reads_the_question_and_its_context():
    """Both at once, the question first."""
    examples, _ = made()

    assert TASK.texts(examples).to_pylist()[0] == f"quem?\n{CONTEXT}"


def test_answers_are_compared_with_their_question():
    """Two questions about one context read nearly the same, and may have one answer."""
    examples, _ = made()

    assert TASK.answers(examples).to_pylist() == [
        "quem?\no autor | autor",
        "onde?\n",
        "quem?\na ré",
    ]


def test_an_example_is_shown_by_its_roles():
    """All its answers in one cell."""
    examples, _ = made()

    assert TASK.shown(examples.to_pylist()[0]) == {
        Role.QUESTION: "quem?",
        Role.ANSWER: "o autor | autor",
        Role.CONTEXT: CONTEXT,
        Role.QUESTION_TYPE: "pessoa",
    }
    assert Role.QUESTION_TYPE not in TASK.shown(examples.to_pylist()[1])


def test_there_are_no_labels():
    """Every answer is its own."""
    assert TASK.labels(made()[0]) == ()


@pytest.mark.parametrize(
    ("rows", "code"),
    [
        ([ROWS[0], [CONTEXT, "quem?", "o juiz", ""]], ProblemCode.NO_EXAMPLES),
        ([ROWS[0], ROWS[2]], ProblemCode.NO_ANSWERS),
        (ROWS[:3], ProblemCode.ONE_GROUP_ONLY),
    ],
)
def test_what_cannot_be_learned_is_told(rows: list[list[str]], code: ProblemCode):
    """Nothing, no answer, or nothing left for the exam."""
    examples, resolved = made(rows)

    assert [each.code for each in TASK.unlearnable(examples, resolved, Limits())] == [code]


def test_two_contexts_can_be_learned():
    """One to learn from, one for the exam."""
    assert TASK.unlearnable(*made(), Limits()) == ()


@pytest.mark.parametrize("step", [CutTexts(characters=5), MergeLabels(labels=["a"], into="b")])
def test_steps_about_labels_and_lengths_are_unfit(step: Step):
    """A context that is cut could lose its answer."""
    with pytest.raises(UnfitStepError):
        TASK.apply(step, made()[0])


def examples_of(path: Path) -> list[dict[str, Any]]:
    return pq.read_table(written_to(path)).to_pylist()


def is_right(example: dict[str, Any]) -> bool:
    """Whether each answer stands where it is said to stand."""
    context = example["context"]
    return all(context[each["start"] :].startswith(each["text"]) for each in example["answers"])


def read_and_checked(path: Path) -> Prepared:
    outcome = prepared(path)
    assert outcome.reading.task is Task.QUESTION_ANSWERING
    assert all(map(is_right, examples_of(path)))
    assert outcome.rows_total == outcome.rows_used + outcome.rows_left_out
    assert sum(outcome.left_out_counts.values()) == outcome.rows_left_out
    return outcome


def linked(path: Path, folder: Path) -> Path:
    """The file by another name, so that what comes of it is written elsewhere."""
    link = folder / path.name
    link.symlink_to(path)
    return link


def test_a_sound_set_is_used_whole(tmp_path: Path):
    """FaQuAD: 837 questions whose places are right, of 25 titles."""
    path = linked(real_file("faquad_original_train.json"), tmp_path)

    outcome = read_and_checked(path)

    assert (outcome.rows_total, outcome.rows_used, outcome.examples) == (837, 837, 835)
    codes = {each.code for each in outcome.quality.findings}
    assert not codes & {CheckCode.OFFSETS_FOUND, CheckCode.OFFSETS_MENDED}
    assert len({each["group"] for each in examples_of(path)}) == 25


def test_a_translated_set_is_mended(tmp_path: Path):
    """1,176 of 3,286 places are wrong: 214 are mended, the other answers have no place to mend."""
    path = linked(real_file("squad_pt_sample.json"), tmp_path)

    outcome = read_and_checked(path)

    assert (outcome.rows_total, outcome.rows_used, outcome.examples) == (3_286, 2_324, 2_308)
    assert Counter(outcome.left_out_counts) == {
        ProblemCode.ANSWER_NOT_IN_CONTEXT: 956,
        ProblemCode.ANSWER_AMBIGUOUS: 6,
    }
    [mended] = [each for each in outcome.quality.findings if each.code is CheckCode.OFFSETS_MENDED]
    assert mended.params == {"answers": 214, "total": 2_324}


def test_places_are_found_in_a_set_that_has_none(tmp_path: Path):
    """FaQuAD without its places: all that are found are the true ones, the others are left out."""
    path = linked(real_file("faquad_original_train.json"), tmp_path)
    prepared(path)
    true = {each["id"]: each["answers"] for each in examples_of(path)}
    rows = [["id", "context", "question", "answer"]]
    rows += [
        [each["id"], each["context"], each["question"], each["answers"][0]["text"]]
        for each in examples_of(path)
    ]
    bare = write_csv(tmp_path / "bare.csv", rows)

    outcome = read_and_checked(bare)

    found = {each["id"]: each["answers"] for each in examples_of(bare)}
    assert outcome.left_out_counts == {ProblemCode.ANSWER_AMBIGUOUS: 75}
    assert all(answers[0] == true[name][0] for name, answers in found.items())


def test_a_cover_sheet_is_passed_over(tmp_path: Path):
    """It holds no contexts, so the questions stand on another sheet."""
    workbook = openpyxl.Workbook()
    cover = workbook.active
    assert cover is not None
    cover.append(["Perguntas do concurso"])
    cover.append(["Versão 2"])
    sheet = workbook.create_sheet("Perguntas")
    for row in ROWS:
        sheet.append(row)
    workbook.save(tmp_path / "cover.xlsx")

    outcome = prepared(tmp_path / "cover.xlsx", Reading(task=Task.QUESTION_ANSWERING))

    assert (outcome.sheet, outcome.examples) == ("Perguntas", 3)
