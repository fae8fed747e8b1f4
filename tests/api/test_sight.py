"""Who sees and changes what: the verdicts, and that they are the same as conditions on tables."""

import ast
from pathlib import Path
from uuid import uuid4

import pytest
from hypothesis import given
from hypothesis import strategies as st

import api
from api.problems import RefusedError
from api.queries import datasets as queries
from api.sight import Holding, Listing, Sight
from schemas.problems import ProblemCode
from tests.api.desk import Desk
from tests.schemas import examples
from tests.schemas.examples import DATASET, OWNER

PEOPLE = st.sampled_from(["ana", "bia", "caio"])
HOLDINGS = st.builds(Holding, PEOPLE, st.frozensets(st.one_of(PEOPLE, st.just("*")), max_size=3))
ROOM = Path(api.__file__).parent
BOUND = {
    "sight.py",
    "hub.py",
    "commands/quotas.py",
    "queries/audit.py",
    "queries/trail.py",
    "queries/usage.py",
}
"""The one that decides; those that count what is one person's, and those that look only for what
they were told whose it is to be."""


@given(st.builds(Sight, PEOPLE, st.booleans()), HOLDINGS)
def test_who_changes_also_sees_and_who_sees_owns_or_was_let(sight: Sight, holding: Holding):
    """An administrator does both with everything; sharing lets see and nothing more."""
    owns = sight.asker == holding.owner_id

    assert sight.changes(holding) == (owns or sight.everything)
    let = sight.asker in holding.grantees or "*" in holding.grantees
    assert sight.sees(holding) == (owns or sight.everything or let)


def test_what_is_only_seen_may_not_be_changed():
    """It is no secret that it is there: forbidden, not missing."""
    with pytest.raises(RefusedError) as refusal:
        Sight("ana").must_change(Holding("bia", frozenset({"ana"})))

    assert refusal.value.code is ProblemCode.FORBIDDEN
    Sight("bia").must_change(Holding("bia"))


def test_nobody_else_compares_owners():
    """Outside of this one place no line of the API decides by an owner's id."""
    found = [
        f"{path.relative_to(ROOM)}:{node.lineno}"
        for path in sorted(ROOM.rglob("*.py"))
        if str(path.relative_to(ROOM)) not in BOUND
        for node in ast.walk(ast.parse(path.read_text()))
        if isinstance(node, ast.Compare) and _compares_an_owner(node)
    ]
    assert found == []


def _compares_an_owner(node: ast.Compare) -> bool:
    if all(isinstance(operator, ast.Is | ast.IsNot) for operator in node.ops):
        return False
    sides = [node.left, *node.comparators]
    names = {side.attr for side in sides if isinstance(side, ast.Attribute)}
    return not names.isdisjoint({"owner_id", "asker"})


EVERY = [
    Sight(OWNER),
    Sight("ana"),
    Sight("bia"),
    Sight("root", everything=True),
]


@pytest.mark.parametrize("grantee", [None, "ana", "*"])
async def test_queries_and_verdicts_agree(desk: Desk, grantee: str | None):
    """Whoever sees a thing once it is loaded finds it in the tables, and nobody else."""
    await desk.write(examples.dataset_uploaded())
    if grantee is not None:
        await desk.write(examples.dataset_shared(grantee))
    holding = Holding(OWNER, frozenset({grantee} - {None}))

    async with desk.services.engine.connect() as tx:
        for sight in EVERY:
            found = await queries.one(tx, sight, DATASET)
            assert (found is not None) == sight.sees(holding), sight
            for listing in (Listing(), Listing(shared=True)):
                _, total = await queries.page(tx, sight, listing, 10, 0)
                own, let = sight.owns(holding), Sight(sight.asker).sees(holding)
                assert (total == 1) == (let and not own if listing.shared else own), sight


async def test_only_administrators_list_what_is_others(desk: Desk):
    """One person's or everybody's; their own list is their own for all that."""
    await desk.write(examples.dataset_uploaded())
    administrator = Sight("root", everything=True)

    async with desk.services.engine.connect() as tx:
        for owner, found in (("*", 1), (OWNER, 1), ("ana", 0), (None, 0), ("root", 0)):
            _, total = await queries.page(tx, administrator, Listing(owner), 10, 0)
            assert total == found, owner
        for owner in ("*", OWNER):
            with pytest.raises(RefusedError) as refusal:
                await queries.page(tx, Sight("ana"), Listing(owner), 10, 0)
            assert refusal.value.code is ProblemCode.FORBIDDEN


async def test_sharing_ends_when_it_is_ended_or_the_dataset_deleted(desk: Desk):
    """And a dataset that is uploaded again is its owner's alone."""
    await desk.write(examples.dataset_uploaded(), examples.dataset_shared("ana"))

    async def is_seen() -> bool:
        async with desk.services.engine.connect() as tx:
            return await queries.one(tx, Sight("ana"), DATASET) is not None

    assert await is_seen()
    await desk.write(examples.dataset_unshared("ana", event_id=uuid4()))
    assert not await is_seen()
