import numpy as np
import pytest
import torch
from torch import nn

from worker.training import dropout
from worker.training.dropout import Dropout


def test_about_as_many_are_dropped_as_asked_and_the_mean_stays():
    """To a 256th; what is kept weighs more for it."""
    torch.manual_seed(1)
    given = torch.ones(1000, 1000)

    dropped = Dropout(0.1)(given)

    assert (dropped == 0).float().mean().item() == pytest.approx(26 / 256, abs=1e-3)
    assert dropped.mean().item() == pytest.approx(1, abs=1e-3)


def test_gradients_pass_where_values_do():
    """By the same mask and the same factor."""
    given = torch.randn(50, 7, requires_grad=True)

    dropped = Dropout(0.5)(given)
    dropped.sum().backward()

    assert given.grad is not None
    assert torch.equal(given.grad, torch.where(dropped == 0, 0.0, 2.0))


def test_masks_follow_from_torchs_seed_whatever_the_threads():
    """More elements than one thread takes, with one thread and with two."""
    threads = torch.get_num_threads()
    masks: list[np.ndarray] = []
    for count in (1, 2):
        torch.set_num_threads(count)
        torch.manual_seed(5)
        masks.append(dropout.draw((3, dropout.SLICE), 0.2))
    torch.set_num_threads(threads)

    assert np.array_equal(*masks)
    assert not np.array_equal(masks[0][0], masks[0][1])


def test_no_two_masks_are_alike():
    """Each draw moves torch's own generator on."""
    assert not np.array_equal(dropout.draw((100,), 0.5), dropout.draw((100,), 0.5))


@pytest.mark.parametrize("p", [0.0, 1.0])
def test_nothing_and_everything_are_left_to_torch(p: float):
    """No mask can say so."""
    given = torch.ones(10)

    assert torch.equal(Dropout(p)(given), given * (1 - p))


def test_while_judging_nothing_is_dropped():
    """As everywhere in torch."""
    given = torch.ones(10)

    assert Dropout(0.5).eval()(given) is given


def test_other_number_formats_are_left_to_torch():
    """bf16 has no numpy type; dropping still works."""
    dropped = Dropout(0.5)(torch.ones(1000, dtype=torch.bfloat16))

    assert set(dropped.unique().tolist()) == {0.0, 2.0}


def test_every_dropout_of_a_model_is_replaced_and_keeps_its_probability():
    """Wherever it stands; nothing else is touched."""
    model = nn.Sequential(nn.Linear(2, 2), nn.Sequential(nn.Dropout(0.3)))

    dropout.install(model)

    [found] = [module for module in model.modules() if isinstance(module, nn.Dropout)]
    assert type(found) is Dropout
    assert found.p == 0.3
    assert type(model[0]) is nn.Linear
