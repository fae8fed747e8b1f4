"""The programs that ask the lists of vulnerabilities, on a list of our own."""

import json
import shutil
from collections.abc import Iterator
from http.server import BaseHTTPRequestHandler, HTTPServer
from pathlib import Path
from threading import Thread
from typing import Any

import pytest

from deploy.supply import advisories
from deploy.supply.__main__ import status
from deploy.supply.advisories import Finding

OSV = {
    "id": "PYSEC-0000-1",
    "modified": "2026-01-01T00:00:00Z",
    "published": "2026-01-01T00:00:00Z",
    "details": "It runs anything.",
    "affected": [
        {
            "package": {"name": "jinja2", "ecosystem": "PyPI"},
            "ranges": [{"type": "ECOSYSTEM", "events": [{"introduced": "0"}, {"fixed": "2.10.1"}]}],
            "versions": ["2.10"],
        }
    ],
}
NPM = {
    "id": 1,
    "url": "https://example.org/1",
    "title": "Runs anything",
    "severity": "critical",
    "vulnerable_versions": "<1.2.6",
    "cwe": [],
    "cvss": {"score": 9.8, "vectorString": None},
}
LOCK = {
    "name": "page",
    "version": "1.0.0",
    "lockfileVersion": 3,
    "packages": {
        "": {"name": "page", "version": "1.0.0", "dependencies": {"minimist": "1.2.5"}},
        "node_modules/minimist": {"version": "1.2.5"},
    },
}


class List(BaseHTTPRequestHandler):
    """Knows one vulnerability of Python's packages and one of npm's."""

    def do_POST(self) -> None:
        asked = self.rfile.read(int(self.headers["Content-Length"]))
        if self.path.startswith("/osv"):
            self._answer(
                {"vulns": [OSV]} if json.loads(asked)["package"]["name"] == "jinja2" else {}
            )
        else:
            self._answer({"minimist": [NPM]})

    def do_GET(self) -> None:
        versions = {each: {"name": "minimist", "version": each} for each in ("1.2.5", "1.2.6")}
        self._answer({"name": "minimist", "versions": versions, "dist-tags": {"latest": "1.2.6"}})

    def _answer(self, told: dict[str, Any]) -> None:
        body = json.dumps(told).encode()
        self.send_response(200)
        self.send_header("Content-Type", "application/json")
        self.send_header("Content-Length", str(len(body)))
        self.end_headers()
        self.wfile.write(body)

    def log_message(self, *_: object) -> None:
        """Nobody reads it."""


@pytest.fixture
def address() -> Iterator[str]:
    with HTTPServer(("127.0.0.1", 0), List) as server:
        thread = Thread(target=server.serve_forever)
        thread.start()
        yield f"http://127.0.0.1:{server.server_address[1]}"
        server.shutdown()
        thread.join()


def test_a_pin_with_a_known_vulnerability_fails_the_audit(
    address: str, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
):
    """Asked by pip-audit itself; its neighbour is clean."""
    monkeypatch.setenv("PIP_AUDIT_VULNERABILITY_SERVICE", "osv")
    monkeypatch.setenv("PIP_AUDIT_OSV_URL", f"{address}/osv")
    pins = tmp_path / "constraints.txt"
    pins.write_text("jinja2==2.10\nmarkupsafe==3.0.2\n")

    answer = advisories.of_python(pins)

    assert answer.findings == (Finding("jinja2 2.10", "PYSEC-0000-1", "2.10.1"),)
    assert (answer.packages, answer.unknown, status([answer], strict=False)) == (2, 0, 1)


@pytest.mark.skipif(not shutil.which("npm"), reason="npm is not here")
def test_a_locked_package_of_the_page_with_a_known_vulnerability_fails_it_too(
    address: str, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
):
    """Asked by npm itself."""
    monkeypatch.setenv("npm_config_registry", address)
    (tmp_path / "package.json").write_text(json.dumps(LOCK["packages"][""]))
    (tmp_path / "package-lock.json").write_text(json.dumps(LOCK))

    answer = advisories.of_page(tmp_path / "package-lock.json")

    assert answer.findings == (Finding("minimist", "critical: Runs anything", "minimist 1.2.6"),)
    assert (answer.packages, answer.unknown, status([answer], strict=False)) == (1, 0, 1)
