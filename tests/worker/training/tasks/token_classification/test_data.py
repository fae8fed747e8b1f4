from collections.abc import Sequence
from pathlib import Path

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from tokenizers import Tokenizer, models, normalizers, pre_tokenizers, processors
from transformers import PreTrainedTokenizerFast

from tests.worker.training import corpora, small
from worker.training.failures import ExamplesUnusableError
from worker.training.tasks.token_classification import data
from worker.training.tasks.token_classification.data import IGNORED

PIECES = (*small.SPECIAL, "pre", "##feito", "##tura", "de", "o", "##s", "recife")
NAMES = ["O", "B-LOCAL", "I-LOCAL"]
PRE, FEITO, TURA, DE, OS, S, RECIFE = range(4, 11)


@pytest.fixture(scope="module")
def tokenizer() -> PreTrainedTokenizerFast:
    """Cuts some words into pieces."""
    return word_pieces(max_length=512)


def word_pieces(max_length: int) -> PreTrainedTokenizerFast:
    numbers = {piece: number for number, piece in enumerate(PIECES)}
    inner = Tokenizer(models.WordPiece(numbers, unk_token="[UNK]"))
    inner.normalizer = normalizers.Strip()
    inner.pre_tokenizer = pre_tokenizers.WhitespaceSplit()
    inner.post_processor = processors.BertProcessing(("[SEP]", 3), ("[CLS]", 2))
    return PreTrainedTokenizerFast(
        tokenizer_object=inner,
        pad_token="[PAD]",
        unk_token="[UNK]",
        cls_token="[CLS]",
        sep_token="[SEP]",
        model_max_length=max_length,
    )


def encode(
    sentences: Sequence[list[str]], tags: Sequence[list[str]], tokenizer: PreTrainedTokenizerFast
) -> data.Encoded:
    return data.encode(sentences, tags, NAMES, tokenizer)


def test_a_words_first_piece_carries_its_tag(tokenizer: PreTrainedTokenizerFast):
    """Its other pieces and the special tokens ask for no answer."""
    words, tags = ["os", "prefeitos", "de", "recife"], ["O", "O", "B-LOCAL", "I-LOCAL"]

    encoded = encode([words], [tags], tokenizer)

    assert encoded.windows[0].tolist() == [2, OS, S, PRE, FEITO, S, DE, RECIFE, 3]
    assert encoded.targets[0].tolist() == [
        *(IGNORED, 0, IGNORED, 0, IGNORED, IGNORED, 1, 2, IGNORED)
    ]
    assert (encoded.lengths.tolist(), encoded.judged.tolist()) == ([9], [4])


def test_a_word_without_pieces_is_unknown(tokenizer: PreTrainedTokenizerFast):
    """Every word keeps its tag, whatever the tokenizer makes of it."""
    encoded = encode([["de", "\u2003", "recife"]], [["O", "O", "B-LOCAL"]], tokenizer)

    assert encoded.windows[0].tolist() == [2, DE, 1, RECIFE, 3]
    assert encoded.targets[0].tolist() == [IGNORED, 0, 0, 1, IGNORED]


def test_a_word_that_would_fill_a_window_is_cut():
    """A quarter of the window at most, so that something else is seen too."""
    encoded = encode([["o" + "s" * 30, "recife"]], [["O", "B-LOCAL"]], word_pieces(max_length=14))

    assert encoded.windows[0].tolist() == [2, OS, S, S, RECIFE, 3]


def test_an_entity_at_a_seam_is_whole():
    """Its words are judged in different windows, and come back as one."""
    words, tags = ["de"] * 6 + ["recife"] * 3 + ["de"] * 5, ["O"] * 14
    tags[6:9] = ["B-LOCAL", "I-LOCAL", "I-LOCAL"]
    encoded = encode([words], [tags], word_pieces(max_length=10))

    told = [NAMES[number] for one in encoded.targets for number in one if number != IGNORED]

    assert len(encoded.windows) > 1
    assert any(6 < place.words.start < 9 for place in encoded.places)
    assert data.gather(encoded, np.arange(len(encoded.windows)), told) == [tags]


@given(st.data())
@settings(max_examples=60, deadline=None)
def test_whatever_is_cut_comes_back_in_place(drawn: st.DataObject):
    """Every word is asked for once, in whatever order the windows are answered."""
    words = st.lists(st.sampled_from(["os", "prefeitura", "recife", "\u2003", "x"]), max_size=30)
    sentences = drawn.draw(st.lists(words, min_size=1, max_size=5))
    tags = [["B-LOCAL" if word == "recife" else "O" for word in one] for one in sentences]
    encoded = encode(sentences, tags, word_pieces(max_length=drawn.draw(st.integers(8, 40))))
    rows = np.array(drawn.draw(st.permutations(range(len(encoded.windows)))), dtype=np.int64)

    told = [NAMES[n] for row in rows for n in encoded.targets[row] if n != IGNORED]

    assert data.gather(encoded, rows, told) == tags
    assert encoded.judged.sum() == sum(map(len, sentences))


def test_predictions_are_repaired_before_they_are_counted(tokenizer: PreTrainedTokenizerFast):
    """An inside without a beginning begins an entity."""
    encoded = encode([["de", "recife"]], [["O", "B-LOCAL"]], tokenizer)

    assert data.gather(encoded, np.array([0]), ["O", "I-LOCAL"]) == [["O", "B-LOCAL"]]


def test_tags_are_numbered_by_type(tmp_path: Path):
    """Both of every type, even if no entity of it has two words."""
    sentences = [(["a", "b"], ["B-TEMPO", "O"]), (["c", "d"], ["B-LEI", "I-LEI"])]
    examples = data.read(corpora.save_sentences(tmp_path / "x.parquet", sentences))

    assert data.types(examples) == ["LEI", "TEMPO"]
    assert data.names(["LEI", "TEMPO"]) == ["O", "B-LEI", "I-LEI", "B-TEMPO", "I-TEMPO"]


@pytest.mark.parametrize(
    ("sentence", "reason"),
    [
        ((["a", "b"], ["O"]), "more words than tags"),
        ((["a", "b"], ["O", "O"]), "nothing to find"),
    ],
)
def test_a_file_that_teaches_nothing_is_refused(
    sentence: corpora.Sentence, reason: str, tmp_path: Path
):
    """The refusal says what is wrong with it."""
    path = corpora.save_sentences(tmp_path / "x.parquet", [sentence])

    with pytest.raises(ExamplesUnusableError, match=reason):
        data.read(path)


def test_every_type_is_learned_from_and_equal_sentences_stay_together(tmp_path: Path):
    """60 sentences, each of them twice; the rarest type is in two of them."""
    words = [[f"w{row % 60}", "x"] for row in range(120)]
    marks = ["B-LEI" if row % 60 == 7 else "B-LOCAL" if row % 3 else "O" for row in range(120)]
    tags = [[mark, "O"] for mark in marks]
    path = corpora.save_sentences(tmp_path / "x.parquet", list(zip(words, tags, strict=True)))

    split = data.divide(data.read(path), share=0.8, seed=3)

    held_out = {row % 60 for row in split.held_out}
    assert len(split.held_out) == 2 * len(held_out) == 24
    assert 7 not in held_out
    assert sum(marks[row] == "B-LOCAL" for row in split.held_out) == pytest.approx(16, abs=2)


@pytest.mark.parametrize(
    ("word", "joined"), [("10.826/03", True), ("d'água", True), ("...", False), ("lei", False)]
)
def test_words_with_signs_in_them_are_noticed(word: str, joined: bool, tmp_path: Path):
    """A run of signs is no such word."""
    sentences = [([word, "x"], ["O", "B-LEI"])]
    path = corpora.save_sentences(tmp_path / "x.parquet", sentences)

    assert data.joins_signs(data.read(path)) == joined


def test_balanced_weights_let_all_types_weigh_the_same():
    """Words outside weigh 1, and so does the mean word inside."""
    targets = [np.array([IGNORED, 0, 0, 1, 2, 2, IGNORED]), np.array([0, 0, 3, IGNORED])]

    weights = data.balanced_weights(targets, 5)

    assert weights.tolist() == pytest.approx([1, 2 / 3, 2 / 3, 2, 2])
    assert 3 * weights[1] == pytest.approx(weights[3])


def test_a_type_that_only_the_exam_has_weighs_one():
    """A fixed split may keep all of its sentences for the exam; even all that have entities."""
    learned = data.balanced_weights([np.array([0, 1, 2, IGNORED, 0])], 5)
    nothing = data.balanced_weights([np.array([0, 0])], 5)

    assert learned.tolist() == [1, 1, 1, 1, 1]
    assert nothing.tolist() == [1, 1, 1, 1, 1]
