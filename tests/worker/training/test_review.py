import numpy as np
from hypothesis import given
from hypothesis import strategies as st

from worker.training import review

texts = st.lists(st.tuples(st.floats(0, 1), st.booleans()), min_size=1, max_size=200)


def test_without_a_threshold_nothing_goes_to_a_person():
    """The first point is the exam itself."""
    first = review.points(np.array([0.5, 0.9, 0.8]), np.array([True, False, True]))[0]

    assert (first.threshold, first.reviewed, first.right) == (0.0, 0, 2)


def test_the_least_certain_texts_go_first():
    """With four of ten less certain than 0.7, and one of the others wrong."""
    sure = np.linspace(0.3, 0.975, 10)
    right = np.array([False] * 4 + [True] * 5 + [False])

    found = {point.reviewed: point.right for point in review.points(sure, right)}

    assert found[0] == 5
    assert found[4] == 5
    assert found[9] == 0


@given(texts)
def test_every_point_counts_what_its_threshold_says(exam: list[tuple[float, bool]]):
    """Both counts follow from the threshold; both thresholds and texts for a person rise."""
    sure, right = (np.array(part) for part in zip(*exam, strict=True))

    found = review.points(sure, right)

    assert len(found) <= review.POINTS
    for point in found:
        assert point.reviewed == (sure < point.threshold).sum()
        assert point.right == right[sure >= point.threshold].sum()
    reviewed = [point.reviewed for point in found]
    assert reviewed == sorted(set(reviewed))
    assert [point.threshold for point in found] == sorted(point.threshold for point in found)
