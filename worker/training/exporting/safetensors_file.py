"""The model's own files once more, alone in a folder."""

from pathlib import Path

import torch

from worker.training import durable
from worker.training.exporting import layout
from worker.training.exporting.original import Answerer, Original, answerer
from worker.training.inference import finished
from worker.training.model_folder import WEIGHTS


def write(original: Original, folder: Path) -> None:
    """Weights, configuration and tokenizer; the disk keeps the weights once where it can."""
    layout.copy(original.folder, folder)
    durable.link(original.folder / WEIGHTS, folder / WEIGHTS)


def read(original: Original, folder: Path) -> Answerer:
    """What was written, loaded as any user of transformers would."""
    loaded = finished.load(folder, torch.device("cpu"))
    return answerer(loaded.model, original.outputs)
