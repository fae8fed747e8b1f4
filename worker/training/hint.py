"""What earlier runs on this computer leave for later ones, in the worker's cache.

It is only ever a hint: whatever is wrong with the file, it is left aside, and what another run
wrote at the same time may be lost.
"""

import json
import os
from dataclasses import dataclass
from pathlib import Path


@dataclass(frozen=True, slots=True)
class Hint:
    """One entry of a file of them."""

    path: Path
    key: str

    def recall(self) -> object:
        """What the latest run told; None where there was none."""
        return self._all().get(self.key)

    def remember(self, value: object) -> None:
        """Put ``value``, which JSON can hold, in place of what an earlier run told."""
        known = self._all() | {self.key: value}
        self.path.parent.mkdir(parents=True, exist_ok=True)
        partial = self.path.with_suffix(f".{os.getpid()}.partial")
        partial.write_text(json.dumps(known, indent=2, ensure_ascii=False), encoding="utf-8")
        partial.replace(self.path)

    def _all(self) -> dict[str, object]:
        try:
            known = json.loads(self.path.read_text(encoding="utf-8"))
        except (OSError, ValueError):
            return {}
        return known if isinstance(known, dict) else {}
