"""Which metrics the dashboard and the alert rules ask for."""

import json
import re
from pathlib import Path
from typing import Any

import yaml

ROOT = Path(__file__).parents[2] / "deploy"
DASHBOARD: dict[str, Any] = json.loads((ROOT / "grafana/dashboards/afina.json").read_text())
ALERTS: list[dict[str, Any]] = yaml.safe_load((ROOT / "prometheus/alerts.yml").read_text())[
    "groups"
][0]["rules"]

OF_PROMETHEUS = {"up", "ALERTS"}
"""What Prometheus makes by itself."""
_METRIC = re.compile(r"\b((?:afina|process|python)_[a-z0-9_]+|up|ALERTS)\b(?=[\s{\[)]|$)")
_STRING = re.compile(r'"[^"]*"')
_GROUPING = re.compile(r"\b(?:by|on|without|ignoring)\s*\([^)]*\)")
_LABELS = re.compile(r"\{[^}]*\}")


def metrics(expression: str) -> set[str]:
    """The metrics that a PromQL expression names; not its labels, functions and strings."""
    bare = _GROUPING.sub(" ", _LABELS.sub(" ", _STRING.sub("", expression)))
    return set(_METRIC.findall(bare)) - OF_PROMETHEUS


def expressions() -> list[str]:
    """All of the dashboard and the rules."""
    panels = [panel for panel in DASHBOARD["panels"] if panel["type"] != "row"]
    asked = [target["expr"] for panel in panels for target in panel["targets"]]
    return [*asked, *(rule["expr"] for rule in ALERTS)]


def asked_for() -> set[str]:
    """Every metric that the dashboard or a rule names."""
    return set().union(*map(metrics, expressions()))
