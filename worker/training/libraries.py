"""How talkative the libraries may be."""

from huggingface_hub.utils import disable_progress_bars
from transformers.utils import logging


def quieten() -> None:
    """No progress bars and no advice: what matters is told in messages."""
    disable_progress_bars()
    logging.disable_progress_bar()
    logging.set_verbosity_error()
