"""What ``afina retention`` says, in both languages."""

import pytest

from afina import words
from afina.commands import retention
from afina.words import Words
from schemas.events.setting import RetentionApplied
from schemas.retention import Removed, Retention, RetentionKind
from tests.schemas.examples import system_event

LANGUAGES = pytest.mark.parametrize("say", [words.PORTUGUESE, words.ENGLISH])


@LANGUAGES
def test_every_kind_and_every_number_has_a_name(say: Words):
    """Nothing goes that cannot be named."""
    assert say.retention.kinds.keys() == {kind.value for kind in RetentionKind}
    assert say.retention.kept.keys() == Retention.model_fields.keys()


@LANGUAGES
def test_what_went_is_drawn_and_what_did_not_is_said(
    say: Words, capsys: pytest.CaptureFixture[str]
):
    gone = Removed(kind=RetentionKind.NOTICES, count=12_345, size_bytes=1_500_000)
    stuck = Removed(kind=RetentionKind.DELETED_FILES, count=0, size_bytes=0, failed=2)
    applied = system_event(RetentionApplied, removed=[gone, stuck], unread=[RetentionKind.BACKUPS])

    troubles = retention._told(applied, say)

    shown = capsys.readouterr().out
    assert say.numbers.count(12_345) in shown
    assert say.retention.kinds["deleted_files"] not in shown
    assert len(troubles) == 2
    assert say.retention.kinds["deleted_files"] in troubles[0]
    assert say.retention.kinds["backups"] in troubles[1]


@LANGUAGES
def test_nothing_to_remove_is_said(say: Words, capsys: pytest.CaptureFixture[str]):
    assert retention._told(system_event(RetentionApplied, removed=[]), say) == []
    assert say.retention.nothing_went in capsys.readouterr().out
