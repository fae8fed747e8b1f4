"""The number format of the forward pass, by what the device does well."""

from contextlib import AbstractContextManager, nullcontext

import torch

from schemas.hyperparameters import Precision


def choose(wanted: Precision, device: torch.device) -> Precision:
    """The format to use: never ``auto``, and always fp32 away from CUDA.

    A processor without matrix units for short floats is five times slower in bf16 than in fp32.
    """
    if device.type != "cuda":
        return Precision.FP32
    if wanted in {Precision.AUTO, Precision.BF16}:
        return Precision.BF16 if _has_bf16() else Precision.FP16
    return wanted


def autocast(precision: Precision, device: torch.device) -> AbstractContextManager[object]:
    """The surroundings of a forward pass; the weights themselves stay in fp32."""
    if precision is Precision.FP32:
        return nullcontext()
    dtype = torch.bfloat16 if precision is Precision.BF16 else torch.float16
    return torch.autocast(device.type, dtype=dtype)


def _has_bf16() -> bool:
    return torch.cuda.is_bf16_supported(including_emulation=False)
