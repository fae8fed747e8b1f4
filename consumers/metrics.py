"""What the consumers count; see ``infra.metrics`` for what labels may hold."""

from prometheus_client import Counter, Gauge, Histogram

from infra.metrics import QUICK_SECONDS

PROJECTED = Counter("afina_projected_messages", "Messages written to tables", ["projection"])
BATCH_MESSAGES = Histogram(
    "afina_projection_batch_messages",
    "Messages that were written together",
    ["projection"],
    buckets=(1, 2, 5, 10, 25, 50, 100, 250, 500, 1000, 2500),
)
BATCH_SECONDS = Histogram(
    "afina_projection_batch_seconds",
    "To write a batch, its commit included",
    ["projection"],
    buckets=QUICK_SECONDS,
)
REOPENS = Counter(
    "afina_projection_reopens", "Times that a projection had to begin again", ["projection"]
)

PASSED_REPORTS = Counter(
    "afina_passed_reports", "Reports of runs that were not of the worker that has begun the attempt"
)

POSITION = Gauge("afina_projection_position", "Sequence that tables have come to", ["projection"])
LAG_MESSAGES = Gauge(
    "afina_projection_lag_messages", "Messages of the stream not yet in tables", ["projection"]
)
LAG_SECONDS = Gauge(
    "afina_projection_lag_seconds", "Age of the oldest message not yet in tables", ["projection"]
)
DEAD_LETTERS = Gauge(
    "afina_dead_letters", "Messages set aside and not yet driven again", ["projection", "kind"]
)

NOTICES = Counter(
    "afina_notices", "Tries to tell somebody, by how they ended", ["channel", "outcome"]
)
NOTICES_PENDING = Gauge("afina_notices_pending", "Notices still to be delivered", ["channel"])

STREAM_MESSAGES = Gauge("afina_stream_messages", "Messages in a stream", ["stream"])
STREAM_BYTES = Gauge("afina_stream_bytes", "Size of a stream on the broker's disk", ["stream"])
STREAM_END = Gauge("afina_stream_last_sequence", "Sequence of the newest message", ["stream"])
JOBS_WAITING = Gauge("afina_jobs_waiting", "Jobs that no worker has taken", ["pool"])
JOBS_HELD = Gauge("afina_jobs_held", "Jobs that a worker holds, or held a moment ago", ["pool"])
RUNS = Gauge("afina_runs", "Runs that have not ended", ["status"])
OLDEST_WAIT = Gauge("afina_run_oldest_wait_seconds", "Since the oldest queued run was asked for")
WORKERS = Gauge("afina_workers", "Workers that the log knows", ["pool", "status"])
BROKER_UP = Gauge("afina_broker_up", "Whether the broker answered the last survey")
DATABASE_UP = Gauge("afina_database_up", "Whether the database answered the last survey")
