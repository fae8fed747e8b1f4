"""Spreadsheets made on the spot, and what comes of them."""

import csv
import io
import json
import shutil
from collections.abc import Sequence
from pathlib import Path

import openpyxl
import pyarrow as pa
import pyarrow.parquet as pq

from api.datasets.contents import EXAMPLES
from api.datasets.limits import Limits
from api.datasets.preparation import Prepared, Refused, Wish, prepare
from api.datasets.reading import Reading
from schemas.problems import ProblemCode
from schemas.reading import Role

FILES = Path(__file__).parent / "formats" / "files"
EXAMPLE = Path(__file__).parents[3] / "examples" / "triagem_juridica.xlsx"

Rows = Sequence[Sequence[object]]


def cases(count: int = 24, labels: Sequence[str] = ("Cível", "Penal")) -> list[list[object]]:
    """A header and rows of a text with commas and accents, the labels in turn."""
    texts = (f"O autor da ação nº {n} alega, em síntese, dano moral" for n in range(count))
    return [["texto", "ramo"], *([text, labels[n % len(labels)]] for n, text in enumerate(texts))]


def as_text(rows: Rows, separator: str = ";", newline: str = "\r\n") -> str:
    """The rows with no quotation marks at all."""
    return newline.join(separator.join(map(str, row)) for row in rows) + newline


def as_records(rows: Rows) -> list[dict[str, object]]:
    """Each row below the header by the header's names."""
    header, *below = rows
    return [dict(zip(map(str, header), row, strict=True)) for row in below]


def as_json_lines(rows: Rows) -> str:
    """Each row below the header as an object on a line of its own."""
    return "".join(json.dumps(each, ensure_ascii=False) + "\n" for each in as_records(rows))


def as_parquet(rows: Rows) -> bytes:
    """The columns in the types that Arrow finds for them."""
    buffer = io.BytesIO()
    pq.write_table(pa.Table.from_pylist(as_records(rows)), buffer)
    return buffer.getvalue()


def write_csv(path: Path, rows: Rows, separator: str = ";") -> Path:
    """The rows as Python's own csv module writes them."""
    with path.open("w", encoding="utf-8", newline="") as file:
        csv.writer(file, delimiter=separator).writerows(rows)
    return path


def write_xlsx(path: Path, rows: Rows, *, top: int = 1, left: int = 1) -> Path:
    """A workbook of one sheet whose first cell stands at row ``top``, column ``left``."""
    workbook = openpyxl.Workbook()
    sheet = workbook.active
    assert sheet is not None
    for number, row in enumerate(rows):
        for index, value in enumerate(row):
            sheet.cell(top + number, left + index).value = value  # pyright: ignore[reportAttributeAccessIssue]
    workbook.save(path)
    return path


def read(
    path: Path, reading: Reading | None = None, limits: Limits | None = None, name: str = ""
) -> Prepared | Refused:
    """What ``prepare`` makes of the file, in a folder beside it."""
    folder = made_of(path)
    shutil.rmtree(folder, ignore_errors=True)
    folder.mkdir()
    wish = Wish(reading=reading or Reading(), limits=limits or Limits())
    return prepare(path, name or path.name, wish, folder)


def asking(**columns: str) -> Reading:
    """A reading that names these columns: ``asking(text="texto")``."""
    return Reading(columns={Role(role): name for role, name in columns.items()})


def prepared(
    path: Path, reading: Reading | None = None, limits: Limits | None = None, name: str = ""
) -> Prepared:
    """The outcome, which must be that the file can be used."""
    outcome = read(path, reading, limits, name)
    assert isinstance(outcome, Prepared), outcome
    return outcome


def refused(
    path: Path, reading: Reading | None = None, limits: Limits | None = None, name: str = ""
) -> Refused:
    """The outcome, which must be a refusal that wrote nothing."""
    outcome = read(path, reading, limits, name)
    assert isinstance(outcome, Refused), outcome
    assert not [*made_of(path).iterdir()]
    return outcome


def codes(outcome: Refused) -> list[ProblemCode]:
    return [problem.code for problem in outcome.problems]


def made_of(path: Path) -> Path:
    return path.with_name(path.name + ".made")


def examples_of(path: Path) -> Path:
    return made_of(path) / EXAMPLES


def examples_in(path: Path) -> list[dict[str, object]]:
    """The rows of the Parquet that came of the file; the split only where it is fixed."""
    found = pq.read_table(examples_of(path)).to_pylist()
    return [{name: row[name] for name in row if name != "split" or row[name]} for row in found]
