"""The card's metadata, as the Hugging Face hub and its tools read them."""

from collections.abc import Iterator
from typing import assert_never

from huggingface_hub import EvalResult, ModelCardData

from schemas.metrics import (
    QuestionAnsweringReport,
    Report,
    TextClassificationReport,
    TokenClassificationReport,
)
from worker.training.card.facts import Facts

UNKNOWN_LICENSE = "unknown"
"""Whoever passes the model on knows what its base model and its data allow."""
HASH_CHARACTERS = 12


def metadata(facts: Facts, name: str) -> str:
    """YAML between two lines of dashes; what is measured as a ``model-index``."""
    report = facts.report
    measured = dict(figures(report))
    data = ModelCardData(
        language=report.language if isinstance(report, QuestionAnsweringReport) else None,
        license=UNKNOWN_LICENSE,
        library_name="transformers",
        pipeline_tag=report.task.value,
        base_model=facts.base_model if facts.is_on_hub else None,
        tags=["afina", report.task.value],
        metrics=list(measured),
        model_name=name,
        eval_results=[_result(facts, metric, value) for metric, value in measured.items()],
    )
    return f"---\n{data.to_yaml()}\n---\n"


def figures(report: Report) -> Iterator[tuple[str, float]]:
    """The rates of a report by their technical names, the one that matters most first."""
    match report:
        case TextClassificationReport():
            yield "accuracy", report.accuracy
            yield "macro_f1", report.macro_f1
            yield "weighted_f1", report.weighted_f1
            if report.micro_f1 is not None:
                yield "micro_f1", report.micro_f1
        case TokenClassificationReport():
            yield "f1", report.f1
            yield "precision", report.precision
            yield "recall", report.recall
            yield "accuracy", report.accuracy
        case QuestionAnsweringReport():
            yield "f1", report.f1
            yield "exact_match", report.exact_match
        case _:
            assert_never(report)


def _result(facts: Facts, metric: str, value: float) -> EvalResult:
    known = facts.dataset_sha256 or facts.examples_sha256
    return EvalResult(
        task_type=facts.report.task.value,
        dataset_type="private",
        dataset_name=f"sha256:{known[:HASH_CHARACTERS]}",
        dataset_split="validation",
        metric_type=metric,
        metric_value=round(value, 4),
        metric_name=metric,
    )
