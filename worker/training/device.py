"""The device to train on, and what it is; run as a program, it prints one ``Device`` line."""

import os
import platform
import sys
from math import ceil
from pathlib import Path
from typing import Literal

import numpy as np
import psutil
import pynvml
import tokenizers
import torch
import transformers

from worker.messages import Device
from worker.training import heap

Kind = Literal["cpu", "cuda", "mps"]
CPU_QUOTA = Path("/sys/fs/cgroup/cpu.max")
CPU_INFO = Path("/proc/cpuinfo")


def find() -> torch.device:
    """CUDA before Apple's GPU before the processor."""
    return torch.device(_kind())


def describe() -> Device:
    """What training here runs on."""
    kind = _kind()
    name, memory_bytes = _gpu() if kind == "cuda" else (_processor(), psutil.virtual_memory().total)
    return Device(
        device=kind,
        name=name,
        memory_bytes=memory_bytes,
        torch=torch.__version__,
        transformers=transformers.__version__,
        cuda=torch.version.cuda if kind == "cuda" else None,
        processor=_processor(),
        processors=usable_processors(),
        tokenizers=tokenizers.__version__,
        numpy=np.__version__,
        driver=_driver() if kind == "cuda" else None,
        compute_capability=_compute_capability() if kind == "cuda" else None,
        devices=torch.cuda.device_count() if kind == "cuda" else 1,
    )


def use_processors(processes: int = 1) -> int:
    """Let torch use this process's part of the processors that it may; how many these are.

    From now on their freed memory stays with the process.
    """
    processors = max(1, usable_processors() // processes)
    torch.set_num_threads(processors)
    heap.hold()
    return processors


def usable_processors(quota: Path = CPU_QUOTA) -> int:
    """Processors left to this process by its affinity and by its container's quota."""
    allowed = len(os.sched_getaffinity(0)) if sys.platform == "linux" else os.cpu_count() or 1
    return max(1, min(allowed, _quota(quota) or allowed))


def _quota(path: Path) -> int | None:
    """Whole processors granted by a ``cpu.max`` file, ``150000 100000`` say; None if unlimited."""
    if not path.is_file():
        return None
    granted, period = path.read_text().split()
    return None if granted == "max" else ceil(int(granted) / int(period))


def memory_bytes(device: torch.device) -> int:
    """What ``device`` has in all."""
    if device.type == "cuda":
        return torch.cuda.get_device_properties(device).total_memory
    return psutil.virtual_memory().total


def _kind() -> Kind:
    if torch.cuda.is_available():
        return "cuda"
    return "mps" if torch.backends.mps.is_available() else "cpu"


def _gpu() -> tuple[str, int]:
    properties = torch.cuda.get_device_properties(0)
    return properties.name, properties.total_memory


def _driver() -> str | None:
    """The NVIDIA driver's version, where it can be asked."""
    try:
        pynvml.nvmlInit()
        return str(pynvml.nvmlSystemGetDriverVersion())
    except pynvml.NVMLError:
        return None


def _compute_capability() -> str:
    return "{}.{}".format(*torch.cuda.get_device_capability(0))


def _processor() -> str:
    if CPU_INFO.is_file():
        for line in CPU_INFO.read_text().splitlines():
            if line.startswith("model name"):
                return line.partition(":")[2].strip()
    return platform.processor() or platform.machine()


if __name__ == "__main__":
    sys.stdout.write(describe().model_dump_json() + "\n")
