"""What the public lists of vulnerabilities say of the packages that are pinned.

A list that did not answer is no list that knows of nothing: the two are told apart.
"""

import json
import subprocess
import sys
from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any

ANSWER_SECONDS = 300
PIP_AUDIT = (
    *(sys.executable, "-m", "pip_audit"),
    *("--no-deps", "--disable-pip", "--progress-spinner", "off"),
)
NPM_AUDIT = ("npm", "audit", "--json", "--package-lock-only")


@dataclass(frozen=True, slots=True)
class Finding:
    """A vulnerability of a package that is used."""

    package: str
    advisory: str
    remedy: str
    """The version that is free of it, or what the list says there is."""


@dataclass(frozen=True, slots=True)
class Answer:
    """What one list said."""

    packages: int
    """That it was asked about."""
    unknown: int
    """Of those, that it could say nothing of."""
    findings: tuple[Finding, ...] = ()

    @property
    def is_silent(self) -> bool:
        """Whether nothing was learned at all."""
        return self.unknown == self.packages


def of_python(constraints: Path) -> Answer:
    """About the versions in ``constraints``."""
    return read_pip_audit(_said(*PIP_AUDIT, "--format", "json", "-r", str(constraints)))


def of_page(lock: Path) -> Answer:
    """About the versions in npm's ``lock``."""
    locked = json.loads(lock.read_text())["packages"]
    return read_npm_audit(_said(*NPM_AUDIT, folder=lock.parent), len(locked) - 1)


def read_pip_audit(said: str) -> Answer:
    """pip-audit's JSON; nothing, where it could not even begin."""
    asked: Sequence[dict[str, Any]] = json.loads(said)["dependencies"] if said.strip() else ()
    return Answer(
        packages=len(asked),
        unknown=sum("skip_reason" in one for one in asked),
        findings=tuple(
            Finding(
                f"{one['name']} {one['version']}", found["id"], ", ".join(found["fix_versions"])
            )
            for one in asked
            for found in one.get("vulns", ())
        ),
    )


def read_npm_audit(said: str, packages: int) -> Answer:
    """Npm's JSON about so many ``packages``; it has no findings where it got no answer."""
    told: dict[str, Any] = json.loads(said) if said.strip() else {}
    if "vulnerabilities" not in told:
        return Answer(packages, unknown=packages)
    findings = (
        Finding(name, f"{found['severity']}: {_titles(found)}", _remedy(found["fixAvailable"]))
        for name, found in told["vulnerabilities"].items()
    )
    return Answer(packages, unknown=0, findings=tuple(findings))


def _titles(found: dict[str, Any]) -> str:
    """What is wrong with a package itself, or through which others it is."""
    return ", ".join(via if isinstance(via, str) else via["title"] for via in found["via"])


def _remedy(fix: Any) -> str:
    """What npm would put in its place: of a package itself by its version, of one below at once."""
    if isinstance(fix, dict):
        return f"{fix['name']} {fix['version']}"
    return "npm audit fix" if fix else ""


def _said(*command: str, folder: Path | None = None) -> str:
    done = subprocess.run(
        command, cwd=folder, capture_output=True, text=True, check=False, timeout=ANSWER_SECONDS
    )
    return done.stdout
