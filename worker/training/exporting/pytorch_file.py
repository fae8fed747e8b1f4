"""One file for PyTorch: weights and configuration, without code that loading it would run."""

import json
from pathlib import Path
from typing import Any

import torch
import transformers

from worker.training.exporting import layout
from worker.training.exporting.original import Answerer, Original, answerer

FILE = "model.pt"


def write(original: Original, folder: Path) -> None:
    """A dictionary of ``architecture``, ``config`` (JSON) and ``state_dict``, and the tokenizer."""
    content = {
        "architecture": type(original.model).__name__,
        "config": json.dumps(original.model.config.to_dict(), default=str),
        "state_dict": original.model.state_dict(),
    }
    torch.save(content, folder / FILE)
    layout.copy(original.folder, folder)


def read(original: Original, folder: Path) -> Answerer:
    """The network rebuilt from the file alone."""
    content = torch.load(folder / FILE, map_location="cpu", weights_only=True)
    return answerer(rebuild(content), original.outputs)


def rebuild(content: dict[str, Any]) -> torch.nn.Module:
    """The network that ``content`` describes, with its weights, ready to answer."""
    config = transformers.AutoConfig.for_model(**json.loads(content["config"]))
    network = getattr(transformers, content["architecture"])(config)
    network.load_state_dict(content["state_dict"])
    return network.eval()
