"""What is set aside is shown as it is."""

import pytest

from afina.commands.events import plain


@pytest.mark.parametrize(
    ("said", "shown"),
    [
        ("a petição\nnão serve", "a petição\nnão serve"),
        ("\x1b]0;nova janela\x07", "\\x1b]0;nova janela\\x07"),
        ("a\r\u202eb", "a\\r\\u202eb"),
    ],
)
def test_a_terminal_obeys_nothing_of_a_message(said: str, shown: str):
    """Whoever wrote it may be hostile, and whoever reads it administrates."""
    assert plain(said) == shown
