"""Pages that look the same on every computer look as they did.

``AFINA_RECORD_LOOKS=1`` takes their pictures anew, to be looked at before they are committed.
Another Chromium draws letters otherwise, so each major version has a folder of its own.
"""

import io
import os
from collections.abc import Iterator
from pathlib import Path

import pytest
from PIL import Image, ImageChops
from playwright.sync_api import Page, expect

from tests.web.browser import needed

pytestmark = needed

RECORDED = Path(__file__).parent / "looks"
RECORDS = "AFINA_RECORD_LOOKS" in os.environ
SAME_WITHIN = 8
"""Of 255, in a pixel's red, green and blue."""
MOST_DIFFERENT = 0.001
"""The share of pixels that may differ by more."""
OF_A_PERSON = {
    "comparar": "/comparar",
    "sem-permissao": "/administracao/sistema",
}


@pytest.fixture
def folder(browser) -> Path:
    """Where the pictures of this Chromium are."""
    found = RECORDED / f"chromium-{browser.version.partition('.')[0]}"
    if RECORDS:
        found.mkdir(parents=True, exist_ok=True)
    elif not found.is_dir():
        pytest.skip(f"no {found.name} was recorded: AFINA_RECORD_LOOKS=1")
    return found


@pytest.fixture
def invitation(stack) -> str:
    """A link that nobody has used."""
    with stack.api as client:
        made = client.post("/api/invitations", json={"name": "João Pereira"}).raise_for_status()
    return made.json()["link"].partition("/#")[2]


def test_pages_look_as_they_did(page, stranger, folder, invitation):
    """In both themes; whoever means a change records it."""
    shown = [picture for name, at in OF_A_PERSON.items() for picture in looks(page, name, at)]
    shown += looks(stranger, "convite", f"/#{invitation}")
    shown += looks(stranger, "convite-vencido", "/#invitation=nada")
    different = {
        name: share for name, picture in shown if (share := change(folder / name, picture))
    }
    assert different == {}


def looks(page: Page, name: str, address: str) -> Iterator[tuple[str, bytes]]:
    """The page at ``address`` in both themes, as PNG, by the names of the files."""
    # A new document, even where only what follows the # differs.
    page.goto("about:blank")
    page.goto(address)
    expect(page.get_by_role("heading", level=1)).to_be_visible()
    expect(page.locator("[aria-busy=true]")).to_have_count(0)
    for theme in ("light", "dark"):
        page.emulate_media(color_scheme=theme)
        yield f"{name}-{theme}.png", page.screenshot(animations="disabled", caret="hide")


def change(recorded: Path, picture: bytes) -> float:
    """The share of pixels that are others than recorded, if it is more than noise; else 0."""
    if RECORDS:
        Image.open(io.BytesIO(picture)).convert("RGB").save(recorded, optimize=True)
        return 0
    before = Image.open(recorded).convert("RGB")
    after = Image.open(io.BytesIO(picture)).convert("RGB")
    if before.size != after.size:
        return 1
    apart = ImageChops.difference(before, after)
    brightest = [band.point(lambda value: 255 * (value > SAME_WITHIN)) for band in apart.split()]
    mask = ImageChops.lighter(ImageChops.lighter(brightest[0], brightest[1]), brightest[2])
    share = mask.histogram()[255] / (mask.width * mask.height)
    return share if share > MOST_DIFFERENT else 0
