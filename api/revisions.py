"""Versions of a dataset in the making: fetched, changed and compared by other processes."""

from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path

from api import storage
from api.commands import datasets as commands
from api.commands.datasets import Dataset, ReviseDataset
from api.datasets.contents import EXAMPLES
from api.datasets.recipes import difference, revision
from api.datasets.recipes.difference import Difference
from api.datasets.recipes.revision import Base, Revised
from api.decider import Written
from api.problems import RefusedError
from api.services import Services
from api.sight import Sight
from infra.blobs import examples_key, left_out_key, report_key
from schemas.base import Actor
from schemas.events.dataset import DatasetContents, QualitySummary
from schemas.problems import ProblemCode
from schemas.quality import QualityReport
from schemas.recipe import Step


@dataclass(frozen=True, slots=True)
class Wish:
    """A version that somebody wants."""

    actor: Actor
    sight: Sight
    recipe: list[Step]
    expected_version: int | None
    """What must be the newest until then; None for any."""


@dataclass(frozen=True, slots=True)
class Workshop:
    """A dataset, and a folder in which versions of it are made."""

    services: Services
    dataset: Dataset
    folder: Path

    async def revised(self, recipe: Sequence[Step]) -> Revised:
        """What ``recipe`` makes of the dataset; its files are written into the folder.

        Raises:
            RefusedError: RECIPE_INVALID, with everything that speaks against it.
        """
        base = await self._base()
        outcome = await self.services.intake.run(revision.revise, base, tuple(recipe), self.folder)
        if isinstance(outcome, Revised):
            return outcome
        raise RefusedError(ProblemCode.RECIPE_INVALID, problems=outcome.problems)

    async def difference(
        self, before: DatasetContents, after: DatasetContents | None = None
    ) -> Difference:
        """What changed from one version to another; by default to what was made here."""
        old = await self.examples(before)
        new = self.folder / EXAMPLES if after is None else await self.examples(after)
        return await self.services.intake.run(difference.compare, old, new)

    async def examples(self, version: DatasetContents) -> Path:
        """Where the examples of ``version`` can be read."""
        return await self._at_hand(examples_key(version.examples_sha256))

    async def left_out(self, version: DatasetContents) -> Path | None:
        """Where its left-out rows can be read; None where none are kept."""
        sha256 = version.left_out_sha256
        return None if sha256 is None else await self._at_hand(left_out_key(sha256))

    async def report(self, version: DatasetContents) -> Path | None:
        """Where its quality report can be read; None in datasets older than such reports."""
        sha256 = version.report_sha256
        return None if sha256 is None else await self._at_hand(report_key(sha256))

    async def _at_hand(self, key: str) -> Path:
        return await storage.at_hand(self.services.blobs, key, self.folder)

    async def _base(self) -> Base:
        first = self.dataset.uploaded
        report = await self.report(first)
        return Base(
            examples=await self.examples(first),
            left_out=await self.left_out(first),
            reading=first.reading,
            rows_total=first.rows_total,
            report=report,
            base_model=report and _base_model(report),
            limits=(await self.services.standing.rules()).of_files,
        )


def _base_model(report: Path) -> str:
    """Whose tokens the first version's texts were counted in: the others' are, too."""
    return QualityReport.model_validate_json(report.read_bytes()).tokens.base_model


async def make(services: Services, dataset: Dataset, wish: Wish) -> tuple[Written[Dataset], bool]:
    """The version that ``wish`` asks for, and whether it can be read already.

    Raises:
        RefusedError: RECIPE_INVALID, or VERSION_CONFLICT.
    """
    if commands.is_made(dataset, wish.recipe, wish.expected_version):
        like_newest = commands.back_to(dataset.newest, dataset, wish.actor)
        return await storage.revise(services, like_newest, wish.sight, None)
    with services.intake.folder() as folder:
        revised = await Workshop(services, dataset, folder).revised(wish.recipe)
        command = _command(dataset, wish, revised)
        return await storage.revise(services, command, wish.sight, folder)


def _command(dataset: Dataset, wish: Wish, revised: Revised) -> ReviseDataset:
    left_out = revised.left_out_file
    return ReviseDataset(
        actor=wish.actor,
        dataset_id=dataset.uploaded.dataset_id,
        recipe=wish.recipe,
        weigh_classes=revised.weigh_classes,
        expected_version=wish.expected_version,
        rows_total=revised.rows_total,
        rows_used=revised.rows_used,
        examples=revised.examples,
        labels=list(revised.labels),
        examples_sha256=revised.examples_file.sha256,
        examples_size_bytes=revised.examples_file.size_bytes,
        left_out_sha256=left_out and left_out.sha256,
        report_sha256=revised.report_file.sha256,
        quality=QualitySummary.of(revised.quality),
    )
