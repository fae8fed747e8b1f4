"""``afina audit``: who did what, and the proof that nobody changed what is written of it."""

import asyncio
import json
import os
import sys
from collections.abc import AsyncGenerator, Iterator
from contextlib import asynccontextmanager
from dataclasses import asdict
from pathlib import Path
from typing import TYPE_CHECKING, Annotated, Any

import typer

from afina import words
from afina.options import HELP, ChosenLanguage, DataDir
from afina.refusals import refuse, spoken
from afina.usage import Commands
from afina.words import Words

if TYPE_CHECKING:
    from consumers.notary.chain import Link
    from consumers.notary.finding import Finding, Kind, Verdict
    from consumers.notary.notary import Notary
    from infra.settings import Settings

SHOWN = 10
"""Places of one kind that are printed; ``--json`` has more."""

app = Commands(no_args_is_help=True)


@app.command("verify", help=HELP.audit_verify)
def verify(
    data_dir: DataDir,
    expect: Annotated[str | None, typer.Option("--expect", help=HELP.audit_expect)] = None,
    as_json: Annotated[bool, typer.Option("--json", help=HELP.json)] = False,
    language: ChosenLanguage = None,
) -> None:
    """Exit code 0 only if nothing was changed."""
    from consumers.feed import FeedLostError
    from infra.bus import UnavailableError

    say = words.of(language, os.environ)
    expected = None if expect is None else _seal(expect, say)
    try:
        with spoken(say.stack):
            found = asyncio.run(_verify(data_dir, expected, say))
    except (UnavailableError, FeedLostError):
        sys.exit(say.audit.unanswered)
    if as_json:
        print(json.dumps(_facts(found), indent=2))
    else:
        print(*_told(found, say, expected=expected is not None), sep="\n")
    if not found.sound:
        sys.exit(1)


@app.command("seal", help=HELP.audit_seal)
def seal(
    data_dir: DataDir,
    anew: Annotated[bool, typer.Option("--anew", help=HELP.audit_anew)] = False,
    language: ChosenLanguage = None,
) -> None:
    """Print the chain at the end of the log, on a line of its own."""
    from consumers.feed import FeedLostError
    from consumers.notary.chain import GapError
    from consumers.notary.notary import LogChangedError
    from infra.bus import UnavailableError

    say = words.of(language, os.environ)
    try:
        with spoken(say.stack):
            sealed, forgotten = asyncio.run(_seal_now(data_dir, anew=anew))
    except (LogChangedError, GapError) as error:
        sys.exit(say.audit.changed(str(error)))
    except (UnavailableError, FeedLostError):
        sys.exit(say.audit.unanswered)
    if forgotten is not None:
        print(say.audit.forgotten(str(forgotten)))
    if sealed is None:
        print(say.audit.empty)
    else:
        print(say.audit.sealed(str(sealed)), say.audit.how_to_verify, sep="\n")


def _seal(given: str, say: Words) -> "Link":
    from consumers.notary.chain import Link

    try:
        return Link.read(given)
    except ValueError:
        refuse(say.audit.no_seal(given))


async def _verify(data_dir: Path, expected: "Link | None", say: Words) -> "Verdict":
    from afina.progress import bars
    from afina.visit import visiting_settings
    from consumers.notary import verification

    async with visiting_settings(data_dir) as settings:
        with bars(say.audit.reading, say.numbers) as report:
            return await verification.verify(settings, report, expected)


async def _seal_now(data_dir: Path, *, anew: bool) -> "tuple[Link | None, Link | None]":
    """The seal, and the newest of those that were given up for it."""
    from afina.visit import visiting_settings

    async with visiting_settings(data_dir) as settings, _notary(settings) as notary:
        forgotten = await notary.forget() if anew else None
        return await notary.seal_now(), forgotten


@asynccontextmanager
async def _notary(settings: "Settings") -> "AsyncGenerator[Notary]":
    from consumers.notary.notary import Notary
    from consumers.notifier.outbox import NOBODY
    from infra import bus, clock, database
    from schemas import tables

    engine = database.engine(settings.database_url, tables.READ_SCHEMA)
    try:
        async with bus.connected(settings.nats_url, "seal") as client:
            yield Notary(bus.EventLog(client), engine, settings, clock.now, NOBODY)
    finally:
        await engine.dispose()


def _facts(found: "Verdict") -> dict[str, Any]:
    """All that was found, as other programs read it."""
    return {
        "sound": found.sound,
        "events": found.events,
        "rows": found.rows,
        "seals": found.seals,
        "unsealed": found.unsealed,
        "seal": None if found.link is None else str(found.link),
        "seconds": round(found.seconds, 3),
        "counts": dict(found.counts),
        "found": [asdict(finding) for finding in found.found],
    }


def _told(found: "Verdict", say: Words, *, expected: bool) -> Iterator[str]:
    """The verdict in words."""
    events, rows, seals = map(say.numbers.count, (found.events, found.rows, found.seals))
    yield say.audit.summary(events, rows, seals, say.numbers.fraction(found.seconds, 1))
    if found.unsealed:
        yield say.audit.unsealed(say.numbers.count(found.unsealed))
    if not found.sound:
        yield say.audit.broken
        for kind in found.counts:
            yield from _of_kind(found, kind, say)
        return
    yield say.audit.sound
    if expected:
        yield say.audit.expected
    if found.link is not None and found.events:
        yield say.audit.keep(str(found.link))


def _of_kind(found: "Verdict", kind: "Kind", say: Words) -> Iterator[str]:
    yield f"\n{say.audit.found[kind]}"
    shown = [one for one in found.found if one.kind == kind][:SHOWN]
    for finding in shown:
        yield f"  {_place(finding, say)}"
    if more := found.counts[kind] - len(shown):
        yield f"  {say.audit.more(say.numbers.count(more))}"
    yield f"→ {say.audit.remedies[kind]}"


def _place(finding: "Finding", say: Words) -> str:
    event = f"{say.audit.event} {finding.sequence}"
    if finding.after is not None:
        return f"{event} · {say.audit.sound_until(f'{say.audit.event} {finding.after}')}"
    if finding.columns:
        return f"{event} · {say.audit.columns(', '.join(finding.columns))}"
    return event
