"""Base models as the API shows them."""

from api.views import samples
from api.views.base import View, like
from schemas.base_models import FACTS, PACKAGED, Facts


class BaseModelShown(View):
    """A model that a training may begin from."""

    name: str
    is_packaged: bool
    """Whether it comes with Afina; a worker fetches the others before it first trains from them."""
    languages: list[str]
    """By their codes; none where they are many, or not known."""
    size_megabytes: int | None
    """That a worker fetches; null where nothing is, or where it is not known."""

    @classmethod
    def of(cls, name: str) -> "BaseModelShown":
        """The model with all that is known of it."""
        facts = FACTS.get(name, Facts())
        return cls(
            name=name,
            is_packaged=name == PACKAGED,
            languages=list(facts.languages),
            size_megabytes=facts.size_megabytes,
        )


class BaseModelList(View):
    """The models that a training may begin from, in the administrator's order."""

    model_config = like(samples.BASE_MODEL_LIST)

    items: list[BaseModelShown]
