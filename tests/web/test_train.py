"""From a sheet to a training, in Debian's Chromium, by what is seen on the page alone."""

import re
from pathlib import Path
from typing import Any, cast

from playwright.sync_api import Browser, Locator, Page, Route, expect

from tests.acceptance.conftest import WORDS
from tests.web.accessibility import axe, overflow, small_targets
from tests.web.browser import CLERK, needed
from tests.web.visitor import CHANGES, PASSWORD

pytestmark = needed

READING_MS = 30_000
TRAINING_MS = 120_000


def text_of(label: str, number: int) -> str:
    words = WORDS[label]
    return " ".join(words[(number + at) % len(words)] for at in range(6)) + f", caso {number}"


def csv(header: str, rows: list[list[str]], name: str = "petições.csv") -> Any:
    """A file as a browser is given one."""
    lines = [header, *(";".join(row) for row in rows)]
    return {"name": name, "mimeType": "text/csv", "buffer": "\r\n".join(lines).encode()}


def sheet(spelling: str) -> Any:
    """120 texts in three categories, of which one is sometimes spelt otherwise."""
    rows = [[text_of(list(WORDS)[n % 3], n), list(WORDS)[n % 3]] for n in range(120)]
    for row in rows[0::30]:
        row[1] = spelling
    return csv("texto;categoria", rows)


def choose(page: Page, file: Any) -> None:
    page.locator("input[type=file]").set_input_files(file)


def sent(page: Page, header: str, rows: list[list[str]]) -> str:
    """The id of a dataset that was sent without the page."""
    form = {"file": csv(header, rows)}
    answer = page.request.post("/api/datasets/upload", multipart=form, headers=CHANGES)
    assert answer.ok, answer.text()
    return str(answer.json()["id"])


def tab_to(page: Page, target: Locator) -> None:
    """Go on by the tab key until ``target`` has the focus, which is seen: a ring, or a caret."""
    for _ in range(40):
        page.keyboard.press("Tab")
        if target.evaluate("one => one === document.activeElement"):
            break
    expect(target).to_be_focused()
    assert target.evaluate(
        """one => one.matches(":read-write") || [one, one.closest("label")].some((each) =>
          each && getComputedStyle(each).outlineStyle !== "none")"""
    )


def choose_at_once(control: Locator) -> None:
    """A radio, a box or a switch that stays as the click left it, whoever keeps what was chosen."""
    assert control.evaluate("one => (one.click(), one.checked)")


def sign_in(page: Page, login: str) -> None:
    """By the form, as whoever was let in before."""
    page.get_by_role("textbox", name="Usuário").fill(login)
    page.get_by_role("textbox", name="Senha").fill(PASSWORD)
    page.get_by_role("button", name="Entrar", exact=True).click()


def draft_of(page: Page) -> str:
    """The id of what is being put together, as the address of every step has it."""
    return page.url.split("/")[-2]


def refuse_changes(route: Route) -> None:
    """What is read comes through; what is written does not."""
    if route.request.method == "PATCH":
        route.abort()
    else:
        route.continue_()


def changed_elsewhere(page: Page, draft: str) -> None:
    """What another tab says when it has changed the draft."""
    page.evaluate("id => new BroadcastChannel('afina.drafts').postMessage(id)", draft)


def heading(page: Page, name: str) -> None:
    expect(page.get_by_role("heading", level=1, name=name)).to_be_visible(timeout=READING_MS)


def usable(page: Page) -> None:
    """Everybody can use the page as it is now."""
    assert axe(page) == []
    assert small_targets(page) == []
    assert overflow(page) == 0


def test_a_sheet_becomes_a_training(page: Page, base_model: str):
    """Sent, mended, mended back, trained: each step is at its address, and nothing is lost."""
    page.goto("/treinos")
    expect(page.get_by_role("heading", name="Você ensina com exemplos")).to_be_visible()
    page.get_by_role("link", name="Usar a minha").click()
    heading(page, "Escolha a planilha")
    choose(page, sheet("Trabalho "))

    heading(page, "Confira a planilha")
    similar = page.get_by_role("heading", name="Categorias que parecem ser a mesma")
    expect(similar).to_be_visible(timeout=READING_MS)
    bars = page.locator("section", has=page.get_by_role("heading", name="Exemplos por categoria"))
    expect(bars.get_by_text("36 exemplos")).to_be_visible()
    page.get_by_role("button", name="Juntar", exact=True).click()
    expect(similar).to_have_count(0, timeout=READING_MS)
    expect(bars.get_by_text("40 exemplos")).to_have_count(3)
    page.get_by_role("button", name=re.compile("Desfazer: Juntar")).click()
    expect(similar).to_be_visible(timeout=READING_MS)
    usable(page)

    page.get_by_role("link", name="Continuar").click()
    heading(page, "Escolha o jeito de treinar")
    expect(page.get_by_role("radio", name="Equilibrado")).to_be_checked()
    choose_at_once(page.get_by_role("radio", name="Rápido"))
    page.get_by_role("button", name="Opções avançadas").click()
    rate = page.get_by_role("textbox", name="Taxa de aprendizado")
    rate.fill("9")
    rate.blur()
    expect(page.get_by_text("O maior valor aceito é")).to_be_visible()
    rate.fill("0,005")
    rate.blur()
    expect(page.get_by_role("button", name="Voltar ao padrão: Taxa")).to_be_visible()
    usable(page)
    draft = draft_of(page)
    tiny = {"base_model": base_model}
    assert page.request.patch(f"/api/drafts/{draft}", data=tiny, headers=CHANGES).ok

    page.goto("/treinar")
    page.get_by_role("link", name="Continuar “petições”").click()
    heading(page, "Confira a planilha")
    page.get_by_role("link", name="Começar").click()
    heading(page, "Comece o treino")
    expect(page.get_by_text("Taxa de aprendizado: 0,005")).to_be_visible()
    expect(page.get_by_text("Rápido")).to_be_visible()
    name = page.get_by_role("textbox", name="Nome do treino")
    name.fill("Triagem de petições")
    name.blur()
    expect(page.get_by_text(re.compile("Salvo às"))).to_be_visible()
    usable(page)
    page.get_by_role("button", name="Começar o treino").dblclick()

    heading(page, "Triagem de petições")
    page.get_by_role("button", name="Ver o resultado").click(timeout=TRAINING_MS)
    result = re.compile(r"Seu modelo acertou \d+ de \d+ na prova")
    expect(page.get_by_role("heading", name=result)).to_be_visible()
    expect(page.get_by_role("heading", level=1)).to_be_focused()
    assert len(page.request.get("/api/runs").json()["items"]) == 1
    page.goto(f"/treinar/{draft}/comecar")
    heading(page, "Este rascunho não existe mais")


def test_what_the_file_leaves_open_is_asked(page: Page):
    """Nothing is chosen beforehand; the sentence then lets the choice be changed."""
    rows = [
        [text_of("militar", n), text_of("trabalho", n), "sim não"[n % 2 * 4 :][:3]]
        for n in range(40)
    ]
    page.goto("/treinar")
    choose(page, csv("parecer;relato;aceito", rows))

    asked = page.get_by_role("group", name="Qual coluna é a de textos?")
    expect(asked).to_be_visible(timeout=READING_MS)
    expect(asked.get_by_role("radio", checked=True)).to_have_count(0)
    usable(page)
    page.get_by_role("button", name="Continuar com esta escolha").click()
    expect(page.get_by_text("Escolha uma opção para continuar.")).to_be_visible()
    asked.get_by_role("radio", name="relato").check()
    page.get_by_role("button", name="Continuar com esta escolha").click()

    heading(page, "Confira a planilha")
    texts = page.get_by_role("combobox", name="Coluna de textos")
    expect(texts).to_have_value("relato", timeout=READING_MS)
    texts.select_option("parecer")
    expect(page.get_by_role("combobox", name="Coluna de textos")).to_have_value(
        "parecer", timeout=READING_MS
    )
    expect(page.get_by_text("quartel soldado").first).to_be_visible()


def test_a_training_is_put_together_by_keyboard_alone(page: Page, tmp_path: Path):
    """Each step takes the focus to its heading; what blocks is told, and mended, on the way."""
    file = sheet("Trabalho ")
    lone = tmp_path / file["name"]
    lone.write_bytes(file["buffer"] + "\r\num recurso sobre tributo;tributário".encode())
    page.on("filechooser", lambda _: None)  # from now on the browser's own window stays away
    page.goto("/treinar")
    heading(page, "Escolha a planilha")
    button = page.get_by_role("button", name="Escolher um arquivo")
    tab_to(page, button)
    with page.expect_file_chooser() as chooser:
        page.keyboard.press("Enter")
    chooser.value.set_files(lone)

    heading(page, "Confira a planilha")
    expect(page.get_by_role("heading", level=1)).to_be_focused()
    blocked = page.get_by_role("heading", name="Assim ainda não dá para treinar.")
    expect(blocked).to_be_visible(timeout=READING_MS)
    expect(page.get_by_role("button", name="Continuar")).to_be_disabled()
    assert axe(page) == []
    tab_to(page, page.get_by_role("button", name="Deixar de fora").first)
    page.keyboard.press("Enter")
    expect(blocked).to_have_count(0, timeout=READING_MS)
    tab_to(page, page.get_by_role("link", name="Continuar"))
    page.keyboard.press("Enter")

    heading(page, "Escolha o jeito de treinar")
    expect(page.get_by_role("heading", level=1)).to_be_focused()
    expect(page.get_by_text("escolher entre 3 categorias, com 116 exemplos")).to_be_visible()
    tab_to(page, page.get_by_role("radio", name="Equilibrado"))
    page.keyboard.press("ArrowUp")
    expect(page.get_by_role("radio", name="Rápido")).to_be_checked()
    tab_to(page, page.get_by_role("link", name="Continuar"))
    page.keyboard.press("Enter")

    heading(page, "Comece o treino")
    expect(page.get_by_role("heading", level=1)).to_be_focused()
    expect(page.get_by_text("Classificar textos")).to_be_visible()
    tab_to(page, page.get_by_role("textbox", name="Nome do treino"))
    tab_to(page, page.get_by_role("button", name="Começar o treino"))


def test_a_draft_is_gone_on_with_wherever_one_is(page: Page):
    """Cut off, signed out, at another computer: what was chosen is there, at the same step."""
    rows = [[f"A Maria {n} mora em Recife", "Recife", "LOCAL"] for n in range(30)]
    made = sent(page, "texto;entidade;tipo_entidade", rows)
    draft = page.request.post("/api/drafts", data={"dataset_id": made}, headers=CHANGES).json()
    address = f"/treinar/{draft['id']}"
    page.goto(f"{address}/conferencia")
    expect(page.get_by_role("heading", name="Trechos por tipo")).to_be_visible(timeout=READING_MS)
    page.reload()
    page.get_by_role("link", name="Continuar").click()
    expect(page.get_by_text("encontrar 1 tipo de trecho, com 30 exemplos")).to_be_visible()

    page.context.set_offline(True)
    page.get_by_role("radio", name="Caprichado").click()
    expect(page.get_by_text("Ainda não salvo")).to_be_visible(timeout=READING_MS)
    page.context.route("**/api/drafts/*", refuse_changes)
    page.context.set_offline(False)
    with page.expect_response("**/api/drafts/*"):
        changed_elsewhere(page, draft["id"])
    expect(page.get_by_role("radio", name="Caprichado")).to_be_checked()
    page.context.unroute("**/api/drafts/*")
    expect(page.get_by_text(re.compile("Salvo às"))).to_be_visible(timeout=READING_MS)
    expect(page.get_by_role("radio", name="Caprichado")).to_be_checked()
    page.reload()
    expect(page.get_by_role("radio", name="Caprichado")).to_be_checked()

    login = page.request.get("/api/session").json()["login"]
    page.context.clear_cookies()
    page.get_by_role("radio", name="Rápido").click()
    sign_in(page, login)
    heading(page, "Escolha o jeito de treinar")
    expect(page.get_by_role("radio", name="Caprichado")).to_be_checked()

    state = page.context.storage_state()
    elsewhere = cast("Browser", page.context.browser).new_context(
        **CLERK, base_url=page.url.partition("/treinar")[0], storage_state=state
    )
    there = elsewhere.new_page()
    there.goto(page.url)
    expect(there.get_by_role("radio", name="Caprichado")).to_be_checked(timeout=READING_MS)
    elsewhere.close()


def test_two_tabs_put_one_training_together(page: Page):
    """Each shows what the other chose; the last choice holds, and none takes another back."""
    made = sent(page, "texto;categoria", [[text_of("militar", n), "ab"[n % 2]] for n in range(40)])
    draft = page.request.post("/api/drafts", data={"dataset_id": made}, headers=CHANGES).json()
    other = page.context.new_page()
    for tab in (page, other):
        tab.goto(f"/treinar/{draft['id']}/jeito")
        tab.get_by_role("button", name="Opções avançadas").click()
    choose_at_once(page.get_by_role("radio", name="Rápido"))
    expect(other.get_by_role("radio", name="Rápido")).to_be_checked()
    choose_at_once(other.get_by_role("radio", name="Caprichado"))
    expect(page.get_by_role("radio", name="Caprichado")).to_be_checked()

    for tab, name, figure in ((page, "Taxa de aprendizado", "0,005"), (other, "Rodadas", "7")):
        field = tab.get_by_role("textbox", name=name)
        field.fill(figure)
        field.blur()
        for each in (page, other):
            expect(each.get_by_role("button", name=f"Voltar ao padrão: {name}")).to_be_visible()
    rate = other.get_by_role("textbox", name="Taxa de aprendizado")
    expect(rate).to_have_value("0,005")
    rate.focus()
    rate.blur()
    for tab in (page, other):
        tab.goto(f"/treinar/{draft['id']}/comecar")
    name = page.get_by_role("textbox", name="Nome do treino")
    name.fill("Dois gabinetes")
    name.blur()
    shown = other.get_by_role("textbox", name="Nome do treino")
    expect(shown).to_have_value("Dois gabinetes")
    shown.focus()
    shown.blur()
    for tab in (page, other):
        tab.reload()
        expect(tab.get_by_role("textbox", name="Nome do treino")).to_have_value("Dois gabinetes")
        for chosen in ("Caprichado", "Taxa de aprendizado: 0,005", "Rodadas: 7"):
            expect(tab.get_by_text(chosen)).to_be_visible()
    tab.goto(f"/treinar/{draft['id']}/planilha")
    tab.reload()
    expect(tab.get_by_text("petições").first).to_be_visible()
