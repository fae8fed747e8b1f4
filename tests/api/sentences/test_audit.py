"""Who did what, in words."""

from datetime import timedelta
from string import Formatter
from typing import Any

import pytest

from api.sentences import Language
from api.sentences.audit import WORDS, Line, Names, told
from api.sentences.sentence import CATALOGUES
from schemas import presets
from schemas.base import event_type
from schemas.events.setting import RETENTION
from schemas.events.worker import WorkerLost
from schemas.hyperparameters import Preset
from tests.schemas import examples
from tests.schemas.examples import DATASET, NOW, RUN

NAMES = Names(
    {
        ("run", str(RUN)): "Triagem",
        ("dataset", str(DATASET)): "Petições.xlsx",
        ("user", "maria"): "Ana Souza",
        ("worker", "gpu-1"): "Sala 3",
    },
    {str(RUN): NOW - timedelta(minutes=12)},
)


def line(event: Any, **changes: Any) -> Line:
    data = event.model_dump(mode="json")
    entity = event_type(event).split(".")[0]
    told_of = {
        "sequence": 1,
        "type": event.type,
        "entity": entity,
        "entity_id": data[{"setting": "setting", "model": "run_id"}.get(entity, f"{entity}_id")],
        "owner_id": None,
        "actor_kind": event.actor.kind,
        "actor_id": event.actor.id,
        "address": None,
        "stored_at": NOW,
        "data": data,
    }
    return Line(**told_of | changes)


EVERY = [*examples.every_event(), examples.dataset_uploaded_v1()]


@pytest.mark.parametrize("language", Language)
def test_every_event_has_a_sentence(language: Language):
    """Whoever adds a kind of event says what it is in words."""
    assert {event.type for event in EVERY} <= {name.split(" ")[0] for name in WORDS[language].lines}


def test_both_languages_tell_the_same():
    """The same variants, of the same things."""
    places = [
        {
            name: {place for _, place, _, _ in Formatter().parse(template) if place} - {"who"}
            for name, template in words.lines.items()
        }
        for words in WORDS.values()
    ]
    assert places[0] == places[1]
    assert all(words.terms.keys() == WORDS[Language.EN].terms.keys() for words in WORDS.values())


@pytest.mark.parametrize("language", Language)
@pytest.mark.parametrize("event", EVERY, ids=event_type)
def test_no_place_of_a_sentence_is_left_open(event: Any, language: Language):
    said = told(line(event), NAMES, language)

    assert CATALOGUES[language].unknown not in said
    assert said.endswith(".")


TOLD = [
    (
        examples.run_requested(),
        "Ana Souza criou o treino “Triagem” com a planilha “Petições.xlsx”.",
        "Ana Souza created the training “Triagem” from the spreadsheet “Petições.xlsx”.",
    ),
    (
        examples.run_completed(),
        "A máquina Sala 3 concluiu o treino “Triagem” em 12 min.",
        "The machine Sala 3 completed the training “Triagem” in 12 min.",
    ),
    (
        examples.epoch_completed(2),
        "A máquina Sala 3 terminou a rodada 2 do treino “Triagem”.",
        "The machine Sala 3 finished round 2 of the training “Triagem”.",
    ),
    (
        examples.worker_event(WorkerLost),
        "O Afina deixou de ouvir a máquina Sala 3.",
        "Afina does not hear the machine Sala 3 any more.",
    ),
]


@pytest.mark.parametrize(("event", "portuguese", "english"), TOLD)
def test_names_are_of_today_and_machines_speak_too(event: Any, portuguese: str, english: str):
    assert told(line(event), NAMES, Language.PT_BR) == portuguese
    assert told(line(event), NAMES, Language.EN) == english


@pytest.mark.parametrize("event", EVERY, ids=event_type)
def test_the_article_of_a_machine_joins_the_word_before_it(event: Any):
    """As Portuguese is written: da máquina, na máquina."""
    said = told(line(event), NAMES, Language.PT_BR)

    assert " de a máquina" not in said
    assert " em a máquina" not in said


def test_an_erased_person_is_not_named():
    """The id stays in the line; the name is gone with the row that had it."""
    names = Names({("user", "maria"): None, ("run", str(RUN)): "T"})

    said = told(line(examples.cancel_requested()), names, Language.PT_BR)

    assert said == "Pessoa apagada pediu para cancelar o treino “T”."


def test_what_is_not_known_by_name_is_called_by_its_id():
    said = told(line(examples.cancel_requested()), Names(), Language.EN)

    assert said == f"maria asked to cancel the training “{RUN}”."


def test_a_name_cannot_write_the_sentence():
    """Braces in a name are signs like any other."""
    names = Names({("run", str(RUN)): "{who} {0}"})

    said = told(line(examples.cancel_requested()), names, Language.EN)

    assert said == "maria asked to cancel the training “{who} {0}”."


def test_what_a_newer_version_told_is_said_to_be_so():
    said = told(line(examples.cancel_requested(), type="run.praised.v1"), Names(), Language.EN)

    assert said == "maria: run.praised.v1, which only a newer version of Afina knows."


@pytest.mark.parametrize("language", Language)
def test_every_setting_and_preset_has_its_words(language: Language):
    known = {"limits", RETENTION, *map(presets.setting, Preset)}

    assert set(WORDS[language].terms["setting"]) == known
