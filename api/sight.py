"""Who sees and changes what: the one place that compares an asker with an owner.

Pure verdicts on what is loaded, and the same as conditions on tables, so that no query finds what
its asker may not see. Nobody else compares the two.
"""

from dataclasses import dataclass, field
from uuid import UUID

from sqlalchemy import ColumnElement, and_, not_, or_, select, true

from api.problems import RefusedError
from schemas import tables
from schemas.problems import ProblemCode
from schemas.shares import EVERYONE, Shared

shares = tables.shares
users = tables.users


@dataclass(frozen=True, slots=True)
class Holding:
    """Whose a thing is, and with whom it is shared."""

    owner_id: str
    grantees: frozenset[str] = field(default=frozenset())
    """Ids of people; ``*`` is everyone."""


@dataclass(frozen=True, slots=True)
class Things:
    """Rows that have owners."""

    id: ColumnElement[UUID]
    owner_id: ColumnElement[str]
    shared_as: Shared | None = None
    """None of what cannot be shared."""


DATASETS = Things(tables.datasets.c.dataset_id, tables.datasets.c.owner_id, Shared.DATASET)
RUNS = Things(tables.runs.c.run_id, tables.runs.c.owner_id, Shared.MODEL)
CLASSIFICATIONS = Things(
    tables.classifications.c.classification_id, tables.classifications.c.owner_id
)


@dataclass(frozen=True, slots=True)
class Listing:
    """Whose things are wanted; by default the asker's own."""

    owner_id: str | None = None
    """``*`` for everybody's."""
    shared: bool = False
    """Only what others share with the asker."""


@dataclass(frozen=True, slots=True)
class Sight:
    """One asker's."""

    asker: str
    """A person's id."""
    everything: bool = False
    """Whether others' things are the asker's to see and to change: an administrator's."""

    def sees(self, holding: Holding) -> bool:
        """Whether the thing is there for the asker."""
        return self.changes(holding) or not holding.grantees.isdisjoint((self.asker, EVERYONE))

    def changes(self, holding: Holding) -> bool:
        """Whether the asker may do with it what its owner may."""
        return self.everything or self.owns(holding)

    def owns(self, holding: Holding) -> bool:
        """Whether the thing is the asker's own."""
        return holding.owner_id == self.asker

    def must_change(self, holding: Holding) -> None:
        """Let the asker change what they see.

        Raises:
            RefusedError: FORBIDDEN: it is only shared with them.
        """
        if not self.changes(holding):
            raise RefusedError(ProblemCode.FORBIDDEN)

    def seen(self, things: Things) -> ColumnElement[bool]:
        """The condition on rows that are there for the asker."""
        return or_(self.changed(things), self._shared(things))

    def changed(self, things: Things) -> ColumnElement[bool]:
        """The condition on rows with which the asker may do what their owner may."""
        return true() if self.everything else self.own(things)

    def own(self, things: Things) -> ColumnElement[bool]:
        """The condition on rows that are the asker's."""
        return things.owner_id == self.asker

    def listed(self, things: Things, listing: Listing) -> ColumnElement[bool]:
        """The condition on rows of a list.

        Raises:
            RefusedError: FORBIDDEN: others' things, for one who may not see them.
        """
        of_owner = true() if listing.owner_id == EVERYONE else things.owner_id == listing.owner_id
        if listing.shared:
            anyones = true() if listing.owner_id is None else of_owner
            return and_(not_(self.own(things)), self._shared(things), anyones)
        if listing.owner_id in (None, self.asker):
            return self.own(things)
        if not self.everything:
            raise RefusedError(ProblemCode.FORBIDDEN)
        return of_owner

    def others_name(self, things: Things) -> ColumnElement[str | None]:
        """The name of a row's owner, null where that is the asker."""
        of_other = and_(users.c.user_id == things.owner_id, not_(self.own(things)))
        return select(users.c.name).where(of_other).scalar_subquery()

    def _shared(self, things: Things) -> ColumnElement[bool]:
        mine = and_(shares.c.entity == things.shared_as, shares.c.ended_at.is_(None))
        with_asker = shares.c.grantee.in_((self.asker, EVERYONE))
        return things.id.in_(select(shares.c.entity_id).where(mine, with_asker))
