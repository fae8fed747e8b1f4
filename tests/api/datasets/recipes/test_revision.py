import pickle
import shutil
from collections import Counter
from collections.abc import Callable
from concurrent.futures import ProcessPoolExecutor
from multiprocessing import get_context
from pathlib import Path
from tempfile import TemporaryDirectory

import pyarrow.parquet as pq
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from api.datasets.contents import EXAMPLES, LEFT_OUT, REPORT
from api.datasets.preparation import Refused
from api.datasets.progress import Stage
from api.datasets.reading import Reading
from api.datasets.recipes.revision import Base, Revised, revise
from schemas.checks import CheckCode
from schemas.events.dataset import LabelCount
from schemas.examples import TRAIN, VALIDATION
from schemas.problems import DataProblem, ProblemCode
from schemas.recipe import (
    CutTexts,
    DropDuplicates,
    DropLeaks,
    DropLongTexts,
    DropNearDuplicates,
    DropRows,
    DropShortTexts,
    Keep,
    LeaveOutLabels,
    MergeLabels,
    RelabelRows,
    SettleConflicts,
    SplitRows,
    Step,
    WeighClasses,
)
from tests.api.datasets.recipes.layouts import SHEETS, Rows
from tests.api.datasets.recipes.versions import base_of, left_out_in, revised, version
from tests.api.datasets.sheets import made_of, write_csv

SPLIT = SplitRows(train_split=0.75, seed=3)
STEPS: list[Step] = [
    MergeLabels(labels=["Penal", "Cível"], into="Cível"),
    LeaveOutLabels(labels=["Trabalho"]),
    RelabelRows(rows=[2, 4], label="Penal"),
    DropRows(rows=[2, 3]),
    DropDuplicates(),
    DropNearDuplicates(),
    SettleConflicts(keep="commonest"),
    DropShortTexts(characters=12),
    DropLongTexts(characters=80),
    CutTexts(characters=20),
    SPLIT,
    DropLeaks(),
    WeighClasses(),
    Keep(check=CheckCode.FEW_EXAMPLES),
]


WORDS = ["autor", "réu", "dano", "moral", "prisão", "recurso", "prazo", "multa", "juiz", "voto"]


def text(number: int) -> str:
    """A text of 8 words that shares few of them in order with any other."""
    return " ".join(WORDS[(number * step + step * step) % 10] for step in (1, 5, 7, 9)) + (
        f" {number} " + " ".join(WORDS[(number // 3 + step) % 10] for step in (2, 9, 4))
    )


def sheet(folder: Path) -> Path:
    """Rows of three labels; two are left out, some are doubled, some disagree, one is short."""
    labels = ("Cível", "Penal", "Trabalho")
    rows = [["texto", "ramo"], *([text(n), labels[n % 3]] for n in range(36))]
    rows += [["", "Penal"], ["um texto sem rótulo", ""], ["curto", "Penal"], ["=1+1", "Cível"]]
    rows += [rows[5], rows[6], [rows[5][0], "Trabalho"], [rows[8][0] + " demais" * 20, "Cível"]]
    return write_csv(folder / "cases.csv", rows)


def bytes_of(folder: Path) -> dict[str, bytes]:
    """What a version is kept in."""
    names = (EXAMPLES, LEFT_OUT, REPORT)
    return {name: (folder / name).read_bytes() for name in names if (folder / name).exists()}


def test_the_empty_recipe_gives_version_1(tmp_path: Path):
    """To the byte, the report and the rows that are left out too."""
    path = sheet(tmp_path)
    base, first = base_of(path)

    second = revised(base, [], tmp_path / "2")

    assert bytes_of(tmp_path / "2") == bytes_of(made_of(path))
    assert second.examples_file == first.examples_file
    assert (second.labels, second.sample) == (first.labels, first.sample)
    assert second.left_out == first.left_out


def test_a_step_back_is_the_recipe_of_before(tmp_path: Path):
    """Whatever was done in between leaves no trace."""
    base, _ = base_of(sheet(tmp_path))
    before = [DropDuplicates()]
    after = [*before, LeaveOutLabels(labels=["Penal"]), SPLIT]

    second, third, fourth = (
        revised(base, recipe, tmp_path / str(number))
        for number, recipe in enumerate((before, after, before), start=2)
    )

    assert second == fourth != third
    assert bytes_of(tmp_path / "2") == bytes_of(tmp_path / "4")


@given(st.lists(st.sampled_from(STEPS), max_size=8))
@settings(deadline=None, max_examples=25)
def test_every_recipe_accounts_for_every_row(recipe: list[Step]):
    """Rows in are used or left out, each once; the same recipe gives the same bytes again."""
    with TemporaryDirectory() as name:
        folder = Path(name)
        base, first = base_of(sheet(folder))
        outcome = version(base, recipe, folder / "2")
        again = version(base, recipe, folder / "3")
        assert outcome == again
        if isinstance(outcome, Refused):
            assert outcome.problems
            assert not bytes_of(folder / "2")
            return
        assert bytes_of(folder / "2") == bytes_of(folder / "3")
        used = pq.read_table(folder / "2" / EXAMPLES)["row"].to_pylist()
        left_out = [row["row"] for row in left_out_in(folder / "2")]

    assert sorted([*used, *left_out]) == [*range(2, first.rows_total + 2)]
    assert (used, left_out) == (sorted(used), sorted(left_out))
    assert outcome.rows_used == outcome.examples == len(used)
    assert outcome.rows_left_out == len(left_out) == sum(outcome.left_out_counts.values())
    assert sum(label.examples for label in outcome.labels) == len(used)


def test_dropped_rows_say_why(tmp_path: Path):
    """With the cells that they had, the figures of their sentence, in the order of the sheet."""
    base, _ = base_of(sheet(tmp_path))
    recipe = [DropRows(rows=[2]), DropDuplicates(), DropShortTexts(characters=6)]

    outcome = revised(base, recipe, tmp_path / "2")

    found = left_out_in(tmp_path / "2")
    assert [(row["row"], row["code"]) for row in found] == [
        (2, ProblemCode.ROW_DROPPED),
        (38, ProblemCode.TEXT_EMPTY),
        (39, ProblemCode.LABEL_EMPTY),
        (40, ProblemCode.SHORT_TEXT_DROPPED),
        (41, ProblemCode.SHORT_TEXT_DROPPED),
        (42, ProblemCode.DUPLICATE_DROPPED),
        (43, ProblemCode.DUPLICATE_DROPPED),
    ]
    assert found[3]["cells"] == ["curto", "Penal"]
    assert outcome.left_out[3] == DataProblem(
        code=ProblemCode.SHORT_TEXT_DROPPED,
        row=40,
        column="texto",
        params={"characters": 5, "limit": 6},
    )
    assert outcome.left_out_counts == Counter(row["code"] for row in found)


@pytest.mark.parametrize(
    ("step", "code", "rows"),
    [
        (SettleConflicts(keep="commonest"), ProblemCode.CONFLICT_DROPPED, [44]),
        (SettleConflicts(keep="none"), ProblemCode.CONFLICT_DROPPED, [6, 42, 44]),
        (DropLongTexts(characters=80), ProblemCode.LONG_TEXT_DROPPED, [45]),
        (LeaveOutLabels(labels=["Trabalho"]), ProblemCode.LABEL_LEFT_OUT, None),
        (DropNearDuplicates(), ProblemCode.NEAR_DUPLICATE_DROPPED, [42, 43]),
    ],
)
def test_each_dropping_step_has_its_own_reason(
    tmp_path: Path, step: Step, code: ProblemCode, rows: list[int] | None
):
    """Which a person can read beside the row."""
    base, _ = base_of(sheet(tmp_path))

    outcome = revised(base, [step], tmp_path / "2")

    dropped = [row["row"] for row in left_out_in(tmp_path / "2") if row["code"] == code]
    assert dropped
    assert rows in (None, dropped)
    assert outcome.left_out_counts[code] == len(dropped)


def test_leaks_go_where_the_sheet_splits_itself(tmp_path: Path):
    """The sheet's own split is kept."""
    rows = [["texto", "ramo", "split"]]
    sides = ["treino"] * 20 + ["teste"] * 4
    rows += [[f"um caso {n % 18} de cada", "ab"[n % 2], side] for n, side in enumerate(sides)]
    base, _ = base_of(write_csv(tmp_path / "cases.csv", rows))

    outcome = revised(base, [DropLeaks()], tmp_path / "2")

    assert outcome.left_out_counts == {ProblemCode.LEAK_DROPPED: 4}
    cells = left_out_in(tmp_path / "2")[0]["cells"]
    assert cells == ["um caso 2 de cada", "a", VALIDATION]


def test_a_split_is_written_beside_the_examples(tmp_path: Path):
    """In the column that workers follow."""
    base, _ = base_of(sheet(tmp_path))

    outcome = revised(base, [DropDuplicates(), SPLIT], tmp_path / "2")

    sides = Counter(pq.read_table(tmp_path / "2" / EXAMPLES)["split"].to_pylist())
    assert {*sides} == {TRAIN, VALIDATION}
    assert sides[VALIDATION] == pytest.approx(0.25 * outcome.examples, abs=2)


def test_a_split_that_would_lose_a_label_is_refused(tmp_path: Path):
    """Each label's rows belong together, so none can be kept for the exam."""
    rows = [["texto", "ramo", "documento"]]
    rows += [[f"um caso {n}", "ab"[n % 2], f"d{n % 2}"] for n in range(24)]
    base, _ = base_of(write_csv(tmp_path / "cases.csv", rows))
    base = Base(
        examples=base.examples,
        left_out=None,
        reading=base.reading,
        rows_total=base.rows_total,
    )
    table = pq.read_table(base.examples)
    groups = [f"d{label}" for label in table["label"].to_pylist()]
    place = table.column_names.index("group")
    pq.write_table(table.set_column(place, table.schema.field("group"), [groups]), base.examples)

    outcome = version(base, [Keep(check=CheckCode.IMBALANCE), SPLIT], tmp_path / "2")

    assert isinstance(outcome, Refused)
    assert outcome.problems == (
        DataProblem(code=ProblemCode.SPLIT_INDIVISIBLE, params={"number": 2, "step": "split_rows"}),
    )


def test_what_is_left_must_still_teach(tmp_path: Path):
    """One label, or none, is refused as it would be in a file."""
    base, _ = base_of(sheet(tmp_path))
    merge = MergeLabels(labels=["Cível", "Penal", "Trabalho"], into="Tudo")

    one = version(base, [merge], tmp_path / "2")
    none = version(base, [DropShortTexts(characters=5_000), SPLIT], tmp_path / "3")

    assert isinstance(one, Refused)
    assert isinstance(none, Refused)
    assert [each.code for each in one.problems] == [ProblemCode.ONE_CLASS_ONLY]
    assert [each.code for each in none.problems] == [ProblemCode.NO_EXAMPLES]
    assert none.left_out_counts[ProblemCode.SHORT_TEXT_DROPPED] == 42
    assert not bytes_of(tmp_path / "2")
    assert not bytes_of(tmp_path / "3")


def test_merged_labels_are_counted_as_one(tmp_path: Path):
    """And nothing is left out."""
    base, first = base_of(sheet(tmp_path))
    merge = MergeLabels(labels=["Penal", "Trabalho"], into="Outros")

    outcome = revised(base, [merge, WeighClasses()], tmp_path / "2")

    assert outcome.labels == (
        LabelCount(label="Outros", examples=28),
        LabelCount(label="Cível", examples=14),
    )
    assert outcome.left_out_counts == first.left_out_counts
    assert outcome.weigh_classes


def test_classes_are_only_weighed_when_asked(tmp_path: Path):
    """It is the training's own decision otherwise."""
    base, _ = base_of(sheet(tmp_path))

    assert not revised(base, [DropDuplicates()], tmp_path / "2").weigh_classes


def test_what_is_kept_is_not_found_again(tmp_path: Path):
    """The report of the version is silent about it."""
    base, first = base_of(sheet(tmp_path))
    found = {finding.code for finding in first.quality.findings}
    assert CheckCode.DUPLICATES in found

    outcome = revised(base, [Keep(check=CheckCode.DUPLICATES)], tmp_path / "2")

    assert {each.code for each in outcome.quality.findings} == found - {CheckCode.DUPLICATES}


def test_a_data_set_of_the_first_release_can_be_revised(tmp_path: Path):
    """Its examples lack a split, and nobody kept its report or the rows that were left out."""
    base, first = base_of(sheet(tmp_path))
    table = pq.read_table(base.examples).drop_columns("split")
    pq.write_table(table, tmp_path / "old.parquet")
    old = Base(
        examples=tmp_path / "old.parquet",
        left_out=None,
        reading=base.reading,
        rows_total=first.rows_used,
    )

    outcome = revised(old, [DropRows(rows=[2])], tmp_path / "2")

    assert (outcome.rows_used, outcome.rows_left_out) == (first.rows_used - 1, 1)
    assert left_out_in(tmp_path / "2")[0]["cells"] == [text(0), "Cível"]
    assert pq.read_table(tmp_path / "2" / EXAMPLES)["split"].null_count == outcome.examples


def test_progress_is_told_in_order(tmp_path: Path):
    """Each stage once it begins, and no fraction beyond the whole."""
    base, _ = base_of(sheet(tmp_path))
    told: list[tuple[Stage, float]] = []
    (tmp_path / "2").mkdir()

    revise(base, [DropDuplicates(), SPLIT], tmp_path / "2", lambda *news: told.append(news))

    order = [*Stage]
    assert told == sorted(told, key=lambda news: (order.index(news[0]), news[1]))
    assert {stage for stage, _ in told} >= {Stage.SORTING, Stage.JUDGING, Stage.WRITING}
    assert all(0 <= fraction <= 1 for _, fraction in told)


def test_versions_are_the_same_in_every_process(tmp_path: Path):
    """Hashes of strings differ between processes; what is written must not."""
    base, _ = base_of(sheet(tmp_path))
    recipe = [DropNearDuplicates(), SettleConflicts(keep="commonest"), SPLIT, DropLeaks()]
    here = revised(base, recipe, tmp_path / "2")

    (tmp_path / "3").mkdir()
    with ProcessPoolExecutor(1, mp_context=get_context("spawn")) as pool:
        there = pool.submit(revise, base, recipe, tmp_path / "3").result()

    assert there == here
    assert isinstance(there, Revised)
    assert bytes_of(tmp_path / "2") == bytes_of(tmp_path / "3")
    assert pickle.loads(pickle.dumps(base)) == base


def words_of(count: int) -> list[list[object]]:
    """Sentences of four words with an entity each, one word a row."""
    sentence = [("A", "O"), ("juíza", "O"), ("Ana", "B-PER"), ("decidiu", "O")]
    return [[f"f{n}", f"{word}{n % 7}", tag] for n in range(count) for word, tag in sentence]


def test_an_example_of_several_rows_leaves_them_all_out(tmp_path: Path):
    """One line tells of it, with how many rows it was; rows in are still used or left out."""
    rows = [["frase", "tokens", "tags"], *words_of(21)]
    path = write_csv(tmp_path / "words.csv", rows)
    base, first = base_of(path)
    assert (first.rows_used, first.examples) == (84, 21)

    outcome = revised(base, [DropDuplicates(), DropRows(rows=[6])], tmp_path / "2")

    assert outcome.left_out_counts == {
        ProblemCode.DUPLICATE_DROPPED: 14 * 4,
        ProblemCode.ROW_DROPPED: 4,
    }
    assert (outcome.rows_used, outcome.examples) == (24, 6)
    [dropped, *others] = left_out_in(tmp_path / "2")
    assert (dropped["row"], dropped["rows"], len(others)) == (6, 4, 14)
    assert dropped["cells"] == ['["A1","juíza1","Ana1","decidiu1"]', '["O","O","B-PER","O"]']


def test_what_is_said_about_the_reading_stays_said(tmp_path: Path):
    """Nobody else can tell that tags were repaired when the file was read."""
    rows = [["frase", "tokens", "tags"], *words_of(21)]
    rows[3][2] = "I-PER"
    base, first = base_of(write_csv(tmp_path / "words.csv", rows))
    told = [each for each in first.quality.findings if each.code is CheckCode.TAGS_REPAIRED]
    assert told

    outcome = revised(base, [DropRows(rows=[6])], tmp_path / "2")

    found = [each for each in outcome.quality.findings if each.code is CheckCode.TAGS_REPAIRED]
    assert found == told


@pytest.mark.parametrize("sheet", SHEETS)
def test_the_empty_recipe_gives_version_1_of_every_task(
    tmp_path: Path, sheet: Callable[[], tuple[Rows, Reading]]
):
    """Lists, numbers of rows and nested answers are written as they were."""
    rows, reading = sheet()
    path = write_csv(tmp_path / "first.csv", rows)
    base, _ = base_of(path, reading)

    revised(base, [], tmp_path / "2")

    assert bytes_of(tmp_path / "2") == bytes_of(made_of(path))


@pytest.mark.parametrize("sheet", SHEETS)
def test_steps_about_rows_fit_every_task(tmp_path: Path, sheet: Callable[[], tuple[Rows, Reading]]):
    """Rows are dropped and split whatever the model is to learn, and all are accounted for."""
    rows, reading = sheet()
    base, first = base_of(write_csv(tmp_path / "first.csv", rows), reading)
    numbers = pq.read_table(base.examples)["row"].to_pylist()
    recipe = [DropShortTexts(characters=1), DropRows(rows=numbers[-1:]), DropDuplicates(), SPLIT]

    outcome = revised(base, recipe, tmp_path / "2")

    sides = pq.read_table(tmp_path / "2" / EXAMPLES)["split"].to_pylist()
    assert {*sides} == {TRAIN, VALIDATION}
    assert outcome.examples == len(sides) < first.examples
    assert outcome.left_out_counts[ProblemCode.ROW_DROPPED] >= 1
    assert ProblemCode.SHORT_TEXT_DROPPED not in outcome.left_out_counts


def test_the_bytes_do_not_depend_on_the_folder(tmp_path: Path):
    """Version 1's files may lie anywhere."""
    path = sheet(tmp_path)
    base, _ = base_of(path)
    first = revised(base, [SPLIT], tmp_path / "2")
    shutil.copytree(made_of(path), tmp_path / "elsewhere")
    moved = Base(
        examples=tmp_path / "elsewhere" / EXAMPLES,
        left_out=tmp_path / "elsewhere" / LEFT_OUT,
        report=tmp_path / "elsewhere" / REPORT,
        reading=base.reading,
        rows_total=base.rows_total,
    )

    assert revised(moved, [SPLIT], tmp_path / "3") == first
