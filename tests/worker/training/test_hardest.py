import numpy as np

from worker.training import hardest


def test_the_surest_mistakes_come_first():
    """Right answers never; of equally sure ones the earlier."""
    sure = np.array([0.9, 0.99, 0.6, 0.9, 0.7])
    wrong = np.array([True, False, True, True, True])

    assert hardest.surest(sure, wrong).tolist() == [0, 3, 4, 2]


def test_there_are_fifty_at_most():
    """The fifty surest of a hundred."""
    sure = np.linspace(0, 1, 100)

    found = hardest.surest(sure, np.ones(100, dtype=np.bool_))

    assert found.tolist() == list(range(99, 49, -1))


def test_without_mistakes_there_are_none():
    """An empty list, of whatever length the exam was."""
    assert hardest.surest(np.ones(5), np.zeros(5, dtype=np.bool_)).tolist() == []
