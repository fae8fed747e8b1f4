"""Errors that a person can act on, said in their language, ending the command."""

import shlex
import sys
from collections.abc import Generator, Iterator, Mapping
from contextlib import contextmanager
from typing import TYPE_CHECKING, Any, NoReturn

from afina.certificate import CertificateError
from afina.data_dir import NothingHereError
from afina.program import ProgramError
from afina.stack import AlreadyRunningError, PortTakenError
from afina.words.catalogue import StackWords, TrainWords

if TYPE_CHECKING:
    from afina.client import Fault

REFUSED = 2
"""The exit code of a spreadsheet or a wish that cannot be used; other failures exit with 1."""


def refuse(*lines: str) -> NoReturn:
    """End the command: it is the person's turn."""
    print(*lines, sep="\n", file=sys.stderr)
    sys.exit(REFUSED)


_QUESTIONS = {
    "columns_ambiguous": ("--column", "candidates"),
    "sheets_ambiguous": ("--sheet", "candidates"),
    "sheet_not_found": ("--sheet", "available"),
    "task_ambiguous": ("--task", "tasks"),
    "form_ambiguous": ("--form", "forms"),
    "separator_unconfirmed": ("--label-separator", "separator"),
}
"""By the problem's code: the option that answers, and the parameter with what there is to choose.

A sign that may or may not separate is the only one that is not a list.
"""


@contextmanager
def spoken(say: StackWords) -> Generator[None]:
    """Turn what keeps a stack from starting into a sentence."""
    try:
        yield
    except AlreadyRunningError as error:
        sys.exit(
            say.busy(error.pid or 0)
            if error.address is None
            else say.already_running(error.pid or 0, error.address)
        )
    except CertificateError as error:
        refuse(say.unfit_certificate(str(error.path), error.reason))
    except NothingHereError as error:
        refuse(say.nothing_here(str(error)))
    except PortTakenError as error:
        sys.exit(say.port_taken(str(error)))
    except ProgramError as error:
        sys.exit(say.cannot_start(str(error)))


@contextmanager
def answered(headline: str, say: TrainWords) -> Generator[None]:
    """Turn the API's refusals into sentences after ``headline``, one for each wrong thing."""
    from afina.client import RefusedError, UnreachableError

    try:
        yield
    except RefusedError as error:
        lines = (line for fault in error.faults for line in _lines(fault, say))
        refuse(headline, *lines)
    except UnreachableError as error:
        sys.exit(say.unreachable(str(error)))


def _lines(fault: "Fault", say: TrainWords) -> Iterator[str]:
    """The sentence, and how to answer where it is a question."""
    yield f"- {_told(fault, say)}"
    if answers := [*ways_out(fault.code, fault.params)]:
        yield f"  {say.repeat_with}"
        yield from (f"    {answer}" for answer in answers)


def ways_out(code: str, params: Mapping[str, Any]) -> Iterator[str]:
    """The options of the command that settle a question, each ready to be copied."""
    if code not in _QUESTIONS:
        return
    option, listed = _QUESTIONS[code]
    before = f"{params['role']}=" if option == "--column" else ""
    told = params[listed]
    choices = [told, "none"] if isinstance(told, str) else told
    yield from (f"{option} {shlex.quote(before + choice)}" for choice in choices)


def _told(fault: "Fault", say: TrainWords) -> str:
    """The sentence after the place that it is about."""
    row = None if fault.row is None else say.at_row(fault.row)
    column = None if fault.column is None else say.at_column(fault.column)
    place = ", ".join(part for part in (row, column, fault.field) if part is not None)
    return f"{place}: {fault.sentence}" if place else fault.sentence
