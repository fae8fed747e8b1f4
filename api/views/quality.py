"""The judgement on a dataset, in words."""

from api.sentences import Language, sentence, step_sentence
from api.views import dataset_samples as samples
from api.views.base import View, like
from schemas.checks import CheckCode, Severity
from schemas.quality import (
    Action,
    Distribution,
    Evidence,
    Finding,
    Param,
    QualityReport,
    ScorePart,
    TokenLengths,
)
from schemas.recipe import Step


class ActionShown(View):
    """Something that can be done about a finding."""

    step: Step
    """Ready to be put into a recipe."""
    sentence: str
    """What it does, in the language asked for."""
    rows: int
    """Examples that it drops or changes."""
    recommended: bool


class FindingShown(View):
    """One check that has something to say."""

    code: CheckCode
    severity: Severity
    sentence: str
    """What was found and what it means, in the language asked for."""
    params: dict[str, Param]
    """The figures in the sentence."""
    examples: list[Evidence]
    """A few; the figures are of all."""
    actions: list[ActionShown]


class QualityShown(View):
    """Everything that was found in the examples of one version."""

    model_config = like(samples.QUALITY)

    score: int
    """From 0 to 100: 100 less the parts' points."""
    parts: list[ScorePart]
    findings: list[FindingShown]
    """Gravest first."""
    characters: Distribution
    tokens: TokenLengths


def quality_of(report: QualityReport, language: Language) -> QualityShown:
    """The report, with its findings and what can be done about them in ``language``."""
    return QualityShown(
        score=report.score,
        parts=report.parts,
        findings=[finding_of(finding, language) for finding in report.findings],
        characters=report.characters,
        tokens=report.tokens,
    )


def finding_of(finding: Finding, language: Language) -> FindingShown:
    """The finding in words."""
    return FindingShown(
        code=finding.code,
        severity=finding.severity,
        sentence=sentence(finding.code, language, finding.params),
        params=finding.params,
        examples=finding.examples,
        actions=[_action_of(action, language) for action in finding.actions],
    )


def _action_of(action: Action, language: Language) -> ActionShown:
    return ActionShown(
        step=action.step,
        sentence=step_sentence(action.step, language),
        rows=action.rows,
        recommended=action.recommended,
    )
