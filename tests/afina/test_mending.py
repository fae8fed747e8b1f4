"""Steps as they are written in the terminal."""

from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from afina import mending, words
from schemas.checks import CheckCode, Severity
from schemas.quality import Action, Distribution, Finding, QualityReport, TokenLengths
from schemas.recipe import (
    CutTexts,
    DropDuplicates,
    DropRows,
    Keep,
    LeaveOutLabels,
    MergeLabels,
    RelabelRows,
    SettleConflicts,
    SplitRows,
    Step,
    WeighClasses,
)

SAY = words.PORTUGUESE


@pytest.mark.parametrize(
    ("said", "step"),
    [
        ("drop_duplicates", DropDuplicates()),
        ("weigh_classes", WeighClasses()),
        (
            "merge_labels=Petição, PETICAO:Petição",
            MergeLabels(labels=["Petição", "PETICAO"], into="Petição"),
        ),
        (
            "merge_labels=art. 5:A,art. 6:B:C",
            MergeLabels(labels=["art. 5:A", "art. 6:B"], into="C"),
        ),
        ("leave_out_labels=Outros,Vários", LeaveOutLabels(labels=["Outros", "Vários"])),
        ("drop_rows=2,15", DropRows(rows=[2, 15])),
        ("relabel_rows=2,15:Penal: tráfico", RelabelRows(rows=[2, 15], label="Penal: tráfico")),
        ("settle_conflicts=none", SettleConflicts(keep="none")),
        ("cut_texts=5000", CutTexts(characters=5000)),
        ("split_rows=0.8", SplitRows(train_split=0.8, seed=42)),
        ("split_rows=0.75,7", SplitRows(train_split=0.75, seed=7)),
        ("keep=imbalance", Keep(check=CheckCode.IMBALANCE)),
        ("keep=similar_labels:A,B", Keep(check=CheckCode.SIMILAR_LABELS, labels=["A", "B"])),
    ],
)
def test_a_step_is_a_name_and_what_it_needs(said: str, step: Step):
    """The last colon tells a merge's new name; labels may have colons themselves."""
    assert mending.parsed(said, SAY) == step


@pytest.mark.parametrize(
    ("said", "advice"),
    [
        ("bake", "merge_labels, leave_out_labels"),
        ("merge_labels=A", "merge_labels=A,B:C"),
        ("cut_texts=many", "cut_texts=5000"),
        ("split_rows=1.5", "split_rows=0.8,42"),
        ("drop_duplicates=3", "drop_duplicates"),
        ("keep=mood", "keep=imbalance"),
        ("", "merge_labels"),
    ],
)
def test_what_is_no_step_is_refused_with_how_to_write_it(
    said: str, advice: str, capsys: pytest.CaptureFixture[str]
):
    """Exit code 2: it is the person's turn."""
    with pytest.raises(SystemExit) as end:
        mending.parsed(said, SAY)

    assert end.value.code == 2
    assert advice in capsys.readouterr().err


@given(st.text(max_size=40))
def test_nothing_that_is_written_breaks_it(said: str):
    """A step or a refusal, whatever the characters."""
    try:
        outcome = mending.parsed(said, SAY).op
    except SystemExit as end:
        outcome = end.code

    assert outcome == 2 or outcome == said.partition("=")[0].strip()


def test_a_recipe_is_kept_and_read_again(tmp_path: Path):
    """With every step as it was."""
    steps: list[Step] = [
        MergeLabels(labels=["a", "b"], into="c"),
        SplitRows(train_split=0.8, seed=1),
    ]

    mending.keep(steps, tmp_path / "receita.json")

    assert mending.read(tmp_path / "receita.json", SAY) == steps


@pytest.mark.parametrize(
    "content", ["", "{}", '[{"op": "bake"}]', '[{"op": "drop_rows", "rows": []}]']
)
def test_a_file_that_is_no_recipe_is_refused(tmp_path: Path, content: str):
    """Whether it is no JSON, no list, or a step that does not exist or lacks something."""
    path = tmp_path / "receita.json"
    path.write_text(content)

    with pytest.raises(SystemExit) as end:
        mending.read(path, SAY)

    assert end.value.code == 2


def test_what_a_report_recommends_is_taken_once_and_in_order():
    """What it merely offers is left to the person."""
    offered = [
        Action(step=MergeLabels(labels=["a"], into="b"), rows=3, recommended=True),
        Action(step=WeighClasses(), rows=0),
        Action(step=DropDuplicates(), rows=2, recommended=True),
        Action(step=DropDuplicates(), rows=2, recommended=True),
    ]
    finding = Finding(code=CheckCode.DUPLICATES, severity=Severity.WARNING, actions=offered)
    lengths = Distribution(edges=[0, 10], counts=[4], mean=5.0, median=5, largest=9)
    tokens = TokenLengths(base_model="m", exact=True, counted=4, lengths=lengths, cuts=[])
    report = QualityReport(
        score=80, parts=[], findings=[finding], characters=lengths, tokens=tokens
    )

    assert mending.recommended(report) == [offered[0].step, offered[2].step]
