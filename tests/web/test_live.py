"""A training under way, watched in many tabs through whatever happens to their connection."""

import re
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest
from playwright.sync_api import BrowserContext, FilePayload, Page, Request, expect

from tests.web.accessibility import axe
from tests.web.browser import needed
from tests.web.visitor import CHANGES

pytestmark = needed

TABS = 7
"""One more than the connections that a browser grants a site over HTTP/1.1."""
TRAINING_MS = 120_000
ROUNDS = re.compile(r"^\d+")


@pytest.fixture
def run_id(page: Page, spreadsheet: Path, base_model: str) -> Iterator[str]:
    """A training of this person's, longer than anybody here waits for it."""
    sheet = FilePayload(name="triagem.csv", mimeType="text/csv", buffer=spreadsheet.read_bytes())
    sent = page.request.post("/api/datasets/upload", multipart={"file": sheet}, headers=CHANGES)
    settings = {"epochs": 99, "early_stopping_patience": None, "batch_size": 2, "max_length": 32}
    wish = {"dataset_id": sent.json()["id"], "base_model": base_model, "hyperparameters": settings}
    asked = page.request.post("/api/runs", data=wish, headers=CHANGES)
    assert asked.ok, asked.text()
    yield asked.json()["id"]
    page.request.post(f"/api/runs/{asked.json()['id']}/cancel", headers=CHANGES)


class Streams:
    """The streams that a browser holds open."""

    def __init__(self, context: BrowserContext) -> None:
        self.open: set[Request] = set()
        context.on("request", self._began)
        context.on("requestfinished", self._ended)
        context.on("requestfailed", self._ended)

    def _began(self, request: Request) -> None:
        if "/api/events" in request.url:
            self.open.add(request)

    def _ended(self, request: Request) -> None:
        self.open.discard(request)


def rounds(tab: Page) -> list[str]:
    """The rounds in the table of figures, as they stand there."""
    cells = tab.get_by_role("table").get_by_role("row").all_inner_texts()[1:]
    return [found[0] for text in cells if (found := ROUNDS.match(text.strip()))]


def in_order(tab: Page) -> list[str]:
    """The rounds, of which none is missing and none comes twice."""
    seen = rounds(tab)
    assert seen == [str(number) for number in range(1, len(seen) + 1)]
    return seen


def watched(tab: Page, address: str) -> Page:
    tab.goto(address)
    expect(tab.get_by_text("Ao vivo")).to_be_visible(timeout=TRAINING_MS)
    return tab


def test_many_tabs_show_the_same_whatever_is_cut_and_the_best_can_be_kept(page: Page, run_id: str):
    """Seven tabs hold one stream; it outlives the reload of the tab that held it, and a cut."""
    context, address = page.context, f"/treinos/{run_id}"
    streams = Streams(context)
    tabs = [watched(tab, address) for tab in [page, *(context.new_page() for _ in range(TABS - 1))]]
    assert len(streams.open) == 1
    page.get_by_role("button", name="Ver os números em tabela").click(timeout=TRAINING_MS)
    last = tabs[-1]
    last.get_by_role("button", name="Ver os números em tabela").click(timeout=TRAINING_MS)

    for tab in tabs[2:-1]:
        tab.close()
    page.reload()
    page.get_by_role("button", name="Ver os números em tabela").click()
    # A topic more has the stream opened anew.
    context.route("**/api/events*", lambda route: route.abort())
    last.get_by_role("button", name="Registro do treino").click()
    cut = re.compile("Reconectando|Atualizando a cada 5 segundos")
    expect(last.get_by_text(cut)).to_be_visible()
    before = len(in_order(last))
    context.unroute("**/api/events*")
    for tab in (page, last):
        expect(tab.get_by_text("Ao vivo")).to_be_visible(timeout=TRAINING_MS)
        expect(tab.get_by_role("row", name=re.compile(rf"^{before + 1}\b"))).to_be_visible(
            timeout=TRAINING_MS
        )
        in_order(tab)

    page.get_by_role("button", name="Cancelar o treino").click()
    expect(page.get_by_role("button", name="Continuar treinando")).to_be_focused()
    assert axe(page) == []
    page.get_by_role("button", name="Parar e ficar com o melhor").click()
    for tab in (page, last):
        kept = tab.get_by_text(re.compile(r"É o modelo da rodada \d+"))
        expect(kept).to_be_visible(timeout=TRAINING_MS)
    measured: dict[str, Any] = page.request.get(f"/api/runs/{run_id}/metrics").json()
    page.get_by_role("button", name="Ver os números em tabela").click()
    expect(page.get_by_role("row")).to_have_count(len(measured["epochs"]) + 1)
    in_order(page)
    page.get_by_role("link", name="Usar o modelo").click()
    expect(page).to_have_url(re.compile(f"/modelos/{run_id}$"))
    expect(page.get_by_role("heading", level=1, name="triagem")).to_be_visible()
