"""What ``afina classify`` prints, for a tiny model of every task."""

import os
from pathlib import Path

import pytest
from typer.testing import CliRunner

os.environ.setdefault("OMP_WAIT_POLICY", "passive")  # before torch loads: see child.settle_in

from afina.cli import app
from afina.commands import classify
from tests.worker.training import lessons, small
from worker.training import session

TEXTS = {
    lessons.SEVERAL: "mar anil o folha jade",
    lessons.ENTITIES: "o mar que para folha",
    lessons.ANSWERS: "para o com mar de que",
}


@pytest.fixture(scope="module")
def models(tmp_path_factory: pytest.TempPathFactory) -> dict[str, Path]:
    """The folder of a model of every kind."""
    base = small.save_base(tmp_path_factory.mktemp("base"))
    jobs = {
        kind: lessons.job(kind, tmp_path_factory.mktemp(kind), base, count=100, epochs=8)
        for kind in lessons.KINDS
    }
    for job in jobs.values():
        session.run(job, small.Ear(), small.never)
    return {kind: job.model_dir for kind, job in jobs.items()}


def said(*arguments: str) -> tuple[int, str]:
    done = CliRunner().invoke(app, ["classify", *arguments, "--language", "en"])
    return done.exit_code, done.output


def lines(*arguments: str) -> list[list[str]]:
    status, output = said(*arguments)
    assert status == 0, output
    return [line.split("\t") for line in output.splitlines()]


def test_every_label_of_a_text_has_a_line(models: dict[str, Path]):
    """With how sure the model is of it."""
    kind = lessons.SEVERAL

    told = lines(str(models[kind]), TEXTS[kind])

    assert {line[0] for line in told} == {"azul", "verde"}
    assert all(50 <= int(line[1]) <= 100 and line[2] == TEXTS[kind] for line in told)


def test_every_entity_has_a_line_with_its_words_and_place(models: dict[str, Path]):
    """A text without any has one with nothing in it."""
    kind = lessons.ENTITIES

    blue, green, none = lines(str(models[kind]), TEXTS[kind], "o que de")

    assert (blue[0], blue[2:]) == ("azul", [TEXTS[kind], "mar", "2-5"])
    assert (green[0], green[2:]) == ("verde", [TEXTS[kind], "folha", "15-20"])
    assert none == ["", "", "o que de"]


def test_a_question_is_answered_from_each_text(models: dict[str, Path]):
    """In the texts' own words, or not at all."""
    kind = lessons.ANSWERS

    one, none = lines(str(models[kind]), TEXTS[kind], "o que de para com", "-q", "que de")

    assert one[0] == "mar"
    assert none[0] == ""
    assert all(0 <= int(line[1]) <= 100 for line in (one, none))


@pytest.mark.parametrize(
    ("kind", "arguments", "sentence"),
    [
        (lessons.ANSWERS, (), "Ask yours with --question."),
        (lessons.ENTITIES, ("-q", "que"), "Repeat this without --question."),
    ],
)
def test_a_question_belongs_to_models_that_answer_questions(
    kind: str, arguments: tuple[str, ...], sentence: str, models: dict[str, Path]
):
    """Said, rather than ignored."""
    status, output = said(str(models[kind]), "o mar", *arguments)

    assert status == 1
    assert sentence in output


def test_an_encoder_without_a_head_answers_nothing(tmp_path: Path):
    """It was taught no task."""
    status, output = said(str(small.save_base(tmp_path)), "o mar")

    assert status == 1
    assert "There is no model" in output


@pytest.mark.parametrize(
    ("text", "cell"),
    [("=1+1", "'=1+1"), ("a\t=1+1", "a =1+1"), ("\r\n@SUM(1)", " @SUM(1)"), ("ok", "ok")],
)
def test_no_cell_of_the_answers_is_a_formula_or_ends_early(text: str, cell: str):
    """Whoever opens them as a sheet sees texts, one in each cell."""
    assert classify._cell(text) == cell
