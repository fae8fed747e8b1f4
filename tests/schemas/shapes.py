"""What every event that was ever shipped looks like, one fact a line: ``python -m`` records it.

A line that vanishes is a promise broken to the log: something that it holds would no longer be
understood. A new line is harmless, unless it demands what older events do not say.
"""

import difflib
import sys
from collections.abc import Iterator
from pathlib import Path
from typing import Any

from schemas.events.catalogue import recorded_events

RECORD = Path(__file__).with_name("shapes.txt")
BOUNDS = ("pattern", "format", "minimum", "maximum", "exclusiveMinimum", "exclusiveMaximum")
BOUNDS += ("minLength", "maxLength", "minItems", "maxItems")


def present() -> list[str]:
    """The facts about all events as this version reads them."""
    schema = recorded_events.json_schema()
    found: set[str] = set()
    for name, reference in schema["discriminator"]["mapping"].items():
        found.update(_facts(name, {"$ref": reference}, schema["$defs"], ()))
    return sorted(found)


def recorded() -> list[str]:
    """The facts as they were last recorded."""
    return RECORD.read_text(encoding="utf-8").splitlines()


def _facts(
    place: str, schema: dict[str, Any], defined: dict[str, Any], within: tuple[str, ...]
) -> Iterator[str]:
    """What ``schema`` promises of the value at ``place``."""
    if reference := schema.get("$ref"):
        if reference not in within:
            name = reference.rsplit("/", 1)[-1]
            yield from _facts(place, defined[name], defined, (*within, reference))
        return
    for option in (*schema.get("anyOf", ()), *schema.get("oneOf", ())):
        yield from _facts(place + _named(option, defined), option, defined, within)
    yield from _own(place, schema)
    required = schema.get("required", ())
    for name, field in schema.get("properties", {}).items():
        yield f"{place}.{name} {'is required' if name in required else 'may be absent'}"
        yield from _facts(f"{place}.{name}", field, defined, within)
    for inner, mark in (("items", "[]"), ("additionalProperties", "{}")):
        if isinstance(schema.get(inner), dict):
            yield from _facts(place + mark, schema[inner], defined, within)


def _own(place: str, schema: dict[str, Any]) -> Iterator[str]:
    if "type" in schema:
        yield f"{place} is of type {schema['type']}"
    for value in [*schema.get("enum", ()), *([schema["const"]] if "const" in schema else ())]:
        yield f"{place} may be {value!r}"
    for bound in BOUNDS:
        if bound in schema:
            yield f"{place} has {bound} {schema[bound]}"


def _named(option: dict[str, Any], defined: dict[str, Any]) -> str:
    """What tells one kind of object from the others at the same place."""
    schema = defined[option["$ref"].rsplit("/", 1)[-1]] if "$ref" in option else option
    constants = [
        field["const"] for field in schema.get("properties", {}).values() if "const" in field
    ]
    return f"({constants[0]})" if constants else ""


def main() -> None:
    """Record the present, and print what that changes."""
    before = recorded() if RECORD.exists() else []
    RECORD.write_text("\n".join(present()) + "\n", encoding="utf-8")
    changes = difflib.unified_diff(before, present(), "recorded", "present", n=0, lineterm="")
    sys.stdout.writelines(f"{line}\n" for line in changes)


if __name__ == "__main__":
    main()
