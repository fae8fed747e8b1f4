"""What a language must bring to tell the audit trail."""

from collections.abc import Mapping
from dataclasses import dataclass


@dataclass(frozen=True, slots=True, kw_only=True)
class AuditCatalogue:
    """Places are ``who``, ``run``, ``dataset``, ``worker``, ``user``, ``grantee`` and figures."""

    lines: Mapping[str, str]
    """By an event's type; by type and ``final``, ``self`` or ``by_worker`` where it differs."""
    newer: str
    """Of a type that only a newer version knows."""
    system: str
    machine: str
    """Of a name, within a sentence."""
    erased: str
    """Instead of a person who is not named any more."""
    everyone: str
    """Instead of the name of one with whom something is shared."""
    terms: Mapping[str, Mapping[str, str]]
    """Closed sets of values in words, by the event's field."""
    headings: tuple[str, ...]
    """Of the columns of an exported sheet."""
