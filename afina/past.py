"""Models that were trained on this computer, and what is left of their runs."""

from pathlib import Path
from uuid import UUID

from pydantic import ValidationError

from worker.messages import Job
from worker.training.exporting.sample import Source, Split

CONFIG = "config.json"


def model(said: str, data_dir: Path) -> Path | None:
    """The folder of a trained model: itself, one that ``afina fit`` wrote, or of a worker's run."""
    folder = Path(said)
    candidates = [folder, folder / "model"]
    if _is_run(said):
        candidates += data_dir.resolve().glob(f"workers/*/models/{said}")
    return next((each for each in candidates if (each / CONFIG).is_file()), None)


def source(model: Path) -> Source | None:
    """The examples that the run which made ``model`` held out, if its job and they are here."""
    for path in model.resolve().parent.parent.glob(f"runs/{model.name}/job.json"):
        try:
            job = Job.model_validate_json(path.read_bytes())
        except ValidationError:
            continue
        if job.examples.is_file():
            chosen = job.hyperparameters
            return Source(job.examples, Split(chosen.train_split, chosen.seed))
    return None


def _is_run(said: str) -> bool:
    try:
        UUID(said)
    except ValueError:
        return False
    return True
