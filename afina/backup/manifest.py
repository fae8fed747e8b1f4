"""What a backup holds, with the hash of every file; written last, so that it is there or is not."""

from datetime import datetime
from pathlib import Path, PurePosixPath
from typing import Annotated, Any

from pydantic import AfterValidator, BaseModel, ConfigDict

from afina.embedded.secrets import write_private
from infra.dump import TableShape
from schemas import subjects

FORMAT = 1
"""Grows when an older Afina could no longer restore what is written."""
NAME = "manifest.json"


class NewerFormatError(Exception):
    """A backup that only a newer Afina can restore."""


def _inside(path: str) -> str:
    parts = PurePosixPath(path).parts
    if not parts or path.startswith("/") or ".." in parts or "\\" in path or "\0" in path:
        raise ValueError("leads out of the backup")
    return path


Inside = Annotated[str, AfterValidator(_inside)]
"""A path that stays below the folder to which it is relative, whoever wrote the manifest."""


class Part(BaseModel):
    """One thing in a backup."""

    model_config = ConfigDict(frozen=True)


class StoredFile(Part):
    """A file of the backup's own folder."""

    path: Inside
    """Relative to the manifest."""
    size_bytes: int
    sha256: str


class StoredStream(Part):
    """A stream, as the broker wrote it out."""

    config: dict[str, Any]
    state: dict[str, Any]
    file: StoredFile

    @property
    def name(self) -> str:
        return self.config["name"]

    @property
    def messages(self) -> int:
        return self.state["messages"]

    @property
    def last_sequence(self) -> int:
        """When the writing began; the stream may hold what came meanwhile, too."""
        return self.state["last_seq"]


class StoredTable(Part):
    """A table's rows, as PostgreSQL's COPY wrote them."""

    schema_name: str
    name: str
    columns: tuple[str, ...]
    rows: int
    file: StoredFile

    @property
    def shape(self) -> TableShape:
        return TableShape(self.schema_name, self.name, self.columns)


class StoredTables(Part):
    """The database at one moment."""

    revision: str
    """The last migration that it had seen."""
    positions: dict[str, int]
    """By projection: the sequence up to which its tables were written."""
    counters: dict[str, int]
    """By database sequence: the last number given."""
    tables: tuple[StoredTable, ...]
    named: frozenset[str]
    """The blobs that the tables name."""

    @property
    def projected(self) -> int:
        """Up to where the log is surely in the tables."""
        return self.positions.get(subjects.TRAINING.lower(), 0)


class Envelope(Part):
    """What every version can read of every other's manifest."""

    format: int


class Manifest(Envelope):
    """One backup, whole."""

    taken_at: datetime
    code_version: str
    streams: tuple[StoredStream, ...]
    database: StoredTables
    blobs: dict[Inside, int]
    """Sizes by key; they lie beside the backups of the same folder, which share them."""

    @property
    def files(self) -> list[StoredFile]:
        """Of the backup's own folder."""
        return [*(one.file for one in self.streams), *(one.file for one in self.database.tables)]

    @property
    def events(self) -> int:
        """Messages of every stream."""
        return sum(stream.messages for stream in self.streams)

    @property
    def size_bytes(self) -> int:
        return sum(file.size_bytes for file in self.files) + sum(self.blobs.values())

    @property
    def missing(self) -> list[str]:
        """Blobs that the tables name and that the store did not have."""
        return sorted(self.database.named - self.blobs.keys())


def write(folder: Path, manifest: Manifest) -> None:
    """Say that the backup in ``folder`` is whole."""
    write_private(folder / NAME, manifest.model_dump_json(indent=1))


def read(folder: Path) -> Manifest:
    """What the backup in ``folder`` holds.

    Raises:
        NewerFormatError: see there.
        OSError: it cannot be read.
        ValidationError: it is no manifest.
    """
    text = (folder / NAME).read_text()
    if Envelope.model_validate_json(text).format > FORMAT:
        raise NewerFormatError(str(folder))
    return Manifest.model_validate_json(text)
