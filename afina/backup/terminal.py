"""What a terminal shows of a backup: how much it holds, or a sentence where there can be none."""

import sys
from collections.abc import Generator
from contextlib import contextmanager

from afina.backup.check import DamagedError
from afina.backup.manifest import Manifest, NewerFormatError
from afina.backup.restoration import InUseError, NotEmptyError
from afina.backup.shelf import NoBackupError, ShelfBusyError
from afina.refusals import refuse
from afina.words import Words
from infra.snapshot import SnapshotError

MEGABYTE = 10**6


@contextmanager
def spoken(say: Words) -> Generator[None]:
    """Turn what is in the way of a backup or a restoration into a sentence."""
    try:
        yield
    except NoBackupError as error:
        refuse(say.backup.none_here(str(error)))
    except ShelfBusyError as error:
        refuse(say.backup.busy(str(error)))
    except NewerFormatError as error:
        refuse(say.backup.newer(str(error)))
    except NotEmptyError as error:
        refuse(say.backup.not_empty(say.numbers.count(error.events)))
    except InUseError:
        refuse(say.backup.in_use)
    except DamagedError as error:
        sys.exit("\n".join(say.backup.damaged(path) for path in error.paths))
    except SnapshotError as error:
        sys.exit(say.backup.broker(str(error)))
    except (ConnectionError, TimeoutError):
        raise  # Of servers; what is left is the disk's.
    except OSError as error:
        sys.exit(say.backup.disk(str(error)))


def contents(held: Manifest, say: Words) -> str:
    """How much a backup holds."""
    count = say.numbers.count
    rows = sum(table.rows for table in held.database.tables)
    size = megabytes(held.size_bytes, say)
    return say.backup.holds(count(held.events), count(rows), count(len(held.blobs)), size)


def megabytes(size_bytes: int, say: Words) -> str:
    """To the tenth."""
    return say.numbers.fraction(size_bytes / MEGABYTE, 1)
