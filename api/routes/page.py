"""The web page: its built files, and its one HTML for every address that is the page's own."""

from pathlib import Path

from litestar import MediaType, Response, Router, get
from litestar.exceptions import NotFoundException
from litestar.params import FromPath
from litestar.response import File

from api.headers import nonce
from api.refusals import AnyRequest

STATIC = Path(__file__).parent.parent / "static"
OTHERS = ("/api/", "/health/", "/schema/")
"""Below these nothing is the page's."""
TYPES = {
    ".css": "text/css; charset=utf-8",
    ".html": "text/html; charset=utf-8",
    ".js": "text/javascript; charset=utf-8",
    ".json": "application/json",
    ".md": "text/plain; charset=utf-8",
    ".png": "image/png",
    ".svg": "image/svg+xml",
    ".txt": "text/plain; charset=utf-8",
    ".woff2": "font/woff2",
}
"""Browsers are told not to guess, and the system's own table differs from one to the next."""
FOREVER = "public, max-age=31536000, immutable"
ASK_EVERY_TIME = "no-cache"
INDEX = "index.html"
NONCE_PLACE = "AFINA_NONCE"
"""Where the build left room for the mark of this answer's own scripts and styles."""
NOT_BUILT = """<!doctype html>
<html lang="pt-BR">
<meta charset="utf-8">
<title>Afina</title>
<h1>A página ainda não foi construída</h1>
<p>A API está no ar. Para construir a página, rode <code>make web</code> na pasta do projeto
e recarregue este endereço.</p>
<h1 lang="en">The page has not been built yet</h1>
<p lang="en">The API is up. To build the page, run <code>make web</code> in the project's folder
and reload this address.</p>
</html>
"""


def create(static: Path = STATIC) -> Router:
    """The routes that serve ``static``; everything the API does not answer is the page's."""
    root = static.resolve()

    @get(["/", "/{path:path}"], include_in_schema=False, name="page", sync_to_thread=False)
    def page(request: AnyRequest, path: FromPath[str] = "") -> Response[str] | File:
        found = (root / path.strip("/")).resolve()
        index = root / INDEX
        if found.is_relative_to(root) and found.is_file() and found != index:
            return _file(root, found)
        if found != index and _is_elsewhere(path):
            raise NotFoundException
        html = index.read_text(encoding="utf-8") if index.is_file() else NOT_BUILT
        return Response(
            html.replace(NONCE_PLACE, nonce(request.scope)),
            media_type=MediaType.HTML,
            headers=_caching(ASK_EVERY_TIME),
        )

    return Router(path="/", route_handlers=[page])


def _file(root: Path, found: Path) -> File:
    """Names under ``assets`` hold a hash of the content, so they never change."""
    forever = found.is_relative_to(root / "assets")
    return File(
        path=found,
        media_type=TYPES.get(found.suffix, "application/octet-stream"),
        content_disposition_type="inline",
        headers=_caching(FOREVER if forever else ASK_EVERY_TIME),
    )


def _caching(policy: str) -> dict[str, str]:
    return {"Cache-Control": policy}


def _is_elsewhere(path: str) -> bool:
    """The page's own addresses have no dot in their last part."""
    return path.startswith((*OTHERS, "/assets/")) or "." in path.rsplit("/", 1)[-1]
