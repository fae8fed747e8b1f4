import pytest

from api.problems import RefusedError, status_of
from schemas.problems import ProblemCode


@pytest.mark.parametrize("code", list(ProblemCode))
def test_every_refusal_has_the_status_of_an_error(code: ProblemCode):
    """What a file or a body says wrong is 422; the rest is what HTTP knows a word for."""
    assert 400 <= status_of(code) < 600
    if "file" in code or "column" in code or code.startswith("text_"):
        assert status_of(code) == 422


def test_a_refusal_can_be_read_in_a_log():
    """Code and figures."""
    refusal = RefusedError(ProblemCode.DATASET_IN_USE, {"runs": 2})

    assert str(refusal) == "dataset_in_use: {'runs': 2}"
    assert refusal.problems == ()
