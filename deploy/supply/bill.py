"""Bills of materials in CycloneDX, and the licences that they name."""

import json
import subprocess
import sys
from dataclasses import dataclass
from pathlib import Path
from typing import Any

PYTHON = "python.cdx.json"
PAGE = "page.cdx.json"
LICENSES = "licenses.md"
UNSTATED = "not stated"


@dataclass(frozen=True, slots=True, order=True)
class Component:
    """A package of somebody else's."""

    name: str
    version: str
    licenses: str


def write(project: Path, out: Path) -> None:
    """Both bills and the list of licences into ``out``, of what is installed and what is locked."""
    out.mkdir(parents=True, exist_ok=True)
    environment = ("cyclonedx-py", "environment", "--output-reproducible", "--of", "JSON")
    told = ("--pyproject", str(project / "pyproject.toml"), "-o", str(out / PYTHON))
    subprocess.run([*environment, *told, sys.executable], check=True)
    page = subprocess.run(
        ["npm", "sbom", "--sbom-format", "cyclonedx", "--package-lock-only"],
        cwd=project / "web",
        stdout=subprocess.PIPE,
        check=True,
    )
    (out / PAGE).write_bytes(page.stdout)
    bills = [json.loads((out / name).read_text()) for name in (PYTHON, PAGE)]
    (out / LICENSES).write_text(table([one for bill in bills for one in components(bill)]))


def components(bill: dict[str, Any]) -> list[Component]:
    """Those that a bill names, each with its licences, in order."""
    return sorted(
        Component(one["name"], one["version"], _licenses(one.get("licenses", ())))
        for one in bill["components"]
    )


def _licenses(stated: Any) -> str:
    """By identifier where there is one; a classifier says the same again in other words."""
    expressions = [one["expression"] for one in stated if "expression" in one]
    licenses = [one["license"] for one in stated if "license" in one]
    identified = [one["id"] for one in licenses if "id" in one]
    named = [one["name"].rsplit(" :: ", 1)[-1].splitlines()[0] for one in licenses if "name" in one]
    return ", ".join(dict.fromkeys(expressions or identified or named)) or UNSTATED


def table(components: list[Component]) -> str:
    """Markdown: a line for each component."""
    lines = [f"| {one.name} | {one.version} | {one.licenses} |" for one in components]
    return "\n".join(["| package | version | licence |", "|---|---|---|", *lines, ""])
