"""``afina data``: a spreadsheet is judged and mended with no server."""

import csv
import json
from pathlib import Path

import openpyxl
import pytest
from typer.testing import CliRunner, Result

from afina.cli import app

EXAMPLE = Path(__file__).parents[2] / "examples" / "triagem_juridica.xlsx"
LABELS = ["Cível", "Penal", "CIVEL"]
LEAVE_ALL_BUT_ONE = "leave_out_labels=Penal,CIVEL"


def data(*said: str, language: str = "en") -> Result:
    """The command, in this process: starting one for each would take most of the time."""
    return CliRunner().invoke(app, ["data", *said, "--language", language])


def write(path: Path, rows: list[list[str]]) -> Path:
    with path.open("w", encoding="utf-8", newline="") as file:
        csv.writer(file, delimiter=";").writerows(rows)
    return path


@pytest.fixture
def sheet(tmp_path: Path) -> Path:
    """Ninety texts, two spellings of a label, three repeated rows, one without a label."""
    texts = [
        f"O autor {n} alega que o contrato número {n * 7919} foi descumprido" for n in range(90)
    ]
    rows = [[text, LABELS[n % 3]] for n, text in enumerate(texts)]
    more = [*rows[:3], ["Um texto só", ""]]
    return write(tmp_path / "casos.csv", [["texto", "ramo"], *rows, *more])


def test_a_spreadsheet_is_judged_in_plain_words(sheet: Path):
    """Rows, columns, categories, findings and what to do next; exit code 0."""
    done = data("check", str(sheet))

    assert done.exit_code == 0, done.stderr
    for words in (
        "94",
        "93",
        "column “texto”",
        "column “ramo”",
        "Penal",
        "of 100",
        "--recommended",
    ):
        assert words in done.stdout


def test_the_words_are_portuguese_unless_asked_otherwise(sheet: Path):
    assert "Qualidade dos dados" in data("check", str(sheet), language="pt-BR").stdout


def test_programs_get_what_the_api_answers(sheet: Path):
    """The same fields as ``POST /api/datasets/validate``."""
    found = json.loads(data("check", str(sheet), "--json").stdout)

    assert (found["rows_total"], found["rows_used"], found["rows_left_out"]) == (94, 93, 1)
    assert found["reading"]["label"]["name"] == "ramo"
    assert {finding["code"] for finding in found["quality"]["findings"]} >= {
        "similar_labels",
        "duplicates",
        "empty_cells",
    }


def test_labels_that_look_mixed_up_are_told_when_asked_for(tmp_path: Path):
    """The one row among fifty whose text speaks for the other label."""
    words = {"Cível": "contrato indenização dano", "Penal": "furto prisão denúncia"}
    labels = list(words)
    rows = [[f"{words[labels[n % 2]]} caso {n}", labels[n % 2]] for n in range(50)]
    rows[20][1] = "Penal"
    path = write(tmp_path / "casos.csv", [["texto", "ramo"], *rows])

    told = data("check", str(path), "--suspects").stdout

    assert "1 of 50 rows" in told
    assert "row 22: contrato indenização dano caso 20" in told
    assert "mixed up" not in data("check", str(path)).stdout


def test_rows_that_are_left_out_come_as_a_workbook(sheet: Path, tmp_path: Path):
    """With their cells and the reason."""
    target = tmp_path / "fora.xlsx"

    done = data("check", str(sheet), "--left-out", str(target))

    assert done.exit_code == 0, done.stderr
    rows = list(openpyxl.load_workbook(target).worksheets[0].iter_rows(values_only=True))
    assert rows[0][:2] == ("texto", "ramo")
    assert rows[1][0] == "Um texto só"
    assert len(rows) == 2


@pytest.mark.parametrize("extension", ["xlsx", "csv", "jsonl", "parquet"])
def test_fixes_make_a_new_file_that_is_read_again(sheet: Path, tmp_path: Path, extension: str):
    """Steps in order; the new file has what they left, and nothing more to say about it."""
    target, recipe = tmp_path / f"nova.{extension}", tmp_path / "receita.json"
    steps = ("--step", "merge_labels=CIVEL:Cível", "--step", "drop_duplicates")

    done = data("fix", str(sheet), "-o", str(target), *steps, "--save-recipe", str(recipe))
    again = json.loads(data("check", str(target), "--json").stdout)

    assert done.exit_code == 0, done.stderr
    assert [step["op"] for step in json.loads(recipe.read_text())] == [
        "merge_labels",
        "drop_duplicates",
    ]
    assert again["labels"] == [
        {"label": "Cível", "examples": 60},
        {"label": "Penal", "examples": 30},
    ]
    assert not {"similar_labels", "duplicates"} & {
        finding["code"] for finding in again["quality"]["findings"]
    }


def test_what_is_recommended_is_done(sheet: Path, tmp_path: Path):
    """The same as its steps one by one."""
    target = tmp_path / "nova.csv"

    done = data("fix", str(sheet), "-o", str(target), "--recommended")

    assert done.exit_code == 0, done.stderr
    assert json.loads(data("check", str(target), "--json").stdout)["rows_used"] == 90


@pytest.mark.parametrize(
    ("words", "said"),
    [
        (("check", "nada.csv"), "nada.csv"),
        (("check", "{sheet}", "--task", "cooking"), "--task"),
        (("check", "{sheet}", "--column", "texto"), "--column text=body"),
        (("check", "{sheet}", "--column", "text=resumo"), "resumo"),
        (("fix", "{sheet}", "-o", "{folder}/nova.csv"), "afina data fix --help"),
        (("fix", "{sheet}", "-o", "{sheet}", "--recommended"), "original file"),
        (("fix", "{sheet}", "-o", "{folder}/nova.doc", "--recommended"), ".parquet"),
        (("fix", "{sheet}", "-o", "{folder}/n.csv", "--step", "drop_rows=4000"), "4000"),
        (
            ("fix", "{sheet}", "-o", "{folder}/n.csv", "--step", "leave_out_labels=Penal,CIVEL"),
            "Cível",
        ),
    ],
)
def test_what_cannot_be_done_is_the_persons_turn(
    sheet: Path, tmp_path: Path, words: tuple[str, ...], said: str
):
    """Exit code 2, a sentence that names it, no traceback and no new file."""
    before = sorted(tmp_path.iterdir())
    done = data(*(word.format(sheet=sheet, folder=tmp_path) for word in words))

    assert done.exit_code == 2, done.stdout
    assert said in done.stderr
    assert isinstance(done.exception, SystemExit)
    assert sorted(tmp_path.iterdir()) == before


def test_the_example_is_good_but_not_perfect():
    """A real spreadsheet has something to say about it."""
    found = json.loads(data("check", str(EXAMPLE), "--json").stdout)

    assert found["rows_used"] == 2222
    assert 60 <= found["quality"]["score"] < 100
