"""Which base models are opened, by which patterns."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from infra.packaged_vocabulary import MODELS
from infra.settings import Settings
from schemas.base_models import FACTS, OFFERED, PACKAGED, TWINS, is_allowed, named

EVERYTHING = ("*", "/*")


def test_by_default_those_that_are_offered_are_allowed_and_no_others():
    """The packaged ones among them; nobody's folder, and nothing else of a hub."""
    default = Settings(nats_url="").base_models

    assert default == OFFERED
    assert set(MODELS) == {PACKAGED} < set(OFFERED)
    assert all(is_allowed(name, default) for name in OFFERED)
    assert not any(is_allowed(name, default) for name in ("gpt2", "/srv/model", "e5-small-en-pt/x"))


@pytest.mark.parametrize(
    "folder",
    [
        "/srv/models/../../etc",
        "/srv/models/..",
        "/srv/models//etc",
        "/srv/models/.ssh",
        "/srv/models/~root",
        "~/models",
        "./models",
        "../models",
        ".",
        "..",
        "",
        "//host/share",
        "C:\\models",
        "neuralmind/../../etc",
        "a\0b",
        "a\nb",
        "a\u202eb",
    ],
)
def test_what_leads_elsewhere_is_never_allowed(folder: str):
    """Not even where everything is."""
    assert not is_allowed(folder, (*EVERYTHING, folder))


@pytest.mark.parametrize(
    ("base_model", "pattern", "allowed"),
    [
        ("/srv/models/bert", "/srv/models/*", True),
        ("/srv/models/a/b", "/srv/models/*", True),
        ("/srv/others/bert", "/srv/models/*", False),
        ("/srv/models/bert", "*", False),
        ("neuralmind/bert", "*", True),
        ("neuralmind/bert", "/*", False),
        ("neuralmind/bert", "Neuralmind/*", False),
    ],
)
def test_a_pattern_for_names_opens_no_folder(base_model: str, pattern: str, *, allowed: bool):
    """Else whoever allows every model of a hub would let people read every folder of a worker."""
    assert is_allowed(base_model, [pattern]) is allowed


@given(st.text(), st.text())
def test_no_way_upwards_is_ever_opened(before: str, after: str):
    """Wherever the two dots stand."""
    assert not is_allowed(f"{before}/../{after}", EVERYTHING)


def test_what_is_named_is_shown_once():
    """A pattern names nothing; of two names of one model the first stays, where it is allowed."""
    assert named(OFFERED) == [name for name in OFFERED if name not in TWINS]
    assert named(("org/*", "/srv/[ab]", "/srv/model")) == ["/srv/model"]
    second, first = next(iter(TWINS.items()))
    assert named((second,)) == [second]
    assert named((second, first)) == [first]
    assert set(FACTS) <= set(OFFERED)
