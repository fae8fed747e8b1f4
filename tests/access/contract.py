"""Requests made up after the API's own document, right and wrong ones, and what comes of them."""

import os
from collections import Counter, defaultdict
from collections.abc import Iterator, Mapping
from contextlib import suppress
from dataclasses import dataclass, field
from http import HTTPStatus
from typing import Any

import requests
import schemathesis
from hypothesis import HealthCheck, Phase, given
from hypothesis import settings as searching
from hypothesis.errors import Unsatisfiable
from schemathesis import GenerationMode
from schemathesis.checks import load_all_checks, not_a_server_error
from schemathesis.core.failures import FailureGroup
from schemathesis.core.result import Ok
from schemathesis.specs.openapi.checks import (
    content_type_conformance,
    negative_data_rejection,
    response_schema_conformance,
    status_code_conformance,
)

from api.access import CHANGE_HEADER
from tests.access.askers import Asker

Case = schemathesis.Case[Any]
Operation = schemathesis.APIOperation[Any, Any, Any, Any]

EXAMPLES = int(os.environ.get("AFINA_CONTRACT_EXAMPLES", "1"))
"""Of each kind, for each route."""
CHECKS = (
    not_a_server_error,
    status_code_conformance,
    content_type_conformance,
    response_schema_conformance,
    negative_data_rejection,
)
REFUSING = ["400", "401", "403", "404", "409", "413", "414", "422", "431", "503"]
"""How what is wrong is answered; 503 where who would answer is away, which is seen first."""
AWAY = {"POST /api/system/replays", "POST /api/models/{run_id}/predictions"}
"""What processes answer that do not run here; 503 is right for it."""
AT_LAST = ("PATCH", "/api/limits")
"""After it nobody may be allowed to ask much any more."""

load_all_checks()


@dataclass
class Findings:
    """What came of it."""

    asked: defaultdict[Asker, Counter[int]] = field(default_factory=lambda: defaultdict(Counter))
    """How often each status came to each asker."""
    broken: defaultdict[Asker, list[str]] = field(default_factory=lambda: defaultdict(list))
    """How the document was not kept to."""


@dataclass(frozen=True)
class Contract:
    """The document at an address, those who ask, and the ids of what is there."""

    address: str
    tokens: Mapping[Asker, str | None]
    there: Mapping[str, str]
    """By the name of a parameter in a path."""
    found: Findings = field(default_factory=Findings)

    def ask(self) -> Findings:
        """Ask everything of every route, as everybody."""
        schema = schemathesis.openapi.from_url(f"{self.address}/schema/openapi.json")
        schema.config.update(base_url=self.address)
        schema.config.checks.negative_data_rejection.expected_statuses = REFUSING
        for operation in _operations(schema):
            for mode in GenerationMode:
                self._ask_of(operation, mode)
        return self.found

    def _ask_of(self, operation: Operation, mode: GenerationMode) -> None:
        @search
        @given(case=operation.as_strategy(generation_mode=mode))
        def ask(case: Case) -> None:
            if mode is GenerationMode.POSITIVE:
                self._mean_what_is_there(case)
            for asker in self.tokens:
                self._ask_as(asker, case)

        with suppress(Unsatisfiable):  # nothing can be wrong where nothing is sent
            ask()

    def _mean_what_is_there(self, case: Case) -> None:
        names = case.path_parameters or {}
        names.update({name: self.there[name] for name in names if name in self.there})

    def _ask_as(self, asker: Asker, case: Case) -> None:
        token = self.tokens[asker]
        headers = {CHANGE_HEADER: "1"} | ({"Authorization": f"Bearer {token}"} if token else {})
        try:
            response = case.call(headers=headers)
        except requests.RequestException as error:
            self.found.broken[asker].append(f"{case.as_curl_command()} gets no answer: {error}")
            return
        self.found.asked[asker][response.status_code] += 1
        is_away = response.status_code == HTTPStatus.SERVICE_UNAVAILABLE and (
            case.operation.label in AWAY
        )
        checks = [check for check in CHECKS if check is not not_a_server_error or not is_away]
        try:
            case.validate_response(response, checks=checks, headers=headers)
        except FailureGroup as failures:
            self.found.broken[asker] += [
                f"{case.operation.label} answers {asker} {response.status_code}: "
                f"{each.title}: {each.message}: {case.as_curl_command()}"
                for each in failures.exceptions
            ]


def _operations(schema: schemathesis.BaseSchema) -> Iterator[Operation]:
    found = [each.ok() for each in schema.get_all_operations() if isinstance(each, Ok)]
    found.sort(key=lambda one: (one.method.upper(), one.path) == AT_LAST)
    return iter(found)


search = searching(
    max_examples=EXAMPLES,
    deadline=None,
    derandomize=True,
    database=None,
    phases=[Phase.generate],
    suppress_health_check=list(HealthCheck),
)
