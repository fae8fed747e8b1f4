"""The base models that a training may begin from."""

from litestar import Router, get

from api.access import people_only
from api.routes.wiring import Opened, refusals
from api.views.base_models import BaseModelList, BaseModelShown
from schemas.base_models import named


@get("/", summary="List the base models", responses=refusals())
async def list_base_models(services: Opened) -> BaseModelList:
    """Answer with those that are allowed by name; patterns that allow many name none."""
    names = named(services.settings.base_models)
    return BaseModelList(items=[BaseModelShown.of(name) for name in names])


router = Router(
    path="/base-models", route_handlers=[list_base_models], guards=[people_only], tags=["runs"]
)
