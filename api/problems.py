"""Refusals: a stable code for machines, parameters for the translated sentence."""

from collections.abc import Mapping, Sequence
from http import HTTPStatus
from typing import TYPE_CHECKING

from schemas.problems import DataProblem, ProblemCode

if TYPE_CHECKING:
    from api.datasets.preparation import Refused

Param = str | int | float | list[str]

STATUS: dict[ProblemCode, int] = {
    ProblemCode.UNAUTHENTICATED: 401,
    ProblemCode.SIGN_IN_REFUSED: 401,
    ProblemCode.FORBIDDEN: 403,
    ProblemCode.SCOPE_EXCEEDED: 403,
    ProblemCode.CROSS_SITE_REQUEST: 403,
    ProblemCode.SIGN_IN_CANCELLED: 403,
    ProblemCode.SIGN_IN_STALE: 403,
    ProblemCode.SIGN_IN_UNPROVEN: 403,
    ProblemCode.NOT_INVITED: 403,
    ProblemCode.ACCOUNT_CLOSED: 403,
    ProblemCode.PASSWORDS_OFF: 403,
    ProblemCode.NOT_FOUND: 404,
    ProblemCode.DATASET_NOT_FOUND: 404,
    ProblemCode.DATASET_VERSION_NOT_FOUND: 404,
    ProblemCode.REPORT_NOT_FOUND: 404,
    ProblemCode.LEFT_OUT_NOT_FOUND: 404,
    ProblemCode.DRAFT_NOT_FOUND: 404,
    ProblemCode.SAMPLE_NOT_FOUND: 404,
    ProblemCode.RUN_NOT_FOUND: 404,
    ProblemCode.RUN_REPEATS_NONE: 404,
    ProblemCode.CLASSIFICATION_NOT_FOUND: 404,
    ProblemCode.PASS_INVALID: 404,
    ProblemCode.USER_NOT_FOUND: 404,
    ProblemCode.TOKEN_NOT_FOUND: 404,
    ProblemCode.SESSION_NOT_FOUND: 404,
    ProblemCode.WORKER_NOT_FOUND: 404,
    ProblemCode.WORKER_REVOKED: 409,
    ProblemCode.GRANT_INVALID: 403,
    ProblemCode.METHOD_NOT_ALLOWED: 405,
    ProblemCode.DATASET_IN_USE: 409,
    ProblemCode.DATASET_IN_TRAINING: 409,
    ProblemCode.VERSION_CONFLICT: 409,
    ProblemCode.TOO_MANY_CORRECTIONS: 409,
    ProblemCode.NO_CORRECTIONS: 409,
    ProblemCode.RUN_ALREADY_ENDED: 409,
    ProblemCode.RUN_NOT_FAILED: 409,
    ProblemCode.RUN_LIGHTEST: 409,
    ProblemCode.REPLAY_RUNNING: 409,
    ProblemCode.RETENTION_RUNNING: 409,
    ProblemCode.QUOTA_RUNS: 409,
    ProblemCode.QUOTA_RUNS_OF_ALL: 409,
    ProblemCode.RUN_WITHOUT_MODEL: 409,
    ProblemCode.MODEL_MISSING: 409,
    ProblemCode.MODEL_DAMAGED: 409,
    ProblemCode.MODEL_DELETED: 409,
    ProblemCode.MODEL_IN_USE: 409,
    ProblemCode.TASK_NOT_OF_SHEETS: 409,
    ProblemCode.CLASSIFICATION_UNFINISHED: 409,
    ProblemCode.QUOTA_CLASSIFICATIONS: 409,
    ProblemCode.LOGIN_TAKEN: 409,
    ProblemCode.LAST_ADMINISTRATOR: 409,
    ProblemCode.TOO_LARGE: 413,
    ProblemCode.HOST_UNKNOWN: 421,
    ProblemCode.SIGN_IN_PAUSED: 429,
    ProblemCode.MALFORMED: 400,
    ProblemCode.TOO_SLOW: 408,
    ProblemCode.ADDRESS_TOO_LONG: 414,
    ProblemCode.TOO_MANY_REQUESTS: 429,
    ProblemCode.TOO_MANY_STREAMS: 429,
    ProblemCode.HEAD_TOO_LARGE: 431,
    ProblemCode.INTERNAL: 500,
    ProblemCode.UNAVAILABLE: 503,
    ProblemCode.PROVIDER_UNAVAILABLE: 503,
    ProblemCode.WORKER_UNREACHABLE: 503,
    ProblemCode.WORKER_BUSY: 503,
    ProblemCode.PREDICTION_FAILED: 503,
    ProblemCode.NEWER_VERSION: 503,
    ProblemCode.DISK_FULL: 507,
}
UNPROCESSABLE = HTTPStatus.UNPROCESSABLE_ENTITY


def status_of(code: ProblemCode) -> int:
    """The HTTP status that a refusal answers with; what a file or a body says wrong is 422."""
    return STATUS.get(code, UNPROCESSABLE)


class RefusedError(Exception):
    """What was asked for cannot be done, and it is the asker's turn."""

    def __init__(
        self,
        code: ProblemCode,
        params: Mapping[str, Param] | None = None,
        *,
        problems: Sequence[DataProblem] = (),
    ) -> None:
        super().__init__(f"{code}: {dict(params or {})}")
        self.code = code
        self.params: dict[str, Param] = dict(params or {})
        self.problems = tuple(problems)
        """Each thing that is wrong with a file, where there can be several."""


class FileRefusedError(RefusedError):
    """The file cannot be used as it is; ``outcome`` shows as much of it as could be read."""

    def __init__(self, outcome: "Refused") -> None:
        params: dict[str, Param] = {"columns": [column.name for column in outcome.columns]}
        if outcome.sheet is not None:
            params["sheet"] = outcome.sheet
        super().__init__(ProblemCode.DATASET_INVALID, params, problems=outcome.problems)
        self.outcome = outcome
