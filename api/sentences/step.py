"""A recipe's step in words."""

from api.sentences.figures import Param
from api.sentences.language import Language
from api.sentences.sentence import CATALOGUES, filled
from schemas.recipe import SettleConflicts, SplitRows, Step


def step_sentence(step: Step, language: Language) -> str:
    """What ``step`` does to the examples."""
    catalogue = CATALOGUES[language]
    return filled(catalogue.steps[name(step)], catalogue, _params(step))


def name(step: Step) -> str:
    """By which the catalogues know the step's words."""
    return f"{step.op} {step.keep}" if isinstance(step, SettleConflicts) else step.op


def _params(step: Step) -> dict[str, Param]:
    told: dict[str, Param] = step.model_dump(mode="json", exclude={"op"})
    if isinstance(step, SplitRows):
        told["percent"] = round(100 * step.train_split, 1)
    if rows := step.model_dump(include={"rows"}).get("rows"):
        told["rows"] = [str(row) for row in rows]
    return told
