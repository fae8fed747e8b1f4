"""What the API counts; see ``infra.metrics`` for what labels may hold."""

from prometheus_client import Counter, Gauge, Histogram

from infra.metrics import QUICK_SECONDS

REQUESTS = Counter(
    "afina_http_requests", "Requests by route and status", ["method", "route", "status"]
)
REQUEST_SECONDS = Histogram(
    "afina_http_request_seconds",
    "From a request to the beginning of its answer",
    ["method", "route"],
    buckets=(0.005, 0.01, 0.025, 0.05, 0.1, 0.25, 0.5, 1.0, 2.5, 10.0),
)
STREAMS_OPEN = Gauge("afina_sse_streams_open", "Clients that follow live events now")
STREAMS_DROPPED = Counter(
    "afina_sse_streams_dropped", "Streams ended because their client did not keep up"
)
CONNECTIONS_CUT = Counter(
    "afina_connections_cut",
    "Connections ended because their client was too slow, or its address had too many",
    ["why"],
)
READ_YOUR_WRITES_SECONDS = Histogram(
    "afina_read_your_writes_seconds",
    "From a write to its being readable, as its author waited for it",
    buckets=QUICK_SECONDS,
)
READ_YOUR_WRITES_LATE = Counter(
    "afina_read_your_writes_late", "Writes answered with 202, since they could not be read in time"
)
CALLOUTS = Counter(
    "afina_callouts", "Questions of the broker about who may come in, by outcome", ["outcome"]
)
CALLOUT_SECONDS = Histogram(
    "afina_callout_seconds",
    "From a question of the broker to its answer",
    buckets=QUICK_SECONDS,
)
EXPELLED = Counter("afina_connections_expelled", "Workers' connections that were ended")
