"""One request to the API of the stack that runs here, for a command."""

import asyncio
import sys
from collections.abc import Callable, Coroutine
from pathlib import Path
from typing import TYPE_CHECKING, Any, TypeVar

from afina import stack
from afina.refusals import answered, spoken
from afina.words import Words

if TYPE_CHECKING:
    from afina.client import Client

Answer = TypeVar("Answer")


def asked(
    data_dir: Path,
    say: Words,
    refused: str,
    question: "Callable[[Client], Coroutine[Any, Any, Answer]]",
) -> Answer:
    """What the stack answers; the command ends, after the line ``refused``, where it says no."""
    folder = data_dir.expanduser().absolute()
    if (running := stack.find(folder)) is None:
        sys.exit(say.stack.none_running(str(folder)))

    async def ask() -> Answer:
        from afina import client

        async with client.connected(running, say.language) as api:
            return await question(api)

    with spoken(say.stack), answered(refused, say.train):
        return asyncio.run(ask())
