"""What a browser carries to the provider and back."""

from contextlib import suppress
from datetime import UTC, datetime, timedelta
from urllib.parse import urljoin, urlsplit

import pytest
from hypothesis import example, given
from hypothesis import strategies as st

from api.oidc.errand import HOME, LIFE, Errand, own_path, seal, unseal
from api.problems import RefusedError
from schemas.problems import ProblemCode

KEY, OTHER_KEY = b"k" * 32, b"o" * 32
NOW = datetime(2026, 11, 26, 12, tzinfo=UTC)


@pytest.mark.parametrize(
    "path", ["/", "/treinos", "/treinos?estado=running&pagina=2", "/treinos/7#resultado", "/a//b"]
)
def test_one_gets_back_to_where_one_was(path):
    """A page of ours is kept, with its search and its fragment."""
    assert own_path(path) == path


@pytest.mark.parametrize(
    "elsewhere",
    [
        "",
        "//evil.example",
        "///evil.example",
        "/\\evil.example",
        "/\t/evil.example",
        "/\n/evil.example",
        "https://evil.example",
        "https:evil.example",
        "javascript:alert(1)",
        "evil.example",
        " /treinos",
        "/treinos\r\nSet-Cookie: a=b",
        "/a\\b",
        "/ação",
        "/api/session/oidc/sso/start",
        "/" + "a" * 501,
    ],
)
def test_no_address_leads_elsewhere(elsewhere):
    """What is not plainly a page of ours becomes the page where everybody begins."""
    assert own_path(elsewhere) == HOME


@given(st.text(alphabet=st.sampled_from("/\\\t\n\r :@?#.%ab"), max_size=12))
@example("/%2f/evil.example")
def test_a_browser_stays_on_our_host_whatever_it_is_given(destination):
    """As browsers read addresses: a backslash is a slash, tabs and ends of lines are nothing."""
    kept = own_path(destination).translate({ord("\\"): "/", 9: None, 10: None, 13: None})

    assert urlsplit(urljoin("https://afina.example/here", kept)).netloc == "afina.example"


def test_what_was_sealed_comes_back():
    """Until its life is over."""
    errand = Errand.new("/treinos")

    assert unseal(seal(errand, KEY, NOW), KEY, NOW + LIFE - timedelta(seconds=1)) == errand


def refused(sealed: str | None, now: datetime = NOW, key: bytes = KEY) -> ProblemCode:
    with pytest.raises(RefusedError) as refusal:
        unseal(sealed, key, now)
    return refusal.value.code


def test_an_errand_ends():
    """A browser that was left for the night starts again."""
    assert refused(seal(Errand.new("/"), KEY, NOW), NOW + LIFE) is ProblemCode.SIGN_IN_STALE


def test_nobody_else_can_seal():
    """Another installation's key opens nothing here."""
    assert refused(seal(Errand.new("/"), KEY, NOW), key=OTHER_KEY) is ProblemCode.SIGN_IN_STALE


parts = st.lists(st.text(alphabet="aZ0_-=", max_size=24), min_size=3, max_size=3)


@given(st.none() | st.text(max_size=200) | parts.map(".".join))
def test_whatever_a_browser_sends_is_a_plain_refusal(sealed):
    """Cookies are written by anybody."""
    assert refused(sealed) is ProblemCode.SIGN_IN_STALE


@given(position=st.integers(0, 10_000), letter=st.sampled_from("Aa0_.="))
def test_a_changed_cookie_is_refused_or_the_same(position, letter):
    """No letter can be changed to another meaning."""
    errand = Errand.new("/treinos")
    sealed = seal(errand, KEY, NOW)
    at = position % len(sealed)
    with suppress(RefusedError):
        assert unseal(sealed[:at] + letter + sealed[at + 1 :], KEY, NOW) == errand


def test_a_state_of_another_browser_is_refused():
    """The address that came back must be this browser's and this try's."""
    errand = Errand.new("/")
    errand.confirm(errand.state)
    for state in ("", Errand.new("/").state, "ação"):
        with pytest.raises(RefusedError) as refusal:
            errand.confirm(state)
        assert refusal.value.code is ProblemCode.SIGN_IN_STALE
