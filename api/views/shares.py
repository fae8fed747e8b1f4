"""Who sees what is another's, as the API shows it."""

from collections.abc import Sequence
from datetime import datetime

from api.views import samples
from api.views.base import Row, View, like
from schemas.shares import EVERYONE


class ShareShown(View):
    """Somebody who sees a dataset or a model that is another's."""

    model_config = like(samples.SHARE)

    grantee: str
    """A person's id; `*` is everyone."""
    name: str | None
    """Null for everyone."""
    shared_at: datetime


class ShareList(View):
    """With whom something is shared."""

    items: list[ShareShown]
    total: int


class PersonNamed(View):
    """A person with whom something can be shared."""

    model_config = like(samples.PERSON_NAMED)

    id: str
    name: str


class NameList(View):
    """People, by name; the first twenty."""

    items: list[PersonNamed]
    total: int


def shares_of(rows: Sequence[Row]) -> ShareList:
    """The shares in ``rows``; whoever has no name any more goes by the id."""
    items = [
        ShareShown(
            grantee=row["grantee"],
            name=None if row["grantee"] == EVERYONE else row["name"] or row["grantee"],
            shared_at=row["shared_at"],
        )
        for row in rows
    ]
    return ShareList(items=items, total=len(items))


def names_of(rows: Sequence[Row]) -> NameList:
    """The people in ``rows``."""
    items = [PersonNamed(id=row["user_id"], name=row["name"]) for row in rows]
    return NameList(items=items, total=len(items))
