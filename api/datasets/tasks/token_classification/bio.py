"""Tags in the BIO form, whatever form they came in.

An entity begins with ``B-TYPE`` and goes on with ``I-TYPE``; all else is ``O``. Read as well are
IOB1 (``B-`` only where two entities touch), BIOES, BILOU and BMES (an entity's last token and
single ones are marked), and bare types. What breaks its form is mended: an entity that goes on
without having begun begins there.
"""

import re
from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any, cast

import numpy as np
import pyarrow as pa
from numpy.typing import NDArray

from api.datasets.arrow import Strings
from api.datasets.arrow import compute as pc
from api.datasets.nesting import Indices

OUTSIDE = "O"
BEGIN = "B-"
INSIDE = "I-"

Mask = NDArray[np.bool_]

_OUTSIDES = frozenset({"O", "o", "0"})
_PREFIXED = re.compile(r"([BIESLUM])[-_](.+)", re.IGNORECASE | re.DOTALL)
_BEGINNING = frozenset("BSU")
_LAST = frozenset("ELSU")
_NO_TYPE = -1


@dataclass(frozen=True, slots=True)
class Form:
    """What one tag says."""

    prefix: str
    """Of a bare type, none; of what is outside every entity, ``O``."""
    kind: str
    """The entity's type; none outside."""


@dataclass(frozen=True, slots=True)
class Mended:
    """Tags in the BIO form, each in its place."""

    tags: Strings
    unknown: Mask
    """``(tags,)``: what is no tag in any form; ``O`` stands in its place."""
    repaired: Mask
    """``(tags,)``: what broke its own form."""


@dataclass(frozen=True, slots=True)
class _Tags:
    """Tags by what they say, ``(tags,)`` each."""

    kinds: Indices
    """Of the entity, by number; ``_NO_TYPE`` outside."""
    begins: Mask
    last: Mask
    bare: Mask
    before: Indices
    """The type that the tag before leaves open in the same sentence."""

    @property
    def broken(self) -> Mask:
        """Tags that go on with what was not open."""
        entity = self.kinds != _NO_TYPE
        return entity & ~self.begins & (self.before != self.kinds)


def mend(tags: Strings, sentences: Indices) -> Mended:
    """The tags in the BIO form.

    Args:
        tags: of all sentences, one after another.
        sentences: ``(tags,)``, the sentence that each tag stands in, ascending.
    """
    encoded: Any = pc.dictionary_encode(tags)
    encoded = encoded.combine_chunks() if isinstance(encoded, pa.ChunkedArray) else encoded
    places = encoded.indices.to_numpy(zero_copy_only=False).astype(np.int64)
    forms = read(cast("list[str]", encoded.dictionary.to_pylist()))
    names = sorted({form.kind for form in forms if form and form.kind})
    said = _said(forms, names, places, sentences)
    starts = said.begins | said.broken
    ordinary = said.broken & ~said.bare
    return Mended(
        tags=_written(names, said.kinds, starts),
        unknown=np.array([form is None for form in forms], dtype=np.bool_)[places],
        repaired=np.zeros_like(ordinary) if _is_iob1(said) else ordinary,
    )


def read(tags: Sequence[str]) -> list[Form | None]:
    """What each of these different tags says; None where it is no tag in the form of the others."""
    inside = [tag for tag in tags if tag not in _OUTSIDES]
    prefixes = {found[1].upper() for tag in inside if (found := _PREFIXED.fullmatch(tag))}
    prefixed = bool(prefixes & {"B", "I"}) or all(map(_PREFIXED.fullmatch, inside))
    return [_form(tag, prefixed=prefixed) for tag in tags]


def _form(tag: str, *, prefixed: bool) -> Form | None:
    if tag in _OUTSIDES:
        return Form(OUTSIDE, "")
    if not prefixed:
        return Form("", tag) if any(map(str.isalpha, tag)) else None
    found = _PREFIXED.fullmatch(tag)
    kind = found[2].strip() if found else ""
    return Form(found[1].upper(), kind) if found and kind else None


def _said(
    forms: Sequence[Form | None], names: Sequence[str], places: Indices, sentences: Indices
) -> _Tags:
    numbers = {name: number for number, name in enumerate(names)}
    known = [form or Form(OUTSIDE, "") for form in forms]
    kinds = np.array([numbers.get(form.kind, _NO_TYPE) for form in known], dtype=np.int64)[places]
    last = np.array([form.prefix in _LAST for form in known], dtype=np.bool_)[places]
    begins = np.array([form.prefix in _BEGINNING for form in known], dtype=np.bool_)[places]
    open_after = np.where(last, _NO_TYPE, kinds)
    before = np.full(len(places), _NO_TYPE, dtype=np.int64)
    joined = sentences[1:] == sentences[:-1]
    before[1:][joined] = open_after[:-1][joined]
    bare = np.array([not form.prefix for form in known], dtype=np.bool_)[places]
    return _Tags(kinds=kinds, begins=begins, last=last, bare=bare, before=before)


def _is_iob1(said: _Tags) -> bool:
    """Whether entities after something else mostly begin with the sign of what goes on."""
    after_outside = (said.kinds != _NO_TYPE) & (said.before == _NO_TYPE)
    return bool(
        (after_outside & said.broken & ~said.last).sum() > (said.begins & after_outside).sum()
    )


def _written(names: Sequence[str], kinds: Indices, starts: Mask) -> Strings:
    words = [OUTSIDE, *(BEGIN + name for name in names), *(INSIDE + name for name in names)]
    places = 1 + kinds + np.where(starts, 0, len(names)) * (kinds != _NO_TYPE)
    return pa.array(words, pa.string()).take(pa.array(places))


def kinds(tags: Strings) -> Strings:
    """The type of each entity that begins among ``tags``."""
    beginnings = pc.filter(tags, pc.starts_with(tags, BEGIN))
    return pc.utf8_slice_codeunits(beginnings, len(BEGIN))


def is_prefixed(tag: str) -> bool:
    """Whether the tag is outside, or says how it belongs to its entity."""
    return tag in _OUTSIDES or begins_or_goes_on(tag)


def begins_or_goes_on(tag: str) -> bool:
    """Whether the tag says that an entity begins, goes on or ends."""
    return _PREFIXED.fullmatch(tag) is not None
