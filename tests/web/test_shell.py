"""The frame around every page."""

from playwright.sync_api import expect

from tests.web.accessibility import axe
from tests.web.browser import needed

pytestmark = needed


def test_what_a_person_prefers_goes_with_them(page):
    """The technical part and the theme are the same in a browser that knows nothing of them."""
    page.goto("/treinos")
    page.get_by_role("button", name="Bia Souza").click()
    switch = page.get_by_role("switch", name="Mostrar recursos técnicos")
    expect(switch).not_to_be_checked()
    with page.expect_response("**/api/me/preferences"):
        switch.click()
    with page.expect_response("**/api/me/preferences"):
        page.get_by_role("combobox", name="Tema").select_option("dark")

    page.evaluate("localStorage.clear()")
    page.reload()
    expect(page.locator("html")).to_have_attribute("data-mantine-color-scheme", "dark")
    page.get_by_role("button", name="Bia Souza").click()
    expect(switch).to_be_checked()


def test_a_person_chooses_of_what_they_hear(page):
    """From the bell, way by way; where the server sends no e-mail, the page says so."""
    page.goto("/treinos")
    page.get_by_role("button", name="Avisos").click()
    assert axe(page) == []
    page.get_by_role("link", name="Escolher os avisos").click()
    of_failures = page.get_by_role("switch", name="Um treino falhou: No sino da página")
    expect(of_failures).to_be_checked()
    with page.expect_response("**/api/me/notices/wishes"):
        of_failures.click()

    page.reload()
    expect(of_failures).not_to_be_checked()
    expect(page.get_by_role("switch", name="Um treino terminou")).to_be_checked()
    expect(page.get_by_text("Este servidor não envia e-mail")).to_be_visible()


def test_a_narrow_page_keeps_its_ways_in_a_drawer(page):
    """It takes the focus, Escape closes it, and a choice leads on."""
    page.set_viewport_size({"width": 360, "height": 740})
    page.goto("/conta")
    menu = page.get_by_role("button", name="Menu")
    menu.focus()
    page.keyboard.press("Enter")
    drawer = page.get_by_role("dialog", name="Menu")
    expect(drawer).to_be_visible()
    assert axe(page) == []

    page.keyboard.press("Escape")
    expect(drawer).to_be_hidden()
    expect(menu).to_be_focused()
    menu.click()
    drawer.get_by_role("link", name="Meus treinos").click()
    expect(drawer).to_be_hidden()
    expect(page.get_by_role("heading", level=1, name="Meus treinos")).to_be_focused()


def test_the_page_says_that_the_server_is_away(page):
    """And goes on by itself when it is back."""
    page.goto("/treinos?busca=nada")
    expect(page.get_by_text("Nenhum treino com estes filtros.")).to_be_visible()
    page.route("**/api/**", lambda route: route.abort())
    page.get_by_role("button", name="Falhou").click()
    expect(page.get_by_text("Sem contato com o servidor desde as")).to_be_visible()

    page.unroute("**/api/**")
    expect(page.get_by_text("Sem contato com o servidor desde as")).to_be_hidden()
    expect(page.get_by_text("Nenhum treino com estes filtros.")).to_be_visible()
