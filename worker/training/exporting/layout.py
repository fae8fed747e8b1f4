"""The files that stand beside the weights, whatever form these have."""

from collections.abc import Iterator
from pathlib import Path

from worker.training import durable
from worker.training.model_folder import WEIGHTS

CONFIG = "config.json"
NOT_NEEDED = {WEIGHTS, "training_args.bin"}
"""Of the model's own files."""
KINDS = {".json", ".txt", ".model", ".jinja"}


def copy(model: Path, folder: Path) -> None:
    """Configuration and tokenizer, so that the folder can be used by itself."""
    for path in beside(model):
        durable.link(path, folder / path.name)


def beside(model: Path) -> Iterator[Path]:
    """A model's files but for its weights and its card."""
    for path in sorted(model.iterdir()):
        if path.is_file() and path.suffix in KINDS and path.name not in NOT_NEEDED:
            yield path
