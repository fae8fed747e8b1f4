from pathlib import Path
from typing import Any

from hypothesis import given, settings
from hypothesis import strategies as st

from schemas.inference import MOST_TEXTS
from worker.inference.messages import Pace, Predict, Unload
from worker.inference.queue import URGENT_TOKENS, Bounds, Queue, Turn

A, B = Path("/models/a"), Path("/models/b")
PATIENT_TOKENS = 100
BOUNDS = Bounds(lambda _: None, PATIENT_TOKENS)


class Clock:
    """Goes when it is told to."""

    now = 100.0

    def __call__(self) -> float:
        return self.now


def order(number: int, *texts: str, model_dir: Path = A, **chosen: Any) -> Predict:
    asked = {"patience_seconds": 10.0} | chosen
    return Predict(number=number, model_dir=model_dir, texts=texts or ("text",), **asked)


def taken(queue: Queue, bounds: Bounds = BOUNDS) -> list[tuple[int, tuple[str, ...]]]:
    """The next turn: whose, and which texts."""
    turn = queue.take(bounds)
    assert isinstance(turn, Turn)
    return [(part.waiting.order.number, part.texts) for part in turn.parts]


def test_what_waits_for_a_model_goes_together():
    """In its order; what waits for another model comes after."""
    queue = Queue()
    for one in (order(1, "a", "b"), order(2, "x", model_dir=B), order(3, "c")):
        queue.put(one)

    assert taken(queue) == [(1, ("a", "b")), (3, ("c",))]
    assert taken(queue) == [(2, ("x",))]


def test_people_go_before_what_nobody_waits_for():
    """However long that waits already, and between its texts."""
    queue = Queue()
    long = "x" * 150
    queue.put(order(1, long, long, long, long, is_urgent=False))
    assert taken(queue) == [(1, (long,))]
    queue.put(order(2, "now"))

    assert taken(queue) == [(2, ("now",))]
    assert taken(queue) == [(1, (long,))]


def test_a_turn_has_so_many_texts_at_most():
    """The rest of an order comes in the next one."""
    queue = Queue()
    queue.put(order(1, *map(str, range(20))))
    queue.put(order(2, *map(str, range(20))))

    assert taken(queue) == [
        (1, tuple(map(str, range(20)))),
        (2, tuple(map(str, range(MOST_TEXTS - 20)))),
    ]
    assert taken(queue) == [(2, tuple(map(str, range(MOST_TEXTS - 20, 20))))]


def test_a_text_that_fills_a_turn_goes_alone():
    """It is not waited for; where the model reads a part of it only, that part counts."""
    queue, cut = Queue(), Bounds(lambda _: 64, PATIENT_TOKENS)
    endless = "x" * 10 * URGENT_TOKENS
    for _ in range(2):
        queue.put(order(1, endless, "short"))

    assert taken(queue) == [(1, (endless,))]
    assert taken(queue, cut) == [(1, ("short",)), (1, (endless, "short"))]


def test_nobody_is_answered_who_waits_no_more():
    """The device is for those who do."""
    clock = Clock()
    queue = Queue(clock)
    queue.put(order(1, patience_seconds=1))
    queue.put(order(2, patience_seconds=3))
    clock.now += 2

    assert taken(queue) == [(2, ("text",))]


def test_an_order_that_was_given_up_is_asked_no_further():
    """Though texts of it are left."""
    queue = Queue()
    queue.put(order(1, "a" * 400, "b" * 400, is_urgent=False))
    turn = queue.take(BOUNDS)
    assert isinstance(turn, Turn)
    turn.parts[0].waiting.give_up()
    queue.put(order(2, "c", is_urgent=False))

    assert taken(queue) == [(2, ("c",))]


def test_errands_come_first():
    """They take no time, and somebody waits to delete a model."""
    queue = Queue()
    queue.put(order(1))
    queue.put(Unload(number=2, model_dir=A))
    queue.put(Pace(threads=1))

    assert isinstance(queue.take(BOUNDS), Unload)
    assert isinstance(queue.take(BOUNDS), Pace)
    assert isinstance(queue.take(BOUNDS), Turn)


@settings(max_examples=40)
@given(
    st.lists(
        st.tuples(
            st.booleans(), st.booleans(), st.lists(st.integers(0, 90), min_size=1, max_size=40)
        ),
        max_size=5,
    )
)
def test_every_text_gets_one_turn_in_its_order(asked: list[tuple[bool, bool, list[int]]]):
    """Whatever is asked of which model, and no turn is larger than it may be."""
    queue, answered = Queue(), dict[int, list[str]]()
    for number, (is_urgent, of_a, sizes) in enumerate(asked):
        texts = [str(place).ljust(size, "x") for place, size in enumerate(sizes)]
        queue.put(order(number, *texts, model_dir=A if of_a else B, is_urgent=is_urgent))

    while sum(map(len, answered.values())) < sum(len(sizes) for *_, sizes in asked):
        turn = taken(queue)
        texts = [text for _, part in turn for text in part]
        assert len(texts) <= MOST_TEXTS
        assert len(texts) == 1 or sum(len(text) // 3 + 2 for text in texts) <= URGENT_TOKENS
        for number, part in turn:
            answered.setdefault(number, []).extend(part)

    assert {number: len(texts) for number, texts in answered.items()} == {
        number: len(sizes) for number, (*_, sizes) in enumerate(asked)
    }
    for texts in answered.values():
        assert [int(text.rstrip("x")) for text in texts] == list(range(len(texts)))
