"""``python -m deploy.supply``: bills of materials into ``dist/sbom``, then known vulnerabilities.

It fails for a known vulnerability. A list that is out of reach is told, and fails only with
``--strict``, which is for those who may reach it.
"""

import os
import sys
from pathlib import Path

from deploy.supply import advisories, bill
from deploy.supply.advisories import Answer

PROJECT = Path(__file__).parents[2]
OUT = PROJECT / "dist" / "sbom"


def main() -> int:
    """The exit code."""
    # The programs of this environment are not necessarily where the shell looks.
    os.environ["PATH"] = os.pathsep.join([str(Path(sys.executable).parent), os.environ["PATH"]])
    bill.write(PROJECT, OUT)
    print(f"Bills of materials and licences: {OUT}")
    answers = {
        "constraints.txt": advisories.of_python(PROJECT / "constraints.txt"),
        "web/package-lock.json": advisories.of_page(PROJECT / "web" / "package-lock.json"),
    }
    print("\n".join(line for name, answer in answers.items() for line in told(name, answer)))
    return status(list(answers.values()), strict="--strict" in sys.argv[1:])


def told(name: str, answer: Answer) -> list[str]:
    """What a person reads of an answer."""
    if answer.is_silent:
        return [f"NOT CHECKED {name}: the list of vulnerabilities is out of reach from here."]
    known = answer.packages - answer.unknown
    vulnerable = [
        f"VULNERABLE {one.package}: {one.advisory}; remedy: {one.remedy or 'none yet'}"
        for one in answer.findings
    ]
    return [f"Checked {known} of {answer.packages} packages of {name}.", *vulnerable]


def status(answers: list[Answer], *, strict: bool) -> int:
    """1 for a vulnerability, 2 for what was not checked where it must be, else 0."""
    if any(answer.findings for answer in answers):
        return 1
    return 2 if strict and any(answer.unknown for answer in answers) else 0


if __name__ == "__main__":
    sys.exit(main())
