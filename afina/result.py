"""A trained model's exam, drawn for the terminal in plain words."""

from collections.abc import Iterator

from rich.console import Group, RenderableType
from rich.padding import Padding
from rich.progress_bar import ProgressBar
from rich.table import Table
from rich.text import Text

from afina import verdict
from afina.verdict import Hits
from afina.words import Words
from afina.words.catalogue import Verdict
from afina.words.numbers import per_hundred
from schemas.metrics import TextClassificationReport

BAR_WIDTH = 30
MATRIX_LABELS = 12
"""More columns than this do not fit a terminal."""
COMMONEST = 3
COLOURS = {
    Verdict.EXCELLENT: "green",
    Verdict.GOOD: "green",
    Verdict.ACCEPTABLE: "yellow",
    Verdict.POOR: "red",
    Verdict.GUESSING: "red",
    Verdict.UNSURE: "yellow",
}
INDENT = (0, 0, 0, 2)


def drawn(report: TextClassificationReport, say: Words) -> Group:
    """The whole result."""
    return Group(
        *_headline(report, say),
        Text(),
        Text(say.result.per_category, style="bold"),
        Padding(_bars(report, say), INDENT),
        Text(),
        Text(say.result.confusion, style="bold"),
        *(Padding(part, INDENT) for part in _confusion(report, say)),
    )


def _headline(report: TextClassificationReport, say: Words) -> Iterator[Text]:
    words, numbers = say.result, say.numbers
    judged = verdict.verdict(report)
    yield from _small_exam(report, say) if verdict.is_small(report) else _exam(report, say)
    yield Text(words.verdicts[judged], style=f"bold {COLOURS[judged]}")
    yield Text(words.balance(numbers.fraction(report.macro_f1)))
    yield Text(words.took(numbers.count(round(report.seconds)), numbers.count(report.epochs_run)))


def _exam(report: TextClassificationReport, say: Words) -> Iterator[Text]:
    words, label = say.result, verdict.commonest_label(report)
    yield Text(words.headline(per_hundred(report.accuracy)), style="bold")
    yield Text(words.measured(say.numbers.count(report.validation_examples)))
    yield Text(words.baseline(label, per_hundred(report.majority_accuracy)))


def _small_exam(report: TextClassificationReport, say: Words) -> Iterator[Text]:
    """Counts alone: a rate of so few examples would promise too much."""
    words, label = say.result, verdict.commonest_label(report)
    total = report.validation_examples
    yield Text(words.headline_small(verdict.right_answers(report), total), style="bold")
    yield Text(words.small_exam)
    yield Text(words.baseline_small(label, round(report.majority_accuracy * total), total))


def _bars(report: TextClassificationReport, say: Words) -> Table:
    """One bar a label, from the weakest to the strongest."""
    table = Table.grid(padding=(0, 2))
    for one in sorted(verdict.hits(report), key=lambda hits: hits.share):
        table.add_row(Text(one.label), *_bar(one, say))
    return table


def _bar(one: Hits, say: Words) -> tuple[RenderableType, Text]:
    if not one.examples:
        return Text(), Text(say.result.none_examined)
    bar = ProgressBar(total=one.examples, completed=one.right, width=BAR_WIDTH)
    right, examples = (say.numbers.count(figure) for figure in (one.right, one.examples))
    return bar, Text(say.result.hits(right, examples))


def _confusion(report: TextClassificationReport, say: Words) -> Iterator[RenderableType]:
    mistakes = verdict.mistakes(report)
    if not mistakes:
        yield Text(say.result.no_mistake)
        return
    if len(report.labels) <= MATRIX_LABELS:
        yield Text(say.result.confusion_help, style="dim")
        yield _matrix(report, say)
    yield Text(f"{say.result.commonest_mistakes}:")
    for one in mistakes[:COMMONEST]:
        yield Text(f"  {say.result.mistake(one.truth, one.answer, one.times)}")


def _matrix(report: TextClassificationReport, say: Words) -> Table:
    """Columns are numbered like the rows, since whole names would not fit."""
    table = Table(box=None, padding=(0, 1))
    table.add_column("", justify="right", style="dim")
    table.add_column(say.result.right_answer)
    for place in range(1, len(report.labels) + 1):
        table.add_column(str(place), justify="right")
    for place, (one, row) in enumerate(
        zip(report.labels, report.confusion_matrix, strict=True), start=1
    ):
        cells = (_cell(times, right=place == column) for column, times in enumerate(row, start=1))
        table.add_row(str(place), Text(one.label), *cells)
    return table


def _cell(times: int, *, right: bool) -> Text:
    if not times:
        return Text("·", style="dim")
    return Text(str(times), style="bold green" if right else "yellow")
