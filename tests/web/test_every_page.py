"""What holds for every page of the page: everybody can use it, in both languages and themes."""

import re
from collections.abc import Iterator
from pathlib import Path

import pytest
from playwright.sync_api import Browser, BrowserContext, Page, expect

from tests.acceptance.conftest import WORDS
from tests.web import browser as chromium
from tests.web import places, visitor
from tests.web.accessibility import axe, moving, overflow, small_targets
from tests.web.browser import needed

pytestmark = needed

PORTUGUESE = re.compile(r"\b\w*[ãõçáéíóúâêôà]\w*\b", re.IGNORECASE)
OF_THE_SHEET = {"português", "bia", *(word for words in WORDS.values() for word in words)}
"""What stays Portuguese in English: a language's own name, and what the person wrote."""


@pytest.fixture(scope="module")
def seat(browser: Browser, stack) -> Iterator[BrowserContext]:
    """Signed in once for all of them."""
    with visitor.administrator(browser, stack) as context:
        yield context


@pytest.fixture(params=sorted(places.PLACES))
def full(request: pytest.FixtureRequest, seat, stack, finished_run) -> Iterator[Page]:
    """One page after the other, with something on it, once all of it is there."""
    with chromium.watched(seat, stack.address) as page:
        page.goto(places.address_of(request.param, finished_run, stack))
        settle(page)
        yield page
        page.evaluate("localStorage.clear()")


def settle(page: Page) -> None:
    expect(page.get_by_role("heading", level=1)).to_be_visible()
    expect(page.locator("[aria-busy=true]")).to_have_count(0)


def test_every_page_has_a_place_here():
    """So that none is left out below."""
    router = Path("web/src/router.tsx").read_text()
    shown = set(re.findall(r'import\("\./pages/([^"]+)"\)', router))
    assert shown == set(places.PLACES) | places.WITHOUT_ADDRESS


def test_everybody_can_use_it(full):
    """No fault that axe knows in either theme, nothing too wide, small or restless, and English."""
    assert axe(full) == []
    assert small_targets(full) == []
    assert overflow(full) == 0
    assert overflow(full, width=1280, letters_percent=200) == 0
    assert moving(full) == 0
    full.emulate_media(color_scheme="dark")
    assert axe(full, ["color-contrast"]) == []

    full.evaluate("localStorage.setItem('afina.language', 'en')")
    full.reload()
    settle(full)
    written = f"{full.title()} {full.locator('body').inner_text()}".lower()
    assert set(PORTUGUESE.findall(written)) - OF_THE_SHEET == set()
