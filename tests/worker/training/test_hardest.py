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


def test_of_each_kind_the_surest_come_first():
    """The surest of every kind, then the second of every kind, whatever the others' certainty."""
    kinds = np.array([7, 7, 3, 7, 3])
    sure = np.array([0.8, 0.9, 0.5, 0.7, 0.6])
    wrong = np.array([True, True, True, False, True])

    assert hardest.of_each(kinds, sure, wrong).tolist() == [1, 4, 0, 2]


def test_of_one_kind_there_are_fifty_and_a_thousand_in_all():
    """A hundred of the first kind leave room for the one of the second; 3,000 kinds do not fit."""
    kinds, sure = np.zeros(101, dtype=np.int64), np.linspace(0, 1, 101)
    kinds[0] = 1

    found = hardest.of_each(kinds, sure, np.ones(101, dtype=np.bool_))

    assert (len(found), 0 in found) == (51, True)
    many = hardest.of_each(np.arange(3_000), np.ones(3_000), np.ones(3_000, dtype=np.bool_))
    assert len(many) == hardest.MOST_OF_ALL
