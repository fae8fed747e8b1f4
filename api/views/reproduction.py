"""A repeated run beside its original, as the API shows it."""

from uuid import UUID

from api.sentences import Language, sentence
from api.views import samples
from api.views.base import View, like
from schemas import reproduction
from schemas.reproduction import Circumstance, Difference, Outcome


class DifferenceSeen(View):
    """One thing that is not as it was."""

    field: str
    before: str | int | float | bool
    after: str | int | float | bool
    sentence: str | None
    """In the language asked for; None for a figure of the exam."""


class Reproduction(View):
    """What came of repeating a run, and what could explain it."""

    model_config = like(samples.REPRODUCTION)

    run_id: UUID
    original_id: UUID
    outcome: Outcome
    sentence: str
    """What the outcome means, in the language asked for."""
    weights_identical: bool | None
    """Bit by bit. None until both runs have a model."""
    metrics_identical: bool | None
    """Of every epoch and of the final exam, times left out. None until both have a model."""
    circumstances: list[DifferenceSeen]
    """What the two were not trained with alike; what an older version did not tell is left out."""
    figures: list[DifferenceSeen]
    """Single figures of the final exam that differ."""


def reproduction_of(
    run_id: UUID, original_id: UUID, found: reproduction.Reproduction, language: Language
) -> Reproduction:
    """What was ``found``, in ``language``."""
    return Reproduction(
        run_id=run_id,
        original_id=original_id,
        outcome=found.outcome,
        sentence=sentence(found.outcome, language),
        weights_identical=found.weights_identical,
        metrics_identical=found.metrics_identical,
        circumstances=[
            _seen(one, sentence(Circumstance(one.field), language, _told(one)))
            for one in found.circumstances
        ],
        figures=[_seen(one, None) for one in found.figures],
    )


def _seen(one: Difference, words: str | None) -> DifferenceSeen:
    return DifferenceSeen(field=one.field, before=one.before, after=one.after, sentence=words)


def _told(one: Difference) -> dict[str, str | int | float]:
    return {"before": one.before, "after": one.after}
