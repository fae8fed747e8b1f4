import pytest

from afina import words
from afina.backup import terminal
from afina.backup.check import DamagedError
from afina.backup.manifest import NewerFormatError
from afina.backup.restoration import InUseError, NotEmptyError
from afina.backup.shelf import NoBackupError, ShelfBusyError
from afina.backup.stage import Stage
from afina.words import CATALOGUES, Language
from infra.snapshot import SnapshotError

TURNS = [
    NoBackupError("/here"),
    ShelfBusyError("/here"),
    NewerFormatError("/here"),
    NotEmptyError(4711),
    InUseError("2"),
]
FAILURES = [DamagedError(["/here/one", "/here/two"]), SnapshotError("the broker is silent")]
FAILURES += [OSError(28, "No space left on device", "/here")]


@pytest.mark.parametrize(
    ("error", "code"), [(error, 2) for error in TURNS] + [(error, 1) for error in FAILURES]
)
def test_what_is_in_the_way_is_a_sentence(error: Exception, code: int, capsys):
    """Exit code 2 where it is the person's turn, else 1."""
    with pytest.raises(SystemExit) as ended, terminal.spoken(words.ENGLISH):
        raise error
    told = ended.value.code if isinstance(ended.value.code, str) else capsys.readouterr().err
    assert (1 if isinstance(ended.value.code, str) else ended.value.code) == code
    for fact in ("/here", "4,711", "silent", "/here/two"):
        assert (fact in str(told)) == (fact.replace(",", "") in str(error)), fact


@pytest.mark.parametrize("language", Language)
def test_every_stage_has_a_word(language: Language):
    assert set(CATALOGUES[language].backup.stages) == set(Stage)
