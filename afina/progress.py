"""How far a long reading or copying has come: bars on the terminal's standard error."""

from collections.abc import Callable, Generator
from contextlib import contextmanager

from afina.words.numbers import Numbers


@contextmanager
def bars(
    title: Callable[[str], str], numbers: Numbers, *, quiet: bool = False
) -> Generator[Callable[[str, int, int], None]]:
    """A function to call with what is read (a stream, say), how much was and how much there is.

    Each bar says how much is read a second, and how long it will take.
    """
    from rich.console import Console
    from rich.progress import BarColumn, MofNCompleteColumn, Progress, TaskID, TimeRemainingColumn

    from afina.bars import Rate

    shown: dict[str, TaskID] = {}
    figures = MofNCompleteColumn(), Rate(numbers), TimeRemainingColumn()
    columns = ("{task.description}", BarColumn(), *figures)
    with Progress(*columns, console=Console(stderr=True), disable=quiet) as progress:

        def report(what: str, done: int, total: int) -> None:
            if what not in shown:
                shown[what] = progress.add_task(title(what))
            progress.update(shown[what], completed=done, total=total)

        yield report
