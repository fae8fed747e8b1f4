"""The web page's files, and the headers of every answer."""

import re
from collections.abc import AsyncIterator
from pathlib import Path

import httpx
import pytest
from litestar import Litestar

from api import app, services
from infra.settings import Settings

INDEX = "<!doctype html><title>Afina</title>"


@pytest.fixture(scope="module")
def static(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A built page."""
    folder = tmp_path_factory.mktemp("page")
    static = folder / "static"
    for part in ("assets", "reference"):
        (static / part).mkdir(parents=True)
    (static / "index.html").write_text(INDEX)
    (static / "assets" / "index-4f3a.js").write_text("start()" * 200)
    (static / "reference" / "swagger-ui.css").write_text("body{}")
    (static / "favicon.svg").write_text("<svg/>")
    (folder / "secret.txt").write_text("secret")
    return static


def built(static: Path) -> Litestar:
    """The application without its services: the page needs none."""
    return app.create(services.opened(Settings(nats_url="")), static)


def asking(application: Litestar) -> httpx.AsyncClient:
    transport = httpx.ASGITransport(application)
    return httpx.AsyncClient(transport=transport, base_url="http://localhost")


@pytest.fixture(scope="module")
def application(static: Path) -> Litestar:
    return built(static)


@pytest.fixture
async def page(application: Litestar) -> AsyncIterator[httpx.AsyncClient]:
    async with asking(application) as http:
        yield http


@pytest.mark.parametrize("path", ["/", "/treinos", "/treinos/17/resultado", "/index.html"])
async def test_the_pages_own_addresses_all_get_its_html(page: httpx.AsyncClient, path: str):
    """Which is asked for every time: it names the current assets."""
    answer = await page.get(path)

    assert (answer.status_code, answer.text) == (200, INDEX)
    assert answer.headers["content-type"].startswith("text/html")
    assert answer.headers["cache-control"] == "no-cache"


async def test_assets_are_kept_for_ever(page: httpx.AsyncClient):
    """Their names change with their content; they travel compressed."""
    answer = await page.get("/assets/index-4f3a.js")

    assert answer.text == "start()" * 200
    assert answer.headers["cache-control"] == "public, max-age=31536000, immutable"
    assert answer.headers["content-type"].startswith("text/javascript")
    assert answer.headers["content-encoding"] == "gzip"


@pytest.mark.parametrize("path", ["/favicon.svg", "/reference/swagger-ui.css"])
async def test_other_files_are_asked_for_every_time(page: httpx.AsyncClient, path: str):
    """Nothing in their names tells when they change."""
    answer = await page.get(path)

    assert (answer.status_code, answer.headers["cache-control"]) == (200, "no-cache")
    assert "attachment" not in answer.headers["content-disposition"]


@pytest.mark.parametrize(
    "path",
    [
        "/assets/index-old.js",
        "/assets/nothing",
        "/robots.txt",
        "/../secret.txt",
        "/%2e%2e/secret.txt",
        "/..%2fsecret.txt",
        "/assets/..%2f..%2fsecret.txt",
        "/api/nothing",
        "/api",
        "/api/runs/17",
        "/health/nothing",
    ],
)
async def test_what_is_not_there_is_no_page(page: httpx.AsyncClient, path: str):
    """A missing file, a path out of the folder, an address of the API: 404, as a problem."""
    answer = await page.get(path)

    assert answer.status_code == 404, answer.text
    assert "secret" not in answer.text
    assert answer.json()["code"] == "not_found"


async def test_a_page_that_was_not_built_says_how_to_build_it(tmp_path: Path):
    """In both languages; the rest of the API does not mind."""
    async with asking(built(tmp_path / "nothing")) as http:
        answer = await http.get("/")

        assert answer.status_code == 200
        assert answer.text.count("make web") == 2
        assert (await http.get("/schema/openapi.json")).status_code == 200


@pytest.mark.parametrize("path", ["/", "/assets/index-4f3a.js", "/api/nothing", "/health/live"])
async def test_every_answer_keeps_strangers_out_of_the_browser(page: httpx.AsyncClient, path: str):
    """Nothing from outside, no inline scripts, no framing, no guessing, no telling."""
    headers = (await page.get(path)).headers

    policy = re.sub(r"nonce-[\w-]{22}", "nonce-…", headers["content-security-policy"])
    assert policy == (
        "default-src 'self'; script-src 'self'; style-src 'self' 'nonce-…'; "
        "img-src 'self' data:; object-src 'none'; base-uri 'none'; form-action 'self'; "
        "frame-ancestors 'none'"
    )
    assert headers["x-content-type-options"] == "nosniff"
    assert headers["x-frame-options"] == "DENY"
    assert headers["referrer-policy"] == "same-origin"
    assert headers["cross-origin-opener-policy"] == "same-origin"
    assert headers["cross-origin-resource-policy"] == "same-origin"
    assert "camera=(), " in headers["permissions-policy"]
    assert "server" not in headers


async def test_the_page_bears_the_mark_that_its_policy_names(static: Path, page: httpx.AsyncClient):
    """Another one each time, so that whoever slips a style into a page cannot know it."""
    (static / "index.html").write_text('<meta property="csp-nonce" nonce="AFINA_NONCE">')
    first, second = await page.get("/"), await page.get("/treinos")
    (static / "index.html").write_text(INDEX)

    for answer in (first, second):
        [mark] = re.findall(r"nonce-([^']+)", answer.headers["content-security-policy"])
        assert answer.text == f'<meta property="csp-nonce" nonce="{mark}">'
    assert first.text != second.text
    assert "etag" not in first.headers, "an old page under a new policy would lose its styles"


async def test_only_the_reference_page_may_run_a_script_inside_its_html(page: httpx.AsyncClient):
    """One that bears the answer's own mark; and it loads nothing from anywhere else."""
    answer = await page.get("/schema")

    policy = answer.headers["content-security-policy"]
    [mark] = set(re.findall(r"nonce-([^']+)", policy))
    assert f"script-src 'self' 'nonce-{mark}'" in policy
    assert re.findall(r"<(script|style)(?! src)(.*?)>", answer.text) == [
        ("style", f' nonce="{mark}"'),
        ("script", f" nonce=\"{mark}\" type='text/javascript'"),
    ]
    assert answer.headers["content-type"].startswith("text/html")
    for name in ("swagger-ui-bundle.js", "swagger-ui.css", "swagger-ui-standalone-preset.js"):
        assert f'"/reference/{name}"' in answer.text
    before_document = answer.text.split("SwaggerUIBundle(", maxsplit=1)[0]
    assert "http" not in before_document.replace("http-equiv", "")
    deeper = await page.get("/schema/openapi.json")
    assert "script-src 'self';" in deeper.headers["content-security-policy"]


async def test_browsers_are_told_to_stay_with_tls_where_there_is_tls(application: Litestar):
    """And only there: a browser would take it for the whole name and every port."""
    transport = httpx.ASGITransport(application)
    async with httpx.AsyncClient(transport=transport) as http:
        plain, encrypted = await http.get("http://localhost/"), await http.get("https://localhost/")

    assert "strict-transport-security" not in plain.headers
    assert encrypted.headers["strict-transport-security"] == "max-age=31536000"
