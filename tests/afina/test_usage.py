"""What the framework of commands says is in the terminal's language."""

import re
from collections.abc import Iterator
from typing import Any

import pytest
import typer

from afina.__main__ import main
from afina.cli import app
from afina.words import Language

FOREIGN = re.compile(
    r"\b(Usage|Options|Arguments|Commands|OPTIONS|ARGS|exit|required|default:|Error|Try|Missing"
    r"|No such|Did you|Possible|unexpected|Invalid|Input|not one of|does not exist)"
)


def commands(command: Any, context: Any) -> Iterator[tuple[Any, Any]]:
    """A command and all under it, each in its context."""
    yield command, context
    for name, below in getattr(command, "commands", {}).items():
        yield from commands(below, below.make_context(name, [], context, resilient_parsing=True))


def test_no_command_tells_of_itself_in_another_language(monkeypatch: pytest.MonkeyPatch):
    """However the framework says it; what is listed is listed whole."""
    monkeypatch.setenv("AFINA_LANGUAGE", "pt-BR")
    group = typer.main.get_command(app)
    context = group.make_context("afina", [], resilient_parsing=True)
    helps = [command.get_help(within) for command, within in commands(group, context)]

    assert len(helps) > 50
    assert [text for text in helps if "Mostra esta ajuda e termina." not in text] == []
    assert [found for text in helps for found in FOREIGN.findall(text)] == []
    assert [text for text in helps if re.search(r"\w\.\.\.$", text, re.MULTILINE)] == []


@pytest.mark.parametrize("language", Language)
@pytest.mark.parametrize(
    ("said", "ways_out"),
    [
        (["up", "--port", "x"], ["--port", "afina up --help"]),
        (["up", "--port", "0"], ["--port", "1"]),
        (["up", "--language", "fr"], ["'pt-BR', 'en'"]),
        (["up", "--prot"], ["--host, --port"]),
        (["trian"], ["'train'"]),
        (["user", "nobody"], ["afina user --help"]),
        (["user", "invite"], ["afina user invite --help"]),
        (["stop", "it"], ["it", "afina stop --help"]),
        (["worker", "join", "a", "b", "--ca", "/nowhere"], ["/nowhere", "--help"]),
        (["fit", "a.csv"], ["--out"]),
    ],
    ids=" ".join,
)
def test_who_calls_a_command_wrongly_is_told_what_would_be_right(
    said: list[str],
    ways_out: list[str],
    language: Language,
    monkeypatch: pytest.MonkeyPatch,
    capsys: pytest.CaptureFixture[str],
):
    """In one language, on standard error, with the exit code of a refusal."""
    monkeypatch.setenv("AFINA_LANGUAGE", language)
    monkeypatch.setattr("sys.argv", ["afina", *said])
    with pytest.raises(SystemExit) as ended:
        main()

    heard = capsys.readouterr()
    assert (ended.value.code, heard.out) == (2, "")
    assert [each for each in ways_out if each not in heard.err] == []
    if language is Language.PORTUGUESE:
        assert FOREIGN.findall(heard.err) == []
