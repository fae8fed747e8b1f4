"""How far a long reading or copying has come: bars on the terminal's standard error."""

from collections.abc import Callable, Generator
from contextlib import contextmanager


@contextmanager
def bars(
    title: Callable[[str], str], *, quiet: bool = False
) -> Generator[Callable[[str, int, int], None]]:
    """A function to call with what is read (a stream, say), how much was and how much there is."""
    from rich.console import Console
    from rich.progress import Progress, TaskID

    shown: dict[str, TaskID] = {}
    with Progress(console=Console(stderr=True), disable=quiet) as progress:

        def report(what: str, done: int, total: int) -> None:
            if what not in shown:
                shown[what] = progress.add_task(title(what))
            progress.update(shown[what], completed=done, total=total)

        yield report
