"""The apostrophe that spreadsheet programs put before a text that would else be a formula.

A text table has no other way to say that ``=1+1`` is text. A text that begins like one that is
marked already gets one apostrophe more, so that taking one off always gives back what was meant.
"""

import re

from api.datasets.arrow import Strings
from api.datasets.arrow import compute as pc

_LIKE_A_FORMULA = r"\A'*[=+\-@\t\r\n]"
_MARKED = re.compile(r"'+[=+\-@\t\r\n]")


def put(column: Strings) -> Strings:
    """The texts as they can be written into a text table."""
    risky = pc.match_substring_regex(column, _LIKE_A_FORMULA)
    if not pc.any(risky).as_py():
        return column
    return pc.if_else(risky, pc.binary_join_element_wise("'", column, ""), column)


def take_off(cell: str) -> str:
    """What the cell of a text table means."""
    return cell[1:] if cell.startswith("'") and _MARKED.match(cell) else cell
