"""The points of a chart: those that hold, and few enough of them."""

from hypothesis import given
from hypothesis import strategies as st

from api.points import Point, standing, thinned


def point(step: int, loss: float = 0.5) -> Point:
    return Point(step, 1, step, loss, None, None)


losses = st.floats(min_value=0, max_value=10)
curves = st.lists(losses, max_size=80).map(
    lambda values: [point(step, loss) for step, loss in enumerate(values, start=1)]
)


def by_definition(points: list[Point], most: int) -> list[Point]:
    """Largest triangle three buckets, word for word: areas by the shoelace formula."""
    count = len(points)
    width = (count - 2) / (most - 2)

    def bucket(number: int) -> list[Point]:
        if number == most - 1:
            return [points[-1]]
        begin, end = (1 + int(width * (number - 1 + ahead)) for ahead in (0, 1))
        return points[begin:end]

    chosen = [points[0]]
    for number in range(1, most - 1):
        behind = bucket(number + 1)
        mean_step = sum(one.step for one in behind) / len(behind)
        mean_loss = sum(one.train_loss for one in behind) / len(behind)

        def area(one: Point, a: Point = chosen[-1], x: float = mean_step, y: float = mean_loss):
            return (
                abs(
                    (a.step - x) * (one.train_loss - a.train_loss)
                    - (a.step - one.step) * (y - a.train_loss)
                )
                / 2
            )

        best = bucket(number)[0]
        for one in bucket(number):
            best = one if area(one) > area(best) else best
        chosen.append(best)
    return [*chosen, points[-1]]


@given(curves, st.integers(min_value=3, max_value=40))
def test_a_thinned_line_is_the_one_that_the_method_defines(points, most):
    """Lines that are short enough stay whole."""
    assert thinned(points, most) == (points if len(points) <= most else by_definition(points, most))


@given(curves, st.integers(min_value=3, max_value=40))
def test_a_thinned_line_keeps_its_ends_and_its_order(points, most):
    kept = thinned(points, most)

    assert len(kept) == min(len(points), most)
    assert [kept[:1], kept[-1:]] == [points[:1], points[-1:]]
    assert [one.step for one in kept] == sorted({one.step for one in kept})


def test_a_thinned_line_keeps_its_only_peak():
    """A spike in a thousand flat points is what one looks for."""
    flat = [point(step, 0.1) for step in range(1, 1001)]
    peak = point(700, 9.0)

    assert peak in thinned([*flat[:699], peak, *flat[700:]], 10)


@given(st.lists(st.integers(min_value=1, max_value=30), max_size=40))
def test_what_was_repeated_is_told_once_and_as_it_was_told_last(steps):
    """Steps only grow, whatever attempts began again, and each is the last word about itself."""
    told = [Point(sequence, 1, step, 0.5, None, None) for sequence, step in enumerate(steps)]

    held = standing(told)

    later = [min(steps[place + 1 :], default=99) for place in range(len(steps))]
    assert held == [point for point in told if point.step < later[point.sequence]]
