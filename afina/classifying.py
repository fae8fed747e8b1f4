"""A whole sheet classified from the terminal: sent, followed, fetched."""

from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING, Any

from afina.words import Words

if TYPE_CHECKING:
    from afina.trained import Models

COMPLETED = "completed"


@dataclass(frozen=True, slots=True, kw_only=True)
class Order:
    """A sheet, and the model that is to answer to its texts."""

    run_id: str
    sheet: Path
    fields: Mapping[str, str]
    """Of the form: which column has the texts, which sheet of the workbook."""
    out: Path | None
    """Where the answers go; by default beside where the command is run, under their own name."""


class OccupiedError(Exception):
    """The file for the answers is there already."""


async def classify(models: "Models", order: Order, address: str, say: Words) -> Path | None:
    """Where the answers are; None if there are none, which was said, or the person went before.

    Raises:
        RefusedError: the sheet cannot be used, or the model not be asked.
        OccupiedError: the answers would overwrite a file.
    """
    from afina.interruption import unless_interrupted

    _refuse_occupied(order.out)
    about = await models.classify(order.run_id, order.sheet, order.fields)
    ended = await unless_interrupted(_end(models, order, about, say))
    if ended is None:
        print(say.model.left(f"{address}/modelos/{order.run_id}"))
        return None
    if ended["status"] != COMPLETED:
        failure = ended["failure"]
        print(failure["sentence"] if failure else say.model.sheet_ended[ended["status"]])
        return None
    name, content = await models.answers(about)
    target = order.out or Path(name)
    _refuse_occupied(target)
    target.write_bytes(content)
    return target


async def _end(models: "Models", order: Order, about: str, say: Words) -> dict[str, Any]:
    """The classification after its end; meanwhile a bar says how far it is."""
    from afina.progress import bars

    machine = (await models.one(order.run_id))["machine"]
    job: dict[str, Any] = {}
    with bars(lambda _: say.model.progress(order.sheet.name), say.numbers) as report:
        async for look in models.progress(about):
            if not job:
                rows = say.numbers.count(look["rows"])
                print(say.model.sheet_received(rows, look["text_column"]))
                if machine["status"] != "online":
                    print(say.model.sheet_waits(machine["name"]))
            job = look
            report("rows", job["rows_answered"], job["rows"])
    return job


def _refuse_occupied(target: Path | None) -> None:
    if target is not None and target.exists():
        raise OccupiedError(str(target))
