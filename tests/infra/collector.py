"""A collector of OpenTelemetry traces: hears what processes export over OTLP, and keeps it."""

import gzip
from collections.abc import Generator
from contextlib import contextmanager
from dataclasses import dataclass
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from threading import Thread

from opentelemetry.proto.collector.trace.v1.trace_service_pb2 import (
    ExportTraceServiceRequest,
    ExportTraceServiceResponse,
)


@dataclass(frozen=True, slots=True)
class Told:
    """One span, as its process told it."""

    service: str
    name: str
    trace_id: str
    span_id: str
    parent_id: str
    """Empty for the first of a trace."""
    attributes: dict[str, str | int]
    error: str


class Collector:
    """What was heard so far."""

    def __init__(self, address: str) -> None:
        self.address = address
        self.spans: list[Told] = []

    def hear(self, request: ExportTraceServiceRequest) -> None:
        for of_process in request.resource_spans:
            resource = {
                each.key: each.value.string_value for each in of_process.resource.attributes
            }
            for scope in of_process.scope_spans:
                self.spans += [_told(resource["service.name"], span) for span in scope.spans]

    def of(self, trace_id: str) -> list[Told]:
        return [span for span in self.spans if span.trace_id == trace_id]


def _told(service: str, span) -> Told:
    return Told(
        service=service,
        name=span.name,
        trace_id=span.trace_id.hex(),
        span_id=span.span_id.hex(),
        parent_id=span.parent_span_id.hex(),
        attributes={
            each.key: each.value.string_value or each.value.int_value for each in span.attributes
        },
        error=span.status.message,
    )


@contextmanager
def collecting() -> Generator[Collector]:
    """A collector on a free port, until the block ends."""

    class Handler(BaseHTTPRequestHandler):
        def do_POST(self) -> None:
            body = self.rfile.read(int(self.headers["Content-Length"]))
            if self.headers.get("Content-Encoding") == "gzip":
                body = gzip.decompress(body)
            collector.hear(ExportTraceServiceRequest.FromString(body))
            self.send_response(200)
            self.send_header("Content-Type", "application/x-protobuf")
            self.end_headers()
            self.wfile.write(ExportTraceServiceResponse().SerializeToString())

        def log_message(self, *_: object) -> None:
            pass

    server = ThreadingHTTPServer(("127.0.0.1", 0), Handler)
    collector = Collector(f"http://127.0.0.1:{server.server_address[1]}")
    thread = Thread(target=server.serve_forever, args=[0.05])
    thread.start()
    try:
        yield collector
    finally:
        server.shutdown()
        server.server_close()
        thread.join()
