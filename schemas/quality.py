"""The judgement on a dataset: what was found, what it costs, and what can be done about it."""

from pydantic import FiniteFloat

from schemas.base import Message
from schemas.checks import CheckCode, Severity
from schemas.recipe import Step

Param = str | int | float | list[str]


class Evidence(Message):
    """A row that shows what a finding means."""

    row: int
    """As a spreadsheet program numbers it."""
    text: str
    """Its beginning."""
    answer: str = ""
    """Its label, or what stands for one."""


class Action(Message):
    """Something that can be done about a finding."""

    step: Step
    """Ready to be put into a recipe."""
    rows: int
    """Examples that it drops or changes."""
    recommended: bool = False


class Finding(Message):
    """One check that has something to say."""

    code: CheckCode
    severity: Severity
    params: dict[str, Param] = {}
    """The figures of its sentence."""
    examples: list[Evidence] = []
    """A few; the figures are of all."""
    actions: list[Action] = []


class Suspect(Message):
    """An example whose label is probably not the one that it should have."""

    row: int
    """As a spreadsheet program numbers it."""
    text: str
    """Its beginning."""
    label: str
    """As the sheet has it."""
    likelier: str
    confidence: FiniteFloat
    """Between 0 and 1: the probability of the likelier label, as a quick model sees it."""


class Distribution(Message):
    """How many examples fall between neighbouring edges."""

    edges: list[int]
    """Ascending; one more than there are counts. The last bin includes its upper edge."""
    counts: list[int]
    mean: FiniteFloat
    median: int
    largest: int


class Cut(Message):
    """What is lost when texts are cut at a length."""

    max_length: int
    """In tokens."""
    texts: int
    """Examples that are longer."""
    tokens_share: FiniteFloat
    """Of all tokens, those that are cut off."""


class TokenLengths(Message):
    """How long the texts are as the base model reads them."""

    base_model: str
    exact: bool
    """Whether the model's own tokenizer counted; else it is an estimate from the characters."""
    counted: int
    """Examples that were counted; with fewer than all, they are spread over the file."""
    lengths: Distribution
    """Special tokens included."""
    cuts: list[Cut]


class ScorePart(Message):
    """Points that one finding costs."""

    code: CheckCode
    points: FiniteFloat


class QualityReport(Message):
    """Everything that was found in the examples of one version."""

    score: int
    """From 0 to 100: 100 less the parts' points, but never below 0."""
    parts: list[ScorePart]
    findings: list[Finding]
    """Gravest first."""
    characters: Distribution
    tokens: TokenLengths
