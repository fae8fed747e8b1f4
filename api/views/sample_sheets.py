"""The spreadsheets that come with Afina, as the API shows them."""

from api.samples import SampleSheet
from api.views import dataset_samples as samples
from api.views.base import View, like
from schemas.tasks import Task


class SampleShown(View):
    """A spreadsheet to try everything with."""

    name: str
    filename: str
    task: Task
    language: str
    """That its texts are in."""
    rows: int
    labels: int
    size_bytes: int

    @classmethod
    def of(cls, sheet: SampleSheet) -> "SampleShown":
        """The sheet as it lies there."""
        known = ("name", "filename", "task", "language", "rows", "labels")
        fields = {name: getattr(sheet, name) for name in known}
        return cls.model_validate(fields | {"size_bytes": sheet.path.stat().st_size})


class SampleList(View):
    """All spreadsheets that come with Afina."""

    model_config = like(samples.SAMPLE_LIST)

    items: list[SampleShown]
