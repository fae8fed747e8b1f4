"""Which base models the administrator allows to be trained, and to have their tokens counted."""

from collections.abc import Sequence

from api.problems import RefusedError
from schemas.base_models import is_allowed
from schemas.problems import ProblemCode


def refuse_others(base_model: str, patterns: Sequence[str]) -> None:
    """Pass a base model that any of the ``patterns`` allows.

    Raises:
        RefusedError: BASE_MODEL_NOT_ALLOWED.
    """
    if not is_allowed(base_model, patterns):
        params = {"base_model": base_model, "allowed": list(patterns)}
        raise RefusedError(ProblemCode.BASE_MODEL_NOT_ALLOWED, params)
