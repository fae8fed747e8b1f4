"""What was found in a spreadsheet, drawn for the terminal in plain words."""

from collections.abc import Iterator, Mapping, Sequence

from rich.console import Group, RenderableType
from rich.padding import Padding
from rich.progress_bar import ProgressBar
from rich.table import Table
from rich.text import Text

from afina.refusals import ways_out
from afina.words import Words
from afina.words.numbers import per_hundred
from api.datasets.preparation import Prepared, Refused, SheetSeen
from api.datasets.quality.suspects import Suspicion
from api.datasets.recipes.difference import Difference
from api.sentences import Language, sentence, step_sentence
from api.sentences.sentence import CATALOGUES
from schemas.checks import Severity
from schemas.events.dataset import LabelCount
from schemas.problems import DataProblem, ProblemCode
from schemas.quality import Distribution, Evidence, Finding, QualityReport, Suspect, TokenLengths
from schemas.recipe import Step

BAR_WIDTH = 30
MOST_LABELS = 15
MOST_ROWS = 10
"""Rows with something wrong that are told one by one."""
MOST_EVIDENCE = 3
MOST_SUSPECTS = 20
EVIDENCE_CHARACTERS = 70
INDENT = (0, 0, 0, 2)
DEEPER = (0, 0, 0, 4)
COLOURS = {Severity.STRONG: "red", Severity.WARNING: "yellow", Severity.NOTE: "cyan"}


def drawn(found: Prepared, say: Words) -> Group:
    """A file that can be used."""
    return Group(
        *_reading(found, say),
        *_labels(found.labels, say),
        *_quality(found.quality, say),
        *_lengths(found.quality, say),
    )


def refused(found: Refused, filename: str, say: Words) -> Group:
    """A file that cannot be used as it is, or a question about it."""
    return Group(
        Text(say.train.refused(filename), style="bold"),
        *(Padding(part, INDENT) for one in found.problems for part in _question(one, say)),
        *(Padding(_sheet(sheet, say), INDENT) for sheet in found.sheets),
        *_counted(found.left_out_counts, say),
    )


def _question(problem: DataProblem, say: Words) -> Iterator[RenderableType]:
    """The sentence, and the options that answer where it is a question."""
    yield _told(problem, say)
    if answers := [*ways_out(problem.code, problem.params)]:
        yield Text(say.train.repeat_with)
        yield from (Padding(Text(answer, style="bold"), INDENT) for answer in answers)


def problems(found: Sequence[DataProblem], say: Words) -> list[str]:
    """What speaks against a recipe or a format, a line each."""
    return [f"- {_told(one, say).plain}" for one in found]


def recipe(steps: Sequence[Step], say: Words) -> Group:
    """The steps in words, numbered."""
    language = Language(say.language)
    told = (
        Text(f"{place}. {step_sentence(step, language)}")
        for place, step in enumerate(steps, start=1)
    )
    return Group(Text(say.data.steps, style="bold"), *(Padding(one, INDENT) for one in told))


def changed(difference: Difference, scores: tuple[int, int], say: Words) -> Group:
    """What a recipe did: examples, scores and categories before and after."""
    figures = (difference.examples_before, difference.examples_after, difference.changed.any)
    return Group(
        Text(),
        Text(say.data.changed(*map(say.numbers.count, figures)), style="bold"),
        Text(say.data.scores(*scores)),
        *_labels(difference.labels_after, say),
    )


def suspicion(found: Suspicion | DataProblem, say: Words) -> Group:
    """The rows whose label is probably another, the surest first."""
    if isinstance(found, DataProblem):
        return Group(Text(), _told(found, say))
    count, shown = say.numbers.count, found.suspects[:MOST_SUSPECTS]
    return Group(
        Text(),
        Text(say.data.suspects(count(len(found.suspects)), count(found.judged)), style="bold"),
        *(Padding(_suspect(one, say), INDENT) for one in shown),
    )


def _suspect(one: Suspect, say: Words) -> Text:
    sure = per_hundred(one.confidence)
    where = say.train.at_row(one.row)
    return Text(f"{where}: {_short(one.text)} {say.data.likelier(one.label, one.likelier, sure)}")


def _quality(report: QualityReport, say: Words) -> Iterator[RenderableType]:
    """The score and the findings, the gravest first."""
    yield Text()
    yield Text(say.data.score(report.score), style="bold")
    for finding in report.findings:
        yield Padding(_finding(finding, say), INDENT)
    if not report.findings:
        yield Padding(Text(say.data.nothing_found, style="green"), INDENT)


def _reading(found: Prepared, say: Words) -> Iterator[RenderableType]:
    words, count = say.data, say.numbers.count
    catalogue = CATALOGUES[Language(say.language)]
    rows = (found.rows_total, found.rows_used, found.rows_left_out)
    yield Text(say.train.rows(*map(count, rows)), style="bold")
    yield Text(words.task(catalogue.tasks[found.reading.task]))
    if found.sheet is not None:
        yield Text(words.sheet(found.sheet))
    for role, column in found.reading.columns.items():
        sure = round(100 * column.confidence)
        yield Padding(Text(words.column(catalogue.roles[role], column.name, sure)), INDENT)
    if found.rows_left_out <= MOST_ROWS:
        yield from (Padding(_told(problem, say), INDENT) for problem in found.left_out)
    else:
        yield from _counted(found.left_out_counts, say, found.left_out)


def _told(problem: DataProblem, say: Words) -> Text:
    """The problem's sentence after its place."""
    row = None if problem.row is None else say.train.at_row(problem.row)
    column = None if problem.column is None else say.train.at_column(problem.column)
    place = ", ".join(part for part in (row, column) if part is not None)
    words = sentence(problem.code, Language(say.language), problem.params)
    return Text(f"{place}: {words}" if place else words)


def _counted(
    counts: Mapping[ProblemCode, int], say: Words, examples: Sequence[DataProblem] = ()
) -> Iterator[RenderableType]:
    """How many rows are left out, and why; of each reason the first rows."""
    if not counts:
        return
    yield Text(say.data.left_out(say.numbers.count(sum(counts.values()))))
    for code, rows in counts.items():
        reason = sentence(code, Language(say.language)).partition(". ")[0]
        yield Padding(Text(f"{say.numbers.count(rows)} × {reason}", style="yellow"), INDENT)
        first = [one.row for one in examples if one.code is code and one.row][:MOST_ROWS]
        if first:
            yield Padding(Text(say.data.first_rows(", ".join(map(str, first)))), DEEPER)


def _sheet(sheet: SheetSeen, say: Words) -> Table:
    """The first rows of a sheet that could be meant."""
    table = Table(title=say.data.sheet_of(sheet.name, say.numbers.count(sheet.rows)), box=None)
    for name in sheet.columns:
        table.add_column(Text(name), max_width=EVIDENCE_CHARACTERS, no_wrap=True)
    for cells in sheet.sample:
        table.add_row(*map(Text, cells))
    return table


def _labels(labels: Sequence[LabelCount], say: Words) -> Iterator[RenderableType]:
    if not labels:
        return
    yield Text()
    yield Text(say.data.categories(say.numbers.count(len(labels))), style="bold")
    largest = labels[0].examples
    counts = [(one.label, one.examples, largest) for one in labels[:MOST_LABELS]]
    yield Padding(_bars(counts, say), INDENT)
    if len(labels) > MOST_LABELS:
        yield Padding(Text(say.data.more_labels(len(labels) - MOST_LABELS)), INDENT)


def _bars(counts: Sequence[tuple[str, int, int]], say: Words) -> Table:
    """One bar each: what it is called, how long it is, and how long it could be."""
    table = Table.grid(padding=(0, 2))
    for name, length, longest in counts:
        bar = ProgressBar(total=max(1, longest), completed=length, width=BAR_WIDTH)
        table.add_row(Text(name, justify="left"), bar, Text(say.numbers.count(length)))
    return table


def _finding(finding: Finding, say: Words) -> Group:
    severity = say.data.severities[finding.severity.value]
    words = sentence(finding.code, Language(say.language), finding.params)
    return Group(
        Text.assemble((f"{severity}: ", f"bold {COLOURS[finding.severity]}"), words),
        *(Padding(_evidence(one, say), DEEPER) for one in finding.examples[:MOST_EVIDENCE]),
    )


def _evidence(one: Evidence, say: Words) -> Text:
    answer = f" → {one.answer}" if one.answer else ""
    return Text(f"{say.train.at_row(one.row)}: {_short(one.text)}{answer}", style="dim")


def _short(text: str) -> str:
    """One line of it."""
    line = " ".join(text.split())
    return line if len(line) <= EVIDENCE_CHARACTERS else line[: EVIDENCE_CHARACTERS - 1] + "…"


def _lengths(report: QualityReport, say: Words) -> Iterator[RenderableType]:
    """How long the texts are, as people and as the model count."""
    tokens, count = report.tokens, say.numbers.count
    yield Text()
    yield Text(say.data.lengths(tokens.base_model), style="bold")
    yield Padding(_bars(_bins(tokens.lengths, say), say), INDENT)
    for cut in tokens.cuts:
        share = say.numbers.fraction(100 * cut.tokens_share)
        yield Padding(Text(say.data.cut(count(cut.max_length), count(cut.texts), share)), INDENT)
    if not tokens.exact:
        yield Padding(Text(say.data.estimated, style="dim"), INDENT)
    if _is_sample(tokens, report):
        yield Padding(Text(say.data.counted(count(tokens.counted)), style="dim"), INDENT)


def _is_sample(tokens: TokenLengths, report: QualityReport) -> bool:
    return tokens.counted < sum(report.characters.counts)


def _bins(lengths: Distribution, say: Words) -> list[tuple[str, int, int]]:
    """The bins that hold anything, and empty ones between them."""
    filled = [place for place, count in enumerate(lengths.counts) if count]
    largest, count = max(lengths.counts, default=0), say.numbers.count
    return [
        (
            say.data.between(count(lengths.edges[place]), count(lengths.edges[place + 1])),
            lengths.counts[place],
            largest,
        )
        for place in range(filled[0], filled[-1] + 1)
    ]
