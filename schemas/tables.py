"""The read model and the access tables: what consumers write, the API reads and migrations make.

The read model lives in a schema of its own and is found by the connection's search path, so that a
replay can build the same tables elsewhere. Nothing in it is true by itself: the log is.
"""

from sqlalchemy import (
    BigInteger,
    Boolean,
    Column,
    DateTime,
    Float,
    Identity,
    Index,
    Integer,
    LargeBinary,
    MetaData,
    Table,
    Text,
    UniqueConstraint,
    Uuid,
    func,
    text,
)
from sqlalchemy.dialects.postgresql import ARRAY, JSONB

READ_SCHEMA = "read_v1"
NEXT_SCHEMA = f"{READ_SCHEMA}_next"
"""Where a replay builds the model that may take the place of the one in use."""
PREVIOUS_SCHEMA = f"{READ_SCHEMA}_previous"
"""Where the model that was in use before waits, in case it is wanted back."""
MODELS_SCHEMA = "models"
ACCESS_SCHEMA = "access"
NOTICES_SCHEMA = "notices"
"""What is told to people, and of the installation: no replay touches it."""
NOTARY_SCHEMA = "notary"
"""What bears witness to the log, beside it: no replay touches it."""
BACKED_UP = (READ_SCHEMA, ACCESS_SCHEMA, NOTICES_SCHEMA, NOTARY_SCHEMA)
"""What a backup holds; a test asks whoever makes another schema where it belongs."""
NOT_BACKED_UP = (NEXT_SCHEMA, PREVIOUS_SCHEMA, MODELS_SCHEMA)
"""What a replay makes again."""

read_model = MetaData()
access = MetaData(schema=ACCESS_SCHEMA)
models = MetaData(schema=MODELS_SCHEMA)
notices = MetaData(schema=NOTICES_SCHEMA)
notary = MetaData(schema=NOTARY_SCHEMA)

TIMESTAMP = DateTime(timezone=True)

positions = Table(
    "positions",
    read_model,
    Column("projection", Text, primary_key=True),
    Column("sequence", BigInteger, nullable=False),
    Column("partitions", Integer, nullable=False, server_default="1"),
)

partitions = Table(
    "partitions",
    read_model,
    Column("projection", Text, primary_key=True),
    Column("count", Integer, primary_key=True, autoincrement=False),
    Column("number", Integer, primary_key=True, autoincrement=False),
    Column("sequence", BigInteger, nullable=False),
)

datasets = Table(
    "datasets",
    read_model,
    Column("dataset_id", Uuid, primary_key=True),
    Column("owner_id", Text, nullable=False),
    Column("name", Text, nullable=False),
    Column("filename", Text, nullable=False),
    Column("file_sha256", Text, nullable=False),
    Column("size_bytes", BigInteger, nullable=False),
    Column("task", Text, nullable=False),
    Column("reading", JSONB, nullable=False),
    Column("version", Integer, nullable=False),
    Column("created_at", TIMESTAMP, nullable=False),
    Column("deleted_at", TIMESTAMP),
    Column("last_sequence", BigInteger, nullable=False),
    Index("datasets_by_owner", "owner_id", "created_at"),
    Index("datasets_by_hash", "file_sha256"),
)

dataset_versions = Table(
    "dataset_versions",
    read_model,
    Column("dataset_id", Uuid, primary_key=True),
    Column("version", Integer, primary_key=True),
    Column("recipe", JSONB, nullable=False),
    Column("weigh_classes", Boolean, nullable=False),
    Column("rows_total", Integer, nullable=False),
    Column("rows_used", Integer, nullable=False),
    Column("rows_left_out", Integer, nullable=False),
    Column("examples", Integer, nullable=False),
    Column("labels", JSONB, nullable=False),
    Column("examples_sha256", Text, nullable=False),
    Column("examples_size_bytes", BigInteger, nullable=False),
    Column("left_out_sha256", Text),
    Column("report_sha256", Text),
    Column("quality", JSONB),
    Column("created_at", TIMESTAMP, nullable=False),
    Column("last_sequence", BigInteger, nullable=False),
    Index("dataset_versions_by_examples", "examples_sha256"),
)

runs = Table(
    "runs",
    read_model,
    Column("run_id", Uuid, primary_key=True),
    Column("owner_id", Text, nullable=False),
    Column("name", Text, nullable=False),
    Column("dataset_id", Uuid, nullable=False),
    Column("dataset_version", Integer, nullable=False),
    Column("dataset_sha256", Text, nullable=False),
    Column("examples_sha256", Text, nullable=False),
    Column("task", Text, nullable=False),
    Column("base_model", Text, nullable=False),
    Column("preset", Text),
    Column("hyperparameters", JSONB, nullable=False),
    Column("pool", Text, nullable=False),
    Column("max_retries", Integer, nullable=False),
    Column("reproduces", Uuid),
    Column("retries", Uuid),
    Column("lightened", Integer, nullable=False),
    Column("status", Text, nullable=False),
    Column("attempt", Integer, nullable=False),
    Column("worker_id", Text),
    Column("interruptions", Integer, nullable=False),
    Column("cancel_requested", Boolean, nullable=False),
    Column("last_epoch", Integer, nullable=False),
    Column("best_accuracy", Float),
    Column("best_macro_f1", Float),
    Column("best_score", Float),
    Column("environment", JSONB),
    Column("forecast", JSONB),
    Column("took_ratio", Float),
    Column("report", JSONB),
    Column("model", JSONB),
    Column("failure", JSONB),
    Column("created_at", TIMESTAMP, nullable=False),
    Column("started_at", TIMESTAMP),
    Column("finished_at", TIMESTAMP),
    Column("requested_sequence", BigInteger, nullable=False),
    Column("last_sequence", BigInteger, nullable=False),
    Index("runs_by_owner", "owner_id", "created_at"),
    Index("runs_by_status", "status"),
    Index("runs_by_dataset", "dataset_id"),
    Index("runs_by_base_model", "base_model", "task"),
    Index("runs_by_retried", "retries", postgresql_where=text("retries IS NOT NULL")),
)

attempts = Table(
    "attempts",
    read_model,
    Column("run_id", Uuid, primary_key=True),
    Column("attempt", Integer, primary_key=True),
    Column("worker_id", Text, nullable=False),
    Column("environment", JSONB, nullable=False),
    Column("forecast", JSONB),
    Column("took_ratio", Float),
    Column("started_at", TIMESTAMP, nullable=False),
    Column("ended_at", TIMESTAMP),
    Column("outcome", Text),
    Column("last_sequence", BigInteger, nullable=False),
    Index("attempts_by_outcome", "outcome"),
)

epochs = Table(
    "epochs",
    read_model,
    Column("run_id", Uuid, primary_key=True),
    Column("epoch", Integer, primary_key=True),
    Column("attempt", Integer, nullable=False),
    Column("metrics", JSONB, nullable=False),
    Column("completed_at", TIMESTAMP, nullable=False),
    Column("last_sequence", BigInteger, nullable=False),
)

workers = Table(
    "workers",
    read_model,
    Column("worker_id", Text, primary_key=True),
    Column("name", Text, nullable=False),
    Column("pool", Text, nullable=False),
    Column("status", Text, nullable=False),
    Column("paused", Boolean, nullable=False, server_default=text("false")),
    Column("registered_at", TIMESTAMP, nullable=False),
    Column("changed_at", TIMESTAMP, nullable=False),
    Column("last_sequence", BigInteger, nullable=False),
)

shares = Table(
    "shares",
    read_model,
    Column("entity_id", Uuid, primary_key=True),
    Column("grantee", Text, primary_key=True),
    Column("entity", Text, nullable=False),
    Column("shared_at", TIMESTAMP, nullable=False),
    Column("ended_at", TIMESTAMP),
    Column("last_sequence", BigInteger, nullable=False),
    Index("shares_by_grantee", "grantee", "entity", postgresql_where=text("ended_at IS NULL")),
)
"""Who besides its owner sees a dataset or a model; ``*`` is everyone."""

trained_models = Table(
    "trained_models",
    read_model,
    Column("model_id", Uuid, primary_key=True),
    Column("name", Text),
    Column("archived_at", TIMESTAMP),
    Column("deletion_requested_at", TIMESTAMP),
    Column("deleted_at", TIMESTAMP),
    Column("last_sequence", BigInteger, nullable=False),
    Column("review_threshold", Float),
)
"""What became of models after their runs, whose ids they bear. One that nothing happened to has no
row; ``name`` is null where it is called as its run is.
"""

classifications = Table(
    "classifications",
    read_model,
    Column("classification_id", Uuid, primary_key=True),
    Column("run_id", Uuid, nullable=False),
    Column("owner_id", Text, nullable=False),
    Column("worker_id", Text, nullable=False),
    Column("dataset_id", Uuid),
    Column("filename", Text, nullable=False),
    Column("text_column", Text, nullable=False),
    Column("rows", Integer, nullable=False),
    Column("size_bytes", BigInteger, nullable=False),
    Column("status", Text, nullable=False),
    Column("failure", JSONB),
    Column("created_at", TIMESTAMP, nullable=False),
    Column("started_at", TIMESTAMP),
    Column("finished_at", TIMESTAMP),
    Column("deleted_at", TIMESTAMP),
    Column("requested_sequence", BigInteger, nullable=False),
    Column("last_sequence", BigInteger, nullable=False),
    Index("classifications_by_owner", "owner_id", "requested_sequence"),
    Index("classifications_by_run", "run_id", "requested_sequence"),
    Index(
        "classifications_open",
        "worker_id",
        "requested_sequence",
        postgresql_where=text("status IN ('queued', 'running')"),
    ),
)

alerts = Table(
    "alerts",
    read_model,
    Column("entity_id", Text, primary_key=True),
    Column("code", Text, primary_key=True),
    Column("entity", Text, nullable=False),
    Column("owner_id", Text),
    Column("params", JSONB, nullable=False),
    Column("raised_at", TIMESTAMP, nullable=False),
    Column("closed_at", TIMESTAMP),
    Column("last_sequence", BigInteger, nullable=False),
    Index("alerts_by_owner", "owner_id", "raised_at"),
)

audit = Table(
    "audit",
    read_model,
    Column("sequence", BigInteger, primary_key=True, autoincrement=False),
    Column("type", Text, nullable=False),
    Column("entity", Text, nullable=False),
    Column("entity_id", Text, nullable=False),
    Column("owner_id", Text),
    Column("actor_kind", Text, nullable=False),
    Column("actor_id", Text, nullable=False),
    Column("address", Text),
    Column("occurred_at", TIMESTAMP, nullable=False),
    Column("stored_at", TIMESTAMP, nullable=False),
    Column("data", JSONB, nullable=False),
    Index("audit_by_entity", "entity", "entity_id", "sequence"),
    Index("audit_by_owner", "owner_id", "sequence"),
    Index("audit_by_actor", "actor_id", "sequence"),
    Index("audit_by_type", "type", "sequence"),
    Index("audit_by_time", "stored_at", "sequence"),
    Index("audit_by_address", "address", "sequence", postgresql_where=text("address IS NOT NULL")),
)

logs = Table(
    "logs",
    read_model,
    Column("sequence", BigInteger, primary_key=True, autoincrement=False),
    Column("line", Integer, primary_key=True, autoincrement=False),
    Column("run_id", Uuid, nullable=False),
    Column("worker_id", Text, nullable=False),
    Column("attempt", Integer, nullable=False),
    Column("at", TIMESTAMP, nullable=False),
    Column("level", Text, nullable=False),
    Column("text", Text, nullable=False),
    Index("logs_by_run", "run_id", "sequence", "line"),
    Index("logs_by_time", "at"),
)

progress = Table(
    "progress",
    read_model,
    Column("run_id", Uuid, primary_key=True),
    Column("attempt", Integer, nullable=False),
    Column("worker_id", Text, nullable=False),
    Column("data", JSONB, nullable=False),
    Column("updated_at", TIMESTAMP, nullable=False),
    Column("last_sequence", BigInteger, nullable=False),
    Index("progress_by_sequence", "last_sequence"),
)

points = Table(
    "points",
    read_model,
    Column("sequence", BigInteger, primary_key=True, autoincrement=False),
    Column("run_id", Uuid, nullable=False),
    Column("attempt", Integer, nullable=False),
    Column("epoch", Integer, nullable=False),
    Column("step", Integer, nullable=False),
    Column("train_loss", Float, nullable=False),
    Column("learning_rate", Float),
    Column("examples_per_second", Float),
    Column("at", TIMESTAMP, nullable=False),
    Index("points_by_run", "run_id", "sequence"),
    Index("points_by_time", "at"),
)

dead_letters = Table(
    "dead_letters",
    read_model,
    Column("projection", Text, primary_key=True),
    Column("sequence", BigInteger, primary_key=True, autoincrement=False),
    Column("subject", Text, nullable=False),
    Column("data", LargeBinary, nullable=False),
    Column("error", Text, nullable=False),
    Column("kind", Text, nullable=False, server_default="poison"),
    Column("type", Text, nullable=False, server_default=""),
    Column("set_aside_at", TIMESTAMP, nullable=False, server_default=func.now()),
)
"""What could not be projected. ``type`` is empty for what is no event."""

tokens = Table(
    "tokens",
    access,
    Column("token_id", Uuid, primary_key=True),
    Column("token_sha256", LargeBinary, nullable=False, unique=True),
    Column("kind", Text, nullable=False),
    Column("subject", Text, nullable=False),
    Column("name", Text, nullable=False),
    Column("created_at", TIMESTAMP, nullable=False),
    Column("expires_at", TIMESTAMP),
    Column("last_used_at", TIMESTAMP),
    Column("revoked_at", TIMESTAMP),
    Column("scopes", ARRAY(Text)),
    Column("address", Text),
    Column("method", Text),
    Column("base", Uuid),
    Index("tokens_by_subject", "subject"),
    Index("tokens_by_base", "base", postgresql_where=text("base IS NOT NULL")),
)
"""``scopes`` is null where a token may do all that its person may; ``address`` is the last one.

``base`` is the token or session that it was made with; null where that was none of them, but a
password, an identity provider, or somebody at the computer itself.
"""

users = Table(
    "users",
    access,
    Column("user_id", Text, primary_key=True),
    Column("login", Text, unique=True),
    Column("name", Text, nullable=False),
    Column("email", Text),
    Column("role", Text, nullable=False),
    Column("password_hash", Text),
    Column("oidc_issuer", Text),
    Column("oidc_subject", Text),
    Column("language", Text),
    Column("technical", Boolean, nullable=False, server_default="false"),
    Column("welcomed", Boolean, nullable=False, server_default="false"),
    Column("theme", Text, nullable=False, server_default="auto"),
    Column("bell_without", ARRAY(Text), nullable=False, server_default="{}"),
    Column("email_kinds", ARRAY(Text), nullable=False, server_default="{}"),
    Column("bell_seen_at", TIMESTAMP, nullable=False, server_default=func.now()),
    Column("max_active_runs", Integer),
    Column("created_at", TIMESTAMP, nullable=False),
    Column("joined_at", TIMESTAMP),
    Column("disabled_at", TIMESTAMP),
    Column("erased_at", TIMESTAMP),
    Column("password_changed_at", TIMESTAMP),
    UniqueConstraint("oidc_issuer", "oidc_subject"),
)
"""People. ``login`` is folded to lower case; a person without ``joined_at`` is invited.

Of notices, the bell tells all kinds but ``bell_without``, and e-mail those in ``email_kinds``.
"""

passes = Table(
    "passes",
    access,
    Column("pass_id", Uuid, primary_key=True),
    Column("pass_sha256", LargeBinary, nullable=False, unique=True),
    Column("kind", Text, nullable=False),
    Column("user_id", Text, nullable=False),
    Column("created_by", Text, nullable=False),
    Column("created_at", TIMESTAMP, nullable=False),
    Column("expires_at", TIMESTAMP, nullable=False),
    Column("used_at", TIMESTAMP),
    Index("passes_by_user", "user_id"),
)
"""Codes that work once."""

drafts = Table(
    "drafts",
    access,
    Column("draft_id", Uuid, primary_key=True),
    Column("user_id", Text, nullable=False),
    Column("dataset_id", Uuid),
    Column("wish", JSONB, nullable=False),
    Column("created_at", TIMESTAMP, nullable=False),
    Column("changed_at", TIMESTAMP, nullable=False),
    Index("drafts_by_user", "user_id", "changed_at"),
)
"""Trainings that people are putting together; ``wish`` holds what they have chosen so far."""

user_outbox = Table(
    "outbox",
    access,
    Column("position", BigInteger, Identity(), primary_key=True),
    Column("event", JSONB, nullable=False),
    Column("written_at", TIMESTAMP, nullable=False, server_default=func.now()),
)
"""Events of people, written with what they tell of, until the log has them."""

corrections = Table(
    "corrections",
    access,
    Column("dataset_id", Uuid, primary_key=True),
    Column("row", Integer, primary_key=True, autoincrement=False),
    Column("label", Text),
    Column("noted_at", TIMESTAMP, nullable=False),
)
"""What somebody who looked at a model's mistakes wants changed about the sheet, until a version is
made of it. ``label`` is null where the row is to be left out."""

sign_in_counters = Table(
    "sign_in_counters",
    access,
    Column("name", Text, primary_key=True),
    Column("failures", Integer, nullable=False),
    Column("paused_until", TIMESTAMP),
    Column("changed_at", TIMESTAMP, nullable=False),
)
"""Attempts to sign in that did not turn out well, or are not over."""

sign_in_failures = Table(
    "sign_in_failures",
    access,
    Column("login_sha256", Text, primary_key=True),
    Column("network", Text, primary_key=True),
    Column("user_id", Text),
    Column("address", Text),
    Column("untold", Integer, nullable=False),
    Column("failed_at", TIMESTAMP, nullable=False),
    Column("told_at", TIMESTAMP),
)
"""What the log is still to be told of; ``user_id`` is null where nobody has that login."""

keys = Table(
    "keys",
    access,
    Column("name", Text, primary_key=True),
    Column("secret", LargeBinary, nullable=False),
)
"""With which the API signs what it wants to recognise."""

model_uses = Table(
    "model_uses",
    access,
    Column("run_id", Uuid, primary_key=True),
    Column("used_at", TIMESTAMP, nullable=False),
)
"""When a model was last asked; by whom is nobody's business."""

settings = Table(
    "settings",
    access,
    Column("name", Text, primary_key=True),
    Column("value", JSONB, nullable=False),
    Column("changed_at", TIMESTAMP, nullable=False),
    Column("changed_by", Text, nullable=False),
)
"""What an administrator chose at run time; the environment's are the defaults."""

built_models = Table(
    "built",
    models,
    Column("schema", Text, primary_key=True),
    Column("code_version", Text, nullable=False),
    Column("shape", Text, nullable=False),
    Column("done", BigInteger, nullable=False, server_default="0"),
    Column("total", BigInteger, nullable=False, server_default="0"),
    Column("began_at", TIMESTAMP, nullable=False, server_default=func.now()),
    Column("moved_at", TIMESTAMP, nullable=False, server_default=func.now()),
    Column("built_at", TIMESTAMP),
    Column("differences", JSONB),
)
"""The models that a replay has built or is building: messages read, and how it compared.

The model that a fresh installation fills as events come is not among them.
"""

replays = Table(
    "replays",
    models,
    Column("replay_id", Uuid, primary_key=True),
    Column("action", Text, nullable=False),
    Column("requested_by", Text, nullable=False),
    Column("began_at", TIMESTAMP, nullable=False, server_default=func.now()),
    Column("ended_at", TIMESTAMP),
    Column("outcome", Text),
    Column("refusal", Text),
    Column("params", JSONB, nullable=False, server_default="{}"),
    Column("differences", JSONB, nullable=False, server_default="[]"),
    Column("messages", BigInteger, nullable=False, server_default="0"),
)
"""Those that administrators asked for. ``ended_at`` stays null where one was cut short."""

generation = Table("generation", models, Column("number", BigInteger, nullable=False))
"""One row. Grows when anybody but the projectors changes the model in use."""
notice_cursors = Table(
    "cursors",
    notices,
    Column("name", Text, primary_key=True),
    Column("sequence", BigInteger, nullable=False),
)

outbox = Table(
    "outbox",
    notices,
    Column("cause_id", Uuid, primary_key=True),
    Column("channel", Text, primary_key=True),
    Column("recipient", Text, primary_key=True),
    Column("notice", JSONB, nullable=False),
    Column("created_at", TIMESTAMP, nullable=False),
    Column("due_at", TIMESTAMP, nullable=False),
    Column("tries", Integer, nullable=False),
    Column("sent_at", TIMESTAMP),
    Column("given_up_at", TIMESTAMP),
    Column("error", Text),
    Index(
        "outbox_by_due",
        "channel",
        "due_at",
        postgresql_where=text("sent_at IS NULL AND given_up_at IS NULL"),
    ),
)

installation_alerts = Table(
    "installation_alerts",
    notices,
    Column("alert_id", Uuid, primary_key=True),
    Column("code", Text, nullable=False),
    Column("params", JSONB, nullable=False),
    Column("raised_at", TIMESTAMP, nullable=False),
    Column("closed_at", TIMESTAMP),
    Index(
        "installation_alerts_open",
        "code",
        unique=True,
        postgresql_where=text("closed_at IS NULL"),
    ),
)

seals = Table(
    "seals",
    notary,
    Column("sequence", BigInteger, primary_key=True, autoincrement=False),
    Column("digest", LargeBinary, nullable=False),
    Column("sealed_at", TIMESTAMP, nullable=False),
    Column("log", Text, nullable=False),
)
"""The chain of hashes over the log, as it was at some of its messages; ``log`` is when the stream
that was read was made."""


def projector_lock(projection: str, partition: int = 0) -> str:
    """What the one process that projects the partition holds an advisory lock on."""
    part = f" {partition}" if partition else ""
    return f"afina projector {READ_SCHEMA} {projection}{part}"


def bytes_lock(what: str) -> str:
    """What whoever stores or removes bytes with a hash, or changes a dataset, holds a lock on."""
    return f"afina bytes {what}"


RETENTION_LOCK = "afina retention"
"""Held by the one process that removes what is too old."""
NOTARY_LOCK = "afina notary"
"""Held by the one process that seals the log."""
REPLAY_LOCK = "afina replay"
"""Held by the one process that builds or swaps models."""
SWAP_LOCK = "afina read model swap"
"""Transactions that project share an advisory lock on it; a swap of models holds it alone."""

TRAINING_CHANNEL = "afina_training"
"""Where the projector of the log notifies, with its new position as the payload."""
TELEMETRY_CHANNEL = "afina_telemetry"

ANSWERS_CHANNEL = "afina_answers"
"""Where an API notifies that has stored answers to a sheet: the log hears only of the last ones."""
OUTBOX_CHANNEL = "afina_people"
"""Where transactions notify that have written an event of a person."""
OUTBOX_LOCK = "afina outbox of people"
"""Held to the end of a transaction that has written one, so that their order is the commits'."""
RELAY_LOCK = "afina relay of people"
"""Held by the one process that hands the outbox to the log."""
