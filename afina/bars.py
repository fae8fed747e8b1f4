"""Shares, drawn side by side for the terminal."""

from rich.progress import ProgressColumn, Task
from rich.progress_bar import ProgressBar
from rich.table import Table
from rich.text import Text

from afina import verdict
from afina.words import Words
from afina.words.numbers import Numbers, per_hundred
from schemas.metrics import Report, TextClassificationReport

WIDTH = 30


def bar(right: int, examples: int) -> ProgressBar:
    """So many of so many; empty where there are none."""
    return ProgressBar(total=max(examples, 1), completed=right, width=WIDTH)


def comparison(report: Report, say: Words) -> Table:
    """The model beside what costs nothing."""
    words = say.result
    shares = {words.this_model: verdict.rate(report)}
    if report.baseline is not None:
        shares[words.methods[report.baseline.code]] = report.baseline.rate
    if isinstance(report, TextClassificationReport):
        shares[words.always_commonest] = report.majority_accuracy
    table = Table.grid(padding=(0, 2))
    for name, share in shares.items():
        hits = per_hundred(share)
        table.add_row(Text(name), bar(hits, 100), Text(words.in_hundred(hits)))
    return table


class Rate(ProgressColumn):
    """How many of a task's steps are done in a second."""

    def __init__(self, numbers: Numbers) -> None:
        super().__init__()
        self._numbers = numbers

    def render(self, task: Task) -> Text:
        speed = task.finished_speed or task.speed
        return Text("" if speed is None else f"{self._numbers.count(round(speed))}/s")
