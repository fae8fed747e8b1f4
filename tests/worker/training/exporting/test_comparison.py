"""Two models' answers to the same rows."""

import pytest
import torch

from worker.training.exporting.comparison import Answers, compare


def said(*rows: list[float]) -> list[Answers]:
    """One decision a row, among the same options."""
    return [Answers(torch.tensor(rows)[:, None])]


def test_equal_decisions_agree_whatever_the_distance():
    """What counts is which option is highest; the distance is told beside it."""
    found = compare(said([3.0, 1.0], [0.0, 2.0]), said([9.0, 1.0], [0.0, 0.5]))

    assert found.agreement == 1
    assert found.compared == 2
    assert found.largest_difference == 6


def test_another_decision_is_one_answer_that_differs():
    """One of four."""
    mine = said([3.0, 1.0], [3.0, 1.0], [3.0, 1.0], [3.0, 1.0])

    assert compare(mine, said([3.0, 1.0], [3.0, 1.0], [3.0, 3.1], [3.0, 1.0])).agreement == 0.75


@pytest.mark.parametrize(("apart", "agreement"), [(1e-5, 1.0), (1e-2, 0.0)])
def test_what_rounding_decides_is_no_disagreement(apart: float, agreement: float):
    """The model itself sees a tie, and what was made of it takes the other option."""
    assert compare(said([1.0 + apart, 1.0]), said([1.0, 1.0 + 1e-6])).agreement == agreement


def test_both_ends_of_an_answer_must_be_the_same_and_padding_is_none():
    """Neither the difference nor the decision looks at what was padded."""
    mine = torch.tensor([[[5.0, 1.0, -torch.inf], [1.0, 5.0, -torch.inf]]])
    theirs = torch.tensor([[[5.0, 1.0, -torch.inf], [6.0, 5.0, -torch.inf]]])

    assert compare([Answers(mine)], [Answers(mine)]).agreement == 1
    assert compare([Answers(mine)], [Answers(theirs)]).agreement == 0
    assert compare([Answers(mine)], [Answers(theirs)]).largest_difference == 5
