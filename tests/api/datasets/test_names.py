import pytest
from hypothesis import given
from hypothesis import strategies as st

from api.datasets import names
from schemas.reading import Role


@pytest.mark.parametrize(
    "name", ["Tipo de Ação", "tipo_de_acao", " TIPO  DE AÇÃO ", "Tipo-de-ação"]
)
def test_names_are_alike_but_for_case_accents_and_spaces(name: str):
    """People write the same name in many ways."""
    assert names.fold(name) == "tipodeacao"


@given(st.text(min_size=1).filter(str.strip))
def test_no_name_folds_to_nothing(name: str):
    """A name of signs only is still told from another."""
    assert names.fold(name)


@pytest.mark.parametrize(
    ("name", "role", "weight"),
    [
        ("Texto", Role.TEXT, names.SURE),
        ("RÓTULO", Role.LABEL, names.SURE),
        ("classe", Role.LABEL, names.SURE),
        ("Inteiro teor", Role.TEXT, names.LIKELY),
        ("ramo", Role.LABEL, names.LIKELY),
        ("Documento", Role.GROUP, names.SURE),
        ("Número do processo", Role.GROUP, names.LIKELY),
        ("coluna 1", Role.TEXT, 0),
        ("texto", Role.LABEL, 0),
    ],
)
def test_a_name_speaks_for_its_role(name: str, role: Role, weight: float):
    """Some names say it outright, others often mean it."""
    assert names.weight(name, role) == weight


SIDE_BY_SIDE = [
    {Role.TEXT, Role.LABEL, Role.GROUP, Role.SPLIT},
    {Role.TOKENS, Role.TAGS, Role.SENTENCE, Role.GROUP, Role.SPLIT},
    {Role.TEXT, Role.ENTITY, Role.ENTITY_TYPE, Role.ENTITY_START, Role.GROUP, Role.SPLIT},
    {
        Role.CONTEXT,
        Role.QUESTION,
        Role.ANSWER,
        Role.ANSWER_START,
        Role.UNANSWERABLE,
        Role.QUESTION_TYPE,
        Role.ID,
        Role.GROUP,
        Role.SPLIT,
    },
    {Role.TEXT, Role.MESSAGES, Role.SYSTEM, Role.GROUP, Role.SPLIT},
    {Role.QUESTION, Role.ANSWER, Role.SYSTEM, Role.GROUP, Role.SPLIT},
    {Role.PROMPT, Role.COMPLETION, Role.INPUT, Role.SYSTEM, Role.GROUP, Role.SPLIT},
]
"""The roles that one task looks for at once."""


@pytest.mark.parametrize("roles", SIDE_BY_SIDE)
def test_no_name_speaks_for_two_roles_of_one_task(roles: set[Role]):
    """Else the same column could be detected twice."""
    for role in roles:
        for name in (*names.SURE_NAMES.get(role, ()), *names.LIKELY_NAMES.get(role, ())):
            assert [each for each in roles if names.weight(name, each)] == [role]


def test_the_strongest_of_several_names_counts():
    """One column that says it outright is enough."""
    assert names.strongest(["id", "ramo", "classe"], Role.LABEL) == names.SURE
    assert names.strongest(["id", "ramo"], Role.LABEL) == names.LIKELY
    assert names.strongest([], Role.LABEL) == 0


def test_what_is_far_too_long_for_a_name_costs_no_time():
    """A text of a hundred megabytes where a name should be is not folded whole."""
    assert names.fold("Á" * 10**8) == "a" * names.LONGEST
