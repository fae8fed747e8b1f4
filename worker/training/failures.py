"""Why a training attempt cannot go on, as the codes that the log knows."""

import errno
import traceback
from typing import ClassVar

from schemas.events.run import FailureCode
from worker.messages import Failed
from worker.training import memory

DETAIL_CHARACTERS = 4000
NO_ROOM = {errno.ENOSPC, errno.EDQUOT}


class TrainingError(Exception):
    """A foreseen reason to give up, told to the user by its code."""

    code: ClassVar[FailureCode]
    retryable: bool = False
    """Whether another attempt could end otherwise."""


class ExamplesUnusableError(TrainingError):
    """The examples cannot be read, or no model can be learned from them."""

    code = FailureCode.EXAMPLES_UNUSABLE


class BaseModelUnavailableError(TrainingError):
    """The base model is neither here nor to be had."""

    code = FailureCode.BASE_MODEL_UNAVAILABLE

    def __init__(self, message: str, *, retryable: bool = False) -> None:
        super().__init__(message)
        self.retryable = retryable


class BaseModelUnusableError(TrainingError):
    """The base model is here but cannot be trained for this task."""

    code = FailureCode.BASE_MODEL_UNUSABLE


class DivergedError(TrainingError):
    """The loss is no longer a number; the same seed would end the same way."""

    code = FailureCode.DIVERGED


class DiskFullError(TrainingError):
    """There is no room for checkpoints or for the model; somebody may make some."""

    code = FailureCode.DISK_FULL
    retryable = True


class CheckpointDamagedError(TrainingError):
    """The weights to end with are damaged; the next attempt goes on from before that."""

    code = FailureCode.CRASHED
    retryable = True


class UpdateTornError(TrainingError):
    """Half of the weights have learned from a step; the next attempt goes on from before it."""

    code = FailureCode.CRASHED
    retryable = True


def describe(error: BaseException) -> Failed:
    """The message that tells of ``error``; the unforeseen is a crash and may be tried again."""
    code, retryable = _judge(error)
    return Failed(code=code, detail=_shorten(error), retryable=retryable)


def _judge(error: BaseException) -> tuple[FailureCode, bool]:
    if isinstance(error, TrainingError):
        return error.code, error.retryable
    if memory.is_exhausted(error):
        return FailureCode.OUT_OF_MEMORY, False
    if _is_disk_full(error):
        return FailureCode.DISK_FULL, True
    return FailureCode.CRASHED, True


def _is_disk_full(error: BaseException) -> bool:
    """Libraries written in Rust or C++ keep the system's words but lose its number."""
    if isinstance(error, OSError) and error.errno in NO_ROOM:
        return True
    return "No space left on device" in str(error)


def _shorten(error: BaseException) -> str:
    """The end of the traceback, where the reason stands."""
    return "".join(traceback.format_exception(error))[-DETAIL_CHARACTERS:]
