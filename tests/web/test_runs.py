"""The list of trainings, and trainings side by side."""

import re
from pathlib import Path
from uuid import uuid4

import pytest
from playwright.sync_api import expect

from tests.acceptance.running_stack import RunningStack
from tests.acceptance.test_faults import start
from tests.web.accessibility import axe
from tests.web.browser import needed

pytestmark = needed


@pytest.fixture(scope="module")
def two_runs(stack: RunningStack, spreadsheet: Path, base_model: str) -> list[str]:
    """Names of two finished runs with the same exam, one of which hardly learned."""
    names: list[str] = []
    for epochs in (1, 4):
        _, run_id = start(stack, spreadsheet, base_model, epochs=epochs)
        assert list(stack.events(run_id))
        names.append(f"Lista {epochs} {uuid4().hex[:6]}")
        with stack.api as client:
            client.patch(f"/api/runs/{run_id}", json={"name": names[-1]}).raise_for_status()
    return names


def test_trainings_are_found_chosen_and_compared(administrator, two_runs):
    """The address keeps all of it, so that it can be passed on."""
    page = administrator
    page.goto("/treinos")
    page.get_by_role("searchbox", name="Procurar pelo nome").fill("lista")
    expect(page).to_have_url(re.compile("busca=lista"))
    expect(page.get_by_role("row")).to_have_count(3)
    page.get_by_role("button", name="Acerto").click()
    expect(page.get_by_role("columnheader", name="Acerto")).to_have_attribute(
        "aria-sort", "descending"
    )
    page.get_by_role("button", name="Concluído").click()
    expect(page).to_have_url(re.compile("estado=completed"))
    page.reload()
    expect(page.get_by_role("searchbox", name="Procurar pelo nome")).to_have_value("lista")

    for name in two_runs:
        page.get_by_role("checkbox", name=name).check()
    page.get_by_role("link", name="Comparar (2)").click()
    expect(page.get_by_role("heading", level=1, name="Comparar treinos")).to_be_focused()
    expect(page.get_by_text(re.compile("Contra [AB]: .* em cada 100"))).to_be_visible()
    expect(page.get_by_text("As provas são diferentes")).to_have_count(0)
    expect(page.get_by_role("cell", name="4", exact=True).first).to_be_visible()
    page.get_by_role("combobox", name="Ver em gráfico").select_option("acerto")
    expect(page.get_by_role("img", name=re.compile("A terminou em"))).to_be_visible()
    assert axe(page) == []


def test_a_list_without_matches_says_how_to_see_everything(administrator, two_runs):
    """What the filters hide is one click away."""
    administrator.goto("/treinos?busca=nada-se-chama-assim")
    expect(administrator.get_by_text("Nenhum treino com estes filtros.")).to_be_visible()
    administrator.get_by_role("link", name="Limpar filtros").click()
    expect(administrator.get_by_role("link", name=two_runs[0])).to_be_visible()
