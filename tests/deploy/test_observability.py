import re
from importlib import import_module
from pathlib import Path
from typing import Any

import pytest
from prometheus_client import REGISTRY

from tests.deploy import panels
from tests.deploy.panels import ALERTS, DASHBOARD, metrics

OPERATIONS = (Path(__file__).parents[2] / "docs" / "operations.md").read_text()
ROOMS = ("infra.metrics", "api.metrics", "consumers.metrics", "worker.agent.metrics")
SUFFIXES = {
    "counter": ("_total",),
    "histogram": ("_bucket", "_count", "_sum"),
    "info": ("_info",),
}


def existing() -> set[str]:
    """The names under which our processes show their figures."""
    for room in ROOMS:
        import_module(room)
    return {
        family.name + suffix
        for family in REGISTRY.collect()
        for suffix in SUFFIXES.get(family.type, ("",))
    }


def test_dashboard_and_alerts_ask_only_for_metrics_that_exist():
    assert panels.asked_for() <= existing()


def test_every_metric_of_ours_is_on_the_dashboard():
    """One that nobody looks at is one too many."""
    ours = {family.name for family in REGISTRY.collect() if family.name.startswith("afina_")}
    ours -= {name for name in ours if name.startswith("afina_test_")}
    shown = {re.sub("_(total|bucket|count|sum|info)$", "", name) for name in panels.asked_for()}
    left = {"afina_stream_last_sequence", "afina_projection_position"}
    assert {name.removesuffix("_info") for name in ours} - shown <= left


def test_names_of_metrics_are_told_from_labels_and_functions():
    expression = 'sum by (le, afina_x) (rate(afina_a_bucket{afina_b="afina_c"}[5m])) / on() up'
    assert metrics(expression) == {"afina_a_bucket"}


@pytest.mark.parametrize("rule", ALERTS, ids=lambda rule: rule["alert"])
def test_an_alert_says_what_is_wrong_and_what_to_do(rule: dict[str, Any]):
    told = rule["annotations"]
    assert told["summary"]
    assert told["description"].endswith(".")
    assert rule["labels"]["severity"] in {"critical", "warning"}
    file, _, anchor = told["runbook"].partition("#")
    assert file == "docs/operations.md"
    assert anchor in anchors()


def anchors() -> set[str]:
    headings = re.findall(r"^#+ (.*)$", OPERATIONS, re.MULTILINE)
    return {re.sub(r"[^a-z0-9 -]", "", heading.lower()).replace(" ", "-") for heading in headings}


def test_panels_lie_side_by_side_and_have_names_of_their_own():
    placed = [panel["gridPos"] for panel in DASHBOARD["panels"]]
    cells = [
        (x, y)
        for place in placed
        for x in range(place["x"], place["x"] + place["w"])
        for y in range(place["y"], place["y"] + place["h"])
    ]
    titles = [panel["title"] for panel in DASHBOARD["panels"]]
    assert len(cells) == len(set(cells))
    assert max(x for x, _ in cells) < 24
    assert len(titles) == len(set(titles))
