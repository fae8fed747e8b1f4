"""What ``afina replay --status`` shows of the tables that there are."""

from datetime import timedelta

import pytest

from afina import words
from afina.commands import replay
from afina.words import Words
from consumers.inventory import Built, Inventory, Model, Role
from tests.schemas.examples import NOW

SIZE_BYTES = 123_456_789_012


def model(role: Role, built: Built | None) -> Model:
    positions = {"training": 1_234_567_890, "telemetry": 9_876_543_210}
    return Model(role, positions, 12_345_678_901, SIZE_BYTES, built)


def half_built() -> Built:
    read, total = 987_654_321, 1_234_567_890
    return Built("0.1.0", read, total, NOW, NOW + timedelta(hours=1), None, None)


@pytest.mark.parametrize("say", [words.PORTUGUESE, words.ENGLISH])
def test_the_status_of_three_models_fits_into_eighty_columns(
    capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch, say: Words
):
    """Each fact begins a line of its own, with every model's figure in it."""
    monkeypatch.setenv("COLUMNS", "80")
    whole = Built("0.1.0", 1, 1, NOW, NOW, NOW, [])
    models = [model(Role.LIVE, None), model(Role.NEXT, half_built()), model(Role.PREVIOUS, whole)]

    replay._show_inventory(Inventory(models, replaying=False), say)

    *table, sentence = capsys.readouterr().out.splitlines()
    assert max(map(len, table)) <= 80
    assert [line.strip().split("  ")[0] for line in table if line[1:2].strip()] == list(
        say.replay.status_columns
    )
    assert any(line.count(say.numbers.count(1_234_567_890)) == len(models) for line in table)
    assert sentence == say.replay.stopped_amid
