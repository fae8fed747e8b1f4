import pytest

from api.datasets.refusal import UnusableFileError
from api.datasets.tasks import catalogue
from schemas.problems import ProblemCode
from schemas.tasks import Task
from tests.api.datasets.tasks.tables import table_of

CASES = {"texto": "Ana foi a Roma ontem", "entidade": "Roma", "pergunta": "Quem foi?"}
OTHERS = {"tokens": "Ana foi", "tags": "B-P O", "resposta": "Ana"}


def cells(header: list[str]) -> list[str]:
    return [(CASES | OTHERS).get(name, "x") for name in header]


@pytest.mark.parametrize("task", Task)
def test_every_task_has_its_rules(task: Task):
    """None that can be asked for is missing."""
    assert task in catalogue.TASKS


@pytest.mark.parametrize(
    ("header", "task"),
    [
        (["texto", "categoria"], Task.TEXT_CLASSIFICATION),
        (["a", "b"], Task.TEXT_CLASSIFICATION),
        (["tokens", "tags"], Task.TOKEN_CLASSIFICATION),
        (["texto", "entidade", "tipo"], Task.TOKEN_CLASSIFICATION),
    ],
)
def test_names_tell_the_task(header: list[str], task: Task):
    """Where they say nothing, texts are sorted."""
    sheet = table_of(header, *[cells(header)] * 5)

    assert catalogue.likeliest(sheet) is catalogue.TASKS[task]


def test_what_fits_two_tasks_alike_is_asked():
    """An entity of its text beside a category may be either's."""
    header = ["texto", "entidade", "categoria"]

    with pytest.raises(UnusableFileError) as refusal:
        catalogue.likeliest(table_of(header, *[cells(header)] * 5))

    [problem] = refusal.value.problems
    assert problem.code is ProblemCode.TASK_AMBIGUOUS
    assert problem.params == {"tasks": ["text-classification", "token-classification"]}
