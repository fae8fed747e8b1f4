"""Models in the browser: a sheet is classified, a name changed, a deletion thought better of."""

import io
from pathlib import Path

import openpyxl
from playwright.sync_api import Page, expect

from tests.web.accessibility import axe
from tests.web.browser import needed

pytestmark = needed

SHEET = """processo;ementa
1;o contrato de locação do imóvel comercial
2;
3;=recurso contra a sentença de improcedência
"""
NO_REVIEW = "A planilha classificada não pede revisão de nenhuma resposta."
READY_MS = 60_000
"""For the process that answers to load its libraries."""


def test_a_sheet_is_sent_classified_and_fetched_on_the_result(
    administrator: Page, finished_run: str, tmp_path: Path
):
    """A workbook with the sheet's own columns, answers, and the review that was chosen."""
    sheet = tmp_path / "recebidas.csv"
    sheet.write_text(SHEET, encoding="utf-8")
    page = administrator
    page.goto(f"/treinos/{finished_run}")
    page.get_by_role("slider", name="Textos que vão para uma pessoa").press("Home")
    expect(page.get_by_text("Escolha guardada.")).to_be_visible()
    page.reload()
    expect(page.get_by_text(NO_REVIEW)).to_be_visible()
    page.locator("input[type=file]").set_input_files(sheet)
    row = page.get_by_role("row").filter(has_text="recebidas.csv")
    expect(row.get_by_text("Pronta")).to_be_visible(timeout=READY_MS)

    with page.expect_download() as fetched:
        row.get_by_role("button", name="Baixar as respostas de recebidas.csv").click()

    book = openpyxl.load_workbook(io.BytesIO(Path(fetched.value.path()).read_bytes()))
    rows = [[cell.value for cell in each] for each in book.worksheets[0].rows]
    assert fetched.value.suggested_filename == "recebidas - classificada.xlsx"
    assert rows[0][:3] == ["processo", "ementa", "Resposta do modelo"]
    assert [each[0] for each in rows[1:]] == ["1", "2", "3"]
    assert [each[-1] for each in rows[1:]] == ["Não", "Sim", "Não"]
    assert (rows[2][2], rows[3][1]) == (None, "=recurso contra a sentença de improcedência")


def test_a_model_is_renamed_and_a_deletion_thought_better_of(
    administrator: Page, finished_run: str
):
    """The dialog says what goes and what stays, and begins on the safe answer."""
    page = administrator
    page.goto(f"/modelos/{finished_run}")
    page.get_by_role("button", name="Ações para").click()
    page.get_by_role("button", name="Mudar o nome").click()
    page.get_by_label("Nome do modelo").fill("Triagem 2026")
    page.get_by_role("button", name="Salvar o nome").click()
    expect(page.get_by_role("heading", level=1, name="Triagem 2026")).to_be_visible()

    page.get_by_role("button", name="Ações para").click()
    page.get_by_role("button", name="Excluir o modelo").click()
    dialog = page.get_by_role("dialog", name="Excluir o modelo Triagem 2026?")
    expect(dialog.get_by_role("button", name="Manter o modelo")).to_be_focused()
    assert axe(page) == []
    page.keyboard.press("Escape")

    expect(dialog).to_be_hidden()
    page.goto("/modelos?busca=2026")
    expect(page.get_by_role("link", name="Triagem 2026")).to_be_visible()
