"""The gallery shows every page, and tells of the pictures that are there."""

from collections import Counter

from tests.web import gallery
from tests.web.places import PLACES
from tests.web.scenes import SCENES


def test_every_page_is_in_it():
    """A new page gets a scene."""
    shown = {pattern(scene.address) for scene in SCENES}
    assert {pattern(address) for address in PLACES.values()} - shown == set()


def test_its_page_shows_the_pictures_that_are_there():
    """``make screens`` writes both together."""
    written = (gallery.TARGET / "README.md").read_text(encoding="utf-8")
    assert written == gallery.described(SCENES)
    expected = {gallery.file_of(scene, look) for scene in SCENES for look in scene.looks}
    assert {path.name for path in gallery.TARGET.glob("*.webp")} == expected


def test_no_two_scenes_share_a_name():
    """Or one picture would be written over the other."""
    assert max(Counter(scene.name for scene in SCENES).values()) == 1


def pattern(address: str) -> str:
    """An address without what it is about."""
    path = address.partition("?")[0]
    return "/".join("*" if part.startswith("{") else part for part in path.split("/"))
