"""Which passwords are good enough, after NIST SP 800-63B: long, and not what anybody would try.

Nothing is asked of their composition, and none expires.
"""

from collections.abc import Iterable

from zxcvbn import zxcvbn

from api.people.passwords import normalised
from api.problems import RefusedError
from schemas.problems import ProblemCode

LONGEST = 256
"""Characters; more would only cost time."""
LOOKED_AT = 72
"""Characters that are searched for patterns: the search takes the square of their number."""
FEWEST_GUESSES = 10**8
"""That somebody would need who tries what people like first; "passwordpassword" takes seven."""
PRODUCT = "afina"
SHORTEST_NAME = 3
"""Of a word that counts as somebody's name: "de" and "da" are in many passwords."""
LEFT_AT_LEAST = 8
"""Characters beside names."""


def check(password: str, names: Iterable[str], shortest: int) -> None:
    """Let a password pass that is good enough for the person of ``names``.

    Raises:
        RefusedError: PASSWORD_TOO_SHORT, PASSWORD_TOO_LONG, PASSWORD_PERSONAL or PASSWORD_COMMON.
    """
    chosen = normalised(password)
    if len(chosen) < shortest:
        raise RefusedError(ProblemCode.PASSWORD_TOO_SHORT, {"at_least": shortest})
    if len(chosen) > LONGEST:
        raise RefusedError(ProblemCode.PASSWORD_TOO_LONG, {"at_most": LONGEST})
    known = _words([*names, PRODUCT])
    if len(_without(chosen.casefold(), known)) < LEFT_AT_LEAST:
        raise RefusedError(ProblemCode.PASSWORD_PERSONAL)
    if zxcvbn(chosen[:LOOKED_AT], known)["guesses"] < FEWEST_GUESSES:
        raise RefusedError(ProblemCode.PASSWORD_COMMON)


def _words(names: Iterable[str]) -> list[str]:
    """The words that names consist of, the longest first."""
    parts = {
        word
        for name in names
        for word in normalised(name).casefold().replace("@", " ").replace(".", " ").split()
        if len(word) >= SHORTEST_NAME
    }
    return sorted(parts, key=len, reverse=True)


def _without(password: str, words: Iterable[str]) -> str:
    for word in words:
        password = password.replace(word, "")
    return password
