import json
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from consumers.projections.text import storable

texts = st.text(st.sampled_from('\0\\"u0ab\nç�'))
documents = st.recursive(
    texts | st.integers() | st.none(), lambda inner: st.dictionaries(texts, inner)
)


@pytest.mark.parametrize(
    ("written", "kept"),
    [
        ("no NUL", "no NUL"),
        ("a\0b", "a\ufffdb"),
        ("\0\0", "\ufffd\ufffd"),
        (r"\u0000 in a tutorial", r"\u0000 in a tutorial"),
        ("\\\0", "\\\ufffd"),
    ],
)
def test_a_nul_is_replaced_and_nothing_else(written: str, kept: str):
    assert json.loads(storable(json.dumps([written]).encode())) == [kept]


def replaced(value: Any) -> Any:
    if isinstance(value, str):
        return value.replace("\0", "\ufffd")
    if isinstance(value, dict):
        return {replaced(key): replaced(inner) for key, inner in value.items()}
    return value


@settings(deadline=None)
@given(documents)
def test_any_document_keeps_its_meaning(document: Any):
    """Escaped backslashes before ``u0000`` included."""
    written = json.dumps(document)

    assert json.loads(storable(written.encode())) == replaced(document)
    assert json.loads(storable(json.dumps(written).encode())) == replaced(written)


@settings(deadline=None)
@given(st.binary())
def test_garbage_passes_for_others_to_refuse(garbage: bytes):
    storable(garbage)
