"""The list of trainings, and trainings side by side."""

import re
from pathlib import Path
from typing import Any
from uuid import uuid4

import pytest
from playwright.sync_api import FilePayload, Page, expect

from tests.acceptance.running_stack import RunningStack
from tests.acceptance.test_faults import start
from tests.web import shortage
from tests.web.accessibility import axe
from tests.web.browser import needed
from tests.web.test_train import TRAINING_MS
from tests.web.visitor import CHANGES

pytestmark = needed


@pytest.fixture(scope="module")
def two_runs(
    stack: RunningStack, spreadsheet: Path, base_model: str, finished_run: str
) -> list[str]:
    """Names of two finished runs with the same exam, one of which hardly learned."""
    _, hardly = start(stack, spreadsheet, base_model, epochs=1)
    assert list(stack.events(hardly))
    names: list[str] = []
    for run_id in (hardly, finished_run):
        names.append(f"Lista {uuid4().hex[:6]}")
        with stack.api as client:
            client.patch(f"/api/runs/{run_id}", json={"name": names[-1]}).raise_for_status()
    return names


@pytest.fixture
def wish(page: Page, spreadsheet: Path, base_model: str, tmp_path: Path) -> dict[str, Any]:
    """A training of this person's from a base model that takes much memory."""
    sheet = FilePayload(name="triagem.csv", mimeType="text/csv", buffer=spreadsheet.read_bytes())
    sent = page.request.post("/api/datasets/upload", multipart={"file": sheet}, headers=CHANGES)
    return {
        "dataset_id": sent.json()["id"],
        "base_model": shortage.vast(base_model, tmp_path / "vast"),
        "hyperparameters": {"epochs": 1, "max_length": 128, "batch_size": 16},
    }


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
    expect(page.get_by_role("cell", name="6", exact=True).first).to_be_visible()
    page.get_by_role("combobox", name="Ver em gráfico").select_option("acerto")
    expect(page.get_by_role("img", name=re.compile("A terminou em"))).to_be_visible()
    assert axe(page) == []


def test_a_list_without_matches_says_how_to_see_everything(administrator, two_runs):
    """What the filters hide is one click away."""
    administrator.goto("/treinos?busca=nada-se-chama-assim")
    expect(administrator.get_by_text("Nenhum treino com estes filtros.")).to_be_visible()
    administrator.get_by_role("link", name="Limpar filtros").click()
    expect(administrator.get_by_role("link", name=two_runs[0])).to_be_visible()


def test_a_training_that_had_no_memory_is_tried_again_lighter(
    page: Page, stack: RunningStack, wish: dict[str, Any]
):
    """What was too much, what would be otherwise, and a second try that has room to end well."""
    with shortage.begun(stack):
        asked = page.request.post("/api/runs", data=wish, headers=CHANGES)
        assert asked.ok, asked.text()
        page.goto(f"/treinos/{asked.json()['id']}")
        failure = page.get_by_role("heading", name="Faltou memória na máquina de treino")
        expect(failure).to_be_visible(timeout=TRAINING_MS)
    for change in (
        "lê 64 palavras de cada texto em vez de 128",
        "lê grupos de 8 textos em vez de 16",
        "começa do início",
    ):
        expect(page.get_by_role("listitem").filter(has_text=change)).to_be_visible()
    assert axe(page) == []

    page.get_by_role("button", name="Tentar de novo com ajustes mais leves").click()
    page.get_by_role("button", name="Ver o resultado").click(timeout=TRAINING_MS)
    result = re.compile(r"Seu modelo acertou \d+ de \d+ na prova")
    expect(page.get_by_role("heading", name=result)).to_be_visible()
    page.goto(f"/treinos/{asked.json()['id']}")
    page.get_by_role("link", name="Ver a tentativa 2").click()
    expect(page.get_by_role("heading", name=result)).to_be_visible()
