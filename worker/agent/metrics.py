"""What a worker counts; see ``infra.metrics`` for what labels may hold. Each has its own port."""

from prometheus_client import Counter, Enum, Gauge

STATE = Enum("afina_worker_state", "What the worker is doing", states=["idle", "working"])
ATTEMPTS = Counter("afina_worker_attempts", "Attempts that are over, by how they ended", ["ending"])
LEASE_RENEWALS = Counter("afina_lease_renewals", "Renewals of the lease on a job", ["outcome"])
EXAMPLES_PER_SECOND = Gauge(
    "afina_training_examples_per_second", "Examples learned from, as of the last report"
)
CHILD_STARTS = Counter("afina_child_starts", "Training processes that were started")
PREDICTIONS = Counter(
    "afina_worker_predictions", "Texts that were asked about, by what came of it", ["outcome"]
)
CHILD_CRASHES = Counter("afina_child_crashes", "Training processes that ended without a word")

DEVICE_MEMORY = Gauge("afina_device_memory_bytes", "Memory of the training device")
DEVICE_MEMORY_USED = Gauge("afina_device_memory_used_bytes", "Memory of the device that is in use")
DEVICE_UTILISATION = Gauge("afina_device_utilisation_ratio", "How busy the device is")
DEVICE_TEMPERATURE = Gauge("afina_device_temperature_celsius", "How warm the device is")

OUTBOX_EVENTS = Gauge("afina_outbox_events", "Events that the log does not have yet")
OUTBOX_TELEMETRY = Gauge("afina_outbox_telemetry", "Reports that the broker does not have yet")
OUTBOX_BYTES = Gauge("afina_outbox_bytes", "What the outbox takes on disk")
OUTBOX_OLDEST = Gauge(
    "afina_outbox_oldest_event_seconds", "Age of the oldest event that the log does not have yet"
)
OUTBOX_DROPPED = Gauge(
    "afina_outbox_dropped", "Telemetry dropped for lack of room since the process began", ["kind"]
)
