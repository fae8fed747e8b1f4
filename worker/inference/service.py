"""One turn after the other: load the model, answer, reply. Nothing of what is asked is logged."""

import traceback
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import NoReturn, assert_never

import torch

from schemas.inference import DeclineCode, Declined, Predicted, Prediction
from worker.inference import answering
from worker.inference.messages import Pace, Reply, Unload
from worker.inference.queue import Bounds, Part, Queue, Turn
from worker.inference.shelf import Shelf
from worker.training import memory
from worker.training.inference.finished import Finished


@dataclass(frozen=True, slots=True)
class Service:
    """What one child does for its agent."""

    queue: Queue
    bounds: Bounds
    shelf: Shelf[Finished]
    tell: Callable[[Reply], None]

    def run(self) -> NoReturn:
        """Answer for ever."""
        while True:
            self.do(self.queue.take(self.bounds))

    def do(self, what: Turn | Unload | Pace) -> None:
        """One thing."""
        match what:
            case Turn():
                self._answer(what)
            case Unload():
                self.shelf.drop(what.model_dir)
                memory.release()
                self.tell(Reply(number=what.number))
            case Pace():
                torch.set_num_threads(what.threads)
            case _:
                assert_never(what)

    def _answer(self, turn: Turn) -> None:
        """Answer all together; if that goes wrong, each alone, so that nobody pays for another."""
        try:
            model = self._loaded(turn.model_dir)
        except FileNotFoundError:
            self._decline(turn.parts, DeclineCode.MISSING)
            return
        except Exception:
            traceback.print_exc()
            self._decline(turn.parts, DeclineCode.DAMAGED)
            return
        if self._told(model, turn.parts):
            return
        self.shelf.keep_only(turn.model_dir)
        memory.release()
        for part in turn.parts:
            if not self._told(model, [part]):
                self._decline([part], DeclineCode.FAILED)

    def _loaded(self, model_dir: Path) -> Finished:
        """The model; where memory runs out, all others go, and it is tried once more."""
        model = memory.attempt(lambda: self.shelf.get(model_dir))
        if model is not None:
            return model
        self.shelf.keep_only(model_dir)
        memory.release()
        return self.shelf.get(model_dir)

    def _told(self, model: Finished, parts: Sequence[Part]) -> bool:
        """Whether all of ``parts`` could be answered together."""
        pairs = [(text, part.waiting.order.question) for part in parts for text in part.texts]
        try:
            predictions = iter(answering.predict(model, pairs))
        except Exception:
            traceback.print_exc()
            return False
        for part in parts:
            self._take(part, [next(predictions) for _ in part.texts])
        return True

    def _take(self, part: Part, predictions: Sequence[Prediction]) -> None:
        """Keep what was answered; reply once it is all."""
        waiting = part.waiting
        waiting.predictions.extend(predictions)
        if waiting.is_answered:
            told = Predicted(predictions=tuple(waiting.predictions))
            self.tell(Reply(number=waiting.order.number, told=told))

    def _decline(self, parts: Sequence[Part], code: DeclineCode) -> None:
        for part in parts:
            part.waiting.give_up()
            self.tell(Reply(number=part.waiting.order.number, told=Declined(code=code)))
