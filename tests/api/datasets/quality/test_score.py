from hypothesis import given
from hypothesis import strategies as st

from api.datasets.quality import score
from schemas.checks import CheckCode, Severity
from schemas.quality import Finding

SHARES = st.floats(0, 100)
RATIOS = st.floats(10, 1e6)


def trouble(code: CheckCode, share: float, ratio: float = 20.0) -> Finding:
    return Finding(code=code, severity=Severity.NOTE, params={"share": share, "ratio": ratio})


def scored(*findings: Finding) -> int:
    return score.score(score.parts(findings))


FINDINGS = st.builds(trouble, st.sampled_from(CheckCode), SHARES, RATIOS)


def test_nothing_found_is_perfect():
    """100, with no parts to explain it."""
    assert score.parts([]) == []
    assert scored() == 100


def test_the_points_are_as_the_formula_says():
    """The most, at the worst share; half of it at a quarter of that."""
    worst, quarter = (trouble(CheckCode.DUPLICATES, share) for share in (50, 12.5))

    assert (score.points(worst), score.points(quarter)) == (15.0, 7.5)


def test_what_is_only_good_to_know_costs_nothing():
    """Personal data make no model worse."""
    assert score.points(trouble(CheckCode.PERSONAL_DATA, 100)) == 0


def test_an_imbalance_costs_by_its_ratio():
    """A little at 10 : 1, all of it at 1,000 : 1 and beyond."""
    costs = [score.points(trouble(CheckCode.IMBALANCE, 0, ratio)) for ratio in (10, 100, 1e3, 1e5)]

    assert costs == [4.7, 11.1, 15.0, 15.0]


@given(st.lists(FINDINGS, max_size=20))
def test_the_score_is_100_less_its_parts(findings: list[Finding]):
    """Within 0 and 100, and the dearest part first."""
    parts = score.parts(findings)
    points = [part.points for part in parts]

    assert score.score(parts) == max(0, round(100 - sum(points)))
    assert points == sorted(points, reverse=True)
    assert all(point > 0 for point in points)


@given(st.lists(FINDINGS, max_size=10), FINDINGS)
def test_another_finding_never_raises_the_score(findings: list[Finding], more: Finding):
    """Whatever it is about."""
    assert scored(*findings, more) <= scored(*findings)


@given(st.sampled_from(CheckCode), SHARES, SHARES, RATIOS, RATIOS)
def test_more_of_a_trouble_never_raises_the_score(
    code: CheckCode, share: float, more: float, ratio: float, steeper: float
):
    """A larger share, or a steeper ratio."""
    low = trouble(code, min(share, more), min(ratio, steeper))
    high = trouble(code, max(share, more), max(ratio, steeper))

    assert scored(high) <= scored(low)


def test_every_price_can_be_reached():
    """At its worst share, each code costs the most that it can."""
    for code, price in score.PRICES.items():
        assert score.points(trouble(code, price.worst, 1e3)) == price.most
