import numpy as np
import pytest

from worker.training.tasks.question_answering import spans
from worker.training.tasks.question_answering.data import Window
from worker.training.tasks.question_answering.spans import Candidate

CONTEXT = "três quatro cinco"
PLACES = [(0, 0), (0, 2), (0, 0), (0, 4), (4, 11), (11, 17), (0, 0)]
"""First token, question, separator, three words of which two bring their space, separator."""


def window(question: int = 0) -> Window:
    places = np.array(PLACES, dtype=np.int32)
    tokens = np.arange(len(PLACES), dtype=np.int32)
    return Window(tokens, None, slice(3, 6), places, question)


def logits(first: list[float], last: list[float], nowhere: float = 0.0) -> np.ndarray:
    """Of the context's words; the question's are the highest of all, and must not matter."""
    outside = [nowhere / 2, 99, 99]
    return np.array([[*outside, *first, 99], [*outside, *last, 99]]).T


def test_the_best_answer_is_the_best_pair_in_order():
    """The likeliest end lies before the likeliest beginning, so that another pair is best."""
    [found] = spans.gather([window()], [logits([0, 5, 1], [9, 2, 3])], 1, longest=3)

    assert found.best[0] == Candidate(0, 4, 9)
    assert found.best[1] == Candidate(4, 17, 8)
    assert found.best[1].text(CONTEXT) == "quatro cinco"
    assert all(one.start < one.end for one in found.best)


def test_answers_are_no_longer_than_any_that_were_learned_from():
    """In tokens."""
    [found] = spans.gather([window()], [logits([9, 0, 0], [0, 0, 9])], 1, longest=2)

    assert all(one.text(CONTEXT) != CONTEXT for one in found.best)
    assert len(found.best) == 5


def test_what_several_windows_say_is_one_ranking():
    """A stretch that two of them know has its better score; no answer has the lower one."""
    both = [logits([1, 4, 0], [0, 4, 1], nowhere=6), logits([2, 1, 0], [2, 3, 0], nowhere=2)]

    [found] = spans.gather([window(), window()], both, 1, longest=3)

    assert [one.score for one in found.best[:2]] == [8, 5]
    assert len({(one.start, one.end) for one in found.best}) == len(found.best)
    assert found.nowhere == 2
    assert found.lead == -6


def test_each_question_has_its_own_candidates():
    """In the questions' order, whatever the windows'."""
    both = [logits([0, 0, 9], [0, 0, 9]), logits([9, 0, 0], [9, 0, 0])]

    one, other = spans.gather([window(1), window(0)], both, 2, longest=3)

    assert (one.best_text(CONTEXT), other.best_text(CONTEXT)) == ("três", "cinco")


def test_a_context_without_tokens_has_no_answer():
    """Whatever the threshold, so that silence is all that is left."""
    empty = Window(np.arange(3, dtype=np.int32), None, slice(3, 3), np.zeros((3, 2), int), 0)

    [found] = spans.gather([empty], [np.ones((3, 2))], 1, longest=3)

    assert found.best == []
    assert found.best_text("") == ""
    assert found.lead > 1e30


@pytest.mark.parametrize("tokens", [5, 50])
def test_no_more_candidates_are_kept_than_anybody_looks_at(tokens: int):
    """Twenty at most."""
    places = np.array([(place, place + 1) for place in range(tokens)], dtype=np.int32)
    made = Window(np.arange(tokens, dtype=np.int32), None, slice(0, tokens), places, 0)
    scores = np.random.default_rng(1).normal(size=(tokens, 2))

    [found] = spans.gather([made], [scores], 1, longest=tokens)

    assert len(found.best) == min(spans.CANDIDATES, tokens * (tokens + 1) // 2)
    pairs = [scores[a, 0] + scores[b, 1] for a in range(tokens) for b in range(a, tokens)]
    assert found.best[0].score == pytest.approx(max(pairs))


def test_all_that_was_thought_of_shares_one_probability():
    """With no answer as one of them where there may be none."""
    [found] = spans.gather([window()], [logits([0, 5, 1], [9, 2, 3], nowhere=9)], 1, longest=3)

    certain, open_ = found.shares(None), found.shares(0.0)

    assert len(open_) == len(certain) + 1
    assert certain.sum() == pytest.approx(1)
    assert open_.sum() == pytest.approx(1)
    assert open_[-1] == pytest.approx(open_[0])
