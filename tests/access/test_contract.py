"""The API keeps to its own document, whatever is sent: made-up requests, right ones and wrong ones.

``AFINA_CONTRACT_EXAMPLES`` says how many for each route and role; by default few.
"""

import asyncio
import json
import os
from collections import Counter
from collections.abc import Iterator
from contextlib import suppress
from dataclasses import dataclass, field
from http import HTTPStatus
from typing import Any

import httpx
import schemathesis
from hypothesis import HealthCheck, Phase, given, settings
from hypothesis.errors import Unsatisfiable
from schemathesis import GenerationMode
from schemathesis.checks import load_all_checks, not_a_server_error
from schemathesis.core.failures import Failure, FailureGroup
from schemathesis.specs.openapi.checks import (
    content_type_conformance,
    negative_data_rejection,
    response_schema_conformance,
    status_code_conformance,
)

from infra.settings import Settings
from tests.access import askers
from tests.access.askers import Asker
from tests.api import desk as desks

EXAMPLES = int(os.environ.get("AFINA_CONTRACT_EXAMPLES", "2"))
ROLES = (Asker.NOBODY, Asker.HOLDER, Asker.OWNER, Asker.ADMINISTRATOR)
CHECKS = (
    not_a_server_error,
    status_code_conformance,
    content_type_conformance,
    response_schema_conformance,
    negative_data_rejection,
)
APART = {"/api/events", "/api/retention/preview"}
"""A stream that ends with its client alone; a question that another process answers."""
AT_LAST = ("PATCH", "/api/limits")
"""After it nobody may be allowed to ask much any more."""

load_all_checks()


@dataclass
class Findings:
    """What came of it."""

    asked: Counter[int] = field(default_factory=Counter)
    """How often each status came."""
    broken: list[str] = field(default_factory=list)


async def test_no_made_up_request_breaks_the_contract(settings: Settings, projecting: None):
    """No 5xx, nothing that the document does not tell of, nothing wrong that is accepted."""
    found = Findings()
    async with desks.listening(settings) as (desk, address):
        tokens = await askers.tokens(desk)
        for role in ROLES:
            await asyncio.to_thread(_ask, address, tokens[role], found)

    print(f"{sum(found.asked.values())} requests", dict(sorted(found.asked.items())))  # noqa: T201
    assert not found.broken, "\n".join(sorted(set(found.broken)))
    assert max(found.asked) < HTTPStatus.INTERNAL_SERVER_ERROR


def _ask(address: str, token: str | None, found: Findings) -> None:
    schema = schemathesis.openapi.from_dict(_document(address))
    schema.config.update(base_url=address)
    headers = {"X-Afina-Request": "1"}
    if token is not None:
        headers["Authorization"] = f"Bearer {token}"
    for operation in _operations(schema):
        for mode in GenerationMode:
            _ask_one(operation, mode, headers, found)


def _document(address: str) -> dict[str, Any]:
    """The document; its unions are any of their members: a whole number is a number, too.

    And what has no content has none of any type.
    """
    served = httpx.get(f"{address}/schema/openapi.json", trust_env=False).text
    document = json.loads(served.replace('"oneOf"', '"anyOf"'))
    for item in document["paths"].values():
        for operation in item.values():
            operation["responses"].get("204", {}).pop("content", None)
    return document


def _operations(schema: schemathesis.BaseSchema) -> Iterator[schemathesis.APIOperation]:
    found = [result.ok() for result in schema.get_all_operations()]
    found.sort(key=lambda one: (one.method.upper(), one.path) == AT_LAST)
    return (operation for operation in found if operation.path not in APART)


def _ask_one(
    operation: schemathesis.APIOperation,
    mode: GenerationMode,
    headers: dict[str, str],
    found: Findings,
) -> None:
    @settings_of_search
    @given(case=operation.as_strategy(generation_mode=mode))
    def ask(case: schemathesis.Case) -> None:
        response = case.call(headers=headers)
        found.asked[response.status_code] += 1
        try:
            case.validate_response(response, checks=CHECKS, headers=headers)
        except FailureGroup as failures:
            found.broken += [
                f"{operation.label} answers {response.status_code}: {each.title}: {each.message}"
                for each in failures.exceptions
                if isinstance(each, Failure)
            ]

    with suppress(Unsatisfiable):  # nothing can be wrong where nothing is sent
        ask()


settings_of_search = settings(
    max_examples=EXAMPLES,
    deadline=None,
    derandomize=True,
    database=None,
    phases=[Phase.generate],
    suppress_health_check=list(HealthCheck),
)
