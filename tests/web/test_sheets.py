"""Sheets as people bring them: refused in plain words where they were dropped, or mended later."""

import re
from pathlib import Path

import openpyxl
from playwright.sync_api import Page, expect

from tests.web.accessibility import axe, overflow, small_targets
from tests.web.browser import needed
from tests.web.test_train import READING_MS, choose, heading, text_of
from tests.web.visitor import CHANGES

pytestmark = needed

PROTECTED = Path("tests/api/datasets/formats/files/protected.xlsx")
TOO_LARGE_BYTES = 101 * 1024 * 1024
HIDDEN = range(2, 12)


def drop(page: Page, path: Path) -> None:
    """Drag a file of this computer into the page, as a hand does."""
    area = page.locator("[data-over]")
    box = area.bounding_box()
    assert box is not None
    place = {"x": box["x"] + box["width"] / 2, "y": box["y"] + box["height"] / 2}
    data = {"items": [], "files": [str(path.absolute())], "dragOperationsMask": 1}
    hand = page.context.new_cdp_session(page)
    for kind in ("dragEnter", "dragOver"):
        hand.send("Input.dispatchDragEvent", {"type": kind, **place, "data": data})
    expect(area).to_have_attribute("data-over", "true")
    hand.send("Input.dispatchDragEvent", {"type": "drop", **place, "data": data})


def workbook(path: Path) -> Path:
    """Two sheets with examples; a filter hides ten rows of the first."""
    book = openpyxl.Workbook()
    for title in ("Janeiro", "Fevereiro"):
        page = book.create_sheet(title)
        page.append(["texto", "categoria"])
        for n in range(60):
            label = ("trabalho", "militar")[n % 2]
            page.append([text_of(label, n), label])
    for row in HIDDEN:
        book["Janeiro"].row_dimensions[row].hidden = True
    book.remove(book.worksheets[0])
    book.save(path)
    return path


def test_a_file_that_cannot_be_used_is_refused_where_it_was_dropped(page: Page, tmp_path: Path):
    """In plain words, with what to do; the place takes the next file."""
    whole = workbook(tmp_path / "planilha.XLSX").read_bytes()
    files = {
        "foto.xlsx": (b"\x89PNG\r\n\x1a\n" * 9, "Não reconheci"),
        "vazia.csv": (b"", "está vazia"),
        "cortada.xlsx": (whole[: len(whole) // 2], "Não consegui"),
    }
    page.goto("/treinar")
    for name, (content, said) in files.items():
        (tmp_path / name).write_bytes(content)
        drop(page, tmp_path / name)
        refusal = page.get_by_role("alert").filter(has_text=f"“{name}”")
        expect(refusal.get_by_text(said)).to_be_visible(timeout=READING_MS)
    assert axe(page) == []
    choose(page, PROTECTED)
    expect(page.get_by_role("alert").get_by_text("tem senha")).to_be_visible(timeout=READING_MS)

    large = tmp_path / "imensa.csv"
    with large.open("wb") as file:
        file.truncate(TOO_LARGE_BYTES)
    asked: list[str] = []
    page.on("request", lambda request: asked.append(request.url))
    drop(page, large)
    expect(page.get_by_text("o limite é")).to_be_visible()
    assert [url for url in asked if "/upload" in url] == []


def test_a_sheet_is_mended_on_its_own_page(page: Page, tmp_path: Path):
    """Which sheet, which rows: asked and told; each fix is a version, and taken back it is none."""
    page.goto("/treinar")
    drop(page, workbook(tmp_path / "petições.XLSX"))
    asked = page.get_by_role("group", name="Em qual aba estão os exemplos?")
    expect(asked.get_by_text("Primeira linha:")).to_have_count(2, timeout=READING_MS)
    asked.get_by_role("radio", name="Janeiro").check()
    page.get_by_role("button", name="Continuar com esta escolha").click()
    heading(page, "Confira a planilha")

    [known] = page.request.get("/api/datasets").json()["items"]
    page.goto(f"/planilhas/{known['id']}")
    hidden = page.get_by_role("heading", name="Linhas escondidas na planilha")
    expect(hidden).to_be_visible(timeout=READING_MS)
    page.get_by_role("button", name="Tirar as linhas").click()
    expect(hidden).to_have_count(0, timeout=READING_MS)
    expect(page.get_by_text("50 exemplos prontos para usar; 10 linhas ficam")).to_be_visible()
    assert (axe(page), small_targets(page), overflow(page)) == ([], [], 0)
    page.get_by_role("button", name="Ver o que mudou").click()
    expect(page.get_by_text("10 exemplos saíram")).to_be_visible(timeout=READING_MS)

    page.get_by_role("button", name=re.compile("Desfazer: Tirar")).click()
    expect(hidden).to_be_visible(timeout=READING_MS)
    expect(page.get_by_role("heading", name="Versão 3")).to_be_visible()
    undo = f"/api/datasets/{known['id']}/versions/undo"
    assert page.request.post(undo, headers=CHANGES).status == 404
    page.get_by_role("button", name="Excluir a planilha").click()
    page.get_by_role("dialog").get_by_role("button", name="Excluir a planilha").click()
    heading(page, "Planilhas")
    expect(page.get_by_text("Você ainda não enviou nenhuma planilha.")).to_be_visible()
