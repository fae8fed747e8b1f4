"""Conversations: read from the layouts in use, written with one set of roles, checked in turn."""

import json
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from enum import StrEnum
from functools import lru_cache
from typing import Any

from api.datasets import names
from api.datasets.cells import clean_text
from schemas.problems import ProblemCode


class Speaker(StrEnum):
    """Who says a message."""

    SYSTEM = "system"
    """What the model is told before the conversation."""
    USER = "user"
    ASSISTANT = "assistant"


@dataclass(frozen=True, slots=True)
class Message:
    """What somebody says; never empty."""

    role: Speaker
    content: str


Conversation = tuple[Message, ...]

_SPEAKERS = {
    name: speaker
    for speaker, known in {
        Speaker.SYSTEM: "system developer sistema",
        Speaker.USER: "user human person prompter usuario humano pessoa",
        Speaker.ASSISTANT: "assistant gpt chatgpt bot model ai assistente modelo",
    }.items()
    for name in known.split()
}
"""How the speakers are called, folded."""
_ROLE_KEYS = ("role", "from")
_CONTENT_KEYS = ("content", "value")
_TOOL_KEYS = frozenset({"tool_calls", "function_call", "tool_call_id"})
_LIST_KEYS = ("messages", "conversations", "conversation")
"""Under which an object in the cell holds its list."""
REASONS = (
    ProblemCode.CONVERSATION_EMPTY,
    ProblemCode.CONVERSATION_UNREADABLE,
    ProblemCode.CONVERSATION_NOT_TEXT,
    ProblemCode.CONVERSATION_OUT_OF_TURN,
    ProblemCode.CONVERSATION_UNANSWERED,
    ProblemCode.MESSAGE_EMPTY,
)
"""Why a conversation may be unfit."""


class UnfitConversationError(Exception):
    """The conversation cannot be learned from; ``code`` says why."""

    def __init__(self, code: ProblemCode) -> None:
        super().__init__(code)
        self.code = code


def read(cell: str, system: str = "") -> Conversation:
    """The conversation of a cell: a list of ``role`` and ``content``, or of ``from`` and ``value``.

    Contents in parts are joined by line ends. ``system`` comes first where the list has no system
    message of its own.

    Raises:
        UnfitConversationError: it is no such list, or not one that ends with the assistant.
    """
    found = [_message(each) for each in _listed(cell)]
    told = clean_text(system)
    if told and found and found[0].role is not Speaker.SYSTEM:
        found.insert(0, Message(Speaker.SYSTEM, told))
    _check(found)
    return tuple(found)


def write(conversation: Sequence[Message]) -> str:
    """The conversation as ``read`` understands it."""
    told = [{"role": each.role.value, "content": each.content} for each in conversation]
    return json.dumps(told, ensure_ascii=False)


def _listed(cell: str) -> list[Any]:
    if not clean_text(cell):
        raise UnfitConversationError(ProblemCode.CONVERSATION_EMPTY)
    try:
        found = json.loads(cell)
    except (ValueError, RecursionError):
        raise UnfitConversationError(ProblemCode.CONVERSATION_UNREADABLE) from None
    if isinstance(found, dict):
        found = next((found[key] for key in _LIST_KEYS if key in found), None)
    if not isinstance(found, list):
        raise UnfitConversationError(ProblemCode.CONVERSATION_UNREADABLE)
    if not found:
        raise UnfitConversationError(ProblemCode.CONVERSATION_EMPTY)
    return found


def _message(told: Any) -> Message:
    if not isinstance(told, Mapping):
        raise UnfitConversationError(ProblemCode.CONVERSATION_UNREADABLE)
    if not _TOOL_KEYS.isdisjoint(key for key in told if told[key]):
        raise UnfitConversationError(ProblemCode.CONVERSATION_NOT_TEXT)
    speaker = _speaker(str(_value(told, _ROLE_KEYS)))
    content = clean_text(_content(_value(told, _CONTENT_KEYS)))
    if not content:
        raise UnfitConversationError(ProblemCode.MESSAGE_EMPTY)
    return Message(speaker, content)


@lru_cache(maxsize=256)
def _speaker(name: str) -> Speaker:
    speaker = _SPEAKERS.get(names.fold(name))
    if speaker is None:
        raise UnfitConversationError(ProblemCode.CONVERSATION_NOT_TEXT)
    return speaker


def _value(told: Mapping[str, Any], keys: Sequence[str]) -> Any:
    for key in keys:
        if key in told:
            return told[key]
    raise UnfitConversationError(ProblemCode.CONVERSATION_UNREADABLE)


def _content(value: Any) -> str:
    """The words of a content that is a text, or a list of parts that are texts."""
    match value:
        case None:
            return ""
        case str():
            return value
        case list():
            return "\n".join(map(_part, value))
        case _:
            raise UnfitConversationError(ProblemCode.CONVERSATION_UNREADABLE)


def _part(part: Any) -> str:
    match part:
        case str() | {"type": "text", "text": str()}:
            return part if isinstance(part, str) else part["text"]
        case _:
            raise UnfitConversationError(ProblemCode.CONVERSATION_NOT_TEXT)


def _check(found: Sequence[Message]) -> None:
    """A system message may come first; then user and assistant in turn, the assistant last."""
    told = [each.role for each in found]
    turns = told[1:] if told[0] is Speaker.SYSTEM else told
    expected = [(Speaker.USER, Speaker.ASSISTANT)[place % 2] for place in range(len(turns))]
    if turns != expected:
        raise UnfitConversationError(ProblemCode.CONVERSATION_OUT_OF_TURN)
    if len(turns) % 2 or not turns:
        raise UnfitConversationError(ProblemCode.CONVERSATION_UNANSWERED)
