from dataclasses import dataclass
from pathlib import Path

import pytest

from worker.inference.shelf import Shelf


@dataclass(frozen=True)
class Model:
    folder: Path
    size_bytes: int = 10


@pytest.fixture
def folders(tmp_path: Path) -> list[Path]:
    """Four models' folders."""
    made = [tmp_path / name for name in "abcd"]
    for folder in made:
        folder.mkdir()
        (folder / "config.json").touch()
    return made


def loaded(shelf: Shelf[Model], folders: list[Path]) -> str:
    return "".join(folder.name for folder in folders if shelf.peek(folder) is not None)


def test_a_model_is_loaded_once(folders: list[Path]):
    """However often it is asked for."""
    told: list[Path] = []

    def load(folder: Path) -> Model:
        told.append(folder)
        return Model(folder)

    shelf = Shelf(load, most_bytes=30)

    assert shelf.get(folders[0]) is shelf.get(folders[0])
    assert told == [folders[0]]


def test_who_was_asked_last_stays(folders: list[Path]):
    """As many as there is room for."""
    shelf = Shelf(Model, most_bytes=30)
    a, b, c, d = folders
    for folder in (a, b, c, a, d):
        shelf.get(folder)

    assert loaded(shelf, folders) == "acd"


def test_a_model_that_is_larger_than_the_shelf_is_there_alone(folders: list[Path]):
    """It was asked for; the others have to wait."""
    shelf = Shelf(lambda folder: Model(folder, 100 if folder.name == "d" else 10), most_bytes=30)
    for folder in folders:
        shelf.get(folder)

    assert loaded(shelf, folders) == "d"


def test_a_model_whose_folder_is_gone_is_gone(folders: list[Path]):
    """Also one that is loaded."""
    shelf = Shelf(Model, most_bytes=30)
    shelf.get(folders[0])
    (folders[0] / "config.json").unlink()

    with pytest.raises(FileNotFoundError):
        shelf.get(folders[0])
    assert loaded(shelf, folders) == ""


def test_models_are_let_go_one_by_one_or_all_but_one(folders: list[Path]):
    """To be deleted, or when memory runs out; letting go of what is not there is no error."""
    shelf = Shelf(Model, most_bytes=30)
    a, b, c, d = folders
    for folder in (a, b, c):
        shelf.get(folder)

    shelf.drop(d)
    shelf.drop(a)
    assert loaded(shelf, folders) == "bc"
    shelf.keep_only(c)
    assert loaded(shelf, folders) == "c"
