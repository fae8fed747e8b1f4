"""A person at the page, in Debian's Chromium, while a model is trained."""

import re
import shutil
import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path

import pytest
from playwright.sync_api import BrowserContext, ConsoleMessage, Page, expect, sync_playwright

from tests.acceptance.running_stack import RunningStack
from tests.acceptance.test_faults import start

CHROMIUM = shutil.which("chromium")
ARGUMENTS = [
    "--no-sandbox",
    "--disable-gpu",
    "--disable-quic",
    "--no-first-run",
    "--disable-background-networking",
    "--disable-component-update",
    "--disable-sync",
]
TRAINING_MS = 120_000

pytestmark = [
    pytest.mark.browser,
    pytest.mark.skipif(CHROMIUM is None, reason="no chromium here: apt-get install chromium"),
    pytest.mark.skipif(
        not Path("api/static/index.html").exists(), reason="the page is not built: make web"
    ),
]


@pytest.fixture
def context(tmp_path: Path) -> Iterator[BrowserContext]:
    """A browser as a Brazilian clerk has it."""
    with sync_playwright() as playwright:
        context = playwright.chromium.launch_persistent_context(
            str(tmp_path),
            executable_path=CHROMIUM,
            headless=True,
            args=ARGUMENTS,
            locale="pt-BR",
            timezone_id="America/Recife",
            reduced_motion="reduce",
        )
        yield context
        context.close()


@pytest.fixture
def page(context: BrowserContext, stack: RunningStack) -> Iterator[Page]:
    """A page that may neither complain nor ask anybody but this server."""
    page = context.new_page()
    complaints: list[str] = []
    outside: list[str] = []

    def on_console(message: ConsoleMessage) -> None:
        # the browser itself reports the 401 that asks for the access token
        if message.type in {"error", "warning"} and "401" not in message.text:
            complaints.append(message.text)

    page.on("console", on_console)
    page.on("pageerror", lambda error: complaints.append(str(error)))
    page.on(
        "request",
        lambda request: (
            outside.append(request.url)
            if not request.url.startswith((stack.address, "data:", "blob:"))
            else None
        ),
    )
    yield page
    assert complaints == []
    assert outside == []


def test_a_person_signs_in_and_watches_a_run_finish(page, stack, spreadsheet, base_model):
    """From the link that the terminal prints to the result, without a reload."""
    _, run_id = start(stack, spreadsheet, base_model, epochs=60)

    page.goto(f"{stack.address}/#token={stack.token}")
    expect(page.get_by_role("heading", level=1, name="Meus treinos")).to_be_visible()
    assert "token" not in page.url
    page.goto(f"{stack.address}/treinos/{run_id}")

    expect(page.get_by_role("heading", level=1, name="Triagem")).to_be_visible()
    bar = page.get_by_role("progressbar", name="Progresso do treino")
    expect(bar).to_be_visible(timeout=TRAINING_MS)
    expect(
        page.get_by_role(
            "heading", name=re.compile("Quanto o modelo está acertando: .* de cada 100")
        )
    ).to_be_visible(timeout=TRAINING_MS)
    expect(
        page.get_by_role("heading", name=re.compile(r"Seu modelo acertou \d+ de \d+ na prova"))
    ).to_be_visible(timeout=TRAINING_MS)

    page.get_by_role("button", name="Detalhes técnicos").click()
    expect(page.get_by_text(base_model).first).to_be_visible()


def test_the_list_speaks_both_languages(page, stack, spreadsheet, base_model):
    """Portuguese first, English on request, and the choice stays."""
    start(stack, spreadsheet, base_model, epochs=1)
    page.goto(f"{stack.address}/#token={stack.token}")
    expect(page.get_by_role("heading", level=1, name="Meus treinos")).to_be_visible()

    page.get_by_role("combobox", name="Idioma").select_option("en")
    expect(page.get_by_role("heading", level=1, name="My trainings")).to_be_visible()

    page.reload()
    expect(page.get_by_role("heading", level=1, name="My trainings")).to_be_visible()


def test_a_wrong_token_is_refused_in_plain_words(page, stack):
    """Nobody gets in, and the sentence says what to do."""
    page.goto(f"{stack.address}/#token=afn_wrong")
    expect(page.get_by_role("heading", name="Entrar")).to_be_visible()
    expect(page.get_by_text("Este código não vale.")).to_be_visible()


def test_the_reference_page_starts_under_its_own_policy(page, stack):
    """It describes the API with nothing from outside."""
    page.goto(f"{stack.address}/schema")

    expect(page.get_by_role("heading", name=re.compile("^Afina"))).to_be_visible()
    expect(page.get_by_text("/api/runs", exact=True).first).to_be_visible()


def setup_code(stack: RunningStack) -> str:
    """The code for the first administrator, as the command line prints it."""
    command = [sys.executable, "-m", "afina", "user", "setup-code"]
    options = ["--data-dir", str(stack.data_dir)]
    printed = subprocess.run(command + options, capture_output=True, text=True, check=True)
    return printed.stdout.strip().partition("#setup=")[2]


def choose(page: Page, name: str | None, login: str) -> None:
    """Fill in the form of whoever takes an account."""
    if name is not None:
        page.get_by_label("Seu nome").fill(name)
    page.get_by_label("Usuário").fill(login)
    page.get_by_label("Senha nova").fill("um pato verde canta tango")
    page.get_by_role("button", name="Criar a conta e entrar").click()


def test_people_come_in_by_links_and_see_only_what_is_theirs(page, stack, spreadsheet, base_model):
    """From the first administrator's link to a second person who finds an empty list."""
    start(stack, spreadsheet, base_model, epochs=1)
    page.goto(f"{stack.address}/#setup={setup_code(stack)}")
    expect(page.get_by_role("heading", name="Crie a conta de administrador")).to_be_visible()
    assert "setup" not in page.url
    choose(page, "Ana Lima", "ana")
    expect(page.get_by_role("link", name="Triagem").first).to_be_visible()

    page.get_by_role("link", name="Administração").click()
    page.get_by_role("button", name="Convidar uma pessoa").click()
    page.get_by_label("Nome da pessoa").fill("Bia Souza")
    page.get_by_role("button", name="Criar o convite").click()
    link = page.get_by_text("/#invitation=").inner_text()
    page.get_by_role("button", name="Ana Lima", exact=True).click()
    page.get_by_role("button", name="Sair").click()
    expect(page.get_by_role("heading", name="Entrar")).to_be_visible()

    page.goto(f"{stack.address}/{link[link.index('#') :]}")
    expect(page.get_by_role("heading", name="Crie a sua conta")).to_be_visible()
    choose(page, None, "bia")
    expect(page.get_by_role("button", name="Bia Souza", exact=True)).to_be_visible()
    page.goto(f"{stack.address}/treinos")
    expect(page.get_by_text("Você ainda não treinou nenhum modelo.")).to_be_visible()
    expect(page.get_by_role("link", name="Administração")).to_have_count(0)
