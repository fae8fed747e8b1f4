"""``make screens``: photographs every page of a furnished installation for ``docs/screens``.

``--language en --into /some/folder`` takes the same pictures in English, to be looked at elsewhere.
Figures and moments in the pictures are those of the computer that made them, so a new set differs;
how pages look is what they show.
"""

import argparse
import io
import shutil
from collections.abc import Iterable
from contextlib import AbstractContextManager, ExitStack, closing
from pathlib import Path
from tempfile import TemporaryDirectory

from PIL import Image
from playwright.sync_api import Browser, BrowserContext, Page, ViewportSize, expect

from schemas.base_models import OFFERED
from tests.acceptance import running_stack
from tests.acceptance.running_stack import RunningStack
from tests.web import browser as chromium
from tests.web import scenery, visitor
from tests.web.scenery import Scenery
from tests.web.scenes import SCENES, Look, Scene, Who

TARGET = Path("docs/screens")
SIZES = {Look.NARROW: ViewportSize(width=390, height=844)}
WIDE_SIZE = ViewportSize(width=1280, height=800)
_RESTS = """() => new Promise((rested) => {
  // Parts of a page come one after the other. A page that lives is not waited for without end.
  const QUIET_MS = 600, MOST_MS = 5000;
  setTimeout(rested, MOST_MS);
  let quiet = setTimeout(rested, QUIET_MS);
  new MutationObserver(() => {
    clearTimeout(quiet);
    quiet = setTimeout(rested, QUIET_MS);
  }).observe(document.body, { subtree: true, childList: true });
})"""
"""Until nothing has appeared or gone for a while."""


def main() -> None:
    """Start, furnish, photograph, describe; what the folder held before goes."""
    asked = _asked()
    port = running_stack.free_port()
    with (
        TemporaryDirectory(prefix="afina-screens-") as folder,
        running_stack.running(Path(folder), port, base_models=OFFERED) as stack,
        chromium.started() as browser,
    ):
        furnished = scenery.furnish(stack)
        shutil.rmtree(asked.into, ignore_errors=True)
        asked.into.mkdir(parents=True)
        photograph(browser, stack, furnished, SCENES, asked.into, asked.language)
    (asked.into / "README.md").write_text(described(SCENES), encoding="utf-8")


def _asked() -> argparse.Namespace:
    parser = argparse.ArgumentParser(description="Photograph every page and its states.")
    parser.add_argument("--into", type=Path, default=TARGET, help="the folder of the pictures")
    parser.add_argument("--language", choices=["pt-BR", "en"], default="pt-BR")
    return parser.parse_args()


def photograph(
    browser: Browser,
    stack: RunningStack,
    furnished: Scenery,
    scenes: Iterable[Scene],
    target: Path,
    language: str = "pt-BR",
) -> None:
    """Write one picture for each look at each scene into ``target``."""
    with ExitStack() as opened:
        seats = {who: opened.enter_context(_seat(browser, stack, furnished, who)) for who in Who}
        for seat in seats.values():
            seat.add_init_script(f"localStorage.setItem('afina.language', '{language}')")
        for scene in scenes:
            for look in scene.looks:
                with closing(seats[scene.who].new_page()) as page:
                    _open(page, scene, look, furnished)
                    (target / file_of(scene, look)).write_bytes(_picture(page, scene))
                    page.unroute_all(behavior="ignoreErrors")


def file_of(scene: Scene, look: Look) -> str:
    """The name of one picture."""
    return f"{scene.name}-{look}.webp"


def _seat(
    browser: Browser, stack: RunningStack, furnished: Scenery, who: Who
) -> AbstractContextManager[BrowserContext]:
    token = furnished.tokens.get(who)
    return visitor.bearer(browser, stack, token) if token else visitor.nobody(browser, stack)


def _open(page: Page, scene: Scene, look: Look, furnished: Scenery) -> None:
    page.set_viewport_size(SIZES.get(look, WIDE_SIZE))
    page.emulate_media(color_scheme="dark" if look is Look.DARK else "light")
    if scene.before:
        scene.before(page)
    page.goto(scene.address.format(**furnished.names))
    page.get_by_role("heading", level=1).wait_for()
    if scene.settles:
        expect(page.locator("[aria-busy=true]")).to_have_count(0)
    page.evaluate(_RESTS)
    if scene.act:
        scene.act(page)
        page.evaluate(_RESTS)


def _picture(page: Page, scene: Scene) -> bytes:
    """The whole page; where something lies over it, as much as is seen at once."""
    shot = page.screenshot(full_page=scene.act is None, animations="disabled")
    image = Image.open(io.BytesIO(shot))
    written = io.BytesIO()
    image.convert("RGB").save(written, "WEBP", lossless=True)
    return written.getvalue()


def described(scenes: Iterable[Scene]) -> str:
    """The gallery's page."""
    return "\n".join([HEAD, *(_row(scene) for scene in scenes)])


HEAD = """# Screens

Every page and its states, photographed by `make screens` on an installation that a small town's
ombudsman might have: light, dark, and most of them on a telephone.
"""


def _row(scene: Scene) -> str:
    pictures = [f"![{look}]({file_of(scene, look)})" for look in scene.looks]
    heads = " | ".join(look for look in scene.looks)
    rule = " | ".join("---" for _ in pictures)
    cells = " | ".join(pictures)
    return f"## {scene.title}\n\n`{scene.address}`\n\n| {heads} |\n| {rule} |\n| {cells} |\n"


if __name__ == "__main__":
    main()
