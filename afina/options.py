"""What several commands may be told, with its help in the terminal's language."""

import os
from pathlib import Path
from typing import Annotated

from typer import Option

from afina import data_dir, words
from afina.refusals import refuse
from afina.words import Language, Words

HELP = words.of(None, os.environ).help

DataDir = Annotated[
    Path,
    Option(
        "--data-dir",
        envvar="AFINA_DATA_DIR",
        default_factory=data_dir.default,
        show_default=str(data_dir.default()),
        help=HELP.data_dir,
    ),
]
ChosenLanguage = Annotated[Language | None, Option("--language", help=HELP.language)]
Exports = Annotated[list[str] | None, Option("--export", help=HELP.export_too)]
Task = Annotated[str | None, Option("--task", help=HELP.task)]
Columns = Annotated[list[str] | None, Option("--column", help=HELP.column)]
Sheet = Annotated[str | None, Option("--sheet", help=HELP.sheet)]
Separator = Annotated[str | None, Option("--label-separator", help=HELP.label_separator)]
Form = Annotated[str | None, Option("--form", help=HELP.form)]
Port = Annotated[int, Option("--port", min=1, max=65535, help=HELP.port)]

LOOPBACK = "127.0.0.1"
DEFAULT_PORT = 8080


def existing(file: Path, say: Words) -> Path:
    """``file``, if it is there; the command ends where it is not."""
    if not file.is_file():
        refuse(say.train.no_such_file(str(file)))
    return file


def located(base_model: str | None) -> str | None:
    """A folder of this computer as every process finds it; a hub's name as it is."""
    is_folder = base_model is not None and Path(base_model).expanduser().is_dir()
    return str(Path(base_model).expanduser().resolve()) if base_model and is_folder else base_model


def column_in_role(said: str, say: Words) -> tuple[str, str]:
    """``role=name`` as the API's form has it: the field's name and its value."""
    role, equals, name = said.partition("=")
    if not (equals and role.strip() and name.strip()):
        refuse(say.data.not_a_column(said))
    return f"{role.strip()}_column", name.strip()
