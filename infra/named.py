"""Which stored files the read model names: of datasets, classifications, runs that are not over.

Files of a classification are named together, by their folder.
"""

from collections.abc import Collection, Iterable

from sqlalchemy import ColumnElement, Text, and_, cast, not_, or_, select, true
from sqlalchemy.ext.asyncio import AsyncConnection

from infra.blobs import (
    classification_folder,
    examples_key,
    left_out_key,
    report_key,
    upload_key,
)
from schemas import tables
from schemas.classification import ClassificationStatus
from schemas.lifecycle import RunStatus

datasets, versions, runs = tables.datasets, tables.dataset_versions, tables.runs
jobs = tables.classifications

_HASHES = (
    datasets.c.file_sha256,
    versions.c.examples_sha256,
    versions.c.left_out_sha256,
    versions.c.report_sha256,
)
Hashes = tuple[str, str, str | None, str | None]
"""Of an original file and, of one version, the examples, the rows left out, the report."""


def keys_of(stand: Iterable[Hashes]) -> set[str]:
    """Where these bytes lie."""
    keys: set[str] = set()
    for file, examples, left_out, report in stand:
        keys |= {upload_key(file), examples_key(examples)}
        keys |= {left_out_key(left_out)} if left_out else set()
        keys |= {report_key(report)} if report else set()
    return keys


async def needed(tx: AsyncConnection, hashes: Collection[str] | None = None) -> set[str]:
    """The keys of all bytes that somebody needs, or of those with these ``hashes`` alone."""
    live = and_(datasets.c.deleted_at.is_(None), versions.c.version <= datasets.c.version)
    asked = true() if hashes is None else or_(*(column.in_(hashes) for column in _HASHES))
    running = runs.c.status.in_([RunStatus.QUEUED, RunStatus.RUNNING])
    trained = true() if hashes is None else runs.c.examples_sha256.in_(hashes)
    examples = await tx.scalars(select(runs.c.examples_sha256).where(running, trained).distinct())
    of_datasets = await _keys(tx, and_(live, asked))
    of_runs = {examples_key(sha256) for sha256 in examples}
    named = true() if hashes is None else cast(jobs.c.classification_id, Text).in_(hashes)
    return of_datasets | of_runs | await _folders(tx, and_(not_(_over()), named))


async def given_up(tx: AsyncConnection) -> set[str]:
    """The keys of all bytes on which stood what was deleted, whoever else may need them."""
    return await _keys(tx, datasets.c.deleted_at.is_not(None)) | await _folders(tx, _over())


def _over() -> ColumnElement[bool]:
    """Whether nobody can want what is kept of a classification."""
    cancelled = jobs.c.status == ClassificationStatus.CANCELLED
    return or_(jobs.c.deleted_at.is_not(None), cancelled)


async def _folders(tx: AsyncConnection, condition: ColumnElement[bool]) -> set[str]:
    found = await tx.scalars(select(jobs.c.classification_id).where(condition))
    return set(map(classification_folder, found))


async def _keys(tx: AsyncConnection, condition: ColumnElement[bool]) -> set[str]:
    of = versions.c.dataset_id == datasets.c.dataset_id
    rows = await tx.execute(select(*_HASHES).join(versions, of).where(condition))
    return keys_of((file, *contents) for file, *contents in rows)
