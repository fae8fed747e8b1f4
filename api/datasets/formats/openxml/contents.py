"""What a workbook consists of: its sheets, where they are kept, and how it writes dates."""

import posixpath
from dataclasses import dataclass
from xml.etree import ElementTree as ET

from api.datasets.formats.openxml.dates import Dates
from api.datasets.formats.package import Package, UnusualError

WORKBOOK = "xl/workbook.xml"
_STYLES = "xl/styles.xml"


@dataclass(frozen=True, slots=True)
class Sheet:
    """A sheet of cells; charts and macros are none."""

    name: str
    part: str
    """Where its cells are."""
    visible: bool


def sheets(package: Package) -> list[Sheet]:
    """The sheets in the workbook's order.

    Raises:
        UnusualError: the list is not as usual.
    """
    known = targets(package, WORKBOOK)
    found: list[Sheet] = []
    for element in package.tree(WORKBOOK).iterfind(".//{*}sheets/{*}sheet"):
        kind, part = known.get(_relation(element), ("", ""))
        if kind == "worksheet":
            visible = element.get("state", "visible") == "visible"
            found.append(Sheet(element.get("name", ""), part, visible))
    if not found:
        raise UnusualError(WORKBOOK)
    return found


def targets(package: Package, part: str) -> dict[str, tuple[str, str]]:
    """The kind and the part of each relation of ``part``.

    Raises:
        UnusualError: they cannot be read.
    """
    folder = posixpath.dirname(part)
    relations = package.tree(f"{folder}/_rels/{posixpath.basename(part)}.rels")
    return {
        element.get("Id", ""): (
            element.get("Type", "").rpartition("/")[2],
            posixpath.normpath(posixpath.join("/", folder, element.get("Target", ""))).lstrip("/"),
        )
        for element in relations.iterfind("{*}Relationship")
    }


def _relation(element: ET.Element) -> str:
    """The ``id`` among the attributes, whichever namespace the program gave it."""
    return next((value for name, value in element.items() if name.endswith("}id")), "")


def dates(package: Package) -> Dates:
    """Which of the workbook's styles show a number as a date.

    Raises:
        UnusualError: the styles cannot be read.
    """
    properties = package.tree(WORKBOOK).find("{*}workbookPr")
    since_1904 = properties is not None and properties.get("date1904") in {"1", "true"}
    if _STYLES not in package:
        return Dates.of({}, [], since_1904=since_1904)
    styles = package.tree(_STYLES)
    patterns = {
        element.get("numFmtId", ""): element.get("formatCode", "")
        for element in styles.iterfind("{*}numFmts/{*}numFmt")
    }
    used = [element.get("numFmtId", "") for element in styles.iterfind("{*}cellXfs/{*}xf")]
    return Dates.of(patterns, used, since_1904=since_1904)
