import hashlib
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from infra.blobs import CHUNK_BYTES, BlobStore, examples_key, upload_key

HASH = hashlib.sha256(b"").hexdigest()


@pytest.fixture
def store(tmp_path: Path) -> BlobStore:
    """A folder that does not exist yet, with a name as people give them."""
    return BlobStore(f"file://{tmp_path}/Área de trabalho/blobs")


async def content(store: BlobStore, key: str) -> bytes:
    return b"".join([chunk async for chunk in store.stream(key)])


def written(folder: Path, data: bytes) -> Path:
    path = folder / "upload"
    path.write_bytes(data)
    return path


@pytest.mark.parametrize("size", [0, 1, CHUNK_BYTES, 3 * CHUNK_BYTES + 1])
async def test_a_file_comes_back_as_it_went_in(store: BlobStore, tmp_path: Path, size: int):
    data = (b"0123456789abcdef" * (size // 16 + 1))[:size]
    await store.put(upload_key(HASH), written(tmp_path, data))

    assert await content(store, upload_key(HASH)) == data


async def test_a_large_file_comes_in_pieces(store: BlobStore, tmp_path: Path):
    """So that nobody has to hold it whole."""
    await store.put("large", written(tmp_path, bytes(3 * CHUNK_BYTES)))

    assert len([chunk async for chunk in store.stream("large")]) > 1


async def test_an_object_store_does_as_well_as_a_folder(tmp_path: Path):
    store = BlobStore("memory://")
    await store.put("key", written(tmp_path, b"x"))

    assert await content(store, "key") == b"x"


async def test_storing_again_is_harmless(store: BlobStore, tmp_path: Path):
    for _ in range(2):
        await store.put("key", written(tmp_path, b"the same"))

    assert await content(store, "key") == b"the same"


async def test_what_was_never_stored_is_missing(store: BlobStore):
    with pytest.raises(FileNotFoundError):
        await content(store, examples_key(HASH))


async def test_what_was_deleted_is_missing_and_stays_so(store: BlobStore, tmp_path: Path):
    await store.put("key", written(tmp_path, b"x"))

    for _ in range(2):
        await store.delete("key")

    with pytest.raises(FileNotFoundError):
        await content(store, "key")


async def test_a_second_process_finds_the_files_of_the_first(store: BlobStore, tmp_path: Path):
    await store.put("key", written(tmp_path, b"x"))

    again = BlobStore(f"file://{tmp_path}/Área de trabalho/blobs")

    assert await content(again, "key") == b"x"


@settings(deadline=None)
@given(st.binary().map(lambda data: hashlib.sha256(data).hexdigest()))
def test_an_upload_and_its_examples_never_share_a_key(digest: str):
    assert upload_key(digest) == f"uploads/{digest}"
    assert examples_key(digest) == f"examples/{digest}.parquet"


@pytest.mark.parametrize("kind", ["folder", "object store"])
async def test_a_file_can_be_read_where_it_lies_or_from_a_copy(
    store: BlobStore, tmp_path: Path, kind: str
):
    """Readers that want a file get one, wherever the bytes are kept."""
    where = store if kind == "folder" else BlobStore("memory://")
    data = bytes(range(256)) * (CHUNK_BYTES // 128)
    await where.put(upload_key(HASH), written(tmp_path, data))
    folder = tmp_path / "request"
    folder.mkdir()

    path = await where.file(upload_key(HASH), folder)

    assert path.read_bytes() == data
    assert [*folder.iterdir()] == ([] if kind == "folder" else [path])


async def test_a_file_that_is_not_there_is_told_at_once(store: BlobStore, tmp_path: Path):
    """By a folder and by an object store in the same way."""
    for where in (store, BlobStore("memory://")):
        with pytest.raises(FileNotFoundError):
            await where.file(upload_key(HASH), tmp_path)
