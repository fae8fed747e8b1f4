"""A line of the audit trail becomes a sentence. Pure: names were looked up before."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import datetime
from typing import Any, TypeGuard

from api.sentences.audit.words import WORDS
from api.sentences.figures import word
from api.sentences.language import Language
from api.sentences.notice import alert_topic
from api.sentences.sentence import CATALOGUES, Places
from schemas.base import ActorKind

EVERYONE = "*"
"""In the place of a person's id: whoever can sign in."""
Named = tuple[str, str]
"""What is named: ``run``, ``dataset``, ``worker`` or ``user``, and its id."""


@dataclass(frozen=True, slots=True)
class Names:
    """What things are called now."""

    names: Mapping[Named, str | None] = field(default_factory=dict)
    """None of a person who was erased; what is not here is called by its id."""
    started: Mapping[str, datetime] = field(default_factory=dict)
    """When runs began, by id."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Line:
    """An event, as the audit trail has it."""

    sequence: int
    type: str
    entity: str
    entity_id: str
    owner_id: str | None
    actor_kind: str
    actor_id: str
    address: str | None
    stored_at: datetime
    data: Mapping[str, Any]

    @property
    def named(self) -> set[Named]:
        """All that its sentence names."""
        told = {(kind, str(self.data[name])) for _, kind, name in _PLACES if self.data.get(name)}
        return told | {(self.actor_kind, self.actor_id)}


_PLACES = (
    ("run", "run", "run_id"),
    ("dataset", "dataset", "dataset_id"),
    ("worker", "worker", "worker_id"),
    ("user", "user", "user_id"),
    ("grantee", "user", "grantee"),
)
"""In a sentence; what stands there; the event's field with its id."""


def told(line: Line, names: Names, language: Language) -> str:
    """What happened, in a sentence of ``language``."""
    words = WORDS[language]
    lines = words.lines
    template = lines.get(f"{line.type} {_variant(line)}") or lines.get(line.type, words.newer)
    places = {
        **_figures(line, names, language),
        **_things(line, names, language),
        "who": who(line, names, language),
        "type": line.type,
    }
    said = template.format_map(Places(places, CATALOGUES[language].unknown))
    ours = (words.system, words.erased, words.machine.format("").strip())
    # People's names begin as they were written.
    return said[0].upper() + said[1:] if said.startswith(ours) else said


def who(line: Line, names: Names, language: Language) -> str:
    """Who did it, as a sentence names them."""
    if line.actor_kind == ActorKind.SYSTEM:
        return WORDS[language].system
    return _called((line.actor_kind, line.actor_id), names, language)


def _variant(line: Line) -> str:
    """In which way an event is told otherwise than its type is."""
    if line.data.get("final"):
        return "final"
    if line.entity == ActorKind.USER and line.actor_id == line.entity_id:
        return "self"
    return "by_worker" if line.actor_kind == ActorKind.WORKER else ""


def _things(line: Line, names: Names, language: Language) -> dict[str, str]:
    """What the event is about, by name."""
    return {
        place: _called((kind, str(line.data[name])), names, language)
        for place, kind, name in _PLACES
        if line.data.get(name)
    }


def _called(thing: Named, names: Names, language: Language) -> str:
    kind, id_ = thing
    name = names.names.get(thing, id_)
    if id_ == EVERYONE:
        return WORDS[language].everyone
    match kind:
        case ActorKind.USER:
            return WORDS[language].erased if name is None else name
        case ActorKind.WORKER:
            return WORDS[language].machine.format(name)
        case _:
            return CATALOGUES[language].quoted.format(name)


def _figures(line: Line, names: Names, language: Language) -> dict[str, str]:
    """The event's own values: figures as the language writes them, closed sets in its words."""
    catalogue, terms = CATALOGUES[language], WORDS[language].terms
    plain = {**line.data, **line.data.get("metrics", {})}
    told = {name: word(name, value, catalogue) for name, value in plain.items() if _counts(value)}
    told |= {
        name: terms.get(name, {}).get(value, value)
        for name, value in line.data.items()
        if isinstance(value, str)
    }
    if isinstance(code := line.data.get("code"), str):
        told["alert"] = alert_topic(code, language)
    if began := names.started.get(line.entity_id):
        seconds = (line.stored_at - began).total_seconds()
        told["took"] = word("took_seconds", seconds, catalogue)
    return told


def _counts(value: object) -> TypeGuard[int | float]:
    return isinstance(value, int | float) and not isinstance(value, bool)
