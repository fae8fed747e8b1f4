"""The apostrophe of ``infra.apostrophe`` on whole columns, and off again."""

from api.datasets.arrow import Strings
from api.datasets.arrow import compute as pc
from infra.apostrophe import LIKE_A_FORMULA, take_off

__all__ = ["put", "take_off"]


def put(column: Strings) -> Strings:
    """The texts as they can be written into a text table."""
    risky = pc.match_substring_regex(column, LIKE_A_FORMULA)
    if not pc.any(risky).as_py():
        return column
    return pc.if_else(risky, pc.binary_join_element_wise("'", column, ""), column)
