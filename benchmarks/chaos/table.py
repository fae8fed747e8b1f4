"""The table of ``docs/reliability.md``, between its two marks."""

import statistics
from collections.abc import Mapping, Sequence
from pathlib import Path

from benchmarks.chaos.catalogue import FAULTS
from benchmarks.chaos.course import Tally
from benchmarks.chaos.losses import Losses

PAPER = Path(__file__).parents[2] / "docs" / "reliability.md"
BEGIN, END = "<!-- chaos: begin -->", "<!-- chaos: end -->"
HEADER = (
    "| fault | row | times | expected | seen | lost | doubled | healthy runs killed"
    " | recovery p50 / p99 |\n"
    "|---|---|---|---|---|---|---|---|---|"
)


def written(tallies: Mapping[str, Tally], losses: Losses, circumstances: Sequence[str]) -> str:
    """All of it, as Markdown."""
    lines = [*circumstances, "", HEADER]
    totals = [len(losses.lost), len(losses.doubled), len(losses.killed)]
    # Of single kinds nothing can be said where something was lost: several fell together.
    of_each = " | ".join(str(total) if total == 0 else "?" for total in totals)
    for fault in FAULTS:
        tally = tallies[fault.name]
        seen = "as expected" if tally.recovered == tally.injected else "not always over"
        lines.append(
            f"| {fault.name} | {fault.rows} | {tally.injected} | {fault.expected}"
            f" | {seen} | {of_each} | {_percentiles(tally.seconds)} |"
        )
    injected = sum(tally.injected for tally in tallies.values())
    counts = " | ".join(str(total) for total in totals)
    lines += [f"| **all** |  | **{injected}** |  |  | {counts} |  |", "", *_remarks(losses)]
    return "\n".join(lines)


def _remarks(losses: Losses) -> list[str]:
    runs = ", ".join(f"{count} {status}" for status, count in sorted(losses.runs.items()))
    total = sum(losses.runs.values())
    said = [
        f"{losses.events} events of {total} runs: {runs}; browsers heard {losses.followed} whole."
    ]
    for name, found in (
        ("lost", losses.lost),
        ("doubled", losses.doubled),
        ("broken rules", losses.others),
        ("healthy runs killed", losses.killed),
    ):
        said += [f"{name}: {one}" for one in found]
    return said


def _percentiles(seconds: Sequence[float]) -> str:
    if not seconds:
        return "–"
    if len(seconds) == 1:
        return f"{seconds[0]:.1f} s"
    cuts = statistics.quantiles(seconds, n=100, method="inclusive")
    return f"{cuts[49]:.1f} / {cuts[98]:.1f} s"


def keep(text: str) -> None:
    """Replace what stands between the marks."""
    paper = PAPER.read_text()
    before, _, rest = paper.partition(BEGIN)
    _, _, after = rest.partition(END)
    PAPER.write_text(f"{before}{BEGIN}\n{text}\n{END}{after}")
