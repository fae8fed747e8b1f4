"""How fast a file becomes examples, beside pandas, and how much memory that takes.

    python -m benchmarks.datasets [--rows 10000 100000 1000000] [--pandas-up-to N] [--write]

Each line is one file, read in a fresh process by each contestant, one after the other:

- reading alone: from the file to columns of text with their figures, and the same by pandas;
- examples: the rows sorted out, written as Parquet and hashed, without the quality report;
- everything: ``prepare``, with the whole quality report.

Texts are made up from a list of words: short ones like questions to a bank, and long ones like
passages of court decisions, about 1,500 characters each. The workbooks share their texts, as
spreadsheet programs write them.
"""

import argparse
import csv
import json
import subprocess
import sys
import tempfile
import time
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass
from pathlib import Path
from random import Random

import pandas as pd
import xlsxwriter

from api.datasets import examples, table
from api.datasets.contents import written
from api.datasets.formats import opening
from api.datasets.limits import Limits
from api.datasets.preparation import Prepared, Wish, prepare
from api.datasets.reading import Reading
from api.datasets.tasks import catalogue
from benchmarks.machine import describe

RESULTS = Path(__file__).parent / "results" / "datasets.md"
LABELS = 12
VOCABULARY = """
o a de que e do da em um para com não uma os no se na por mais as dos como mas foi ao ele
das tem à seu sua ou ser quando muito há nos já está também só pelo pela até isso entre
era depois sem mesmo aos ter seus quem nas me esse eles conta cartão saldo limite
transferência boleto recurso apelação autor réu sentença juízo indenização dano moral
contrato cláusula prescrição honorários custas processuais provimento negado parcial turma
câmara relator voto acórdão tribunal justiça estado constituição federal artigo parágrafo
inciso lei código civil penal
"""

Texts = dict[str, int]
KINDS: Texts = {"short": 60, "long": 1_500}
"""Mean characters."""


def main() -> None:
    """Measure, print the table, and keep it if asked to."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--rows", type=int, nargs="+", default=[10_000, 100_000])
    parser.add_argument("--kinds", nargs="+", default=list(KINDS), choices=list(KINDS))
    parser.add_argument("--pandas-up-to", type=int, default=1_000_000, help="rows")
    parser.add_argument("--rounds", type=int, default=3, help="the quickest of each counts")
    parser.add_argument("--write", action="store_true", help=f"write {RESULTS}")
    parser.add_argument("--contestant", choices=list(CONTESTANTS), help=argparse.SUPPRESS)
    parser.add_argument("--file", type=Path, help=argparse.SUPPRESS)
    chosen = parser.parse_args()
    if chosen.contestant:
        print(json.dumps(_taken(CONTESTANTS[chosen.contestant], chosen.file)))
        return
    text = report(list(_lines(chosen)))
    print(text)
    if chosen.write:
        RESULTS.parent.mkdir(exist_ok=True)
        RESULTS.write_text(text)


@dataclass(frozen=True, slots=True)
class Taken:
    """What one contestant took for one file."""

    seconds: float
    """Of the processor, all threads together: a busy computer distorts them less."""
    peak_bytes: int
    """Of the process, while it read."""
    loaded_bytes: int
    """Before it began: the programs alone."""


@dataclass(frozen=True, slots=True)
class Line:
    """One file and all that read it."""

    kind: str
    suffix: str
    rows: int
    size_bytes: int
    taken: dict[str, Taken]


def _lines(chosen: argparse.Namespace) -> Iterator[Line]:
    with tempfile.TemporaryDirectory() as folder:
        for kind in chosen.kinds:
            for rows in chosen.rows:
                for write in (_write_xlsx, _write_csv):
                    if KINDS[kind] * rows > PACKED[write] * Limits().file_bytes:
                        continue
                    path = write(Path(folder) / f"{kind}-{rows}", kind, rows)
                    names = [n for n in CONTESTANTS if n != "pandas" or rows <= chosen.pandas_up_to]
                    yield _line(path, kind, rows, names, chosen.rounds)
                    path.unlink()


def _line(path: Path, kind: str, rows: int, names: Sequence[str], rounds: int) -> Line:
    """The contestants in turn, round by round, so that none has all the quiet moments."""
    taken: dict[str, Taken] = {}
    for _ in range(rounds):
        for name in names:
            each = _in_fresh_process(name, path)
            taken[name] = min(taken.get(name, each), each, key=lambda one: one.seconds)
    return Line(kind, path.suffix, rows, path.stat().st_size, taken)


def _in_fresh_process(contestant: str, path: Path) -> Taken:
    command = [sys.executable, "-m", "benchmarks.datasets"]
    answer = subprocess.run(
        [*command, "--contestant", contestant, "--file", path],
        capture_output=True,
        text=True,
        check=True,
    )
    return Taken(*json.loads(answer.stdout.splitlines()[-1]))


def _taken(contestant: Callable[[Path], int], path: Path) -> tuple[float, int, int]:
    """Seconds of the processor, the peak of memory and what it was before."""
    loaded = _peak_bytes()
    started = time.process_time()
    rows = contestant(path)
    seconds = time.process_time() - started
    if not rows:
        raise ValueError(f"{path} was not read")
    return seconds, _peak_bytes(), loaded


def _peak_bytes() -> int:
    """Of this program alone: what ``getrusage`` tells may be of the one that started it."""
    lines = Path("/proc/self/status").read_text().splitlines()
    [peak] = [line.split()[1] for line in lines if line.startswith("VmHWM")]
    return int(peak) * 1024


def _by_pandas(path: Path) -> int:
    if path.suffix == ".csv":
        return len(pd.read_csv(path))
    return len(pd.read_excel(path, engine="openpyxl"))


def _read(path: Path) -> table.Table:
    grid = next(opening.grids(path, path.name, Limits()))
    return table.build(grid, Limits())


def _reading(path: Path) -> int:
    return _read(path).rows


def _examples(path: Path) -> int:
    sheet = _read(path)
    task = catalogue.likeliest(sheet)
    rows = task.sort_out(sheet, task.resolve(sheet, Reading()), Limits())
    with tempfile.TemporaryDirectory() as folder:
        written(examples.write(rows.examples, Path(folder) / "examples.parquet"))
    return rows.rows_used


def _everything(path: Path) -> int:
    with tempfile.TemporaryDirectory() as folder:
        outcome = prepare(path, path.name, Wish(), Path(folder))
    return outcome.rows_used if isinstance(outcome, Prepared) else 0


CONTESTANTS: dict[str, Callable[[Path], int]] = {
    "pandas": _by_pandas,
    "reading": _reading,
    "examples": _examples,
    "everything": _everything,
}


def made_up(kind: str, rows: int) -> Iterator[list[str]]:
    """The header, then rows that are the same every time: text, label, group of ten rows."""
    random, vocabulary = Random(rows), VOCABULARY.split()
    yield ["texto", "ramo", "documento"]
    for number in range(rows):
        length = random.randint(KINDS[kind] // 2, KINDS[kind] * 3 // 2)
        words = random.choices(vocabulary, k=max(1, length // 5))
        yield [
            f"{number} {' '.join(words)}",
            f"Ramo {random.randrange(LABELS)}",
            f"doc {number // 10}",
        ]


def _write_xlsx(stem: Path, kind: str, rows: int) -> Path:
    path = stem.with_suffix(".xlsx")
    book = xlsxwriter.Workbook(path)
    sheet = book.add_worksheet("Dados")
    for number, row in enumerate(made_up(kind, rows)):
        for index, cell in enumerate(row):
            sheet.write_string(number, index, cell)
    book.close()
    return path


def _write_csv(stem: Path, kind: str, rows: int) -> Path:
    path = stem.with_suffix(".csv")
    with path.open("w", encoding="utf-8", newline="") as file:
        csv.writer(file).writerows(made_up(kind, rows))
    return path


PACKED = {_write_xlsx: 3.3, _write_csv: 1.0}
"""Characters a byte of the file, nearly: files beyond the limit are not made."""


def report(lines: Sequence[Line]) -> str:
    """The figures beside their target, as Markdown."""
    rows = "\n".join(map(_row, lines))
    return (
        f"# Datasets\n\n{describe()}\n\n`python -m benchmarks.datasets --write`\n\n"
        "Seconds of the processor, and in brackets how many times as many pandas takes (target: "
        "5 or more for a workbook of 100,000 rows); the quickest of some rounds. Memory is the "
        "peak of a fresh process, less what the programs alone take.\n\n"
        "| texts | file | rows | MB | pandas | reading alone | to examples | with the whole report "
        "| µs a row, reading | peak MB: pandas | reading | everything |\n"
        f"|---|---|---|---|---|---|---|---|---|---|---|---|\n{rows}\n"
    )


def _row(line: Line) -> str:
    pandas = line.taken.get("pandas")
    ours = [line.taken[name] for name in ("reading", "examples", "everything")]
    seconds = [f"{each.seconds:.2f}{_times(pandas, each)}" for each in ours]
    told = [
        line.kind,
        line.suffix.removeprefix("."),
        f"{line.rows:,}",
        f"{line.size_bytes / 1e6:.1f}",
        f"{pandas.seconds:.2f}" if pandas else "not run",
        *seconds,
        f"{ours[0].seconds / line.rows * 1e6:.1f}",
        _megabytes(pandas) if pandas else "not run",
        _megabytes(ours[0]),
        _megabytes(ours[2]),
    ]
    return f"| {' | '.join(told)} |"


def _times(pandas: Taken | None, ours: Taken) -> str:
    return f" ({pandas.seconds / ours.seconds:.1f}×)" if pandas else ""


def _megabytes(taken: Taken) -> str:
    return f"{(taken.peak_bytes - taken.loaded_bytes) / 1e6:.0f}"


if __name__ == "__main__":
    main()
