"""Where a worker keeps its things on disk."""

from dataclasses import dataclass
from pathlib import Path
from uuid import UUID

from infra.settings import Settings


@dataclass(frozen=True, slots=True)
class Workplace:
    """One worker's folders."""

    data_dir: Path
    own: Path
    """Of this worker alone."""
    models: Path

    @classmethod
    def prepare(cls, settings: Settings) -> "Workplace":
        """The folders of ``settings``' worker, made if need be."""
        data_dir = settings.data_dir.resolve()
        own = data_dir / "workers" / settings.worker_id
        models = (settings.models_dir or own / "models").resolve()
        prepared = cls(data_dir, own, models)
        for folder in (own, models, prepared.examples, prepared.sheets, prepared.cache):
            folder.mkdir(parents=True, exist_ok=True)
        return prepared

    @property
    def outbox(self) -> Path:
        return self.own / "outbox.sqlite3"

    @property
    def examples(self) -> Path:
        return self.own / "examples"

    @property
    def sheets(self) -> Path:
        """Texts to be classified, as long as that takes."""
        return self.own / "sheets"

    @property
    def cache(self) -> Path:
        """Shared by the workers of a computer: converted base models, tokenised texts."""
        return self.data_dir / "cache"

    def run(self, run_id: UUID) -> Path:
        """Checkpoints and the job file of one run."""
        return self.own / "runs" / str(run_id)

    def take_over(self, before: UUID, run_id: UUID) -> bool:
        """Let ``run_id`` go on from what ``before`` kept; whether there was anything.

        A run that has begun keeps its own. The folder moves: what two runs held would take up
        room that no run could give back.
        """
        kept, own = self.run(before), self.run(run_id)
        if own.exists() or not kept.is_dir():
            return False
        kept.replace(own)
        return True

    def model(self, run_id: UUID) -> Path:
        """Where the run's finished model goes."""
        return self.models / str(run_id)
