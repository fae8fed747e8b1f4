"""Everything of one person, handed out or erased."""

from litestar import Router, get, post
from litestar.params import FromPath
from litestar.response import Stream
from litestar.status_codes import HTTP_204_NO_CONTENT

from api import archive
from api.access import administrators_only, people_only
from api.people import accounts, erasure, outbox
from api.people.dossier import Dossier
from api.routes import downloads
from api.routes.wiring import Asker, Opened, Spoken, refusals
from api.sentences import Language
from api.services import Services
from schemas.base import Actor
from schemas.events.user import UserExported
from schemas.problems import ProblemCode

ZIP = "application/zip"
DESCRIBED = downloads.described(ZIP, "A ZIP file, made while it is sent")


@get(
    "/me/export",
    summary="Download everything of yours",
    media_type=ZIP,
    responses=DESCRIBED | refusals(ProblemCode.USER_NOT_FOUND),
    guards=[people_only],
)
async def export_me(services: Opened, principal: Asker, language: Spoken) -> Stream:
    """Send all that is held about you and your files, but no secrets. The log tells of it."""
    return await _sent(services, principal.subject, principal.actor, language)


@get(
    "/users/{user_id:str}/export",
    summary="Download everything of a person",
    media_type=ZIP,
    responses=DESCRIBED | refusals(ProblemCode.USER_NOT_FOUND),
    guards=[administrators_only],
)
async def export_user(
    user_id: FromPath[str], services: Opened, principal: Asker, language: Spoken
) -> Stream:
    """Send what the person themselves would be sent. The log tells of it."""
    return await _sent(services, user_id, principal.actor, language)


@post(
    "/users/{user_id:str}/erase",
    summary="Erase a person",
    response_description="Nothing names them any more",
    status_code=HTTP_204_NO_CONTENT,
    responses=refusals(
        ProblemCode.USER_NOT_FOUND,
        ProblemCode.LAST_ADMINISTRATOR,
        ProblemCode.DATASET_IN_TRAINING,
    ),
    guards=[administrators_only],
)
async def erase_user(user_id: FromPath[str], services: Opened, principal: Asker) -> None:
    """Delete their datasets with all bytes, end sessions, tokens and shares, forget who they are.

    It cannot be undone. Their id stays in the log, and their models on the machines.
    """
    await erasure.erase(services, user_id, principal)


async def _sent(services: Services, user_id: str, actor: Actor, language: Language) -> Stream:
    async with services.engine.begin() as tx:
        await accounts.shown(tx, user_id)
        await outbox.tell(tx, UserExported(**outbox.of(user_id, actor, services.now())))
    dossier = Dossier(user_id, services.engine, services.blobs, language)
    headers = {"Content-Disposition": f'attachment; filename="afina-{user_id}.zip"'}
    return Stream(archive.zipped(dossier.entries()), media_type=ZIP, headers=headers)


router = Router(path="/", route_handlers=[export_me, export_user, erase_user], tags=["users"])
