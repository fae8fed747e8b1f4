"""What may be asked of a training run."""

from uuid import UUID

from schemas.base import Command, NonBlank, Token
from schemas.exports import ExportFormat
from schemas.hyperparameters import Hyperparameters, Preset
from schemas.tasks import Task


class RequestRun(Command):
    """Train a model on a dataset."""

    run_id: UUID
    name: NonBlank
    dataset_id: UUID
    dataset_version: int | None
    """None for the newest."""
    task: Task
    base_model: NonBlank
    preset: Preset
    base: Hyperparameters | None = None
    """What the preset stands for now; None for what it is built in as."""
    overrides: Hyperparameters | None
    """Only its set fields count."""
    pool: Token
    max_retries: int
    exports: list[ExportFormat] = []


class CancelRun(Command):
    """Stop a run; nothing that was learned is shown as a failure."""

    run_id: UUID
    keep_model: bool = False
    """Whether the best epoch's model is to stay."""


class RenameRun(Command):
    """Call a run otherwise."""

    run_id: UUID
    name: NonBlank


class ReproduceRun(Command):
    """Run again with the same examples, hyperparameters and seed."""

    run_id: UUID
    """Of the new run."""
    source_id: UUID
    """The run to repeat."""


class RetryRun(Command):
    """Try a run that failed again."""

    run_id: UUID
    """Of the new run."""
    source_id: UUID
    """The run that failed."""
    lighter: bool
    """With settings that need less memory and time; else with its own, from what it had kept."""
