"""Nothing in the tree opens what can hold code."""

import ast
from collections.abc import Iterator
from pathlib import Path

ROOT = Path(__file__).parents[2]
ROOMS = ("afina", "api", "consumers", "infra", "schemas", "worker")
CODE_BEARING = {"pickle", "cPickle", "dill", "joblib", "marshal", "shelve", "cloudpickle"}


def nodes() -> Iterator[tuple[str, ast.AST]]:
    """Every node of every module of ours, with its place."""
    for room in ROOMS:
        for path in (ROOT / room).rglob("*.py"):
            for node in ast.walk(ast.parse(path.read_text())):
                yield f"{path.relative_to(ROOT)}:{getattr(node, 'lineno', 0)}", node


def calls(name: str) -> dict[str, dict[str, object]]:
    """The constant keywords of each call of ``….name(…)``, by its place."""
    return {
        place: {
            word.arg: word.value.value
            for word in node.keywords
            if word.arg and isinstance(word.value, ast.Constant)
        }
        for place, node in nodes()
        if isinstance(node, ast.Call)
        and isinstance(node.func, ast.Attribute)
        and node.func.attr == name
    }


def test_no_module_knows_a_format_that_holds_code():
    """Not even by a name that is imported later."""
    imported = {
        place: name.split(".")[0]
        for place, node in nodes()
        if isinstance(node, ast.Import | ast.ImportFrom)
        for name in (
            [node.module or ""]
            if isinstance(node, ast.ImportFrom)
            else [alias.name for alias in node.names]
        )
    }
    assert len(imported) > 1000
    assert {place: name for place, name in imported.items() if name in CODE_BEARING} == {}


def test_no_models_own_code_is_ever_run():
    """Whoever loads a model says so, since the library's default may change."""
    loaded = calls("from_pretrained")
    trusting = {
        place for place, told in loaded.items() if told.get("trust_remote_code") is not False
    }
    assert len(loaded) >= 4
    assert trusting == set()


def test_only_numbers_are_read_from_files_of_torch():
    """They are our own checkpoints and exports; those of others are never opened."""
    opened = {place: told for place, told in calls("load").items() if "map_location" in told}
    assert len(opened) >= 2
    assert all(told.get("weights_only") is True for told in opened.values())
