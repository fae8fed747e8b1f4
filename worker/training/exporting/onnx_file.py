"""One file for ONNX runtimes: any number of rows, of any length that the model reads.

The graph is traced: that takes two seconds where ``torch.export`` takes twenty, and its operators
are those of the standard, which every runtime has and fuses as it likes when it loads the file.
"""

import logging
import warnings
from collections.abc import Generator
from contextlib import contextmanager
from pathlib import Path
from tempfile import TemporaryDirectory

import onnxruntime as ort
import torch
from onnxruntime.quantization import QuantType, quantize_dynamic
from torch import nn

from schemas.tasks import Task
from worker.training.exporting import layout
from worker.training.exporting.original import Answerer, Inputs, Original, Outputs
from worker.training.exporting.sample import Part

FILE = "model.onnx"
TENSORS = "model.onnx.data"
"""Where the weights of a large model stand, since one file holds two gigabytes at most."""
LARGE_BYTES = 1_800_000_000
OPERATORS = 17
"""Version of the standard set: the newest that the tracing exporter writes in full."""
AXES = {0: "batch", 1: "sequence"}
AXES_OF_ROWS = {0: "batch"}
"""Any number of rows, of any length; the second axis of a text's logits is its labels."""
SILENT = 3
"""Of the runtime's log: errors only."""


class Traced(nn.Module):
    """A model whose inputs have an order and whose outputs are plain."""

    def __init__(self, original: Original) -> None:
        super().__init__()
        self.model = original.model
        self._inputs, self._outputs = original.inputs, original.outputs

    def forward(self, *inputs: torch.Tensor) -> Outputs:
        told = self.model(**dict(zip(self._inputs, inputs, strict=True)))
        return tuple(told[name] for name in self._outputs)


def write(original: Original, part: Part, folder: Path) -> None:
    """The model in fp32, optimised as far as the standard's operators go."""
    with TemporaryDirectory(dir=folder) as work:
        traced = Path(work) / "traced.onnx"
        _trace(original, part, traced)
        _optimise(traced, folder / FILE, large=_is_large(original))
    layout.copy(original.folder, folder)


def write_int8(original: Original, part: Part, folder: Path) -> None:
    """The model with weights of eight bits, each row of a matrix by its own scale."""
    with TemporaryDirectory(dir=folder) as work:
        whole = Path(work) / FILE
        traced = Path(work) / "traced.onnx"
        _trace(original, part, traced)
        _optimise(traced, whole, large=_is_large(original))
        with _quietly():
            quantize_dynamic(
                whole,
                folder / FILE,
                per_channel=True,
                weight_type=QuantType.QInt8,
                use_external_data_format=_is_large(original),
            )
    layout.copy(original.folder, folder)


def read(original: Original, folder: Path) -> Answerer:
    """The file, run by onnxruntime on the processor."""
    options = ort.SessionOptions()
    options.log_severity_level = SILENT
    session = ort.InferenceSession(folder / FILE, options, providers=["CPUExecutionProvider"])

    def answer(inputs: Inputs) -> Outputs:
        given = {name: tensor.numpy() for name, tensor in inputs.items()}
        return tuple(map(torch.from_numpy, session.run(list(original.outputs), given)))

    return answer


def _trace(original: Original, part: Part, path: Path) -> None:
    example, inputs, outputs = _example(part), original.inputs, original.outputs
    of_rows = original.task is Task.TEXT_CLASSIFICATION
    with _quietly():
        torch.onnx.export(
            Traced(original).eval(),
            tuple(example[name] for name in inputs),
            path,
            input_names=list(inputs),
            output_names=list(outputs),
            dynamic_axes=dict.fromkeys(inputs, AXES)
            | dict.fromkeys(outputs, AXES_OF_ROWS if of_rows else AXES),
            opset_version=OPERATORS,
            dynamo=False,
        )


def _example(part: Part) -> Inputs:
    """Two rows, one of them with padding: a trace without any would leave the mask out."""
    twice = {name: tensor[:1].repeat(2, 1) for name, tensor in part.inputs.items()}
    twice["attention_mask"][1, -1] = 0
    return twice


def _optimise(source: Path, target: Path, *, large: bool) -> None:
    """Constants folded and what does nothing removed, by the runtime's own hand."""
    options = ort.SessionOptions()
    options.graph_optimization_level = ort.GraphOptimizationLevel.ORT_ENABLE_BASIC
    options.optimized_model_filepath = str(target)
    options.log_severity_level = SILENT
    if large:
        entry = "session.optimized_model_external_initializers"
        options.add_session_config_entry(f"{entry}_file_name", TENSORS)
        options.add_session_config_entry(f"{entry}_min_size_in_bytes", "1024")
    ort.InferenceSession(source, options, providers=["CPUExecutionProvider"])


def _is_large(original: Original) -> bool:
    return sum(each.nbytes for each in original.model.parameters()) > LARGE_BYTES


@contextmanager
def _quietly() -> Generator[None]:
    """No warnings of the exporter's age or of sizes that it keeps: the file is compared anyway."""
    before = logging.root.manager.disable
    logging.disable(logging.WARNING)
    try:
        with warnings.catch_warnings():
            warnings.simplefilter("ignore")
            yield
    finally:
        logging.disable(before)
