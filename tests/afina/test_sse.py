from hypothesis import given
from hypothesis import strategies as st

from afina.sse import Message, Parser, messages

LINE = st.text(st.characters(exclude_characters="\r\n\0\x0b\x0c\x1c\x1d\x1e\x85\u2028\u2029"))
NAME = LINE.filter(lambda name: name and not name.startswith(" "))
MESSAGES = st.lists(st.tuples(NAME, NAME, st.lists(LINE, min_size=1)))


def written(name: str, identifier: str, data: list[str]) -> list[str]:
    """The lines of one message, with a comment in between."""
    return [
        f"event: {name}",
        ": ping",
        f"id: {identifier}",
        *(f"data: {line}" for line in data),
        "",
    ]


@given(MESSAGES)
def test_what_was_written_is_read(sent):
    """Whatever the texts hold, names, ids and lines of data come through."""
    parser = Parser()
    lines = [line for message in sent for line in written(*message)]
    read = [message for line in lines if (message := parser.feed(line))]
    assert read == [Message(name, "\n".join(data), number) for name, number, data in sent]


@given(st.lists(LINE))
def test_no_line_breaks_the_reader(lines):
    parser = Parser()
    for line in lines:
        parser.feed(line)


def test_an_id_stays_in_force():
    """Progress brings no id; the client still continues after the last event."""
    parser = Parser()
    lines = [*written("started", "7", ["{}"]), "event: progress", "data: {}", ""]
    read = [message for line in lines if (message := parser.feed(line))]
    assert read[-1] == Message("progress", "{}", "7")


async def test_a_message_that_was_cut_off_is_dropped():
    async def lines():
        for line in [*written("started", "7", ["{}"]), "event: epoch_completed", 'data: {"a":']:
            yield line

    assert [message.name async for message in messages(lines())] == ["started"]
