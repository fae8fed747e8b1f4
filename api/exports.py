"""The audit trail as a file, written as it is read: nothing of it waits in memory.

csv    UTF-8 with a byte order mark, every cell within quotation marks; a cell that begins like a
       formula has an apostrophe before it.
jsonl  an object a line, and at the end one with the seal that takes in the last line.
"""

import csv
import io
import json
from collections.abc import AsyncGenerator, Iterable
from enum import StrEnum

from sqlalchemy.ext.asyncio import AsyncEngine

from api.queries import audit
from api.queries.audit import Wanted
from api.sentences import Language
from api.sentences.audit import WORDS
from api.views.audit import AuditLine, lines_of, seal_view
from infra import apostrophe

BYTE_ORDER_MARK = "\ufeff"


class TrailFormat(StrEnum):
    """How the trail may be sent, by the extension of its file."""

    CSV = "csv"
    JSONL = "jsonl"


class Separator(StrEnum):
    """What stands between the cells of a row."""

    SEMICOLON = ";"
    """What Excel expects where a comma is a decimal mark."""
    COMMA = ","


async def csv_of(
    engine: AsyncEngine, wanted: Wanted, language: Language, separator: Separator
) -> AsyncGenerator[bytes]:
    """The lines that are wanted as a table for people."""
    yield (BYTE_ORDER_MARK + _rows([WORDS[language].headings], separator)).encode()
    async for found, names in audit.everything(engine, wanted):
        lines = lines_of(found, names, language, asker=wanted.owner_id)
        yield _rows(map(_cells, lines), separator).encode()


async def jsonl_of(
    engine: AsyncEngine, wanted: Wanted, language: Language
) -> AsyncGenerator[bytes]:
    """The lines that are wanted for programs, and the seal of the last one."""
    last = 0
    async for found, names in audit.everything(engine, wanted):
        last = found[-1].sequence
        lines = lines_of(found, names, language, asker=wanted.owner_id)
        yield "".join(f"{line.model_dump_json()}\n" for line in lines).encode()
    async with engine.connect() as tx:
        sealed = await audit.seal_of(tx, last)
    told = None if sealed is None else seal_view(sealed).model_dump(mode="json")
    yield (json.dumps({"sealed": told, "last_sequence": last}) + "\n").encode()


def _cells(line: AuditLine) -> tuple[str, ...]:
    """In the order of the headings."""
    return (
        str(line.sequence),
        line.at.isoformat(sep=" ", timespec="seconds"),
        line.sentence,
        line.actor_name,
        line.actor_id,
        line.address or "",
        line.entity,
        line.entity_name or "",
        line.entity_id,
        line.type,
    )


def _rows(rows: Iterable[Iterable[str]], separator: Separator) -> str:
    written = io.StringIO()
    writer = csv.writer(written, delimiter=separator, quoting=csv.QUOTE_ALL)
    writer.writerows([*map(apostrophe.put, row)] for row in rows)
    return written.getvalue()
