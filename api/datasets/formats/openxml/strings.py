"""The texts that a workbook keeps once each, in one long list that its cells point into."""

import re
from collections.abc import Callable, Iterator

import numpy as np
import pyarrow as pa

from api.datasets.arrow import Strings
from api.datasets.arrow import compute as pc
from api.datasets.formats.openxml.markup import Markup
from api.datasets.formats.openxml.texts import Texts
from api.datasets.formats.package import Package, UnusualError

PART = "xl/sharedStrings.xml"

_ENTRY, _ENTRY_END = b"<si>", b"</si>"
_RUN, _PRESERVED, _RUN_END = b"<t>", b'<t xml:space="preserve">', b"</t>"
_PHONETIC = re.compile(rb"<rPh\b[^<]*(?:<(?!/?rPh\b)[^<]*)*</rPh>")
"""How a word is pronounced, written above it: no part of the text. The search for an end stops at
the next beginning, so that many without an end cost no more than they are long."""
_TEXT = re.compile(rb"<t(?:\s[^<>]*)?(?<!/)>([^<]*)</t>")
_ANY_TEXT = re.compile(rb"<t[\s>]")
_OUTSIDE = re.compile(rb"<\?xml[^<>]*\?>|</?sst\b[^<>]*>|\s+")
_ENTITY = re.compile(r"&(?:#(\d+)|#[xX]([0-9a-fA-F]+)|(\w+));")
_ENTITIES = {"amp": "&", "lt": "<", "gt": ">", "quot": '"', "apos": "'"}
_ESCAPE = re.compile(r"_x([0-9a-fA-F]{4})_")


def read(package: Package) -> Texts:
    """All shared texts.

    Raises:
        UnusualError: they are not written as usual.
    """
    return Texts([_decoded(block) for block in _blocks(package)] if PART in package else [])


def _blocks(package: Package) -> Iterator[bytes]:
    """Whole entries, without what stands around them."""
    begun = False
    for block in package.entries(PART, _ENTRY_END):
        begin = 0 if begun else max(0, block.find(_ENTRY))
        end = block.rfind(_ENTRY_END) + len(_ENTRY_END) if _ENTRY_END in block else begin
        if _OUTSIDE.sub(b"", block[:begin] + block[end:]):
            raise UnusualError(PART)
        if begin < end:
            begun = True
            yield block[begin:end]


def _decoded(block: bytes) -> Strings:
    texts = _plain(Markup(block))
    if texts is None:
        texts = _array(_general(block))
    return _rewritten_where(block, texts)


def _plain(markup: Markup) -> Strings | None:
    """The texts of a block in which every entry is a single run; None for any other."""
    tags = markup.tags
    if len(tags) % 4:
        return None
    entry, text, text_end, entry_end = tags.reshape(-1, 4).T
    preserved = markup.reads(text, _PRESERVED)
    starts = text + np.where(preserved, len(_PRESERVED), len(_RUN))
    usual = (
        markup.reads(entry, _ENTRY)
        & (preserved | markup.reads(text, _RUN))
        & markup.reads(text_end, _RUN_END)
        & markup.reads(entry_end, _ENTRY_END)
        & (text == entry + len(_ENTRY))
        & (entry_end == text_end + len(_RUN_END))
    )
    follow = entry[1:] == entry_end[:-1] + len(_ENTRY_END)
    return markup.strings(starts, text_end) if usual.all() and follow.all() else None


def _general(block: bytes) -> list[bytes]:
    if b"<!" in block:
        raise UnusualError(PART)
    return list(map(_text, block.split(_ENTRY_END)[:-1]))


def _text(entry: bytes) -> bytes:
    """The text of ``<si>…``, still escaped."""
    before, begins, inner = entry.partition(_ENTRY)
    if not begins or _OUTSIDE.sub(b"", before):
        raise UnusualError(PART)
    return rich(inner)


def rich(inner: bytes) -> bytes:
    """The runs of a text put together, without what is written above them.

    Raises:
        UnusualError: not every run is read.
    """
    shown = _PHONETIC.sub(b"", inner).replace(b"<t/>", b"")
    runs = _TEXT.findall(shown)
    if len(runs) != len(_ANY_TEXT.findall(shown)):
        raise UnusualError(PART)
    return b"".join(runs)


def decoded(text: bytes) -> str:
    """One text without the escapes of XML and of spreadsheet programs.

    Raises:
        UnusualError: it is no UTF-8.
    """
    return _rewritten_where(text, _array([text]))[0].as_py()


def _array(texts: list[bytes]) -> Strings:
    try:
        return pa.array(texts, pa.string())
    except (pa.ArrowInvalid, UnicodeDecodeError) as error:
        raise UnusualError(PART) from error


def _rewritten_where(block: bytes, texts: Strings) -> Strings:
    """The texts of ``block`` without escapes, if there are any in it at all."""
    if b"&" in block:
        texts = _rewritten(texts, "&", _unescape)
    if b"_" in block and b"_x" in block:
        texts = _rewritten(texts, "_x", _unescape_codes)
    return texts


def _rewritten(array: Strings, sign: str, rewrite: Callable[[str], str]) -> Strings:
    """The array with the texts that hold ``sign`` rewritten."""
    marked = pc.match_substring(array, sign)
    texts = pc.filter(array, marked).to_pylist()
    return pc.replace_with_mask(array, marked, pa.array(map(rewrite, texts), pa.string()))


def _unescape(text: str) -> str:
    """``&amp;`` and its kin as the signs that they stand for.

    Raises:
        UnusualError: there is one that XML does not know by itself.
    """
    return _ENTITY.sub(_entity, text)


def _entity(found: re.Match[str]) -> str:
    decimal, hexadecimal, name = found.groups()
    if name is not None and name not in _ENTITIES:
        raise UnusualError(PART)
    if name is not None:
        return _ENTITIES[name]
    return _character(int(decimal) if decimal else int(hexadecimal, 16))


def _unescape_codes(text: str) -> str:
    """``_x000D_`` as the sign of that number: programs write controls in this way."""
    return _ESCAPE.sub(lambda found: _character(int(found[1], 16)), text)


def _character(number: int) -> str:
    """The sign of this number; nothing for halves of signs, which no text may hold."""
    if number > 0x10FFFF:
        raise UnusualError(PART)
    return "" if 0xD800 <= number <= 0xDFFF else chr(number)
