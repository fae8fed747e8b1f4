"""A run's log as it is now, over HTTP."""

import pytest

from tests.api.desk import Desk
from tests.schemas import examples
from tests.schemas.examples import RUN

WHERE = f"/api/runs/{RUN}/log"


@pytest.fixture(autouse=True)
async def lines(desk: Desk) -> None:
    await desk.write(examples.run_requested())
    await desk.tell(examples.log_lines("begun", "50% done"), examples.log_lines("1 GB used"))


async def test_the_newest_lines_come_with_places_that_the_stream_goes_on_from(http):
    """Oldest first; ``total`` counts those that were left out as well."""
    tail = (await http.get(WHERE, params={"limit": 2})).json()

    assert [line["text"] for line in tail["items"]] == ["50% done", "1 GB used"]
    assert [line["place"] for line in tail["items"]] == ["1-1", "2-0"]
    assert tail["total"] == 3


@pytest.mark.parametrize(("search", "found"), [("0%", ["50% done"]), ("USED", ["1 GB used"])])
async def test_a_search_takes_its_text_as_it_is_in_whatever_case(http, search, found):
    """Signs that a database would read as a pattern too."""
    tail = (await http.get(WHERE, params={"search": search})).json()

    assert [line["text"] for line in tail["items"]] == found


async def test_the_file_has_every_line_with_its_time_and_level(http):
    answer = await http.get(f"{WHERE}.txt")

    assert answer.headers["content-type"] == "text/plain; charset=utf-8"
    assert answer.headers["content-disposition"].startswith("attachment;")
    assert [line.split(" ", 2)[1:] for line in answer.text.splitlines()] == [
        ["info", "begun"],
        ["info", "50% done"],
        ["info", "1 GB used"],
    ]
