"""How long the texts are, in characters and as the base model reads them."""

from collections.abc import Iterator, Sequence

import numpy as np
from numpy.typing import NDArray

from api.datasets.quality.equality import Numbers
from api.datasets.quality.material import Material, percent
from infra import tokenization
from schemas.checks import CheckCode, Severity
from schemas.quality import Action, Cut, Distribution, Finding, TokenLengths
from schemas.recipe import DropLongTexts, DropShortTexts
from schemas.tasks import Task

DEFAULT_BASE_MODEL = "e5-small-en-pt"
SHORT = 20
"""Characters below which a text hardly says anything."""
LONG = 5_000
MANY = 5.0
"""Percent of the examples from which short texts matter more."""
MUCH = 25.0
"""Percent of the tokens from which it matters more that they are cut off."""

CUTS = (128, 256, 512)
USUAL_CUT = 512
"""What a training reads of each text unless it is told otherwise, in tokens."""
CHARACTER_EDGES = (0, 20, 50, 100, 200, 500, 1_000, 2_000, 5_000, 10_000, 20_000, 50_000)
TOKEN_EDGES = (0, 16, 32, 64, 128, 256, 512, 1_024, 2_048, 4_096, 8_192, 16_384)

COUNTED_TEXTS = 10_000
COUNTED_CHARACTERS = 4_000_000
"""Of at most so many the tokens are counted: that takes about 1.5 s on two processor cores."""
CHARACTERS_PER_TOKEN = 3.7
"""As ``e5-small-en-pt`` reads Portuguese: 2.9 in decisions of the court of Alagoas, which are full
of capitals and numbers, 3.7 in passages of court decisions and laws, 4.5 in rules of a university.
Of these the tokens cut at 256 are estimated as 21, 5 and 7 of 100 where it counts 26, 5 and 2."""


def short_texts(material: Material) -> Iterator[Finding]:
    """Texts of under ``SHORT`` characters; a sentence with entities may well be that short."""
    if material.judged.reading.task is Task.TOKEN_CLASSIFICATION:
        return
    share, params, positions = _of_length(material, material.characters < SHORT, SHORT)
    if len(positions):
        yield Finding(
            code=CheckCode.SHORT_TEXTS,
            severity=Severity.WARNING if share >= MANY else Severity.NOTE,
            params=params,
            examples=material.shown(positions.tolist()),
            actions=[Action(step=DropShortTexts(characters=SHORT), rows=len(positions))],
        )


def long_texts(material: Material) -> Iterator[Finding]:
    """Texts of over ``LONG`` characters."""
    _, params, positions = _of_length(material, material.characters > LONG, LONG)
    if len(positions):
        yield Finding(
            code=CheckCode.LONG_TEXTS,
            severity=Severity.NOTE,
            params=params,
            examples=material.shown(positions.tolist()),
            actions=[Action(step=DropLongTexts(characters=LONG), rows=len(positions))],
        )


def texts_cut(tokens: TokenLengths) -> Iterator[Finding]:
    """Texts of more tokens than a model reads."""
    usual = next(cut for cut in tokens.cuts if cut.max_length == USUAL_CUT)
    if not usual.texts:
        return
    lost = round(100 * usual.tokens_share, 2)
    yield Finding(
        code=CheckCode.TEXTS_CUT,
        severity=Severity.WARNING if lost >= MUCH else Severity.NOTE,
        params={
            "max_length": USUAL_CUT,
            "texts": usual.texts,
            "counted": tokens.counted,
            "texts_share": percent(usual.texts, tokens.counted),
            "share": lost,
            **{f"texts_{cut.max_length}": cut.texts for cut in tokens.cuts},
        },
    )


def token_lengths(material: Material) -> TokenLengths:
    """In the base model's own tokens; estimated where its tokenizer is not at hand."""
    base_model = material.judged.base_model or DEFAULT_BASE_MODEL
    positions = _spread(material.characters)
    tokenizer = tokenization.load(base_model)
    if tokenizer is None:
        counts = estimated(material.characters)
    else:
        counts = tokenization.count(tokenizer, material.texts.take(positions).to_pylist())
    return TokenLengths(
        base_model=base_model,
        exact=tokenizer is not None,
        counted=len(counts),
        lengths=distribution(counts, TOKEN_EDGES),
        cuts=[_cut(counts, limit) for limit in CUTS],
    )


def estimated(characters: Numbers) -> Numbers:
    """Tokens of texts that are so many characters long."""
    return np.ceil(characters / CHARACTERS_PER_TOKEN).astype(np.int64)


def distribution(lengths: Numbers, edges: Sequence[int]) -> Distribution:
    """How many lengths fall between neighbouring edges; what lies beyond is in the last bin."""
    within = np.minimum(lengths, edges[-1])
    counts = np.bincount(
        np.searchsorted(edges[1:-1], within, side="left"), minlength=len(edges) - 1
    )
    return Distribution(
        edges=list(edges),
        counts=counts.tolist(),
        mean=round(float(lengths.mean()), 1),
        median=int(np.median(lengths)),
        largest=int(lengths.max()),
    )


def _of_length(
    material: Material, mask: NDArray[np.bool_], characters: int
) -> tuple[float, dict[str, str | int | float | list[str]], Numbers]:
    """The share, the figures and the positions of the texts in ``mask``."""
    positions = np.flatnonzero(mask)
    share = material.share(len(positions))
    return share, {"rows": len(positions), "characters": characters, "share": share}, positions


def _spread(characters: Numbers) -> Numbers:
    """Positions at even distances, within both bounds on what is counted."""
    per_text = max(float(characters.mean()), 1.0)
    wanted = min(len(characters), COUNTED_TEXTS, max(1, int(COUNTED_CHARACTERS / per_text)))
    return np.arange(wanted) * len(characters) // wanted


def _cut(counts: Numbers, limit: int) -> Cut:
    beyond = np.maximum(counts - limit, 0)
    share = float(beyond.sum() / max(int(counts.sum()), 1))
    return Cut(max_length=limit, texts=int((beyond > 0).sum()), tokens_share=share)
