"""What every route is given, and how its answers are described."""

from collections.abc import Iterable
from typing import Annotated
from uuid import UUID

from litestar import Request, Response
from litestar.datastructures import State
from litestar.di import NamedDependency, Provide
from litestar.openapi.datastructures import ResponseSpec
from litestar.params import QueryParameter
from litestar.status_codes import HTTP_200_OK, HTTP_202_ACCEPTED, HTTP_400_BAD_REQUEST

from api.access import Principal
from api.problems import status_of
from api.refusals import MEDIA_TYPE, language_of
from api.sentences import Language
from api.services import Services
from api.sight import Listing
from api.views.base import Accepted
from api.views.problems import Problem
from schemas.problems import ProblemCode

PersonRequest = Request[Principal, None, State]

Opened = NamedDependency[Services]
Asker = NamedDependency[Principal]
Spoken = NamedDependency[Language]
Listed = NamedDependency[Listing]
"""What ``DEPENDENCIES`` provide."""

STORABLE = r"^[^\x00]*$"
"""Text that the database can compare with."""
MOST_PASSED_OVER = 1_000_000_000
"""A number that the database can count to."""

Limit = Annotated[int, QueryParameter(ge=1, le=200, description="How many to answer with at most.")]
Offset = Annotated[
    int, QueryParameter(ge=0, le=MOST_PASSED_OVER, description="How many to pass over.")
]
Owner = Annotated[
    str | None,
    QueryParameter(
        max_length=63,
        pattern=STORABLE,
        description="Whose: a person's id, or `*` for everybody's. Others' are for administrators.",
    ),
]
Search = Annotated[
    str | None,
    QueryParameter(max_length=200, pattern=STORABLE, description="Part of the name."),
]
OnlyShared = Annotated[
    bool, QueryParameter(name="shared", description="Only what others share with you.")
]
Version = Annotated[
    int | None, QueryParameter(ge=1, description="Of the dataset; by default the newest.")
]


ANYWHERE = (
    ProblemCode.UNAUTHENTICATED,
    ProblemCode.FORBIDDEN,
    ProblemCode.CROSS_SITE_REQUEST,
    ProblemCode.UNAVAILABLE,
)


MALFORMED = {
    HTTP_400_BAD_REQUEST: ResponseSpec(
        Problem,
        media_type=MEDIA_TYPE,
        description=f"Refused: `{ProblemCode.INVALID_REQUEST}`",
        generate_examples=False,
    )
}


LATE = {
    HTTP_202_ACCEPTED: ResponseSpec(
        Accepted, description="Written to the log; reading it back takes a moment longer"
    )
}


async def accepted(
    services: Services, about: UUID, sequence: int, status: int = HTTP_200_OK
) -> Response[Accepted]:
    """``status`` once the read model shows the command's effect; 202 if that takes too long."""
    shown = await services.can_be_read(sequence)
    return Response(
        Accepted(id=about, sequence=sequence), status_code=status if shown else HTTP_202_ACCEPTED
    )


def services(state: State) -> Services:
    """The process's own."""
    return state.services


def principal(request: PersonRequest) -> Principal:
    """Whoever is asking."""
    return request.user


def language(request: PersonRequest) -> Language:
    """The one that the request asks for."""
    return language_of(request)


def listing(
    owner: Owner = None,
    shared: OnlyShared = False,  # noqa: FBT002 - the framework passes it by name
) -> Listing:
    """Whose things a list is to have."""
    return Listing(owner, shared)


DOORS = {
    "services": Provide(services, sync_to_thread=False),
    "language": Provide(language, sync_to_thread=False),
}
"""For routes that need no credential."""
DEPENDENCIES = DOORS | {
    "principal": Provide(principal, sync_to_thread=False),
    "listing": Provide(listing, sync_to_thread=False),
}


def refusals(*codes: ProblemCode) -> dict[int, ResponseSpec]:
    """The descriptions of the problems that a route answers with, one for each status."""
    every = (*codes, *ANYWHERE)
    return MALFORMED | {
        status: _refusal(status, every) for status in sorted({*map(status_of, every)})
    }


def _refusal(status: int, codes: Iterable[ProblemCode]) -> ResponseSpec:
    named = ", ".join(f"`{code}`" for code in codes if status_of(code) == status)
    return ResponseSpec(
        data_container=Problem,
        media_type=MEDIA_TYPE,
        description=f"Refused: {named}",
        generate_examples=False,
    )
