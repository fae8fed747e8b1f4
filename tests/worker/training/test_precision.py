import pytest
import torch

from schemas.hyperparameters import Precision
from worker.training import precision

CPU = torch.device("cpu")
CUDA = torch.device("cuda")


@pytest.mark.parametrize("wanted", list(Precision))
def test_the_processor_always_computes_in_fp32(wanted: Precision):
    """Whatever is asked for: bf16 without matrix units is five times slower."""
    assert precision.choose(wanted, CPU) is Precision.FP32


@pytest.mark.parametrize(
    ("wanted", "able", "chosen"),
    [
        (Precision.AUTO, True, Precision.BF16),
        (Precision.AUTO, False, Precision.FP16),
        (Precision.BF16, False, Precision.FP16),
        (Precision.FP16, True, Precision.FP16),
        (Precision.FP32, True, Precision.FP32),
    ],
)
def test_cuda_computes_in_what_it_does_well(
    wanted: Precision, able: bool, chosen: Precision, monkeypatch: pytest.MonkeyPatch
):
    """bf16 where the card has it, else fp16 with a loss scale."""

    def has_bf16(*, including_emulation: bool) -> bool:
        return able and not including_emulation

    monkeypatch.setattr(torch.cuda, "is_bf16_supported", has_bf16)

    assert precision.choose(wanted, CUDA) is chosen


def test_fp32_needs_no_autocast():
    """Its surroundings do nothing."""
    with precision.autocast(Precision.FP32, CPU):
        assert not torch.is_autocast_enabled("cpu")


def test_short_formats_are_cast_automatically():
    """The weights stay in fp32, the products are computed short."""
    weight = torch.ones(2, 2)
    with precision.autocast(Precision.BF16, CPU):
        product = weight @ weight

    assert product.dtype is torch.bfloat16
    assert weight.dtype is torch.float32
