"""What a machine can tell of whether everybody can use a page."""

from pathlib import Path
from typing import Any

from playwright.sync_api import Page

AXE = Path("web/node_modules/axe-core/axe.min.js")
RULES = ["wcag2a", "wcag2aa", "wcag21a", "wcag21aa", "wcag22aa", "best-practice"]
SMALLEST_TARGET_PX = 24
"""WCAG 2.5.8."""

_RUN = """async (rules) => {
  const found = await axe.run({ runOnly: rules });
  return found.violations.flatMap(({ id, nodes }) =>
    nodes.map((node) => `${id}: ${node.target.join(" ")} ${node.failureSummary}`));
}"""
_WIDER = """async () => {
  const wider = () => document.documentElement.scrollWidth - document.documentElement.clientWidth;
  // What the page itself does in a narrower window, it does a moment later.
  for (let tries = 0; wider() > 0 && tries < 40; tries++)
    await new Promise((again) => setTimeout(again, 50));
  return wider();
}"""
_LETTERS = "(size) => { document.documentElement.style.fontSize = size; }"
_SMALL = """(least) => [...document.querySelectorAll(
    "button, select, [role=button], input:not([type=hidden]):not([type=file]), summary")]
  .map((one) => [one, (one.closest("label") ?? one).getBoundingClientRect()])
  .filter(([one, box]) => box.width > 1 && box.height > 1 && one.checkVisibility())
  .filter(([, box]) => box.width < least || box.height < least)
  .map(([one, box]) => `${one.outerHTML.slice(0, 120)} ${box.width}x${box.height}`)"""


def axe(page: Page, rules: list[str] | None = None) -> list[str]:
    """What axe-core finds wrong, one sentence for each element."""
    if not page.evaluate("() => 'axe' in globalThis"):
        # Not add_script_tag: the page's own policy forbids scripts that it did not bring.
        page.evaluate(AXE.read_text())
    found: list[str] = page.evaluate(_RUN, rules or RULES)
    return found


def overflow(page: Page, width: int = 320, letters_percent: int = 100) -> int:
    """By how many pixels the page is wider than a window of ``width``, at that size of letters."""
    size = page.viewport_size
    page.set_viewport_size({"width": width, "height": 800})
    page.evaluate(_LETTERS, f"{letters_percent}%")
    wider: int = page.evaluate(_WIDER)
    page.evaluate(_LETTERS, "")
    if size is not None:
        page.set_viewport_size(size)
    return wider


def moving(page: Page) -> int:
    """How many things on the page move by themselves."""
    count: int = page.evaluate(
        "() => document.getAnimations().filter((each) => each.playState === 'running').length"
    )
    return count


def small_targets(page: Page) -> list[Any]:
    """The controls that a finger misses, with their sizes."""
    found: list[Any] = page.evaluate(_SMALL, SMALLEST_TARGET_PX)
    return found
