"""A trained model's exam, drawn for the terminal in plain words."""

from collections.abc import Callable, Iterator
from typing import assert_never

from rich.console import Group, RenderableType
from rich.padding import Padding
from rich.table import Table
from rich.text import Text

from afina import bars, verdict
from afina.verdict import Hits
from afina.words import Words
from afina.words.catalogue import Verdict
from afina.words.numbers import per_hundred
from schemas.metrics import (
    ExamReport,
    LabelReport,
    QuestionAnsweringReport,
    Report,
    TextClassificationReport,
    TokenClassificationReport,
)

MATRIX_LABELS = 12
"""More columns than this do not fit a terminal."""
MOST_LABELS = 20
"""Of the weakest; more of them scroll the result itself away."""
COMMONEST = 3
ROWS_NAMED = 10
SURE_FROM = 0.8
"""A confidence."""
COLOURS = {
    Verdict.EXCELLENT: "green",
    Verdict.GOOD: "green",
    Verdict.ACCEPTABLE: "yellow",
    Verdict.POOR: "red",
    Verdict.GUESSING: "red",
    Verdict.UNSURE: "yellow",
}
INDENT = (0, 0, 0, 2)


def drawn(report: Report, say: Words) -> Group:
    """The whole result."""
    match report:
        case TextClassificationReport():
            parts = _labels(report, say)
        case TokenClassificationReport():
            parts = _entities(report, say)
        case QuestionAnsweringReport():
            parts = _answers(report, say)
        case _:
            assert_never(report)
    return Group(*parts, *_surest_mistakes(report, say))


def _labels(report: TextClassificationReport, say: Words) -> Iterator[RenderableType]:
    yield from _headline(report, say)
    yield from _compared(report, say)
    yield from _part(say.result.per_category, _bars(report, say))
    if not report.multi_label:
        yield from _part(say.result.confusion, *_confusion(report, say))


def _entities(report: TokenClassificationReport, say: Words) -> Iterator[RenderableType]:
    words = say.result
    found, there = verdict.found_entities(report)
    if verdict.is_small(report):
        yield from _counted(words.headline_small_entities(found, there), say)
    else:
        yield Text(
            words.headline_entities(per_hundred(report.recall), per_hundred(report.precision)),
            style="bold",
        )
        yield Text(words.measured(say.numbers.count(report.validation_examples)))
        yield from _range(report, words.range_entities)
    yield from _judged(report, say)
    yield from _compared(report, say)
    yield from _part(words.per_entity_type, _with_f1(report.labels, say))


def _answers(report: QuestionAnsweringReport, say: Words) -> Iterator[RenderableType]:
    words, count = say.result, say.numbers.count
    if verdict.is_small(report):
        right = round(report.exact_match * report.validation_examples)
        total = report.validation_examples
        yield from _counted(words.headline_small_answers(right, total), say)
    else:
        exact, shared = per_hundred(report.exact_match), per_hundred(report.f1)
        yield Text(words.headline_answers(exact, shared), style="bold")
        yield Text(words.measured(count(report.validation_examples)))
        yield from _range(report, words.range_answers)
    if report.unanswerable_examples:
        figures = (report.unanswerable_right, report.unanswerable_examples)
        yield Text(words.unanswered(*map(count, figures)))
    yield from _judged(report, say)
    yield from _compared(report, say)
    if report.types:
        yield from _part(words.per_question_type, _question_types(report, say))


def _part(title: str, *parts: RenderableType) -> Iterator[RenderableType]:
    yield Text()
    yield Text(title, style="bold")
    yield from (Padding(part, INDENT) for part in parts)


def _headline(report: TextClassificationReport, say: Words) -> Iterator[Text]:
    words, numbers = say.result, say.numbers
    if report.multi_label:
        yield from _several(report, say)
    else:
        yield from _small_exam(report, say) if verdict.is_small(report) else _exam(report, say)
    yield from _judged(report, say, words.balance(numbers.fraction(report.macro_f1)))


def _range(report: Report, words: Callable[[int, int], str]) -> Iterator[Text]:
    """Between what bounds the headline lies; older reports do not know."""
    if report.interval is not None:
        yield Text(words(per_hundred(report.interval.low), per_hundred(report.interval.high)))


def _compared(report: Report, say: Words) -> Iterator[RenderableType]:
    """What simple methods reach; of a small exam, as of older reports, there is nothing to say."""
    if report.baseline is None or verdict.is_small(report):
        return
    yield from _part(say.result.compared, bars.comparison(report, say))
    if verdict.is_outdone(report):
        yield Padding(Text(say.result.simpler_does, style="yellow"), INDENT)


def _surest_mistakes(report: Report, say: Words) -> Iterator[RenderableType]:
    """The rows of the sheet that deserve a look."""
    rows = [str(one.row) for one in report.hardest if one.confidence >= SURE_FROM]
    if rows:
        yield Text()
        yield Text(say.result.surest_mistakes(", ".join(rows[:ROWS_NAMED])))


def _judged(report: Report, say: Words, *notes: str) -> Iterator[Text]:
    """The verdict, what else there is to say of it, and what it took."""
    judged = verdict.verdict(report)
    yield Text(say.result.verdicts[judged], style=f"bold {COLOURS[judged]}")
    yield from map(Text, notes)
    yield Text(_took(report, say))


def _took(report: ExamReport, say: Words) -> str:
    count = say.numbers.count
    return say.result.took(count(round(report.seconds)), count(report.epochs_run))


def _several(report: TextClassificationReport, say: Words) -> Iterator[Text]:
    if verdict.is_small(report):
        right = round(report.accuracy * report.validation_examples)
        headline = say.result.headline_small(right, report.validation_examples)
        yield from _counted(headline, say)
    else:
        yield Text(say.result.headline_several(per_hundred(report.accuracy)), style="bold")
        yield Text(say.result.measured(say.numbers.count(report.validation_examples)))
        yield from _range(report, say.result.range_right)


def _exam(report: TextClassificationReport, say: Words) -> Iterator[Text]:
    words, label = say.result, verdict.commonest_label(report)
    yield Text(words.headline(per_hundred(report.accuracy)), style="bold")
    yield Text(words.measured(say.numbers.count(report.validation_examples)))
    yield from _range(report, words.range_right)
    yield Text(words.baseline(label, per_hundred(report.majority_accuracy)))


def _small_exam(report: TextClassificationReport, say: Words) -> Iterator[Text]:
    label, total = verdict.commonest_label(report), report.validation_examples
    yield from _counted(say.result.headline_small(verdict.right_answers(report), total), say)
    yield Text(say.result.baseline_small(label, round(report.majority_accuracy * total), total))


def _counted(headline: str, say: Words) -> Iterator[Text]:
    """Counts alone: a rate of so few examples would promise too much."""
    yield Text(headline, style="bold")
    yield Text(say.result.small_exam)


def _bars(report: TextClassificationReport, say: Words) -> Table:
    """One bar a label, from the weakest to the strongest; the exam's own first."""
    table = Table.grid(padding=(0, 2))
    weakest = sorted(verdict.hits(report), key=lambda hits: (not hits.examples, hits.share))
    for one in weakest[:MOST_LABELS]:
        table.add_row(Text(one.label), *_bar(one, say))
    if left := len(weakest[MOST_LABELS:]):
        table.add_row(Text(say.train.more_categories(say.numbers.count(left)), style="dim"))
    return table


def _bar(one: Hits, say: Words) -> tuple[RenderableType, Text]:
    if not one.examples:
        return Text(), Text(say.result.none_examined)
    right, examples = (say.numbers.count(figure) for figure in (one.right, one.examples))
    return bars.bar(one.right, one.examples), Text(say.result.hits(right, examples))


def _with_f1(labels: list[LabelReport], say: Words) -> Table:
    """One bar a type of entity, from the weakest to the strongest."""
    table = Table.grid(padding=(0, 2))
    for one in sorted(labels, key=lambda label: label.f1):
        found = verdict.found(one)
        figures = (say.numbers.count(found), say.numbers.count(one.support))
        told = say.result.hits_with_f1(*figures, say.numbers.fraction(one.f1))
        table.add_row(Text(one.label), bars.bar(found, one.support), Text(told))
    return table


def _question_types(report: QuestionAnsweringReport, say: Words) -> Table:
    """One bar a type of question, from the weakest to the strongest."""
    table = Table.grid(padding=(0, 2))
    for one in sorted(report.types, key=lambda each: each.f1):
        exact, f1 = per_hundred(one.exact_match), say.numbers.fraction(one.f1)
        told = say.result.matches(str(exact), say.numbers.count(one.support), f1)
        table.add_row(Text(one.type), bars.bar(exact, 100), Text(told))
    return table


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
