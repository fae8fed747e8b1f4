import pytest
from pydantic import BaseModel, ValidationError

from api import fields
from api.fields import SENTENCES, InvalidFieldsError
from api.sentences import Language
from api.views.runs import NewRun
from tests.schemas.examples import DATASET


@pytest.mark.parametrize("error", SENTENCES)
def test_every_kind_of_error_has_words_in_every_language(error: str):
    """With the same figures in each."""
    words = SENTENCES[error]

    assert set(words) == set(Language)
    assert len({sentence.count("{") for sentence in words.values()}) == 1


@pytest.mark.parametrize(
    ("body", "field", "sentence"),
    [
        ({}, "dataset_id", "This field is required."),
        ({"colour": 1}, "colour", "There is no such field."),
        ({"name": ""}, "name", "Use at least 1 character(s)."),
        ({"name": 201 * "x"}, "name", "Use at most 200 characters."),
        ({"name": 7}, "name", "Text was expected."),
        ({"dataset_id": "7"}, "dataset_id", "An identifier (UUID) was expected."),
        ({"hyperparameters": {"epochs": 0}}, "hyperparameters.epochs", "The smallest value is 1."),
        (
            {"hyperparameters": {"epochs": 1.5}},
            "hyperparameters.epochs",
            "A whole number was expected.",
        ),
        (
            {"hyperparameters": {"learning_rate": "fast"}},
            "hyperparameters.learning_rate",
            "A number was expected.",
        ),
        (
            {"hyperparameters": {"use_class_weights": "perhaps"}},
            "hyperparameters.use_class_weights",
            "true or false was expected.",
        ),
        (
            {"preset": "turbo"},
            "preset",
            "There is no such value. Use one of: rapido, equilibrado, preciso.",
        ),
        ({"hyperparameters": 7}, "hyperparameters", "This value can't be used."),
    ],
)
def test_what_is_wrong_with_a_field_is_said_in_a_sentence(
    body: dict[str, object], field: str, sentence: str
):
    """In plain words, with the figure that would be right."""
    known = {"dataset_id": DATASET} if "dataset_id" not in body and body else {}
    wrong = InvalidFieldsError(details_of(NewRun, known | body))

    [item] = fields.items(wrong, Language.EN)

    assert (item.field, item.sentence) == (field, sentence)


def test_the_values_that_are_offered_are_told_in_no_other_language():
    """Pydantic joins them with an English word."""
    wrong = InvalidFieldsError(
        details_of(NewRun, {"dataset_id": DATASET, "hyperparameters": {"schedule": "x"}})
    )

    [item] = fields.items(wrong, Language.PT_BR)

    assert item.sentence == "Este valor não existe. Use um destes: linear, cosine, constant."
    assert item.params["expected"] == "linear, cosine, constant"


def details_of(model: type[BaseModel], body: dict[str, object]) -> list[dict[str, object]]:
    with pytest.raises(ValidationError) as error:
        model.model_validate(body)
    return [dict(detail) for detail in error.value.errors()]


@pytest.mark.parametrize(
    ("limit", "portuguese", "english"),
    [(0.1, "0,1", "0.1"), (0.00001, "0,00001", "0.00001"), (50_000, "50.000", "50,000")],
)
def test_figures_are_written_as_the_language_writes_them(
    limit: float, portuguese: str, english: str
):
    """To the last digit: a limit that was rounded would be another."""
    error = InvalidFieldsError([{"type": "less_than_equal", "loc": ("x",), "ctx": {"le": limit}}])

    said = {each: fields.items(error, each)[0].sentence for each in Language}

    assert said[Language.PT_BR].endswith(f" {portuguese}.")
    assert said[Language.EN].endswith(f" {english}.")
