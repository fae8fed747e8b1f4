"""What a screen reader is told of a page, in which order: the faults that axe cannot know."""

from playwright.sync_api import expect

from tests.web.browser import needed

pytestmark = needed

FIRST_STEP = """
- main:
  - navigation "Passos do treino":
    - list:
      - listitem: Planilha
      - listitem: Conferência
      - listitem: Jeito de treinar
      - listitem: Começar
  - heading "Escolha a planilha" [level=1]
  - paragraph: Arraste a planilha até aqui
  - button "Escolher um arquivo"
  - region "Não tem uma planilha à mão?"
"""
RESULT = """
- main:
  - link "Meus treinos"
  - heading [level=1]
  - heading /Seu modelo acertou \\d+ de \\d+ na prova/ [level=2]
  - navigation "O que fazer com este modelo"
  - region "Acerto por categoria":
    - heading "Acerto por categoria" [level=2]
    - list:
      - listitem: /\\d+ de \\d+/
  - region "Onde ele se confunde":
    - region "Respostas certas e respostas do modelo":
      - table "Respostas certas e respostas do modelo"
"""


def test_the_first_step_of_a_training_is_told(page):
    """Where one is on the way, what is asked for, and the button that does the same as dropping."""
    page.goto("/treinar")
    expect(page.get_by_role("main")).to_match_aria_snapshot(FIRST_STEP)


def test_a_result_is_told_from_the_headline_to_the_mistakes(administrator, finished_run):
    """Every figure of a picture is in words too; on paper stands nothing to choose with."""
    administrator.goto(f"/treinos/{finished_run}")
    expect(administrator.get_by_role("main")).to_match_aria_snapshot(RESULT)

    administrator.emulate_media(media="print")
    for role in ("navigation", "combobox", "slider"):
        expect(administrator.get_by_role(role).filter(visible=True)).to_have_count(0)
