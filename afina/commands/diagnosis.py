"""``afina doctor log``: the log held against the invariants, read-only."""

import asyncio
import json
import os
import sys
from collections.abc import AsyncGenerator
from contextlib import asynccontextmanager
from dataclasses import asdict
from pathlib import Path
from typing import TYPE_CHECKING, Annotated, Any

import typer

from afina import words
from afina.options import HELP, ChosenLanguage, DataDir
from afina.refusals import spoken
from afina.words import Words
from afina.words.diagnosis import DiagnosisWords

if TYPE_CHECKING:
    from consumers.diagnosis.examination import Diagnosis
    from consumers.diagnosis.violation import Rule

SHOWN = 10
"""Open runs, and sequences of one rule, that are printed; ``--json`` has more."""


def log(
    data_dir: DataDir,
    all_ended: Annotated[bool, typer.Option("--all-ended", help=HELP.all_ended)] = False,
    tables: Annotated[bool, typer.Option("--tables", help=HELP.rebuild)] = False,
    as_json: Annotated[bool, typer.Option("--json", help=HELP.json)] = False,
    language: ChosenLanguage = None,
) -> None:
    """Exit code 0 only if no rule is broken."""
    from consumers.feed import FeedLostError
    from infra.bus import UnavailableError

    say = words.of(language, os.environ)
    try:
        with spoken(say.stack):
            found = asyncio.run(_examine(data_dir, say, all_ended=all_ended, rebuild=tables))
    except (UnavailableError, FeedLostError):
        sys.exit(say.diagnosis.unanswered)
    if as_json:
        print(json.dumps(_facts(found), indent=2))
    else:
        _show(found, say)
    if not found.sound:
        sys.exit(1)


async def _examine(data_dir: Path, say: Words, *, all_ended: bool, rebuild: bool) -> "Diagnosis":
    from afina.progress import bars
    from consumers.diagnosis.examination import examine
    from infra.settings import Settings

    async with _servers(data_dir) as (nats_url, database_url):
        addresses = {"NATS_URL": nats_url, "DATABASE_URL": database_url}
        with bars(say.diagnosis.reading, say.numbers) as report:
            return await examine(
                Settings.model_validate(addresses), report, all_ended=all_ended, rebuild=rebuild
            )


@asynccontextmanager
async def _servers(data_dir: Path) -> AsyncGenerator[tuple[str, str]]:
    """Broker and database: the environment's as they are, untouched, or else the stack's."""
    from afina import visit
    from afina.backing import given

    if (nats_url := given("NATS_URL")) and (database_url := given("DATABASE_URL")):
        yield nats_url, database_url
        return
    async with visit.visiting(data_dir) as visited:
        yield visited.nats_url, visited.database_url


def _facts(found: "Diagnosis") -> dict[str, Any]:
    """All that was found, as other programs read it."""
    return {
        "sound": found.sound,
        "events": found.events,
        "newer": found.newer,
        "runs": found.runs,
        "seconds": round(found.seconds, 3),
        "broken": dict(found.broken),
        "violations": [asdict(violation) for violation in found.violations],
        "open_runs": [asdict(run) | {"run_id": str(run.run_id)} for run in found.open_runs],
    }


def _show(found: "Diagnosis", say: Words) -> None:
    numbers, our = say.numbers, say.diagnosis
    runs = numbers.count(sum(found.runs.values()))
    print(our.summary(numbers.count(found.events), runs, numbers.fraction(found.seconds, 1)))
    if found.newer:
        print(our.newer(numbers.count(found.newer)))
    if found.open_runs:
        print(our.open_runs(numbers.count(len(found.open_runs))))
    for run in found.open_runs[:SHOWN]:
        worker = run.worker_id or our.nobody
        print(f"  {our.open_run(str(run.run_id), our.statuses[run.status], run.attempt, worker)}")
    if found.sound:
        print(our.sound)
        return
    print(our.broken(numbers.count(found.broken.total())))
    for rule in found.broken:
        _show_rule(found, rule, say)


def _show_rule(found: "Diagnosis", rule: "Rule", say: Words) -> None:
    our = say.diagnosis
    print(f"\n{our.rules[rule]} ({say.numbers.count(found.broken[rule])})")
    for violation in [one for one in found.violations if one.rule is rule][:SHOWN]:
        figures = violation.figures or {}
        told = (f"{our.figures[name]}: {_shown(value, our)}" for name, value in figures.items())
        place = "" if violation.sequence is None else f"{our.places} {violation.sequence}"
        print("  " + " · ".join(part for part in (place, violation.subject, *told) if part))
    print(f"→ {our.remedies[rule]}")


def _shown(value: str | int, our: DiagnosisWords) -> str:
    """A status as a word; anything else as it is."""
    return our.statuses.get(str(value), str(value))
