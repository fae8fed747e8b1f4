"""How far a long reading has come: a bar for each stream, on the terminal's standard error."""

from collections.abc import Callable, Generator
from contextlib import contextmanager


@contextmanager
def bars(title: Callable[[str], str]) -> Generator[Callable[[str, int, int], None]]:
    """A function to call with a stream, the messages read and the messages to read."""
    from rich.console import Console
    from rich.progress import Progress, TaskID

    shown: dict[str, TaskID] = {}
    with Progress(console=Console(stderr=True)) as progress:

        def report(stream: str, done: int, total: int) -> None:
            if stream not in shown:
                shown[stream] = progress.add_task(title(stream))
            progress.update(shown[stream], completed=done, total=total)

        yield report
