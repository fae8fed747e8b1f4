"""What a run's steps measured, and as few of these points as still show its shape. Pure."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from math import floor


@dataclass(frozen=True, slots=True)
class Point:
    """The mean over the steps since the point before."""

    sequence: int
    """Of TELEMETRY."""
    epoch: int
    step: int
    train_loss: float
    learning_rate: float | None
    examples_per_second: float | None


def standing(told: Iterable[Point]) -> list[Point]:
    """The points that still hold, by their steps, of those ``told`` in the order of the log.

    An attempt that begins again before where another ended takes the place of what it repeats.
    """
    held: list[Point] = []
    for point in told:
        while held and held[-1].step >= point.step:
            held.pop()
        held.append(point)
    return held


def thinned(points: Sequence[Point], most: int) -> list[Point]:
    """At most ``most`` of the points, the first and the last among them, ``most`` being 3 or more.

    Largest triangle three buckets (Steinarsson, "Downsampling Time Series for Visual
    Representation", 2013, 4.2): of each of ``most`` - 2 equal parts, the point that makes the
    largest triangle with the one chosen before it and the mean of the part behind it.
    """
    if len(points) <= most:
        return list(points)
    chosen = [points[0]]
    width = (len(points) - 2) / (most - 2)
    edges = [1 + floor(width * part) for part in range(most - 1)] + [len(points)]
    for part in range(most - 2):
        begin, end, behind = edges[part : part + 3]
        x, y = _middle(points[end:behind])
        chosen.append(_farthest(points[begin:end], chosen[-1], x, y))
    return [*chosen, points[-1]]


def _middle(points: Sequence[Point]) -> tuple[float, float]:
    count = len(points)
    return sum(one.step for one in points) / count, sum(one.train_loss for one in points) / count


def _farthest(points: Sequence[Point], before: Point, x: float, y: float) -> Point:
    """The point of the largest triangle; of equal ones, the first."""
    width, height = before.step - x, y - before.train_loss

    def twice_the_area(point: Point) -> float:
        across = point.train_loss - before.train_loss
        return abs(width * across - (before.step - point.step) * height)

    return max(points, key=twice_the_area)
