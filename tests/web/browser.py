"""Debian's Chromium, and what no page of Afina may do in it."""

import shutil
from collections.abc import Generator
from contextlib import contextmanager
from pathlib import Path
from typing import Any

import pytest
from playwright.sync_api import (
    Browser,
    BrowserContext,
    ConsoleMessage,
    Page,
    Response,
    sync_playwright,
)

CHROMIUM = shutil.which("chromium")
ARGUMENTS = [
    "--no-sandbox",
    "--disable-gpu",
    "--disable-quic",
    "--no-first-run",
    "--disable-background-networking",
    "--disable-component-update",
    "--disable-sync",
]
CLERK: dict[str, Any] = {
    "locale": "pt-BR",
    "timezone_id": "America/Recife",
    "reduced_motion": "reduce",
    "viewport": {"width": 1280, "height": 800},
    "accept_downloads": True,
}
"""A browser as a Brazilian clerk has it."""

needed: list[pytest.MarkDecorator] = [
    pytest.mark.browser,
    pytest.mark.skipif(CHROMIUM is None, reason="no chromium here: apt-get install chromium"),
    pytest.mark.skipif(
        not Path("api/static/index.html").exists(), reason="the page is not built: make web"
    ),
]
"""The marks of a module whose tests drive the page."""


@contextmanager
def started() -> Generator[Browser]:
    """One browser; its contexts share nothing with each other."""
    with sync_playwright() as playwright:
        browser = playwright.chromium.launch(executable_path=CHROMIUM, args=ARGUMENTS)
        yield browser
        browser.close()


@contextmanager
def watched(context: BrowserContext, address: str) -> Generator[Page]:
    """A page that may neither complain, nor ask anybody but ``address``, nor meet a fault there."""
    page = context.new_page()
    faults: list[str] = []

    def on_console(message: ConsoleMessage) -> None:
        # The browser itself reports each refusal that the page then tells in words.
        if message.type in {"error", "warning"} and "Failed to load resource" not in message.text:
            faults.append(message.text)

    def on_response(response: Response) -> None:
        if response.status >= 500:
            faults.append(f"{response.status} {response.url}")
        if not response.url.startswith((address, "data:", "blob:")):
            faults.append(f"asked elsewhere: {response.url}")

    page.on("console", on_console)
    page.on("pageerror", lambda error: faults.append(str(error)))
    page.on("response", on_response)
    yield page
    page.close()
    assert faults == []
