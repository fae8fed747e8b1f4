"""The judgement on a data set, put together from all checks."""

from dataclasses import dataclass

import pyarrow as pa

from api.datasets.arrow import Strings
from api.datasets.arrow import compute as pc
from api.datasets.reading import ResolvedReading
from api.datasets.tasks.task import DatasetTask, Rows
from schemas.quality import Cut, Distribution, QualityReport, TokenLengths
from schemas.recipe import Keep

DEFAULT_BASE_MODEL = "e5-small-en-pt"
CUTS = (128, 256, 512)
CHARACTER_EDGES = (0, 20, 50, 100, 200, 500, 1_000, 2_000, 5_000, 10_000, 20_000, 50_000)
TOKEN_EDGES = (0, 16, 32, 64, 128, 256, 512, 1_024, 2_048, 4_096, 8_192, 16_384)
CHARACTERS_PER_TOKEN = 4.2
"""Of Portuguese court texts with a vocabulary of tens of thousands."""


@dataclass(frozen=True, slots=True)
class Judged:
    """What is to be judged."""

    task: DatasetTask
    rows: Rows
    reading: ResolvedReading
    base_model: str | None = None
    kept: tuple[Keep, ...] = ()
    """What its owner has seen and wants to leave as it is."""


def judge(judged: Judged) -> QualityReport:
    """Everything that the checks find."""
    characters = pc.utf8_length(judged.task.texts(judged.rows.examples))
    return QualityReport(
        score=100,
        parts=[],
        findings=[*judged.rows.findings],
        characters=distribution(characters, CHARACTER_EDGES),
        tokens=_estimated(characters, judged.base_model or DEFAULT_BASE_MODEL),
    )


def distribution(lengths: Strings, edges: tuple[int, ...]) -> Distribution:
    """How many lengths fall between neighbouring edges."""
    bins = [0] * (len(edges) - 1)
    for length in lengths.to_pylist():
        last = len(bins) - 1
        bins[min(last, sum(length > edge for edge in edges[1:]))] += 1
    return Distribution(
        edges=list(edges),
        counts=bins,
        mean=round(pc.mean(lengths).as_py(), 1),
        median=int(pc.quantile(lengths, 0.5)[0].as_py()),
        largest=pc.max(lengths).as_py(),
    )


def _estimated(characters: Strings, base_model: str) -> TokenLengths:
    tokens = pc.cast(
        pc.ceil(pc.divide(pc.cast(characters, pa.float64()), CHARACTERS_PER_TOKEN)), pa.int64()
    )
    total = pc.sum(tokens).as_py()
    return TokenLengths(
        base_model=base_model,
        exact=False,
        counted=len(tokens),
        lengths=distribution(tokens, TOKEN_EDGES),
        cuts=[
            Cut(
                max_length=limit,
                texts=pc.sum(pc.greater(tokens, limit)).as_py(),
                tokens_share=pc.sum(pc.max_element_wise(pc.subtract(tokens, limit), 0)).as_py()
                / total,
            )
            for limit in CUTS
        ],
    )
