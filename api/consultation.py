"""Asks the worker that keeps a model what it answers to texts, and waits for so long at most."""

from nats.aio.client import Client
from nats.errors import Error as NatsError
from nats.errors import NoRespondersError

from api.problems import RefusedError
from schemas import subjects
from schemas.inference import Asked, DeclineCode, Declined, Prediction, told
from schemas.problems import ProblemCode

PATIENCE_SECONDS = 45.0
"""A worker that nobody has asked for a while loads its libraries and the model first."""
MARGIN_SECONDS = 2.0
"""More for the way there and back: a worker that is too busy says so itself."""
ENVELOPE_BYTES = 4096
"""Of a message, for what is around its data."""
PROBLEMS = {
    DeclineCode.MISSING: ProblemCode.MODEL_MISSING,
    DeclineCode.DAMAGED: ProblemCode.MODEL_DAMAGED,
    DeclineCode.BUSY: ProblemCode.WORKER_BUSY,
    DeclineCode.FAILED: ProblemCode.PREDICTION_FAILED,
    DeclineCode.TOO_LARGE: ProblemCode.TOO_LARGE,
    DeclineCode.UNREADABLE: ProblemCode.NEWER_VERSION,
}


async def consult(client: Client, worker_id: str, asked: Asked) -> tuple[Prediction, ...]:
    """What the worker's model answers, in the order of the texts.

    Raises:
        RefusedError: the code says why there is no answer.
    """
    data = asked.model_dump_json().encode()
    if len(data) + ENVELOPE_BYTES > client.max_payload:
        raise RefusedError(ProblemCode.TOO_LARGE)
    seconds = asked.patience_seconds + MARGIN_SECONDS
    try:
        message = await client.request(subjects.predictions(worker_id), data, timeout=seconds)
    except (NoRespondersError, TimeoutError) as error:
        raise RefusedError(ProblemCode.WORKER_UNREACHABLE) from error
    except NatsError as error:
        raise RefusedError(ProblemCode.UNAVAILABLE) from error
    answer = told.validate_json(message.data)
    if isinstance(answer, Declined):
        raise RefusedError(PROBLEMS[answer.code])
    return answer.predictions
