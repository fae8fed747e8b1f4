"""The audit trail as the API shows it."""

from collections.abc import Iterable
from datetime import datetime
from enum import StrEnum
from typing import Any

from api.sentences import Language
from api.sentences.audit import WORDS, Line, Names, told, who
from api.views import samples
from api.views.base import Row, View, like
from schemas.base import ActorKind, Event


class AuditGroup(StrEnum):
    """Events that are looked at together."""

    RUNS = "runs"
    DATASETS = "datasets"
    MODELS = "models"
    WORKERS = "workers"
    PEOPLE = "people"
    SETTINGS = "settings"
    SIGN_INS = "sign_ins"
    SHARES = "shares"
    DOWNLOADS = "downloads"


_BEGINNINGS: dict[AuditGroup, tuple[str, ...]] = {
    AuditGroup.RUNS: ("run.",),
    AuditGroup.DATASETS: ("dataset.",),
    AuditGroup.MODELS: ("model.",),
    AuditGroup.WORKERS: ("worker.",),
    AuditGroup.PEOPLE: ("user.",),
    AuditGroup.SETTINGS: ("setting.",),
    AuditGroup.SIGN_INS: ("user.sign",),
    AuditGroup.SHARES: ("dataset.shared", "dataset.unshared", "model."),
    AuditGroup.DOWNLOADS: ("dataset.downloaded", "user.exported"),
}


def types_of(group: AuditGroup) -> list[str]:
    """The types of the events in ``group``."""
    every = {name.partition(" ")[0] for words in WORDS.values() for name in words.lines}
    return sorted(name for name in every if name.startswith(_BEGINNINGS[group]))


class AuditLine(View):
    """One thing that somebody did."""

    model_config = like(samples.AUDIT_LINE)

    sequence: int
    """Its number in the log."""
    at: datetime
    """When the log took it."""
    type: str
    sentence: str
    """Who did what, in the language asked for."""
    actor_kind: ActorKind
    actor_id: str
    actor_name: str
    """As the sentence names them."""
    address: str | None
    """From which it was asked; shown of what oneself has asked, and to administrators."""
    entity: str
    """What it was done to: ``run``, ``dataset``, ``model``, ``worker``, ``user``, ``setting``."""
    entity_id: str
    entity_name: str | None
    """None where it has none, or has it no more."""
    owner_id: str | None
    """Whose that is."""
    details: dict[str, Any]
    """All else that the event says."""


class AuditPage(View):
    """Some lines, newest first."""

    items: list[AuditLine]
    next_before: int | None
    """What to ask for as ``before`` to go on; None at the end."""


class Seal(View):
    """The chain of hashes over the log at one of its events."""

    model_config = like(samples.SEAL)

    seal: str
    """As ``afina audit verify --expect`` takes it."""
    sequence: int
    sealed_at: datetime


class SealPage(View):
    """Some seals, newest first."""

    items: list[Seal]


def seal_view(row: Row) -> Seal:
    """The seal in ``row``."""
    sequence, digest = row["sequence"], row["digest"]
    return Seal(seal=f"{sequence}:{digest.hex()}", sequence=sequence, sealed_at=row["sealed_at"])


def page_of(
    lines: list[Line], names: Names, language: Language, *, asker: str | None, limit: int
) -> AuditPage:
    """A page as ``asker`` may see it; None may see everything."""
    full = len(lines) == limit
    return AuditPage(
        items=list(lines_of(lines, names, language, asker=asker)),
        next_before=lines[-1].sequence if full else None,
    )


def lines_of(
    lines: Iterable[Line], names: Names, language: Language, *, asker: str | None
) -> Iterable[AuditLine]:
    """Each of the lines, as ``asker`` may see it; None may see everything."""
    for line in lines:
        kind = "run" if line.entity == "model" else line.entity
        yield AuditLine(
            sequence=line.sequence,
            at=line.stored_at,
            type=line.type,
            sentence=told(line, names, language),
            actor_kind=ActorKind(line.actor_kind),
            actor_id=line.actor_id,
            actor_name=who(line, names, language),
            address=line.address if asker in {None, line.actor_id} else None,
            entity=line.entity,
            entity_id=line.entity_id,
            entity_name=names.names.get((kind, line.entity_id)),
            owner_id=line.owner_id,
            details={name: value for name, value in line.data.items() if name not in _ENVELOPE},
        )


_ENVELOPE = frozenset({*Event.model_fields, "type"})
