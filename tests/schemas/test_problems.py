import re

from schemas.problems import DataProblem, ProblemCode


def test_codes_are_written_as_they_are_named():
    """They appear in addresses and in other people's programs."""
    for code in ProblemCode:
        assert code.value == code.name.lower()
        assert re.fullmatch(r"[a-z]+(_[a-z]+)*", code.value)


def test_a_data_problem_says_where_it_is():
    problem = DataProblem(
        code=ProblemCode.LABEL_EMPTY, row=17, column="classe", params={"labels": ["cível", "penal"]}
    )

    assert DataProblem.model_validate_json(problem.model_dump_json()) == problem


def test_a_problem_of_the_whole_file_is_nowhere_in_particular():
    problem = DataProblem(code=ProblemCode.FILE_EMPTY)

    assert (problem.row, problem.column, problem.params) == (None, None, {})
