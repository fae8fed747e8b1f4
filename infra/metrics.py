"""What every process counts of its dealings with the log; each room counts its own in its own.

Labels are of closed sets only: types of events, outcomes, pools, routes by their templates. Never
an id, a name or a text, so that there are as many series after a year as after a day.
"""

from prometheus_client import Counter, Gauge, Histogram, Info, disable_created_metrics

disable_created_metrics()  # the time at which each series began would double their number

QUICK_SECONDS = (0.001, 0.0025, 0.005, 0.01, 0.025, 0.05, 0.1, 0.25, 0.5, 1.0, 2.5, 5.0, 10.0)
"""Buckets for what a person or another process waits for."""

BUILD = Info("afina_build", "Which code this process runs")
APPENDS = Counter(
    "afina_log_appends",
    "Attempts to write an event to the log, by what became of them",
    ["event_type", "outcome"],
)
APPEND_SECONDS = Histogram(
    "afina_log_append_seconds", "From an append to its answer", buckets=QUICK_SECONDS
)
RETRIES = Counter("afina_log_publish_retries", "Publishes that the broker did not confirm in time")
CONNECTED = Gauge("afina_broker_connected", "Whether this process is connected to the broker")
RECONNECTS = Counter("afina_broker_reconnects", "Times that the broker came back")
