"""``afina doctor``: is this installation well, and if not, what is to be done?"""

import asyncio
import json
import os
from collections import Counter
from pathlib import Path
from typing import Annotated

import typer

from afina import words
from afina.checkup.finding import Finding, Param, State
from afina.options import DEFAULT_PORT, HELP, ChosenLanguage, DataDir, Port
from afina.usage import Commands
from afina.words import Words

app = Commands(invoke_without_command=True)


@app.callback()
def doctor(
    context: typer.Context,
    data_dir: DataDir,
    port: Port = DEFAULT_PORT,
    as_json: Annotated[bool, typer.Option("--json", help=HELP.json)] = False,
    language: ChosenLanguage = None,
) -> None:
    """Look at everything, unless a part is to be examined alone; fail if there is a problem."""
    if context.invoked_subcommand is not None:
        return
    say = words.of(language, os.environ)
    findings = asyncio.run(_look(data_dir.expanduser().absolute(), port, say, silent=as_json))
    states = Counter(finding.state for finding in findings)
    if as_json:
        print(json.dumps([_facts(finding, say) for finding in findings], indent=2))
    else:
        print(f"\n{_verdict(states, say)}")
    if states[State.PROBLEM]:
        raise typer.Exit(1)


async def _look(folder: Path, port: int, say: Words, *, silent: bool) -> list[Finding]:
    """All findings, each shown as soon as it is there."""
    from afina.checkup.installation import Installation

    width = max(map(len, say.checkup.states.values()))
    findings: list[Finding] = []
    async for finding in Installation(folder, port).look():
        findings.append(finding)
        if not silent:
            print(f"{say.checkup.states[finding.state]:<{width}}  {sentence(finding, say)}")
    return findings


def _verdict(states: Counter[State], say: Words) -> str:
    if not (states[State.PROBLEM] or states[State.WARNING]):
        return say.checkup.well
    return say.checkup.counted.format(
        problems=states[State.PROBLEM], warnings=states[State.WARNING]
    )


def sentence(finding: Finding, say: Words) -> str:
    """What was found and what to do, in words."""
    shown = {name: _shown(value, say) for name, value in finding.params.items()}
    return say.checkup.sentences[finding.code].format(**shown)


def _shown(value: Param, say: Words) -> str:
    match value:
        case str():
            return value
        case int():
            return say.numbers.count(value)
        case float():
            return say.numbers.fraction(value, 1)


def _facts(finding: Finding, say: Words) -> dict[str, object]:
    return {
        "code": finding.code,
        "state": finding.state,
        "params": finding.params,
        "sentence": sentence(finding, say),
    }
