"""How people come in, in Debian's Chromium, and that they see a model being trained."""

import re
import subprocess
import sys

import pytest
from playwright.sync_api import Page, expect

from tests.acceptance.running_stack import RunningStack
from tests.web.browser import needed
from tests.web.test_train import READING_MS, TRAINING_MS, draft_of, heading, sign_in
from tests.web.visitor import CHANGES, PASSWORD

pytestmark = needed


def test_a_newcomer_has_a_model_within_minutes(page: Page, base_model: str):
    """Signs in, is told what Afina does, and trains the sample sheet from the welcome."""
    login = page.request.get("/api/session").json()["login"]
    page.context.clear_cookies()
    page.goto("/treinos")
    sign_in(page, login)
    for card in ("Você ensina com exemplos", "O modelo faz uma prova", "Você continua decidindo"):
        expect(page.get_by_role("heading", name=card)).to_be_visible()
    page.get_by_role("link", name="Treinar com planilha de exemplo").click()

    heading(page, "Confira a planilha")
    tiny = {"base_model": base_model}
    assert page.request.patch(f"/api/drafts/{draft_of(page)}", data=tiny, headers=CHANGES).ok
    page.reload()
    page.get_by_role("link", name="Continuar").click(timeout=READING_MS)
    expect(page.get_by_role("radio", name="Rápido")).to_be_checked()
    page.get_by_role("link", name="Continuar").click()
    page.get_by_role("button", name="Começar o treino").click()

    heading(page, "manifestacoes")
    bar = page.get_by_role("progressbar", name="Progresso do treino")
    expect(bar).to_be_visible(timeout=TRAINING_MS)
    learning = re.compile("Quanto o modelo está acertando: .* de cada 100")
    expect(page.get_by_role("heading", name=learning)).to_be_visible(timeout=TRAINING_MS)
    page.get_by_role("button", name="Ver o resultado").click(timeout=TRAINING_MS)
    result = re.compile(r"Seu modelo acerta \d+ de cada 100")
    expect(page.get_by_role("heading", name=result)).to_be_visible()
    page.get_by_role("button", name="Detalhes técnicos").click()
    expect(page.get_by_text(base_model).first).to_be_visible()
    page.goto("/treinos")
    expect(page.get_by_role("link", name="manifestacoes").first).to_be_visible()
    expect(page.get_by_role("link", name="Treinar com planilha de exemplo")).to_have_count(0)


def test_the_page_speaks_both_languages(page):
    """Portuguese first, English on request, and the choice goes with the person."""
    page.goto("/treinos")
    expect(page.get_by_role("heading", level=1, name="Meus treinos")).to_be_visible()

    with page.expect_response("**/api/me"):
        page.get_by_role("combobox", name="Idioma").select_option("en")
    expect(page.get_by_role("heading", level=1, name="My trainings")).to_be_visible()

    page.evaluate("localStorage.clear()")
    page.reload()
    expect(page.get_by_role("heading", level=1, name="My trainings")).to_be_visible()


def test_a_token_in_the_address_opens_or_is_refused_in_plain_words(stranger, stack):
    """A wrong one lets nobody in, and what to do is said; the terminal's leaves the address."""
    stranger.goto(f"{stack.address}/#token=afn_wrong")
    expect(stranger.get_by_role("heading", name="Entrar")).to_be_visible()
    expect(stranger.get_by_text("Esta chave não vale.")).to_be_visible()
    stranger.goto("about:blank")
    stranger.goto(f"{stack.address}/#token={stack.token}")
    expect(stranger.get_by_role("heading", level=1, name="Meus treinos")).to_be_visible()
    assert "token" not in stranger.url


def test_the_reference_page_starts_under_its_own_policy(stranger, stack):
    """It describes the API with nothing from outside, and draws as much of it as is looked at."""
    stranger.goto(f"{stack.address}/schema")

    expect(stranger.get_by_role("heading", name=re.compile("^Afina"))).to_be_visible()
    expect(stranger.get_by_role("link", name="/api/datasets/upload", exact=True)).to_be_visible()


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
    page.get_by_label("Senha nova").fill(PASSWORD)
    page.get_by_role("button", name="Criar a conta e entrar").click()


@pytest.mark.usefixtures("finished_run")
def test_people_come_in_by_links_and_see_only_what_is_theirs(stranger, stack):
    """From the first administrator's link to a second person who finds an empty list."""
    stranger.goto(f"{stack.address}/#setup={setup_code(stack)}")
    expect(stranger.get_by_role("heading", name="Crie a conta de administrador")).to_be_visible()
    assert "setup" not in stranger.url
    choose(stranger, "Ana Lima", "ana")
    expect(stranger.get_by_role("link", name="Triagem").first).to_be_visible()

    stranger.get_by_role("link", name="Administração").click()
    stranger.get_by_role("button", name="Convidar uma pessoa").click()
    stranger.get_by_label("Nome da pessoa").fill("Bia Souza")
    stranger.get_by_role("button", name="Criar o convite").click()
    link = stranger.get_by_text("/#invitation=").inner_text()
    stranger.get_by_role("button", name="Ana Lima", exact=True).click()
    stranger.get_by_role("button", name="Sair").click()
    expect(stranger.get_by_role("heading", name="Entrar")).to_be_visible()

    stranger.goto(f"{stack.address}/{link[link.index('#') :]}")
    expect(stranger.get_by_role("heading", name="Crie a sua conta")).to_be_visible()
    choose(stranger, None, "bia")
    expect(stranger.get_by_role("button", name="Bia Souza", exact=True)).to_be_visible()
    stranger.goto(f"{stack.address}/treinos")
    expect(stranger.get_by_text("Você ainda não treinou nenhum modelo.")).to_be_visible()
    expect(stranger.get_by_role("link", name="Administração")).to_have_count(0)
