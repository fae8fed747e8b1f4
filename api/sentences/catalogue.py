"""What a language must bring."""

from collections.abc import Mapping
from dataclasses import dataclass

from api.datasets.progress import Stage
from api.estimates import Basis
from schemas.alerts import AlertCode
from schemas.checks import CheckCode, Severity
from schemas.events.classification import ClassificationFailureCode
from schemas.events.run import FailureCode
from schemas.hyperparameters import Preset
from schemas.lifecycle import RunStatus
from schemas.notices import NoticeKind
from schemas.problems import ProblemCode
from schemas.reading import Role
from schemas.reproduction import Circumstance, Outcome
from schemas.tasks import Task, TextForm
from schemas.telemetry import Phase


@dataclass(frozen=True, slots=True, kw_only=True)
class Catalogue:
    """Every word of one language. A placeholder bears the name of a code's parameter."""

    problems: Mapping[ProblemCode, str]
    failures: Mapping[FailureCode, str]
    """Of runs."""
    classification_failures: Mapping[ClassificationFailureCode, str]
    alerts: Mapping[AlertCode, str]
    """What happened, and what to do about it."""
    alert_topics: Mapping[AlertCode, str]
    """What an alert is about, in a few words."""
    a_new_kind_of_alert: str
    """Of an alert whose code a newer version told."""
    notices: Mapping[NoticeKind, str]
    """What an e-mail says first."""
    notice_topics: Mapping[NoticeKind, str]
    """Its subject, before whom it is about."""
    notice_asked_for: str
    """What an e-mail says last to who asked for it."""
    checks: Mapping[CheckCode, str]
    """What a finding means, and what to do about it."""
    presets: Mapping[Preset, str]
    """What a preset is called."""
    severities: Mapping[Severity, str]
    statuses: Mapping[RunStatus, str]
    phases: Mapping[Phase, str]
    stages: Mapping[Stage, str]
    """Of the reading of a file."""
    estimates: Mapping[Basis, str]
    """How long a training would take."""
    may_stop: str
    """After an estimate, where the training may stop early."""
    outcomes: Mapping[Outcome, str]
    """Of repeating a run."""
    circumstances: Mapping[Circumstance, str]
    """What a run was trained with, that was otherwise before."""
    roles: Mapping[Role, str]
    """Of columns."""
    tasks: Mapping[Task, str]
    forms: Mapping[TextForm, str]
    """Of what a model writes."""
    topics: Mapping[CheckCode, str]
    """What a check is about, in a few words."""
    steps: Mapping[str, str]
    """What a recipe's step does, by its ``op``; where it has a choice, by both."""
    left_out_row: str
    """The heading of row numbers in a workbook of rows that are left out."""
    left_out_reason: str
    correction: str
    """The heading of right labels in a workbook of rows that are to be corrected."""
    correction_left_out: str
    """There, where the row is to be left out."""
    unknown: str
    """Where a sentence has a place for something that nobody told."""
    quoted: str
    """A name among the words of a sentence."""
    both: str
    """The last two of a list."""
    more: str
    """The end of a list too long to tell; it has a place for how many are left."""
    thousands: str
    decimal: str
