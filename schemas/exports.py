"""What a trained model can be written as, and how each file was found to answer."""

from enum import StrEnum

from pydantic import FiniteFloat

from schemas.base import Message


class ExportFormat(StrEnum):
    """A form that other programs read."""

    SAFETENSORS = "safetensors"
    """A copy in Hugging Face layout."""
    PYTORCH = "pytorch"
    """One file of weights and configuration, which loads without running any code."""
    ONNX = "onnx"
    ONNX_INT8 = "onnx_int8"
    """A quarter of the size: weights are whole numbers of eight bits."""


class ExportFault(StrEnum):
    """Why a format was not written; each has a sentence in every language."""

    DISAGREES = "export_disagrees"
    """It was written, but answers otherwise than the model; it was taken away again."""
    PART_MISSING = "export_part_missing"
    DISK_FULL = "export_disk_full"
    FAILED = "export_failed"


class Export(Message):
    """One format of a trained model, on its worker."""

    format: ExportFormat
    path: str | None = None
    """A folder; None where there is none to use."""
    size_bytes: int | None = None
    agreement: FiniteFloat | None = None
    """Of the answers that were compared, the share that is the model's own."""
    compared: int = 0
    """Labels of texts, tags of words, answers to questions, on rows that were not learned from."""
    largest_difference: FiniteFloat | None = None
    """Of any logit."""
    fault: ExportFault | None = None
    detail: str = ""
    """The technical error, or the floor that the agreement fell below."""
