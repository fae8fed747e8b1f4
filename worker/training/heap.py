"""Memory of the processor: what a step frees stays with the process, for the next step.

Else large tensors go back to the system, and each of their pages has to be had again and zeroed:
with texts of 500 tokens that was a fourteenth of the time.
"""

import ctypes
import platform

TRIM_THRESHOLD, TOP_PAD, MMAP_THRESHOLD = -1, -2, -3
"""Of ``mallopt``, in glibc's malloc.h."""
LARGE_BYTES = 1 << 30
PAD_BYTES = 1 << 28
NEVER = (1 << 31) - 1


def hold() -> None:
    """Keep freed memory from now on; where the C library is another, nothing changes."""
    if library := _glibc():
        library.mallopt(MMAP_THRESHOLD, LARGE_BYTES)
        library.mallopt(TOP_PAD, PAD_BYTES)
        library.mallopt(TRIM_THRESHOLD, NEVER)


def give_back() -> None:
    """Let the system have what is free now."""
    if library := _glibc():
        library.malloc_trim(0)


def _glibc() -> ctypes.CDLL | None:
    return ctypes.CDLL(None) if platform.libc_ver()[0] == "glibc" else None
