import io
import random

import numpy as np
import torch

from worker.training import seeds


def draw() -> tuple[float, float, float, float]:
    normal = np.random.standard_normal(1)
    return random.random(), float(normal[0]), np.random.random(), float(torch.rand(1))


def test_the_same_seed_draws_the_same_numbers():
    """From Python, numpy and torch alike."""
    seeds.seed_everything(7)
    first = draw()
    seeds.seed_everything(7)

    assert draw() == first


def test_every_generator_is_taken_up_where_it_was_left():
    """Also numpy's spare normal number, and through the file format that checkpoints use."""
    seeds.seed_everything(7)
    draw()
    file = io.BytesIO()
    torch.save(seeds.capture(), file)
    expected = draw()
    file.seek(0)

    seeds.restore(torch.load(file, weights_only=True))

    assert draw() == expected


def test_a_share_of_a_step_draws_its_own_numbers():
    """A function of seed, step and share, whatever was drawn before."""

    def drawn(seed: int, step: int, rank: int) -> float:
        seeds.seed_step(seed, step, rank)
        return float(torch.rand(1))

    first = drawn(7, 1, 0)
    others = [drawn(8, 1, 0), drawn(7, 2, 0), drawn(7, 1, 1), drawn(1, 7, 0)]

    assert drawn(7, 1, 0) == first
    assert len({first, *others}) == 5
