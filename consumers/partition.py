"""A share of a stream: every aggregate is in one partition, whoever counts."""

from dataclasses import dataclass
from zlib import crc32

AGGREGATE_TOKENS = 3
"""Of a subject, such as ``training.run.<run>``."""


@dataclass(frozen=True, slots=True)
class Partition:
    """One of ``count``, by its number from 0."""

    number: int = 0
    count: int = 1

    def owns(self, subject: str) -> bool:
        """Whether the aggregate that ``subject`` names is in this partition."""
        if self.count == 1:
            return True
        aggregate = ".".join(subject.split(".", AGGREGATE_TOKENS)[:AGGREGATE_TOKENS])
        return crc32(aggregate.encode()) % self.count == self.number


WHOLE = Partition()
