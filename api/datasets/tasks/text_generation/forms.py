"""In which form a file's texts are laid out."""

from collections.abc import Mapping

from api.datasets import names
from api.datasets.reading import Reading
from api.datasets.refusal import unusable
from api.datasets.table import Column, Table
from schemas.problems import ProblemCode
from schemas.reading import Role
from schemas.tasks import TextForm

LONG_TEXT = 50
"""Mean characters from which the length alone says that a column holds texts."""
VARIED_ANSWERS = 0.5
"""Different answers over answers, below which they rather sort the questions."""

_TELLING: Mapping[Role, TextForm] = {
    Role.MESSAGES: TextForm.CHAT,
    Role.PROMPT: TextForm.COMPLETION,
    Role.COMPLETION: TextForm.COMPLETION,
    Role.INPUT: TextForm.COMPLETION,
    Role.QUESTION: TextForm.QA,
    Role.ANSWER: TextForm.QA,
}
"""The form that a role belongs to alone."""
_SAMPLE = 20


def find(table: Table, reading: Reading) -> TextForm:
    """The form asked for, else that of the roles asked for, else the one that the names speak for.

    Raises:
        UnusableFileError: several forms fit, or none.
    """
    if reading.form is not None:
        return reading.form
    fitting = _asked_for(reading) or set(exchanges(table)) or _texts(table)
    if len(fitting) != 1:
        forms = [form.value for form in TextForm if form in (fitting or set(TextForm))]
        raise unusable(ProblemCode.FORM_AMBIGUOUS, forms=forms)
    [form] = fitting
    return form


def exchanges(table: Table) -> dict[TextForm, float]:
    """The forms in which something is answered and whose columns have names, and how surely."""
    filled = [column for column in table.columns if column.filled]
    best = _best(table)
    weights = {
        TextForm.CHAT: max((weigh_messages(column) for column in filled), default=0.0),
        TextForm.COMPLETION: min(max(best[Role.PROMPT], best[Role.INPUT]), best[Role.COMPLETION]),
        TextForm.QA: 0.0 if best[Role.CONTEXT] else min(best[Role.QUESTION], best[Role.ANSWER]),
    }
    return {form: weight for form, weight in weights.items() if weight}


def fits(table: Table) -> float:
    """How surely the names say that something is to be written: outright, or not at all."""
    sure = {form for form, weight in exchanges(table).items() if weight == names.SURE}
    return 1.0 if sure - {TextForm.QA} or (sure and _answers_vary(table)) else 0.0


def weigh_messages(column: Column) -> float:
    """How well the column would do as conversations: most of its cells must be lists."""
    values = column.first_values(_SAMPLE)
    lists = sum(value.startswith(("[", "{")) for value in values)
    return names.weight(column.name, Role.MESSAGES) if 2 * lists > len(values) else 0.0


def is_source(name: str) -> bool:
    """Whether a column of this name holds source text."""
    return names.fold(name) in names.SOURCE_TEXT


def _asked_for(reading: Reading) -> set[TextForm]:
    asked = {_TELLING[role] for role in reading.columns if role in _TELLING}
    if text := reading.columns.get(Role.TEXT):
        asked.add(TextForm.CODE if is_source(text) else TextForm.TEXT)
    return asked


def _texts(table: Table) -> set[TextForm]:
    """The forms of texts that answer nothing, by the columns that could hold them."""
    best = _best(table)
    if best[Role.QUESTION] and best[Role.ANSWER]:
        return set()  # with a context: none of the forms, unless it is asked for
    filled = [column for column in table.columns if column.filled]
    source = {TextForm.CODE for column in filled if is_source(column.name)}
    texts = {TextForm.TEXT for column in filled if _may_be_text(column, filled)}
    return source | texts


def _best(table: Table) -> dict[Role, float]:
    """How strongly any name speaks for each role."""
    filled = [column.name for column in table.columns if column.filled]
    return {role: names.strongest(filled, role) for role in Role}


def _may_be_text(column: Column, filled: list[Column]) -> bool:
    if is_source(column.name):
        return False
    named = names.weight(column.name, Role.TEXT) > 0
    return named or column.mean_characters >= LONG_TEXT or len(filled) == 1


def _answers_vary(table: Table) -> bool:
    answers = (each for each in table.columns if names.weight(each.name, Role.ANSWER))
    return any(column.varied >= VARIED_ANSWERS for column in answers)
