"""One whole Afina for all tests of the page, and people who sit in front of it."""

from collections.abc import Iterator
from pathlib import Path

import pytest
from playwright.sync_api import Browser, Page

from tests.acceptance.conftest import base_model, spreadsheet, stack
from tests.acceptance.running_stack import RunningStack
from tests.acceptance.test_faults import start
from tests.web import browser as chromium
from tests.web import visitor

__all__ = ["base_model", "spreadsheet", "stack"]


# As long as a module: beside a browser that listens, asyncio's tests of other modules cannot run.
@pytest.fixture(scope="module")
def browser() -> Iterator[Browser]:
    """The browser of one module's tests."""
    with chromium.started() as started:
        yield started


@pytest.fixture
def page(browser: Browser, stack: RunningStack) -> Iterator[Page]:
    """An ordinary person's, who owns nothing yet."""
    with (
        visitor.person(browser, stack) as context,
        chromium.watched(context, stack.address) as page,
    ):
        yield page


@pytest.fixture
def administrator(browser: Browser, stack: RunningStack) -> Iterator[Page]:
    """The administrator's, who sees everything of everyone."""
    with (
        visitor.administrator(browser, stack) as context,
        chromium.watched(context, stack.address) as page,
    ):
        yield page


@pytest.fixture
def stranger(browser: Browser, stack: RunningStack) -> Iterator[Page]:
    """Nobody's yet."""
    context = browser.new_context(**chromium.CLERK, base_url=stack.address)
    with chromium.watched(context, stack.address) as page:
        yield page
    context.close()


@pytest.fixture(scope="session")
def finished_run(stack: RunningStack, spreadsheet: Path, base_model: str) -> str:
    """The id of a completed run of the administrator's: texts in three categories."""
    _, run_id = start(stack, spreadsheet, base_model, epochs=6)
    assert [name for name, _ in stack.events(run_id)][-1]
    with stack.api as client:
        ended = client.get(f"/api/runs/{run_id}").raise_for_status().json()
    assert ended["status"] == "completed", ended
    return run_id
