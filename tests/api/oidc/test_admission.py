"""Who comes in through an identity provider, and as whom."""

from dataclasses import replace
from datetime import UTC, datetime

import pytest
from hypothesis import given
from hypothesis import strategies as st

from api.oidc.admission import Joins, Returns, Rules, TakesInvitation, admit
from api.oidc.proof import Proof
from api.people.accounts import Account
from api.problems import RefusedError
from infra.settings import Joining
from schemas.problems import ProblemCode
from schemas.roles import Role

PROOF = Proof("https://id.example.org", "ana-1", "Ana Lima", "ana@example.org", frozenset())
NOW = datetime(2026, 11, 26, tzinfo=UTC)


def account(user_id: str = "ana", role: Role = Role.USER, disabled_at: datetime | None = None):
    return Account(
        user_id=user_id,
        login=None,
        name="Ana Lima",
        email=None,
        role=role,
        password_hash=None,
        oidc_subject=None,
        language=None,
        created_at=NOW,
        joined_at=None,
        disabled_at=disabled_at,
    )


ACCOUNT = account()
INVITED_ONLY = Rules(Joining.INVITED)
ANYONE = Rules(Joining.ANYONE)

roles, moments = st.sampled_from(Role), st.sampled_from([None, NOW])
accounts = st.none() | st.builds(account, role=roles, disabled_at=moments)
rules = st.builds(Rules, st.sampled_from(Joining), st.sampled_from(["", "admins"]))
proofs = st.builds(
    replace, st.just(PROOF), groups=st.sampled_from([frozenset(), frozenset({"admins"})])
)


def test_who_was_here_comes_in_again():
    """Known by issuer and subject, whatever was invited besides."""
    assert admit(PROOF, ACCOUNT, None, INVITED_ONLY) == Returns(ACCOUNT, Role.USER)
    other = account("bia", Role.ADMIN)
    assert admit(PROOF, ACCOUNT, other, ANYONE) == Returns(ACCOUNT, Role.USER)


def test_an_invitation_is_taken_with_the_role_that_it_gives():
    """Whom the provider has verified to be the one who was invited."""
    invited = replace(ACCOUNT, role=Role.ADMIN)
    assert admit(PROOF, None, invited, INVITED_ONLY) == TakesInvitation(invited, Role.ADMIN)


def test_strangers_come_in_only_where_anyone_may():
    """By default an installation knows whom it lets in."""
    assert admit(PROOF, None, None, ANYONE) == Joins(Role.USER)
    with pytest.raises(RefusedError) as refusal:
        admit(PROOF, None, None, INVITED_ONLY)
    assert refusal.value.code is ProblemCode.NOT_INVITED


@given(proofs, accounts, accounts, rules)
def test_a_closed_account_stays_closed(proof, known, invited, rules):
    """Nobody who was shut out comes back through the provider."""
    meant = known or invited
    shut = meant is not None and meant.disabled_at is not None
    try:
        admit(proof, known, invited, rules)
        code = None
    except RefusedError as refusal:
        code = refusal.code
    assert (code is ProblemCode.ACCOUNT_CLOSED) == shut


@given(proofs, accounts, accounts, st.sampled_from(Joining))
def test_where_a_group_decides_nothing_else_does(proof, known, invited, joining):
    """Whoever leaves the group is no administrator at the next sign-in, and the other way round."""
    try:
        admission = admit(proof, known, invited, Rules(joining, "admins"))
    except RefusedError:
        return
    assert (admission.role is Role.ADMIN) == ("admins" in proof.groups)
