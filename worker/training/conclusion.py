"""What a run leaves: the model with its card, then the other formats that were asked for."""

from collections.abc import Callable, Iterator
from pathlib import Path

from schemas.events.run import ModelFiles
from schemas.exports import Export
from schemas.metrics import Report
from worker.messages import Job
from worker.training import model_folder
from worker.training.card import card, facts
from worker.training.exporting import workshop
from worker.training.exporting.sample import Source, Split
from worker.training.exporting.workshop import Bench

Log = Callable[[str], None]


def keep(
    job: Job,
    report: Report,
    save: Callable[[Path], None],
    log: Log,
    pause: Callable[[], None],
    *,
    cut_short: bool = False,
) -> ModelFiles:
    """The model that ``save`` writes, and its exports; ``pause`` is called after each of these.

    A format that cannot be had is told among the others: the model is there all the same. Of a
    training that was ``cut_short`` the card says so.
    """

    def write(folder: Path) -> None:
        save(folder)
        card.write(folder, facts.of(job, report, cut_short=cut_short), job.language)

    files = model_folder.write(job.model_dir, write)
    exports: list[Export] = []
    for made in _exports(job, log):
        exports.append(made)
        pause()
    if exports:
        card.write(job.model_dir, facts.of(job, report, tuple(exports)), job.language)
    return files.model_copy(update={"exports": exports})


def _exports(job: Job, log: Log) -> Iterator[Export]:
    if not job.exports:
        return
    chosen = job.hyperparameters
    source = Source(job.examples, Split(chosen.train_split, chosen.seed))
    try:
        bench = Bench.of(job.model_dir, source)
    except Exception as error:
        yield from (workshop.failed(wanted, error) for wanted in job.exports)
    else:
        yield from workshop.make(bench, job.exports, log)
