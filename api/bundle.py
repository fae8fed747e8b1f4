"""What somebody who is to help with a run needs to see of it, as files of an archive.

Nothing of the sheet is among them: figures, settings and codes are told as they are; of what was
written in words all is hidden that may be a secret, an address or a quotation.
"""

import json
import platform
import re
from collections.abc import AsyncGenerator, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from api.archive import Entry, told
from api.sentences import Language
from api.sentences.bundle import README
from api.views.base import Row
from infra.secrecy import Secrecy
from infra.version import code_version

FACTS = (
    "run_id", "status", "attempt", "interruptions", "max_retries", "retries", "lightened",
    "reproduces", "task", "base_model", "preset", "pool", "worker_id", "dataset_id",
    "dataset_version", "dataset_sha256", "examples_sha256", "last_epoch", "best_accuracy",
    "best_macro_f1", "forecast", "environment", "failure", "created_at", "started_at",
    "finished_at",
)  # fmt: skip
"""Of the run's row; its name and its owner are nobody's business."""
PRIVATE = {"actor", "owner_id", "name", "report"}
"""Fields of events that name people, or tell of the sheet's categories and rows."""
_WORDS = (
    (re.compile(r"[\w.+-]+@[\w-]+(?:\.[\w-]+)+"), "[e-mail]"),
    (re.compile(r"\b\d{3}\.?\d{3}\.?\d{3}-?\d{2}\b"), "[CPF]"),
    # What is quoted and has a space is a text, not a name of a file, a field or a function.
    (re.compile(r"(?P<quote>['\"])(?=[^'\"\n]*\s)[^'\"\n]{12,}(?P=quote)"), "[text]"),
)


@dataclass(frozen=True, slots=True)
class Bundle:
    """Of one run."""

    run: Row
    events: Sequence[Row]
    lines: Sequence[Row]
    secrecy: Secrecy
    language: Language

    async def entries(self) -> AsyncGenerator[Entry]:
        """One file after the other."""
        yield Entry("README.txt", told(README[self.language].encode()))
        facts = {name: self.run[name] for name in FACTS}
        yield Entry("run.json", told(_json(self._shown(facts), indent=2)))
        settings = self.run["hyperparameters"]
        yield Entry("settings.json", told(_json(settings, indent=2)))
        yield Entry("events.jsonl", told(*map(_json, map(self._event, self.events))))
        yield Entry("log.jsonl", told(*map(_json, map(self._shown, map(dict, self.lines)))))
        yield Entry("versions.json", told(_json(versions(), indent=2)))

    def _event(self, row: Row) -> dict[str, Any]:
        said = {name: value for name, value in row["data"].items() if name not in PRIVATE}
        place = {"sequence": row["sequence"], "stored_at": row["stored_at"]}
        return place | self._shown(said)

    def _shown(self, value: Any) -> Any:
        """``value``, with every text in it as it may be shown."""
        if isinstance(value, str):
            return hidden(value, self.secrecy)
        if isinstance(value, Mapping):
            return {name: self._shown(each) for name, each in value.items()}
        if isinstance(value, Sequence):
            return [self._shown(each) for each in value]
        return value


def hidden(text: str, secrecy: Secrecy) -> str:
    """``text`` without secrets, addresses of people, their numbers, and what it quotes."""
    text = secrecy.hide(text)
    for look, instead in _WORDS:
        text = look.sub(instead, text)
    return text


def versions() -> dict[str, str]:
    """Of what answers; of what trained, each attempt's start tells."""
    return {
        "afina": code_version(),
        "python": platform.python_version(),
        "system": platform.platform(),
    }


def _json(value: Any, indent: int | None = None) -> bytes:
    return (json.dumps(value, ensure_ascii=False, default=_plain, indent=indent) + "\n").encode()


def _plain(value: Any) -> str:
    return value.isoformat() if isinstance(value, datetime) else str(value)
