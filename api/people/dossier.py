"""Everything that the installation holds about one person, as files of an archive.

Secrets are not among it: of passwords and tokens only that there are some.
"""

import json
from collections.abc import AsyncGenerator, Mapping
from dataclasses import dataclass
from pathlib import PurePosixPath
from typing import Any
from uuid import UUID

from sqlalchemy import ColumnElement, Table, literal, select, true, tuple_
from sqlalchemy.ext.asyncio import AsyncEngine

from api import exports
from api.archive import Entry, told
from api.queries.audit import Wanted
from api.sentences import Language
from api.sentences.dossier import README
from api.sight import CLASSIFICATIONS, DATASETS, RUNS, Sight
from infra.blobs import BlobStore, classification_folder, upload_key
from schemas import tables

SECRETS = {"password_hash", "token_sha256"}
FETCHED_ROWS = 200


@dataclass(frozen=True, slots=True)
class Dossier:
    """Of one person."""

    user_id: str
    engine: AsyncEngine
    blobs: BlobStore
    language: Language

    async def entries(self) -> AsyncGenerator[Entry]:
        """One file after the other: each is to be read before the next."""
        yield Entry("README.txt", told(README[self.language].encode()))
        users, tokens = tables.users, tables.tokens
        yield Entry("account.jsonl", self._rows(users, users.c.user_id == self.user_id))
        of_person = tokens.c.subject == self.user_id
        yield Entry("sessions-and-tokens.jsonl", self._rows(tokens, of_person))
        drafts = tables.drafts
        yield Entry("drafts.jsonl", self._rows(drafts, drafts.c.user_id == self.user_id))
        sent = tables.outbox
        yield Entry("notices.jsonl", self._rows(sent, sent.c.recipient == self.user_id))
        async for entry in self._datasets():
            yield entry
        own_runs = Sight(self.user_id).own(RUNS)
        yield Entry("runs.jsonl", self._rows(tables.runs, own_runs))
        for name in ("attempts", "epochs", "logs"):
            table = tables.read_model.tables[name]
            of_runs = table.c.run_id.in_(select(tables.runs.c.run_id).where(own_runs))
            yield Entry(f"{name}.jsonl", self._rows(table, of_runs))
        models = tables.trained_models
        of_runs = models.c.model_id.in_(select(tables.runs.c.run_id).where(own_runs))
        yield Entry("models.jsonl", self._rows(models, of_runs))
        async for entry in self._classifications():
            yield entry
        wanted = Wanted(owner_id=self.user_id)
        yield Entry("audit.jsonl", exports.jsonl_of(self.engine, wanted, self.language))

    async def _datasets(self) -> AsyncGenerator[Entry]:
        """All that there ever were, in words; of those that are there, the original file."""
        datasets, versions = tables.datasets, tables.dataset_versions
        own = Sight(self.user_id).own(DATASETS)
        yield Entry("datasets.jsonl", self._rows(datasets, own))
        of_own = versions.c.dataset_id.in_(select(datasets.c.dataset_id).where(own))
        yield Entry("dataset-versions.jsonl", self._rows(versions, of_own))
        noted = tables.corrections
        to_own = noted.c.dataset_id.in_(select(datasets.c.dataset_id).where(own))
        yield Entry("corrections.jsonl", self._rows(noted, to_own))
        for dataset_id, filename, sha256 in await self._originals(own):
            if (found := await self.blobs.find(upload_key(sha256))) is not None:
                name = PurePosixPath(filename).name
                yield Entry(f"datasets/{dataset_id}/{name}", self.blobs.stream(found.key))

    async def _classifications(self) -> AsyncGenerator[Entry]:
        """All that there ever were, in words; of those that are there, sheet and answers."""
        jobs = tables.classifications
        own = Sight(self.user_id).own(CLASSIFICATIONS)
        yield Entry("classifications.jsonl", self._rows(jobs, own))
        async with self.engine.connect() as tx:
            there = list(await tx.scalars(select(jobs.c.classification_id).where(own)))
        for classification_id in there:
            async for stored in self.blobs.all(classification_folder(classification_id)):
                yield Entry(stored.key, self.blobs.stream(stored.key))

    async def _originals(self, own: ColumnElement[bool]) -> list[tuple[UUID, str, str]]:
        datasets = tables.datasets.c
        columns = (datasets.dataset_id, datasets.filename, datasets.file_sha256)
        query = select(*columns).where(own, datasets.deleted_at.is_(None))
        async with self.engine.connect() as tx:
            return [tuple(row) for row in await tx.execute(query)]

    async def _rows(self, table: Table, condition: ColumnElement[bool]) -> AsyncGenerator[bytes]:
        """The table's rows as JSON, one a line; whoever reads slowly holds no connection."""
        key = list(table.primary_key.columns)
        after: ColumnElement[bool] = true()
        while True:
            query = select(table).where(condition, after).order_by(*key).limit(FETCHED_ROWS)
            async with self.engine.connect() as tx:
                rows = (await tx.execute(query)).mappings().all()
            yield "".join(map(_line, rows)).encode()
            if len(rows) < FETCHED_ROWS:
                return
            last = [literal(rows[-1][column], column.type) for column in key]
            after = tuple_(*key) > tuple_(*last)


def _line(row: Mapping[Any, Any]) -> str:
    shown = {name: value for name, value in row.items() if name not in SECRETS}
    return json.dumps(shown, ensure_ascii=False, default=str) + "\n"
