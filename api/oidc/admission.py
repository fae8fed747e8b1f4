"""Whether who was proven by an identity provider comes in, and as whom. Decides, asks nobody."""

from dataclasses import dataclass

from api.oidc.proof import Proof
from api.people.accounts import Account
from api.problems import RefusedError
from infra.settings import Joining
from schemas.problems import ProblemCode
from schemas.roles import Role


@dataclass(frozen=True, slots=True)
class Rules:
    """What the installation's settings say."""

    joining: Joining
    admin_group: str = ""


@dataclass(frozen=True, slots=True)
class Returns:
    """The account knows the provider's subject."""

    account: Account
    role: Role


@dataclass(frozen=True, slots=True)
class TakesInvitation:
    """The account waited for this e-mail address; from now on it knows the subject."""

    account: Account
    role: Role


@dataclass(frozen=True, slots=True)
class Joins:
    """A new account."""

    role: Role


Admission = Returns | TakesInvitation | Joins


def admit(proof: Proof, known: Account | None, invited: Account | None, rules: Rules) -> Admission:
    """How the person comes in: ``known`` by the subject, or ``invited`` by a verified e-mail.

    Raises:
        RefusedError: ACCOUNT_CLOSED or NOT_INVITED.
    """
    account = known or invited
    if account is not None and account.disabled_at is not None:
        raise RefusedError(ProblemCode.ACCOUNT_CLOSED)
    if known is not None:
        return Returns(known, _role(proof, rules, known.role))
    if invited is not None:
        return TakesInvitation(invited, _role(proof, rules, invited.role))
    if rules.joining is Joining.ANYONE:
        return Joins(_role(proof, rules, Role.USER))
    raise RefusedError(ProblemCode.NOT_INVITED)


def _role(proof: Proof, rules: Rules, present: Role) -> Role:
    """The group's, where a group decides; else as it is."""
    if not rules.admin_group:
        return present
    return Role.ADMIN if rules.admin_group in proof.groups else Role.USER
