"""Every route of the API, asked by everybody."""

import os

from api import app, documents, services
from infra.settings import Settings
from tests.access import paper, scene
from tests.access.askers import Asker
from tests.access.table import TABLE
from tests.api.desk import Desk

RECORD = "AFINA_RECORD_ROUTES"
"""Set by ``make routes``, which writes the paper anew."""


def test_every_route_is_decided():
    """The table names all that the API's document has, and nothing else."""
    application = app.create(services.opened(Settings(nats_url="")))
    paths = documents.openapi_document(application)["paths"]
    assert isinstance(paths, dict)
    there = {(method.upper(), path) for path, item in paths.items() for method in item}

    assert there == set(TABLE)


async def test_everybody_gets_the_answer_that_was_decided(desk: Desk):
    """Whoever is unknown comes nowhere; what is another's is not found; the rest is forbidden."""
    asked = await scene.set_up(desk)

    answers = {
        route: {asker: await asked.status(asker, route, row) for asker in Asker}
        for route, row in TABLE.items()
    }

    wrong = [
        f"{' '.join(route)} answers {asker} {came}, not {TABLE[route].expected[asker]}"
        for route, answered in answers.items()
        for asker, came in answered.items()
        if came != TABLE[route].expected[asker]
    ]
    assert not wrong, "\n".join(wrong)
    if os.environ.get(RECORD):
        paper.write(paper.ANSWERS, paper.table(answers))
    written = paper.written(paper.ANSWERS)
    assert paper.table(answers) == written, "The paper is stale: run make routes"
