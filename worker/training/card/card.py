"""The card itself: metadata for programs, then a page for people, in each language."""

from collections.abc import Iterable, Iterator, Mapping, Sequence
from pathlib import Path

from schemas.exports import Export
from schemas.metrics import (
    LabelReport,
    QuestionAnsweringReport,
    Report,
    TextClassificationReport,
)
from worker.training.card import header, snippet
from worker.training.card.en import ENGLISH
from worker.training.card.facts import Facts
from worker.training.card.pt_br import PORTUGUESE
from worker.training.card.words import CardWords, Language

FILE = "README.md"
LANGUAGES: Mapping[Language, CardWords] = {"pt-BR": PORTUGUESE, "en": ENGLISH}
SMALL_EXAM = 100
"""Fewer held-out examples promise too little."""
WEAK_F1 = 0.7
MOST_WEAK = 5
MEGABYTE = 1_000_000


def write(folder: Path, facts: Facts, first: Language) -> None:
    """``README.md`` in the language ``first``, and the other one's beside it; each whole or old."""
    second: Language = "en" if first == "pt-BR" else "pt-BR"
    beside = f"README.{second}.md"
    pages: list[tuple[str, Language, str]] = [(FILE, first, beside), (beside, second, FILE)]
    for name, language, other in pages:
        partial = folder / f".{name}.partial"
        partial.write_text(page(facts, language, other), encoding="utf-8")
        partial.rename(folder / name)


def page(facts: Facts, language: Language, other: str) -> str:
    """One language's card; ``other`` is the file of the other one's."""
    say = LANGUAGES[language]
    title = _title(facts.report, say)
    parts = [
        f"{header.metadata(facts, title)}\n# {title}",
        say.intro(facts.base_model),
        say.other(other),
        *_result(facts.report, say),
        *_use(facts, say),
        *_loading(facts.report, say),
        *_exports(facts.exports, say),
        *_training(facts, say),
        f"## {say.license}",
        say.license_unknown,
    ]
    return "\n\n".join(parts) + "\n"


def _title(report: Report, say: CardWords) -> str:
    several = isinstance(report, TextClassificationReport) and report.multi_label
    named = say.titles[report.task]
    return f"{named} {say.several_labels}" if several else named


def _result(report: Report, say: CardWords) -> Iterator[str]:
    yield f"## {say.result}"
    yield say.measured(say.count(report.validation_examples), say.count(report.train_examples))
    if report.validation_examples < SMALL_EXAM:
        yield f"**{say.small}**"
    measured = header.figures(report)
    yield table((say.metric, say.value), ((say.metrics[n], say.rate(v)) for n, v in measured))
    if not isinstance(report, QuestionAnsweringReport):
        yield say.majority(report.task, say.rate(report.majority_accuracy))
    yield from _trust(report, say)
    if not isinstance(report, QuestionAnsweringReport):
        yield f"### {say.per_label}"
        yield table(say.label_columns, (_label(one, say) for one in report.labels))
    elif report.types:
        yield f"### {say.per_question_type}"
        rows = (
            (one.type, say.rate(one.exact_match), say.rate(one.f1), say.count(one.support))
            for one in report.types
        )
        yield table(say.type_columns, rows)


def _trust(report: Report, say: CardWords) -> Iterator[str]:
    """Where the headline may lie, and what needs no network."""
    if between := report.interval:
        yield say.interval(say.rate(between.low), say.rate(between.high))
    if simple := report.baseline:
        yield say.baselines[simple.code](say.rate(simple.rate))


def _label(one: LabelReport, say: CardWords) -> Sequence[str]:
    rates = (say.rate(value) for value in (one.precision, one.recall, one.f1))
    return (one.label, *rates, say.count(one.support))


def _use(facts: Facts, say: CardWords) -> Iterator[str]:
    task = facts.report.task
    yield f"## {say.use}"
    yield say.uses[task]
    yield f"## {say.limits}"
    limits = [say.limits_of_exam, say.limits_of_labels[task]]
    if weak := _weakest(facts.report):
        limits.append(say.limits_of_weak(", ".join(weak)))
    limits += [
        say.limits_of_length(say.count(facts.hyperparameters.max_length)),
        say.limits_of_people,
        say.limits_of_privacy,
    ]
    yield _listed(limits)


def _weakest(report: Report) -> list[str]:
    """The labels to beware of, the weakest first."""
    if isinstance(report, QuestionAnsweringReport):
        return []
    ranked = sorted(report.labels, key=lambda one: one.f1)
    return [one.label for one in ranked if one.f1 < WEAK_F1][:MOST_WEAK]


def _loading(report: Report, say: CardWords) -> Iterator[str]:
    sample = say.samples[report.task]
    yield f"## {say.loading}"
    yield say.loading_where
    yield f"```python\n{snippet.of(report, sample)}```"
    yield say.loading_afina
    yield f"```sh\n{snippet.command(report, sample)}\n```"


def _exports(exports: Sequence[Export], say: CardWords) -> Iterator[str]:
    if not exports:
        return
    yield f"## {say.exports}"
    yield table(say.export_columns, (_export(one, say) for one in exports))


def _export(one: Export, say: CardWords) -> Sequence[str]:
    if one.path is None or one.size_bytes is None or one.agreement is None:
        fault = say.faults[one.fault] if one.fault else ""
        return (say.formats[one.format], fault, "", "")
    folder = f"exports/{one.format.value}"
    return (
        f"[{say.formats[one.format]}]({folder})",
        f"{say.rate(one.size_bytes / MEGABYTE, 1)} MB",
        f"{say.rate(100 * one.agreement, 1)} % ({say.count(one.compared)})",
        say.rate(one.largest_difference or 0.0, 6),
    )


def _training(facts: Facts, say: CardWords) -> Iterator[str]:
    report, seed = facts.report, str(facts.hyperparameters.seed)
    asked = facts.hyperparameters.epochs
    yield f"## {say.training}"
    rounds = (say.count(report.best_epoch), say.count(report.epochs_run))
    yield say.training_of(*rounds, say.count(round(report.seconds)), seed)
    if facts.cut_short:
        yield f"**{say.cut_short(say.count(report.epochs_run), say.count(asked))}**"
    yield f"### {say.settings}"
    settings = facts.hyperparameters.model_dump(mode="json")
    yield _listed(f"`{name}`: {value}" for name, value in settings.items())
    yield f"### {say.environment}"
    yield _listed(f"`{name}`: {value}" for name, value in facts.environment.items())
    yield f"### {say.data}"
    hashes = [f"{say.examples_hash}: `{facts.examples_sha256}`"]
    if facts.dataset_sha256 is not None:
        hashes.insert(0, f"{say.file_hash}: `{facts.dataset_sha256}`")
    yield _listed(hashes)


def table(columns: Sequence[str], rows: Iterable[Sequence[str]]) -> str:
    """A table of Markdown, whatever signs and line breaks its cells hold."""
    rule = ["---"] + ["---:"] * (len(columns) - 1)
    lines = [columns, rule, *([_cell(cell) for cell in row] for row in rows)]
    return "\n".join(f"| {' | '.join(line)} |" for line in lines)


def _cell(text: str) -> str:
    return " ".join(text.split()).replace("\\", "\\\\").replace("|", "\\|")


def _listed(items: Iterable[str]) -> str:
    return "\n".join(f"- {' '.join(item.split())}" for item in items)
