import json
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from api.datasets.cells import clean_text
from api.datasets.tasks.text_generation import messages
from api.datasets.tasks.text_generation.messages import (
    Conversation,
    Message,
    Speaker,
    UnfitConversationError,
)
from schemas.problems import ProblemCode

ASKED = [{"role": "user", "content": "Oi"}]
ANSWERED = [*ASKED, {"role": "assistant", "content": "Olá"}]
WORDS = st.text(min_size=1).map(clean_text).filter(bool)
ROLES = {
    Speaker.SYSTEM: ["system", "developer", "System"],
    Speaker.USER: ["user", "human", "USER", "prompter"],
    Speaker.ASSISTANT: ["assistant", "gpt", "bot", "model"],
}


@st.composite
def conversations(draw: st.DrawFn) -> Conversation:
    first = draw(st.lists(st.builds(Message, st.just(Speaker.SYSTEM), WORDS), max_size=1))
    turns = draw(st.integers(1, 3))
    speakers = [Speaker.USER, Speaker.ASSISTANT] * turns
    return (*first, *(Message(speaker, draw(WORDS)) for speaker in speakers))


def reason(told: Any) -> ProblemCode:
    """Why the conversation is unfit."""
    with pytest.raises(UnfitConversationError) as unfit:
        messages.read(told if isinstance(told, str) else json.dumps(told))
    return unfit.value.code


@given(conversations())
def test_what_is_written_is_read_again(conversation: Conversation):
    """So that reading twice is reading once."""
    assert messages.read(messages.write(conversation)) == conversation


@given(st.data(), conversations())
def test_every_layout_becomes_the_same(data: st.DataObject, conversation: Conversation):
    """Whatever the speakers are called, under whichever keys, in parts or not, in a list or not."""
    role, content = data.draw(st.sampled_from([("role", "content"), ("from", "value")]))
    parts = data.draw(st.booleans())
    told: Any = [
        {
            role: data.draw(st.sampled_from(ROLES[each.role])),
            content: [{"type": "text", "text": each.content}] if parts else f" {each.content}\r\n",
        }
        for each in conversation
    ]
    if data.draw(st.booleans()):
        told = {"messages": told}

    assert messages.read(json.dumps(told)) == conversation


@given(st.recursive(st.none() | st.text() | st.integers(), st.lists) | st.text())
def test_whatever_is_in_the_cell_has_a_reason(told: Any):
    """A conversation never comes of it by chance, and the reason is a known one."""
    assert reason(told) in messages.REASONS


def test_parts_are_joined_by_line_ends():
    """As they were shown one below the other."""
    told = [{"role": "user", "content": [{"type": "text", "text": "Oi"}, "tudo bem?"]}]

    assert messages.read(json.dumps([*told, ANSWERED[1]]))[0].content == "Oi\ntudo bem?"


def test_a_system_column_comes_first_where_there_is_no_system_message():
    """The conversation's own counts more."""
    own = [{"role": "system", "content": "Seja breve."}, *ANSWERED]

    assert messages.read(json.dumps(ANSWERED), " Seja gentil. ")[0] == Message(
        Speaker.SYSTEM, "Seja gentil."
    )
    assert messages.read(json.dumps(own), "Seja gentil.")[0].content == "Seja breve."
    assert messages.read(json.dumps(ANSWERED), " ")[0].role is Speaker.USER


@pytest.mark.parametrize("told", ["", " ", "[]", '{"messages": []}'])
def test_a_conversation_without_messages_is_empty(told: str):
    """However that is written."""
    assert reason(told) is ProblemCode.CONVERSATION_EMPTY


@pytest.mark.parametrize(
    "told",
    [
        "Oi",
        "[1, 2]",
        '"Oi"',
        "{}",
        "[" * 100_000,
        [{"role": "user"}, {"role": "assistant"}],
        [{"content": "Oi"}, {"content": "Olá"}],
        [{"role": "user", "content": 3}],
    ],
)
def test_what_is_no_list_of_messages_is_unreadable(told: Any):
    """Each message has a role and a content."""
    assert reason(told) is ProblemCode.CONVERSATION_UNREADABLE


@pytest.mark.parametrize(
    "message",
    [
        {"role": "tool", "content": "42"},
        {"from": "observation", "value": "42"},
        {"role": "assistant", "content": None, "tool_calls": [{"id": "1"}]},
        {"role": "user", "content": [{"type": "image_url", "image_url": {"url": "x"}}]},
        {"role": "user", "content": [3]},
    ],
)
def test_tools_and_images_are_not_text(message: dict[str, Any]):
    """Leaving them out of the middle would change what is said."""
    assert reason([message, *ANSWERED]) is ProblemCode.CONVERSATION_NOT_TEXT


@pytest.mark.parametrize("content", ["", "  \n", None, []])
def test_a_message_has_words(content: Any):
    """An empty one teaches to say nothing."""
    assert reason([*ASKED, {"role": "assistant", "content": content}]) is ProblemCode.MESSAGE_EMPTY


@pytest.mark.parametrize(
    "told",
    [
        [*ASKED, *ANSWERED],
        [ANSWERED[1], *ANSWERED],
        [*ANSWERED, {"role": "system", "content": "Seja breve."}],
        [*ANSWERED, ANSWERED[1]],
    ],
)
def test_speakers_take_turns(told: list[dict[str, str]]):
    """A person first, then the assistant; what is told before comes before."""
    assert reason(told) is ProblemCode.CONVERSATION_OUT_OF_TURN


@pytest.mark.parametrize("told", [ASKED, [*ANSWERED, *ASKED], [{"role": "system", "content": "x"}]])
def test_the_assistant_has_the_last_word(told: list[dict[str, str]]):
    """It is what is learned."""
    assert reason(told) is ProblemCode.CONVERSATION_UNANSWERED
