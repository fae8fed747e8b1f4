import pytest

from api.estimates import Basis, Effort, Place, Range
from api.sentences import Language
from api.views.estimates import estimate_of

HERE = Place("gpu-1", "cuda", "NVIDIA L4")
FOUND = Range(Basis.OWN_RUNS, 60.0, 300.0, 2)


def said(fewest_epochs: int, found: Range = FOUND, language: Language = Language.EN) -> str:
    needed = Effort(tokens=10_000, epochs=10, fewest_epochs=fewest_epochs)
    return estimate_of(HERE, "Room 12", needed, found, language).sentence


def test_that_it_may_stop_sooner_is_said_only_where_it_may():
    """Without patience every epoch is trained, and nobody should wait for less."""
    assert said(10) == "From 1 min to 5 min, by earlier trainings on this computer (2)."
    assert said(4).endswith("The longer time is that of all rounds (10); it may stop sooner.")


@pytest.mark.parametrize("language", list(Language))
def test_of_a_computer_that_nobody_knows_no_time_is_told(language: Language):
    unknown = Range(Basis.UNKNOWN, None, None, 0)

    assert said(4, unknown, language) == said(10, unknown, language)
    assert "10" not in said(4, unknown, language)
