"""Nasty files of every format, made on the spot."""

import io
import json
from collections.abc import Callable, Sequence
from typing import Any

import pyarrow as pa
import pyarrow.parquet as pq

from api.datasets.limits import MEBIBYTE, Limits
from schemas.problems import ProblemCode
from tests.api.datasets.sheets import as_json_lines, as_parquet, as_records, as_text, asking, cases
from tests.api.datasets.specimen import Specimen

Outcome = tuple[int, int] | ProblemCode

CASES = cases()
ALL_USED = (24, 0)
LARGE = 100 * MEBIBYTE - 1024


def text(
    filename: str, content: str | Callable[[], str], outcome: Outcome, **more: Any
) -> Specimen:
    """A file of UTF-8 text."""
    large = callable(content)
    build = content if callable(content) else lambda: content
    return Specimen(
        filename=filename, build=lambda: build().encode(), outcome=outcome, large=large, **more
    )


def encoded(filename: str, content: str, encoding: str) -> Specimen:
    """All cases in an encoding."""
    return Specimen(filename=filename, build=lambda: content.encode(encoding), outcome=ALL_USED)


def changed(row: int, cells: Sequence[object]) -> list[list[object]]:
    """The cases with one row that is different."""
    return [*CASES[:row], [*cells], *CASES[row + 1 :]]


def widened(*more: object, header: Sequence[object] = ("",)) -> list[list[object]]:
    """The cases with cells after each row."""
    return [[*CASES[0], *header], *([*row, *more] for row in CASES[1:])]


def parquet_of(columns: dict[str, Any], **options: Any) -> bytes:
    """The columns in Arrow's types."""
    buffer = io.BytesIO()
    pq.write_table(pa.table(columns), buffer, **options)
    return buffer.getvalue()


def _repeated() -> bytes:
    """A text of a megabyte that is stored once and stands in three thousand rows."""
    once = pa.array(["x" * MEBIBYTE]).dictionary_encode()
    return parquet_of({"texto": once.take(pa.array([0] * 3_000))}, compression="zstd")


def _nulls() -> bytes:
    return parquet_of({"texto": pa.array([[None] * 10_000_000], pa.list_(pa.int8()))})


def _nested() -> bytes:
    labels = pa.array([str(row[1]) for row in CASES[1:]]).dictionary_encode()
    return parquet_of(
        {
            "texto": pa.array([str(row[0]) for row in CASES[1:]], pa.large_string()),
            "ramo": labels,
            "partes": [["autor", "réu"]] * 24,
            "juízo": [{"vara": 1, "foro": None}] * 24,
            "quando": pa.array(range(24), pa.timestamp("ns")),
        },
        row_group_size=7,
    )


def _questions(**more: object) -> str:
    """SQuAD's nesting, one article of two paragraphs with a question each."""
    paragraphs = [
        {
            "context": f"A sede do foro {number} é em Maceió.",
            "qas": [
                {
                    "id": str(number),
                    "question": f"Onde é a sede do foro {number}?",
                    "answers": [{"text": "Maceió", "answer_start": 23}],
                    **more,
                }
            ],
        }
        for number in range(2)
    ]
    return json.dumps({"version": "2", "data": [{"title": "Foro", "paragraphs": paragraphs}]})


TAGGED = "O O\nTribunal B-ORG\nde I-ORG\nAlagoas I-ORG\njulgou O\n\nEm O\nMaceió B-LOC\n. O\n\n"
LINES = as_json_lines(CASES)
WIDE = [[f"c{number}" for number in range(60)], *([["x"] * 60] * 3)]

DELIMITED = {
    "semicolons, commas inside": text("a.csv", as_text(CASES), ALL_USED),
    "bars": text("a.csv", as_text(CASES, "|"), ALL_USED),
    "tabs": text("a.tsv", as_text(CASES, "\t"), ALL_USED),
    "lone carriage returns": text("a.csv", as_text(CASES, newline="\r"), ALL_USED),
    "line ends of all kinds": text(
        "a.csv", as_text(CASES[:9], newline="\r") + as_text(CASES[9:], newline="\n"), ALL_USED
    ),
    "a byte-order mark": encoded("a.csv", as_text(CASES), "utf-8-sig"),
    "latin-1": encoded("a.csv", as_text(CASES), "latin-1"),
    "utf-16": encoded("A.CSV", as_text(CASES), "utf-16"),
    "utf-16 without a mark": encoded("a.txt", as_text(CASES, "\t"), "utf-16-be"),
    "utf-32": encoded("a", as_text(CASES), "utf-32"),
    "a workbook's name": encoded("a.xlsx", as_text(CASES), "utf-8"),
    "NUL bytes": text("a.csv", as_text(CASES).replace("alega", "ale\0ga"), ALL_USED),
    "broken UTF-8": Specimen(
        filename="a.csv",
        build=lambda: (as_text(CASES) * 9).encode().replace(b"\xc2\xba 5 ", b"\xba 5 ", 1),
        outcome=(24 * 9 + 8, 0),
    ),
    "the separator told": text("a.csv", "sep=;\r\n" + as_text(CASES), ALL_USED),
    "only the separator told": text("a.csv", "sep=;\r\n", ProblemCode.FILE_EMPTY),
    "a blank header": text("a.csv", as_text(widened("x")), ALL_USED),
    "doubled headers that do not matter": text(
        "a.csv", as_text(widened("x", "y", header=("obs", "obs"))), ALL_USED
    ),
    "doubled headers that matter": text(
        "a.csv", as_text(widened("Cível", header=("ramo",))), ProblemCode.COLUMN_DUPLICATED
    ),
    "separators at the ends": text("a.csv", as_text(CASES, newline=";;\r\n"), ALL_USED),
    "a row too wide": text(
        "a.csv", as_text(changed(5, ["a", "b", "c"])), ProblemCode.FILE_UNREADABLE
    ),
    "a row too narrow": text("a.csv", as_text(changed(5, ["só o texto"])), (23, 1)),
    "cells of several lines": text(
        "a.csv", as_text(changed(5, ['"duas\r\nlinhas; e ""aspas"""', "Penal"])), ALL_USED
    ),
    "a quotation mark never closed": text(
        "a.csv", as_text(changed(5, ['"esqueceu', "Penal"])), ALL_USED
    ),
    "a quotation mark at the end": text(
        "a.csv", as_text(CASES) + '"último', ProblemCode.FILE_UNREADABLE
    ),
    "an old end of file": text("a.csv", as_text(CASES) + "\x1a", (24, 1)),
    "a title": text("a.csv", "Relatório de janeiro\r\n\r\n" + as_text(CASES), ALL_USED),
    "a thousand empty rows": text("a.csv", as_text(CASES) + ";\r\n" * 1000, ALL_USED),
    "a header alone": text("a.csv", as_text(CASES[:1]), ProblemCode.NO_EXAMPLES),
    "no header": text("a.csv", as_text([*CASES[1:]] * 2), (48, 0)),
    "sixty columns": text("a.csv", as_text(WIDE), ProblemCode.TOO_MANY_COLUMNS),
    "too many rows": text(
        "a.csv", as_text(CASES), ProblemCode.TOO_MANY_ROWS, limits=Limits(rows=23)
    ),
    "nothing": text("a.csv", "", ProblemCode.FILE_EMPTY),
    "only white space": text("a.csv", " \r\n\t\r\n", ProblemCode.FILE_EMPTY),
    "one line of a hundred megabytes": text(
        "a.csv", lambda: "x" * LARGE, ProblemCode.TEXT_COLUMN_NOT_FOUND
    ),
    "a hundred megabytes of separators": text(
        "a.csv", lambda: ";" * LARGE, ProblemCode.TEXT_COLUMN_NOT_FOUND
    ),
    "a hundred megabytes of quotation marks": text(
        "a.csv", lambda: '"' * LARGE, ProblemCode.TEXT_COLUMN_NOT_FOUND
    ),
    "a hundred megabytes of cells": text(
        "a.csv", lambda: "texto;" * (LARGE // 6), ProblemCode.TOO_MANY_COLUMNS
    ),
    "a text of a hundred megabytes": text(
        "a.csv",
        lambda: as_text(changed(5, ["x" * LARGE, "Penal"])),
        (23, 1),
        limits=Limits(file_bytes=2 * LARGE),
    ),
}

JSON = {
    "lines": text("a.jsonl", LINES, ALL_USED),
    "lines, as they end on Windows": text("A.JSONL", LINES.replace("\n", "\r\n"), ALL_USED),
    "lines in UTF-16": encoded("a.jsonl", LINES, "utf-16"),
    "lines in Latin-1": encoded("a.jsonl", LINES, "latin-1"),
    "lines under another name": encoded("a.csv", LINES, "utf-8-sig"),
    "an array": text("a.json", json.dumps(as_records(CASES)), ALL_USED),
    "an array over many lines": text("a", json.dumps(as_records(CASES), indent=4), ALL_USED),
    "an array inside an object": text(
        "a.json", json.dumps({"version": 1, "data": as_records(CASES)}), ALL_USED
    ),
    "an empty line": text("a.jsonl", "\n" + LINES, (24, 1)),
    "a value that is no number": text(
        "a.jsonl", LINES + '{"texto": NaN, "ramo": "Penal"}\n', (24, 1)
    ),
    "half a sign": text("a.jsonl", LINES + r'{"texto": "a\ud800", "ramo": "Penal"}', (25, 0)),
    "a key twice": text(
        "a.jsonl", LINES + '{"texto": "a", "texto": "b", "ramo": "Penal"}', (25, 0)
    ),
    "a cut line": text("a.jsonl", LINES[:-9], ProblemCode.FILE_UNREADABLE),
    "a line that is no object": text("a.jsonl", LINES + "[1]\n", ProblemCode.FILE_UNREADABLE),
    "words": text("a.jsonl", "texto\n", ProblemCode.FILE_UNREADABLE),
    "a cut array": text("a.json", json.dumps(as_records(CASES))[:-1], ProblemCode.FILE_UNREADABLE),
    "something after the array": text(
        "a.json", json.dumps(as_records(CASES)) + "]", ProblemCode.FILE_UNREADABLE
    ),
    "an array of numbers": text("a.json", "[1, 2, 3]", ProblemCode.FILE_UNREADABLE),
    "no objects": text("a.json", "[]", ProblemCode.FILE_EMPTY),
    "objects without keys": text("a.jsonl", "{}\n{}\n", ProblemCode.FILE_EMPTY),
    "a thousand keys": text(
        "a.json", json.dumps([{str(n): 1 for n in range(1_000)}]), ProblemCode.TOO_MANY_COLUMNS
    ),
    "a key a line": text(
        "a.jsonl",
        "".join(json.dumps({str(n): 1}) + "\n" for n in range(5_000)),
        ProblemCode.TOO_MANY_COLUMNS,
    ),
    "brackets without end": text("a.json", "[" * 100_000, ProblemCode.FILE_UNREADABLE),
    "a value too deep": text(
        "a.jsonl", '{"texto": ' + "[" * 9_999 + "]" * 9_999 + "}", ProblemCode.FILE_UNREADABLE
    ),
    "a number of many digits": text(
        "a.jsonl", '{"texto": ' + "9" * 9_999 + "}", ProblemCode.FILE_UNREADABLE
    ),
    "a text of a hundred megabytes in a line": text(
        "a.jsonl",
        lambda: LINES + json.dumps({"texto": "x" * LARGE, "ramo": "Penal"}),
        (24, 1),
        limits=Limits(file_bytes=2 * LARGE),
    ),
    "a string never closed": text(
        "a.json", lambda: '[{"texto": "' + "x" * LARGE, ProblemCode.FILE_UNREADABLE
    ),
    "questions": text("a.json", _questions(), (2, 0)),
    "questions that may have no answer": text("a.json", _questions(is_impossible=False), (2, 0)),
    "questions built in another way": text(
        "a.json", _questions().replace('"context"', '"contexto"'), ProblemCode.FILE_UNREADABLE
    ),
}

PARQUET = {
    "parquet": Specimen(filename="a.parquet", build=lambda: as_parquet(CASES), outcome=ALL_USED),
    "parquet under another name": Specimen(
        filename="a.csv", build=lambda: as_parquet(CASES), outcome=ALL_USED
    ),
    "parquet with types of all kinds": Specimen(
        filename="a.parquet", build=_nested, outcome=ALL_USED
    ),
    "parquet without rows": Specimen(
        filename="a.parquet",
        build=lambda: parquet_of({"texto": pa.array([], pa.string())}),
        outcome=ProblemCode.NO_EXAMPLES,
        reading=asking(text="texto"),
    ),
    "parquet without columns": Specimen(
        filename="a.parquet", build=lambda: parquet_of({}), outcome=ProblemCode.NO_EXAMPLES
    ),
    "parquet, cut": Specimen(
        filename="a.parquet",
        build=lambda: as_parquet(CASES)[:-9],
        outcome=ProblemCode.FILE_UNREADABLE,
    ),
    "parquet, encrypted": Specimen(
        filename="a.parquet",
        build=lambda: b"PARE" + as_parquet(CASES)[4:-4] + b"PARE",
        outcome=ProblemCode.FILE_PROTECTED,
    ),
    "parquet with too many rows": Specimen(
        filename="a.parquet",
        build=lambda: as_parquet(CASES),
        outcome=ProblemCode.TOO_MANY_ROWS,
        limits=Limits(rows=23),
    ),
    "parquet, one text in every row": Specimen(
        filename="a.parquet",
        build=_repeated,
        outcome=ProblemCode.FILE_TOO_LARGE,
        limits=Limits(unpacked_bytes=256 * MEBIBYTE),
    ),
    "parquet, millions of nulls": Specimen(
        filename="a.parquet",
        build=_nulls,
        outcome=ProblemCode.FILE_TOO_LARGE,
        limits=Limits(unpacked_bytes=64 * MEBIBYTE),
    ),
}

CONLL = {
    "tagged sentences": text("a.conll", TAGGED * 4, (32, 0)),
    "tagged sentences under another name": text("a.txt", TAGGED * 4, (32, 0)),
    "tagged sentences in tabs": text("A.TSV", (TAGGED * 4).replace(" ", "\t"), (32, 0)),
    "a token without a tag": text("a.conll", TAGGED * 4 + "sozinho\n", ProblemCode.FILE_UNREADABLE),
    "no tagged sentences": text("a.conll", "# nada\n\n", ProblemCode.NO_EXAMPLES),
}

CORPUS: dict[str, Specimen] = DELIMITED | JSON | PARQUET | CONLL
