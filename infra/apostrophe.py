"""The apostrophe that spreadsheet programs put before a text that would else be a formula.

A text table has no other way to say that ``=1+1`` is text. A text that begins like one that is
marked already gets one apostrophe more, so that taking one off always gives back what was meant.
"""

import re

LIKE_A_FORMULA = r"\A'*[=+\-@\t\r\n]"
_LIKE = re.compile(LIKE_A_FORMULA)
_MARKED = re.compile(r"'+[=+\-@\t\r\n]")


def put(cell: str) -> str:
    """The text as it can be written into a text table."""
    return f"'{cell}" if _LIKE.match(cell) else cell


def take_off(cell: str) -> str:
    """What the cell of a text table means."""
    return cell[1:] if cell.startswith("'") and _MARKED.match(cell) else cell
