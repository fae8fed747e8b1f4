"""The connections of the server: slow clients are let go, and no address has them all.

uvicorn waits for heads, bodies and readers as long as it takes; whoever opens many connections and
says little on each would keep everybody else out.
"""

import sys
from asyncio import BaseTransport, Transport
from collections.abc import Iterable
from typing import Any, cast

import h11
from uvicorn.protocols.http.h11_impl import H11Protocol, RequestResponseCycle

from api import metrics, patience
from api.patience import Allowance, Phase, Sight, Vigil
from api.problems import status_of
from api.refusals import MEDIA_TYPE, problem
from api.sentences import negotiate
from infra import logging
from infra.settings import Settings
from schemas.problems import ProblemCode

log = logging.get(__name__)

TRANSPORT = "transport"
LONGEST_LOOK_SECONDS = 2.0
"""That may count at once: where we were late ourselves, what a client said may still be unread."""
BODY_BYTES = 16 << 10
"""Of a body that make progress: 6.5 kbit/s at the default patience."""


def allowance(settings: Settings) -> Allowance:
    """How slow an administrator lets clients be."""
    return Allowance(
        head_seconds=settings.slow_head_seconds,
        body_seconds=settings.slow_body_seconds,
        body_bytes=BODY_BYTES,
        answer_seconds=settings.slow_reader_seconds,
    )


class Protocol(H11Protocol):
    """uvicorn's own, which refuses in our words, and can be asked how its client fares."""

    def __init__(self, *given: Any, most_of_address: int = 0, **named: Any) -> None:
        """``most_of_address``: connections of one address; 0 for no bound."""
        super().__init__(*given, **named)
        self._most_of_address = most_of_address
        self._received_bytes = 0
        self._relieved = 0
        self.vigil = Vigil(self.sight())

    def connection_made(self, transport: BaseTransport) -> None:
        """Keep the transport where each request's scope is made from."""
        super().connection_made(transport)  # pyright: ignore[reportArgumentType] - as uvicorn does
        self.app_state: dict[str, Any] = self.app_state | {TRANSPORT: transport}
        if self._most_of_address and self._of_address() > self._most_of_address:
            metrics.CONNECTIONS_CUT.labels("crowd").inc()
            self.transport.abort()

    def _of_address(self) -> int:
        host = self.client and self.client[0]
        return sum(
            isinstance(other, Protocol) and other.client is not None and other.client[0] == host
            for other in self.connections
        )

    def data_received(self, data: bytes) -> None:
        """Count what comes."""
        self._received_bytes += len(data)
        super().data_received(data)

    def resume_writing(self) -> None:
        """Note that the client reads."""
        self._relieved += 1
        super().resume_writing()

    def sight(self) -> Sight:
        """How the client fares just now."""
        transport: Transport | None = self.transport
        unread_bytes = transport.get_write_buffer_size() if transport else 0
        return Sight(self._phase(unread_bytes), self._received_bytes, unread_bytes, self._relieved)

    def _phase(self, unread_bytes: int) -> Phase:
        cycle = cast("RequestResponseCycle | None", self.cycle)
        if unread_bytes:
            return Phase.ANSWER
        if cycle is None or cycle.response_complete:
            return Phase.IDLE if self.timeout_keep_alive_task else Phase.HEAD
        waits_for_client = cycle.more_body and not cycle.body and not self.flow.read_paused
        return Phase.BODY if waits_for_client else Phase.ANSWER

    def let_go(self) -> None:
        """Answer who may still hear it that they were too slow; cut off who does not read."""
        phase = self.vigil.sight.phase
        metrics.CONNECTIONS_CUT.labels(phase.value).inc()
        log.debug("client too slow, let go", phase=phase.value)
        if phase is Phase.HEAD or (phase is Phase.BODY and not self.cycle.response_started):
            self.refuse(ProblemCode.TOO_SLOW)
        else:
            self.transport.abort()

    def send_400_response(self, msg: str) -> None:
        """Refuse what is no HTTP, or too much of it."""
        error = sys.exc_info()[1]
        hint = error.error_status_hint if isinstance(error, h11.RemoteProtocolError) else 0
        too_large = hint == status_of(ProblemCode.HEAD_TOO_LARGE)
        self.refuse(ProblemCode.HEAD_TOO_LARGE if too_large else ProblemCode.MALFORMED)

    def refuse(self, code: ProblemCode) -> None:
        """Answer with a problem, and hang up."""
        body = problem(negotiate(None), code)
        headers = [("Content-Type", MEDIA_TYPE), ("Connection", "close")]
        try:
            head = self.conn.send(h11.Response(status_code=body.status, headers=headers))
            text = body.model_dump_json(exclude_none=True).encode()
            rest = [self.conn.send(h11.Data(data=text)), self.conn.send(h11.EndOfMessage())]
            self.transport.writelines(part for part in [head, *rest] if part)
        except h11.LocalProtocolError:
            log.debug("too late for an answer", code=code.value)
        self.transport.close()


def sweep(connections: Iterable[Any], seconds: float, allowance: Allowance) -> None:
    """Look at every connection, ``seconds`` after the last time, and let go whom to wait for ends.

    Call it every second or so.
    """
    counted = min(seconds, LONGEST_LOOK_SECONDS)
    for connection in tuple(connections):
        if isinstance(connection, Protocol):
            sight = connection.sight()
            connection.vigil = patience.look(connection.vigil, sight, counted, allowance)
            if patience.is_over(connection.vigil, allowance):
                connection.let_go()
                connection.vigil = Vigil(sight)
