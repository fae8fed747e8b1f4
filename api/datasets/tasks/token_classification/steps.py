"""What a recipe's steps do to sentences and their tags."""

from typing import Any

import numpy as np
import pyarrow as pa

from api.datasets.arrow import Batch, Strings, replaced
from api.datasets.arrow import compute as pc
from api.datasets.nesting import Flat, flatten
from api.datasets.tasks.token_classification.bio import BEGIN, OUTSIDE
from schemas.examples import TAGS, TOKENS
from schemas.recipe import CutTexts, LeaveOutLabels, MergeLabels


def merge(step: MergeLabels, examples: Batch) -> Batch:
    """Every type of the step becomes the one; no two entities become one."""
    tags = flatten(examples[TAGS])
    prefixes = pc.utf8_slice_codeunits(tags.values, 0, len(BEGIN))
    merged = pc.binary_join_element_wise(prefixes, step.into, "")
    return replaced(examples, TAGS, tags.replace(_where(tags, step.labels, merged)).nest())


def leave_out(step: LeaveOutLabels, examples: Batch) -> Batch:
    """What was an entity of these types is a word like others."""
    tags = flatten(examples[TAGS])
    others = _where(tags, step.labels, pa.scalar(OUTSIDE))
    return replaced(examples, TAGS, tags.replace(others).nest())


def cut(step: CutTexts, examples: Batch) -> Batch:
    """Each sentence keeps the tokens that wholly fit, and of its first one what fits."""
    tokens, tags = flatten(examples[TOKENS]), flatten(examples[TAGS])
    ends = np.cumsum(pc.utf8_length(tokens.values).to_numpy(zero_copy_only=False) + 1)
    begins = tokens.begins[tokens.parents]
    before = np.where(begins > 0, ends[begins - 1], 0)
    is_first = begins == np.arange(len(tokens.parents))
    fits = (ends - before - 1 <= step.characters) | is_first
    shortened = pc.utf8_slice_codeunits(tokens.values, 0, step.characters)
    kept = replaced(examples, TOKENS, tokens.replace(shortened).keep(fits).nest())
    return replaced(kept, TAGS, tags.keep(fits).nest())


def _where(tags: Flat, kinds: list[str], values: Any) -> Strings:
    """The tags, with others in the place of those of these types."""
    names = pc.utf8_slice_codeunits(tags.values, len(BEGIN))
    entity = pc.not_equal(tags.values, OUTSIDE)
    chosen = pc.and_(entity, pc.is_in(names, value_set=pa.array(kinds, pa.string())))
    return pc.if_else(chosen, values, tags.values)
