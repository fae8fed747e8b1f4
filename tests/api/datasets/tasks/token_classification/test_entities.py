import csv
import json
from collections import Counter
from collections.abc import Sequence
from itertools import accumulate

import pytest
from hypothesis import given
from hypothesis import strategies as st

from api.datasets.cells import Cell
from api.datasets.limits import Limits
from api.datasets.refusal import UnusableFileError
from api.datasets.tasks.token_classification.entities import FEW_AMBIGUOUS
from schemas.checks import CheckCode
from schemas.problems import ProblemCode
from tests.api.datasets.tasks.tables import real_file
from tests.api.datasets.tasks.token_classification.readings import (
    left_out,
    sentences,
    sorted_out,
)
from tests.api.datasets.tasks.token_classification.test_bio import entities

HEADER = ["texto", "entidade", "tipo"]
STARTS = [*HEADER, "inicio"]
ANA: list[Cell] = ["Ana mora em Roma.", "Ana", "PESSOA"]
ROME: list[Cell] = ["Ana mora em Roma.", "Roma", "LOCAL"]
TAGGED = ("Ana mora em Roma .", "B-PESSOA O O B-LOCAL O")
DOUBTFUL: list[Cell] = ["Bia viu Bia.", "Bia", "PESSOA"]


def test_the_rows_of_a_text_are_one_example():
    """Wherever they stand; its row is the first of them."""
    rows = sorted_out(HEADER, ANA, ["Bia foi.", "Bia", "PESSOA"], ROME)

    assert sentences(rows) == [TAGGED, ("Bia foi .", "B-PESSOA O O")]
    assert rows.examples["row"].to_pylist() == [2, 3]
    assert rows.examples["rows"].to_pylist() == [2, 1]


def test_a_text_alone_names_nothing():
    """It is an example of that."""
    assert sentences(sorted_out(HEADER, ANA, ["Nada foi dito.", "", ""]))[1] == (
        "Nada foi dito .",
        "O O O O",
    )


def test_a_row_without_a_text_has_its_groups():
    """As in merged cells; not where the group has two texts."""
    header = ["documento", *HEADER]

    rows = sorted_out(
        header,
        ["d1", *ANA],
        ["d1", "", *ROME[1:]],
        ["d2", *ANA],
        ["d2", *DOUBTFUL],
        ["d2", "", "a", "b"],
    )

    assert sentences(rows)[0] == TAGGED
    assert left_out(rows)[6] == ("text_empty", "texto")


def test_what_has_no_place_is_left_out():
    """The text stays, if another of its rows is used."""
    rows = sorted_out(
        HEADER,
        ANA,
        ["Ana mora em Roma.", "", "LOCAL"],
        ["Ana mora em Roma.", "Roma", ""],
        ["Ana mora em Roma.", "Paris", "LOCAL"],
        ["Ana mora em Roma.", "Ana mora", "FRASE"],
        DOUBTFUL,
        ["", "Ana", "PESSOA"],
    )

    assert sentences(rows) == [("Ana mora em Roma .", "B-FRASE I-FRASE O O O")]
    assert left_out(rows) == {
        2: ("entity_overlaps", "entidade"),
        3: ("entity_empty", "entidade"),
        4: ("entity_type_empty", "tipo"),
        5: ("entity_not_in_text", "entidade"),
        7: ("entity_ambiguous", "entidade"),
        8: ("text_empty", "texto"),
    }
    assert rows.examples["row"].to_pylist() == [6]


def test_a_start_tells_which_is_meant():
    """Counted from 0; what is no number tells nothing."""
    rows = sorted_out(STARTS, [*DOUBTFUL, 8], [*ANA, "zero"])

    assert sentences(rows) == [("Bia viu Bia .", "O O B-PESSOA O"), (TAGGED[0], "B-PESSOA O O O O")]


def test_places_that_were_found_or_mended_are_told():
    """Of how many; what was right needs no word."""
    rows = sorted_out(
        STARTS, [*ANA, 0], [*ROME, 11], [*DOUBTFUL, ""], ["Bia foi.", "Bia", "PESSOA", ""]
    )

    findings = {finding.code: finding for finding in rows.findings}
    assert {code: finding.params for code, finding in findings.items()} == {
        CheckCode.OFFSETS_FOUND: {"answers": 1, "total": 4},
        CheckCode.OFFSETS_MENDED: {"answers": 1, "total": 4},
    }
    [evidence] = findings[CheckCode.OFFSETS_MENDED].examples
    assert (evidence.row, evidence.answer) == (3, "Roma (LOCAL)")
    assert sorted_out(STARTS, [*ANA, 0], [*ROME, 12]).findings == ()


def test_many_doubtful_places_are_asked_about():
    """A few are left out; more need a column of starts, and with one they are left out."""
    several = [[f"{n} {DOUBTFUL[0]}", *DOUBTFUL[1:]] for n in range(FEW_AMBIGUOUS + 1)]

    assert len(left_out(sorted_out(HEADER, ANA, *several[1:]))) == FEW_AMBIGUOUS
    told = sorted_out(STARTS, [*ANA, 0], *([*row, ""] for row in several))
    assert len(left_out(told)) == FEW_AMBIGUOUS + 1
    with pytest.raises(UnusableFileError) as refusal:
        sorted_out(HEADER, ANA, *several)
    [problem] = refusal.value.problems
    assert problem.code is ProblemCode.ENTITY_STARTS_NEEDED
    assert (problem.params["rows"], problem.params["total"]) == (
        FEW_AMBIGUOUS + 1,
        FEW_AMBIGUOUS + 2,
    )


def test_doubtful_places_are_few_in_a_large_sheet():
    """A share counts then."""
    certain = [[f"{row[0]} {n}", *row[1:]] for n in range(200) for row in (ANA, ROME)]
    several = [[f"{n} {DOUBTFUL[0]}", *DOUBTFUL[1:]] for n in range(FEW_AMBIGUOUS + 1)]

    assert len(left_out(sorted_out(HEADER, *certain, *several))) == FEW_AMBIGUOUS + 1


def test_a_text_that_is_too_long_is_left_out_with_all_its_rows():
    """Its own length is told, not that of its tokens."""
    rows = sorted_out(
        HEADER, ANA, ROME, ["Bia foi.", "Bia", "P"], limits=Limits(text_characters=16)
    )

    assert left_out(rows) == dict.fromkeys((2, 3), ("text_too_long", "texto"))
    assert rows.left_out["characters"].to_pylist() == [17, 17]


@given(
    st.lists(
        st.tuples(
            st.sampled_from(["", "Ana viu Bia.", "Ana e Ana", "Roma"]),
            st.sampled_from(["", "Ana", "Bia", "Ana viu", "x"]),
            st.sampled_from(["", "P", "L"]),
            st.sampled_from(["", "0", "4", "-1", "x"]),
        ),
        min_size=1,
        max_size=FEW_AMBIGUOUS,
    )
)
def test_every_row_is_used_or_told(rows: list[tuple[str, str, str, str]]):
    """Whatever it says; the sums are checked for each of these tests."""
    outcome = sorted_out(STARTS, ["Ana foi a Roma", "Roma", "LOCAL", ""], *rows)

    assert 2 not in left_out(outcome)


def court_entities() -> list[Sequence[Cell]]:
    """LeNER-Br's sentences with an entity a row and where it starts, or alone."""
    rows: list[Sequence[Cell]] = []
    with real_file("lener_train.csv").open(encoding="utf-8-sig", newline="") as file:
        for line in csv.DictReader(file):
            tokens, tags = json.loads(line["tokens"]), json.loads(line["tags"])
            text = " ".join(tokens)
            ends = [*accumulate(len(token) + 1 for token in tokens)]
            found = entities(tags)
            spans = [(kind, ends[a] - len(tokens[a]) - 1, ends[b] - 1) for kind, a, b in found]
            rows += [[text, text[start:end], kind, start] for kind, start, end in spans]
            rows += [] if found else [[text, "", "", ""]]
    return rows


def test_entities_of_court_decisions_are_placed():
    """With starts all are but those of which equal sentences say two things; else 98 of 100."""
    rows = court_entities()
    whole, blind = sorted_out(STARTS, *rows), sorted_out(HEADER, *(row[:3] for row in rows))

    told = [Counter(code for code, _ in left_out(each).values()) for each in (whole, blind)]
    assert len(rows) == 13_265
    assert sum(bool(row[1]) for row in rows) == 8_894
    assert told == [
        {"entity_overlaps": 20},
        {"entity_ambiguous": 174, "entity_overlaps": 21},
    ]
    assert max(len(each) for each in whole.examples["tokens"].to_pylist()) > 755
