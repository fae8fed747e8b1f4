"""A computer whose memory others hold: the worker's next children are refused more of it."""

import json
import shutil
from collections.abc import Generator
from contextlib import contextmanager
from pathlib import Path

import psutil

from tests.acceptance.running_stack import RunningStack

BYTES = 6 << 30
"""Enough for a child to begin, and all that a vast base model is."""
LENGTH_BYTES = 8
"""Before the header of a safetensors file, whose length it is."""


def vast(base_model: str, folder: Path) -> str:
    """The same base model with ``BYTES`` more in its file: zeros of no use, which no disk holds."""
    shutil.copytree(base_model, folder)
    path = folder / "model.safetensors"
    content = path.read_bytes()
    begin = LENGTH_BYTES + int.from_bytes(content[:LENGTH_BYTES], "little")
    header, weights = json.loads(content[LENGTH_BYTES:begin]), content[begin:]
    place = [len(weights), len(weights) + BYTES]
    header["unused"] = {"dtype": "U8", "shape": [BYTES], "data_offsets": place}
    written = json.dumps(header).encode()
    with path.open("wb") as file:
        file.write(len(written).to_bytes(LENGTH_BYTES, "little") + written + weights)
        file.truncate(file.tell() + BYTES)
    return str(folder)


@contextmanager
def begun(stack: RunningStack) -> Generator[None]:
    """Until the block ends, nothing that a worker starts is given more than ``BYTES``."""
    [worker] = stack.workers()
    soft, hard = worker.rlimit(psutil.RLIMIT_AS)
    worker.rlimit(psutil.RLIMIT_AS, (BYTES, hard))
    try:
        yield
    finally:
        worker.rlimit(psutil.RLIMIT_AS, (soft, hard))
