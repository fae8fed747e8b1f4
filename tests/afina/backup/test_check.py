import json
from pathlib import Path

import pytest
from nats.aio.client import Client
from pydantic import ValidationError

from afina.backing import Backing
from afina.backup import check, manifest, shelf
from afina.backup.check import DamagedError
from afina.backup.manifest import NewerFormatError
from afina.backup.shelf import NoBackupError
from tests.afina.backup.installation import backing, stored, taken


@pytest.fixture
async def backup(
    client: Client, nats_url: str, database_url: str, tmp_path: Path
) -> tuple[Path, list[Path]]:
    """A backup's folder, and every file that it needs."""
    base: Backing = backing(nats_url, database_url, tmp_path / "blobs")
    await stored(base, b"rows", tmp_path / "scratch")
    made = await taken(base, tmp_path / "backups")
    held = [made.folder / file.path for file in made.manifest.files]
    shared = [shelf.blobs(made.folder) / key for key in made.manifest.blobs]
    return made.folder, held + shared


def look(folder: Path) -> None:
    check.whole(folder, lambda *_: None)


async def test_every_flipped_bit_and_every_missing_file_is_found(backup: tuple[Path, list[Path]]):
    """Before a restoration touches anything."""
    folder, files = backup
    for path in files:
        data = path.read_bytes()
        path.write_bytes(bytes([data[0] ^ 1]) + data[1:])
        with pytest.raises(DamagedError) as caught:
            look(folder)
        assert caught.value.paths == [str(path)]
        path.unlink()
        with pytest.raises(DamagedError):
            look(folder)
        path.write_bytes(data)
    look(folder)


@pytest.mark.parametrize(
    "change",
    [{"format": manifest.FORMAT + 1}, {"format": 9, "blobs": "gone"}, {"revision": "9999"}],
)
async def test_what_a_newer_version_wrote_is_refused(
    backup: tuple[Path, list[Path]], change: dict[str, object]
):
    """Whatever else it says, and tables of tomorrow as well."""
    path = backup[0] / manifest.NAME
    told = json.loads(path.read_text())
    if "revision" in change:
        change = {"database": told["database"] | change}
    path.write_text(json.dumps(told | change))

    with pytest.raises(NewerFormatError):
        look(backup[0])


@pytest.mark.parametrize("text", ["", "{}", '{"format": 1}', "\x00"])
async def test_a_manifest_that_cannot_be_read_is_damage(backup: tuple[Path, list[Path]], text: str):
    (backup[0] / manifest.NAME).write_text(text)

    with pytest.raises(DamagedError):
        look(backup[0])


def test_a_folder_without_a_backup_is_told(tmp_path: Path):
    with pytest.raises(NoBackupError):
        shelf.chosen(tmp_path)


@pytest.mark.parametrize(
    "path", ["", "/etc/passwd", "../other/log.gz", "a/../../b", "a\\..\\b", "a\0b", ".."]
)
async def test_a_manifest_that_leads_out_of_its_backup_is_none(
    backup: tuple[Path, list[Path]], path: str
):
    """Whoever hands over a backup must not choose which files of ours are read or written."""
    folder, _ = backup
    told = json.loads((folder / manifest.NAME).read_text())
    stream = told["streams"][0]
    elsewhere = stream | {"file": stream["file"] | {"path": path}}
    for spoiled in (told | {"blobs": {path: 1}}, told | {"streams": [elsewhere]}):
        (folder / manifest.NAME).write_text(json.dumps(spoiled))
        with pytest.raises(ValidationError, match="leads out of the backup"):
            manifest.read(folder)
