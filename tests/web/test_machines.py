"""Machines at the page: seen by everybody, admitted, paused and withdrawn by administrators."""

import re

from playwright.sync_api import expect

from tests.web.accessibility import axe
from tests.web.browser import needed

pytestmark = needed

ASKED = """
- dialog "Retirar a máquina gabinete-3?":
  - heading "Retirar a máquina gabinete-3?" [level=2]
  - paragraph: /Ela perde o acesso na hora/
  - button "Manter a máquina"
  - button "Retirar a máquina"
"""
HEARD_MS = 60_000
"""Until a worker that is just starting is heard."""


def test_an_administrator_admits_a_machine_pauses_it_and_withdraws_it(administrator):
    """Its command is shown once; the stream tells what is done, without a reload."""
    page = administrator
    page.goto("/maquinas")
    expect(page.get_by_role("meter", name="Disco").first).to_be_visible(timeout=HEARD_MS)
    expect(page.get_by_text("Ao vivo")).to_be_visible()

    page.get_by_role("button", name="Adicionar uma máquina").click()
    page.get_by_role("button", name="Criar a chave da máquina").click()
    expect(page.get_by_text("Escreva um nome para a máquina.")).to_be_visible()
    page.get_by_label("Nome da máquina").fill("gabinete-3")
    page.get_by_role("button", name="Criar a chave da máquina").click()
    expect(page.get_by_text(re.compile(r"afina worker join http://\S+ afw?_?\S+"))).to_be_visible()
    assert axe(page) == []
    page.get_by_role("button", name="Já executei").click()

    card = page.get_by_role("listitem").filter(has_text="gabinete-3")
    expect(card.get_by_text("Sem contato")).to_be_visible()
    page.get_by_role("button", name="Ações para a máquina gabinete-3").click()
    page.get_by_role("button", name="Pausar", exact=True).click()
    expect(card.get_by_text("Em pausa: não pega treinos novos")).to_be_visible()

    page.get_by_role("button", name="Ações para a máquina gabinete-3").click()
    page.get_by_role("button", name="Retirar a máquina").click()
    dialog = page.get_by_role("dialog")
    expect(dialog.get_by_role("button", name="Manter a máquina")).to_be_focused()
    expect(dialog).to_match_aria_snapshot(ASKED)
    dialog.get_by_role("button", name="Retirar a máquina").click()
    page.get_by_role("button", name=re.compile("Máquinas retiradas")).click()
    expect(page.get_by_role("listitem").filter(has_text="gabinete-3")).to_be_visible()


def test_others_see_machines_and_are_told_who_cares_for_them(page):
    """And nothing that they could not do."""
    page.goto("/maquinas")
    expect(page.get_by_role("meter", name="Disco").first).to_be_visible(timeout=HEARD_MS)
    expect(page.get_by_text("Quem administra o Afina pode adicionar")).to_be_visible()
    expect(page.get_by_role("button", name=re.compile("Ações para a máquina"))).to_have_count(0)
