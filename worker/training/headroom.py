"""How much memory of its device a training may still take."""

from pathlib import Path

import psutil
import torch

KEPT_FREE = 0.2
"""Share of the free memory that is left to others, to fragments and to what no rule foresees."""
CGROUP = Path("/sys/fs/cgroup")


def usable_bytes(device: torch.device) -> int:
    """What may be taken beyond what is taken already."""
    return int(free_bytes(device) * (1 - KEPT_FREE))


def free_bytes(device: torch.device) -> int:
    """What nobody has taken yet; what torch keeps for its next tensors counts as free."""
    if device.type == "cuda":
        free, _ = torch.cuda.mem_get_info(device)
        return free + torch.cuda.memory_reserved(device) - torch.cuda.memory_allocated(device)
    if device.type == "mps":
        return torch.mps.recommended_max_memory() - torch.mps.driver_allocated_memory()
    return min(psutil.virtual_memory().available, group_bytes(CGROUP))


def group_bytes(group: Path) -> int:
    """What the container's own limit leaves; file pages that it holds inactive are given back."""
    try:
        limit = int((group / "memory.max").read_text())
        used = int((group / "memory.current").read_text())
        inactive = dict(map(str.split, (group / "memory.stat").read_text().splitlines()))
    except (OSError, ValueError):
        return psutil.virtual_memory().total
    return max(0, limit - used + int(inactive.get("inactive_file", 0)))
