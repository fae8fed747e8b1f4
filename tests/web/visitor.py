"""People at the page, signed in without its forms."""

from collections.abc import Generator
from contextlib import contextmanager
from uuid import uuid4

from playwright.sync_api import APIResponse, Browser, BrowserContext

from api.access import CHANGE_HEADER
from tests.acceptance.running_stack import RunningStack
from tests.web.browser import CLERK

CHANGES = {CHANGE_HEADER: "1"}
"""What a change carries that is asked for with the page's cookie, as in ``page.request.post``."""
PASSWORD = "um pato verde canta tango"


@contextmanager
def administrator(browser: Browser, stack: RunningStack) -> Generator[BrowserContext]:
    """The owner of the installation."""
    with bearer(browser, stack, stack.token) as context:
        yield context


@contextmanager
def bearer(browser: Browser, stack: RunningStack, token: str) -> Generator[BrowserContext]:
    """Whoever has this access token."""
    with nobody(browser, stack) as context:
        shown = {"Authorization": f"Bearer {token}"}
        _taken(context.request.post("/api/session", headers=shown))
        yield context


@contextmanager
def person(
    browser: Browser, stack: RunningStack, name: str = "Bia Souza"
) -> Generator[BrowserContext]:
    """Somebody ordinary who has come in for the first time."""
    with stack.api as client:
        made = client.post("/api/invitations", json={"name": name}).raise_for_status().json()
    code = made["link"].partition("#invitation=")[2]
    choice = {"code": code, "login": f"p{uuid4().hex[:12]}", "password": PASSWORD}
    with nobody(browser, stack) as context:
        _taken(context.request.post("/api/passes/use", data=choice, headers=CHANGES))
        yield context


@contextmanager
def nobody(browser: Browser, stack: RunningStack) -> Generator[BrowserContext]:
    """Somebody who has not said who they are."""
    context = browser.new_context(**CLERK, base_url=stack.address)
    yield context
    context.close()


def _taken(answer: APIResponse) -> None:
    assert answer.ok, answer.text()
