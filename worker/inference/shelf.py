"""The models that are loaded: as many as memory allows, those that were asked for last."""

from collections import OrderedDict
from collections.abc import Callable
from pathlib import Path
from typing import Generic, Protocol, TypeVar


class Sized(Protocol):
    """What takes room on the shelf."""

    @property
    def size_bytes(self) -> int:
        """What it takes in memory."""
        ...


Model = TypeVar("Model", bound=Sized)


class Shelf(Generic[Model]):
    """Loads a model when it is asked for, and lets others go for it."""

    def __init__(self, load: Callable[[Path], Model], most_bytes: int) -> None:
        """``most_bytes``: of all models together; one that is larger is there alone."""
        self._load = load
        self._most_bytes = most_bytes
        self._models: OrderedDict[Path, Model] = OrderedDict()

    def get(self, model_dir: Path) -> Model:
        """The model in ``model_dir``, loaded if need be.

        Raises:
            FileNotFoundError: it is not there, or not any more.
        """
        if not (model_dir / "config.json").is_file():
            self.drop(model_dir)
            raise FileNotFoundError(f"there is no model in {model_dir}")
        if model_dir not in self._models:
            self._models[model_dir] = self._load(model_dir)
            self._make_room(model_dir)
        self._models.move_to_end(model_dir)
        return self._models[model_dir]

    def peek(self, model_dir: Path) -> Model | None:
        """The model in ``model_dir``, if it is loaded."""
        return self._models.get(model_dir)

    def drop(self, model_dir: Path) -> None:
        """Let go of the model in ``model_dir``, if it is loaded."""
        self._models.pop(model_dir, None)

    def keep_only(self, model_dir: Path) -> None:
        """Let go of all others."""
        for other in [path for path in self._models if path != model_dir]:
            self.drop(other)

    def _make_room(self, newest: Path) -> None:
        while len(self._models) > 1 and self.size_bytes > self._most_bytes:
            oldest = next(path for path in self._models if path != newest)
            self.drop(oldest)

    @property
    def size_bytes(self) -> int:
        """What all models take."""
        return sum(model.size_bytes for model in self._models.values())
