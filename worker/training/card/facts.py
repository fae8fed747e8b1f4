"""What a card tells."""

import platform
from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path

import transformers

from infra.version import code_version
from schemas.exports import Export
from schemas.hyperparameters import Hyperparameters
from schemas.metrics import Report
from worker.messages import Job
from worker.training import device, durable

HUB_NAME_PARTS = 2
"""Owner and name."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Facts:
    """A trained model, seen from outside."""

    report: Report
    base_model: str
    """A name; of a folder, its last part: the path is nobody else's business."""
    is_on_hub: bool
    """Whether ``base_model`` can be looked up on the Hugging Face hub."""
    hyperparameters: Hyperparameters
    dataset_sha256: str | None
    """Of the original file, where it is known."""
    examples_sha256: str
    environment: Mapping[str, str]
    exports: tuple[Export, ...] = ()
    cut_short: bool = False
    """Whether the training was cancelled before its end."""


def of(
    job: Job, report: Report, exports: tuple[Export, ...] = (), *, cut_short: bool = False
) -> Facts:
    """Of the model that ``job`` has made in this process."""
    folder = Path(job.base_model).expanduser()
    is_folder = folder.is_dir() or folder.is_absolute()
    return Facts(
        report=report,
        base_model=folder.name if is_folder else job.base_model,
        is_on_hub=not is_folder and len(job.base_model.split("/")) == HUB_NAME_PARTS,
        hyperparameters=job.hyperparameters,
        dataset_sha256=job.dataset_sha256,
        examples_sha256=durable.digest(job.examples),
        environment=_environment(),
        exports=exports,
        cut_short=cut_short,
    )


def _environment() -> dict[str, str]:
    """By the technical name of each part."""
    found = device.describe()
    known = {
        "afina": code_version(),
        "python": platform.python_version(),
        "torch": found.torch,
        "transformers": transformers.__version__,
        "cuda": found.cuda,
        "device": f"{found.device} ({found.name})",
    }
    return {name: value for name, value in known.items() if value is not None}
