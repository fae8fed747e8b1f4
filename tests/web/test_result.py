"""The result of a training: what lies behind its figures, and what can be done with it."""

import csv
import re
from pathlib import Path

import openpyxl
import pytest
from playwright.sync_api import Page, expect

from tests.acceptance.conftest import WORDS
from tests.acceptance.running_stack import RunningStack
from tests.acceptance.test_faults import start
from tests.web.accessibility import axe
from tests.web.browser import needed

pytestmark = needed

ANSWER_MS = 120_000
"""The first answer waits for a process that loads the model."""


@pytest.fixture(scope="module")
def mistaken_run(
    stack: RunningStack, base_model: str, tmp_path_factory: pytest.TempPathFactory
) -> str:
    """A completed run on a sheet in which every seventh answer is another's."""
    labels, path = list(WORDS), tmp_path_factory.mktemp("mistaken") / "trocada.csv"
    with path.open("w", encoding="utf-8", newline="") as file:
        writer = csv.writer(file, delimiter=";")
        writer.writerow(["texto", "categoria"])
        for number in range(240):
            words = WORDS[labels[number % 3]]
            text = " ".join(words[(number + place) % 6] for place in range(0, 8, 1 + number % 2))
            writer.writerow([f"{text} {number}", labels[(number + (number % 7 == 0)) % 3]])
    _, run_id = start(stack, path, base_model, epochs=6)
    assert [name for name, _ in stack.events(run_id)]
    return run_id


@pytest.fixture
def result(administrator: Page, finished_run: str) -> Page:
    administrator.goto(f"/treinos/{finished_run}")
    expect(
        administrator.get_by_role("heading", name=re.compile("Seu modelo acertou"))
    ).to_be_visible()
    return administrator


def test_a_model_is_tried_on_a_text(result: Page):
    """By the machine that trained it; the answer comes in words before figures."""
    box = result.get_by_role("region", name="Experimente com um texto")
    box.get_by_role("button", name="Ver a resposta").click()
    expect(box.get_by_text("Escreva ou cole um texto.")).to_be_visible()
    expect(box.get_by_label("Texto")).to_be_focused()

    box.get_by_label("Texto").fill("férias salário empregador reclamante horas extras")
    box.get_by_role("button", name="Ver a resposta").click()

    expect(box.get_by_role("heading", name="Resposta do modelo")).to_be_visible(timeout=ANSWER_MS)
    expect(box.get_by_role("listitem").first).to_contain_text(re.compile("seguro|dúvida"))
    assert axe(result) == []


def test_the_sheet_of_a_model_is_there_to_be_printed(result: Page, finished_run: str):
    """One address for it; what is only for the screen is not on paper."""
    result.get_by_role("link", name="Ficha do modelo").click()

    expect(result).to_have_url(re.compile(f"/treinos/{finished_run}/ficha$"))
    expect(result.get_by_role("heading", name="Ficha do modelo", level=2)).to_be_visible()
    expect(result.get_by_role("heading", name="Limites")).to_be_visible()
    result.emulate_media(media="print")
    expect(result.get_by_role("button", name="Imprimir a ficha")).to_be_hidden()


def test_a_row_that_is_wrong_in_the_sheet_becomes_a_new_version(
    administrator: Page, mistaken_run: str, tmp_path: Path
):
    """From a cell of the table to its texts, to a mark, to a workbook, to the version."""
    page = administrator
    page.goto(f"/treinos/{mistaken_run}")
    page.get_by_role("button", name=re.compile("^Ver . textos? de")).first.click()
    expect(page.get_by_text(re.compile("^A planilha diz"))).to_be_visible()
    page.get_by_role("button", name=re.compile("A planilha está errada na linha")).first.click()
    page.get_by_role("button", name="Marcar a correção").click()

    expect(page.get_by_role("heading", name="Correções da planilha: 1 linha")).to_be_visible()
    with page.expect_download() as begun:
        page.get_by_role("link", name="Baixar as linhas (xlsx)").click()
    begun.value.save_as(tmp_path / "rows.xlsx")
    assert len(list(openpyxl.load_workbook(tmp_path / "rows.xlsx").worksheets[0].rows)) == 2

    page.get_by_role("button", name="Fazer a nova versão").click()
    expect(page.get_by_text("A versão 2 da planilha está pronta")).to_be_visible()
