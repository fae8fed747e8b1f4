"""What is told of the packages that Afina stands on."""

import json

from deploy.supply import advisories, bill
from deploy.supply.__main__ import status, told
from deploy.supply.advisories import Answer, Finding

ASKED = {
    "dependencies": [
        {"name": "good", "version": "1", "vulns": []},
        {
            "name": "bad",
            "version": "2",
            "vulns": [{"id": "PYSEC-1", "fix_versions": ["2.1"], "description": "…"}],
        },
        {"name": "ours", "skip_reason": "not on PyPI"},
    ]
}
NPM = {
    "vulnerabilities": {
        "bad": {"severity": "high", "via": [{"title": "Runs anything"}], "fixAvailable": True},
        "worse": {"severity": "high", "via": ["bad"], "fixAvailable": False},
    }
}
BAD = Finding("bad 2", "PYSEC-1", "2.1")


def test_a_vulnerability_fails_the_audit():
    """Named with its advisory and the version that is free of it."""
    answer = advisories.read_pip_audit(json.dumps(ASKED))

    assert answer == Answer(packages=3, unknown=1, findings=(BAD,))
    assert told("constraints.txt", answer) == [
        "Checked 2 of 3 packages of constraints.txt.",
        "VULNERABLE bad 2: PYSEC-1; remedy: 2.1",
    ]
    assert status([answer], strict=False) == 1


def test_npms_findings_count_too():
    """Also those that come through another package."""
    answer = advisories.read_npm_audit(json.dumps(NPM), 9)

    found = {one.package: one.advisory for one in answer.findings}
    assert found == {"bad": "high: Runs anything", "worse": "high: bad"}
    assert [one.remedy for one in answer.findings] == ["npm audit fix", ""]
    assert status([answer], strict=False) == 1


def test_a_list_out_of_reach_is_not_taken_for_a_clean_bill():
    """It is told, and fails where the list must be reached."""
    skipped = [{"name": "good", "skip_reason": "not found"}]
    silent = [
        advisories.read_pip_audit(json.dumps({"dependencies": skipped})),
        advisories.read_pip_audit(""),
        advisories.read_npm_audit(json.dumps({"message": "405 Method Not Allowed"}), 9),
        advisories.read_npm_audit("", 9),
    ]

    for answer in silent:
        assert answer.is_silent
        assert told("x", answer) == [
            "NOT CHECKED x: the list of vulnerabilities is out of reach from here."
        ]
    assert status(silent, strict=False) == 0
    assert status(silent[2:], strict=True) == 2
    assert status([Answer(packages=3, unknown=0)], strict=True) == 0


def test_licences_are_told_once_and_by_identifier():
    """What a package says in several ways, or not at all."""
    stated = {
        "a": [{"license": {"id": "MIT"}}, {"license": {"name": "License :: OSI :: MIT License"}}],
        "b": [{"expression": "Apache-2.0 OR MIT"}],
        "c": [{"license": {"name": "Own terms\nand more"}}],
    }
    parts = [{"name": name, "version": "1", "licenses": said} for name, said in stated.items()]
    found = bill.components({"components": [*parts, {"name": "d", "version": "1"}]})

    assert [one.licenses for one in found] == [
        "MIT",
        "Apache-2.0 OR MIT",
        "Own terms",
        "not stated",
    ]
    assert bill.table(found).splitlines()[2] == "| a | 1 | MIT |"
