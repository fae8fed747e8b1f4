"""One thing has one word: those that were given up for another stay out of what people read."""

import ast
import re
from pathlib import Path

import pytest

HERE = Path(__file__).parents[2]
OF_COMMANDS = sorted(HERE.glob("afina/words/*.py"))
OF_API = sorted(HERE.glob("api/sentences/**/*.py"))
OF_PAGE = sorted(HERE.glob("web/src/i18n/**/*.ts"))
QUOTED = re.compile(r'"(?:[^"\\\n]|\\.)*"|`(?:[^`\\]|\\.)*`')
ENGLISH_HALF = re.compile(r"^const en(?:glish)?: ", re.MULTILINE)
FOR_PROGRAMS = re.compile(r"afina token|\$\{.*?\}|sessions-and-tokens\S*")
"""Commands, places of figures, files."""
GIVEN_UP = re.compile(r"códigos? de (acesso|entrada)|(access|entry) codes?", re.IGNORECASE)
FOREIGN = re.compile(r"\w [^.]*\btokens?\b|\btokens?\b[^.]* \w", re.IGNORECASE)
"""In a sentence; a word that stands alone may be a name."""


def said(file: Path, *, portuguese: bool = False) -> list[str]:
    """What stands in quotes in a catalogue; of a page's two languages only the first, if wanted."""
    text = file.read_text()
    if file.suffix == ".py":
        constants = [node for node in ast.walk(ast.parse(text)) if isinstance(node, ast.Constant)]
        quoted = [node.value for node in constants if isinstance(node.value, str)]
    else:
        quoted = QUOTED.findall(ENGLISH_HALF.split(text)[0] if portuguese else text)
    return [FOR_PROGRAMS.sub("", each) for each in quoted]


@pytest.mark.parametrize("file", OF_COMMANDS + OF_API + OF_PAGE, ids=lambda file: file.name)
def test_what_opens_a_door_has_one_word(file: Path):
    """“Chave de acesso” for a person and “chave da máquina”: an access token, a machine key."""
    assert [each for each in said(file) if GIVEN_UP.search(each)] == []


def test_nobody_reads_of_tokens_in_portuguese():
    """They are keys, or pieces of words."""
    own = [file for file in OF_COMMANDS + OF_API if file.name == "pt_br.py"]
    page = [file for file in OF_PAGE if file.name != "en.ts"]
    sentences = [each for file in own + page for each in said(file, portuguese=True)]

    assert len(sentences) > 1000
    assert [each for each in sentences if FOREIGN.search(each)] == []
