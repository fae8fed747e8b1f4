"""The read model, version 1, and the access tokens."""

from alembic import op

revision = "0001"
down_revision = None
branch_labels = None
depends_on = None

STATEMENTS = (
    "CREATE SCHEMA read_v1",
    "CREATE SCHEMA access",
    """
    CREATE TABLE read_v1.attempts (
        run_id UUID NOT NULL,
        attempt INTEGER NOT NULL,
        worker_id TEXT NOT NULL,
        environment JSONB NOT NULL,
        started_at TIMESTAMP WITH TIME ZONE NOT NULL,
        ended_at TIMESTAMP WITH TIME ZONE,
        outcome TEXT,
        last_sequence BIGINT NOT NULL,
        PRIMARY KEY (run_id, attempt)
    )
    """,
    "CREATE INDEX attempts_by_outcome ON read_v1.attempts (outcome)",
    """
    CREATE TABLE read_v1.audit (
        sequence BIGINT NOT NULL,
        type TEXT NOT NULL,
        entity TEXT NOT NULL,
        entity_id TEXT NOT NULL,
        owner_id TEXT,
        actor_kind TEXT NOT NULL,
        actor_id TEXT NOT NULL,
        occurred_at TIMESTAMP WITH TIME ZONE NOT NULL,
        stored_at TIMESTAMP WITH TIME ZONE NOT NULL,
        data JSONB NOT NULL,
        PRIMARY KEY (sequence)
    )
    """,
    "CREATE INDEX audit_by_entity ON read_v1.audit (entity, entity_id, sequence)",
    """
    CREATE TABLE read_v1.datasets (
        dataset_id UUID NOT NULL,
        owner_id TEXT NOT NULL,
        name TEXT NOT NULL,
        filename TEXT NOT NULL,
        file_sha256 TEXT NOT NULL,
        size_bytes BIGINT NOT NULL,
        task TEXT NOT NULL,
        text_column TEXT NOT NULL,
        label_column TEXT NOT NULL,
        group_column TEXT,
        rows_total INTEGER NOT NULL,
        rows_used INTEGER NOT NULL,
        rows_left_out INTEGER NOT NULL,
        labels JSONB NOT NULL,
        examples_sha256 TEXT NOT NULL,
        examples_size_bytes BIGINT NOT NULL,
        created_at TIMESTAMP WITH TIME ZONE NOT NULL,
        deleted_at TIMESTAMP WITH TIME ZONE,
        last_sequence BIGINT NOT NULL,
        PRIMARY KEY (dataset_id)
    )
    """,
    "CREATE INDEX datasets_by_hash ON read_v1.datasets (file_sha256)",
    "CREATE INDEX datasets_by_owner ON read_v1.datasets (owner_id, created_at)",
    """
    CREATE TABLE read_v1.dead_letters (
        projection TEXT NOT NULL,
        sequence BIGINT NOT NULL,
        subject TEXT NOT NULL,
        data BYTEA NOT NULL,
        error TEXT NOT NULL,
        PRIMARY KEY (projection, sequence)
    )
    """,
    """
    CREATE TABLE read_v1.epochs (
        run_id UUID NOT NULL,
        epoch INTEGER NOT NULL,
        attempt INTEGER NOT NULL,
        metrics JSONB NOT NULL,
        completed_at TIMESTAMP WITH TIME ZONE NOT NULL,
        last_sequence BIGINT NOT NULL,
        PRIMARY KEY (run_id, epoch)
    )
    """,
    """
    CREATE TABLE read_v1.logs (
        sequence BIGINT NOT NULL,
        line INTEGER NOT NULL,
        run_id UUID NOT NULL,
        worker_id TEXT NOT NULL,
        attempt INTEGER NOT NULL,
        at TIMESTAMP WITH TIME ZONE NOT NULL,
        level TEXT NOT NULL,
        text TEXT NOT NULL,
        PRIMARY KEY (sequence, line)
    )
    """,
    "CREATE INDEX logs_by_run ON read_v1.logs (run_id, sequence, line)",
    "CREATE INDEX logs_by_time ON read_v1.logs (at)",
    """
    CREATE TABLE read_v1.positions (
        projection TEXT NOT NULL,
        sequence BIGINT NOT NULL,
        PRIMARY KEY (projection)
    )
    """,
    """
    CREATE TABLE read_v1.progress (
        run_id UUID NOT NULL,
        attempt INTEGER NOT NULL,
        worker_id TEXT NOT NULL,
        data JSONB NOT NULL,
        updated_at TIMESTAMP WITH TIME ZONE NOT NULL,
        last_sequence BIGINT NOT NULL,
        PRIMARY KEY (run_id)
    )
    """,
    "CREATE INDEX progress_by_sequence ON read_v1.progress (last_sequence)",
    """
    CREATE TABLE read_v1.runs (
        run_id UUID NOT NULL,
        owner_id TEXT NOT NULL,
        name TEXT NOT NULL,
        dataset_id UUID NOT NULL,
        dataset_sha256 TEXT NOT NULL,
        examples_sha256 TEXT NOT NULL,
        task TEXT NOT NULL,
        base_model TEXT NOT NULL,
        preset TEXT,
        hyperparameters JSONB NOT NULL,
        pool TEXT NOT NULL,
        max_retries INTEGER NOT NULL,
        reproduces UUID,
        status TEXT NOT NULL,
        attempt INTEGER NOT NULL,
        worker_id TEXT,
        interruptions INTEGER NOT NULL,
        cancel_requested BOOLEAN NOT NULL,
        last_epoch INTEGER NOT NULL,
        best_accuracy FLOAT,
        best_macro_f1 FLOAT,
        environment JSONB,
        report JSONB,
        model JSONB,
        failure JSONB,
        created_at TIMESTAMP WITH TIME ZONE NOT NULL,
        started_at TIMESTAMP WITH TIME ZONE,
        finished_at TIMESTAMP WITH TIME ZONE,
        requested_sequence BIGINT NOT NULL,
        last_sequence BIGINT NOT NULL,
        PRIMARY KEY (run_id)
    )
    """,
    "CREATE INDEX runs_by_dataset ON read_v1.runs (dataset_id)",
    "CREATE INDEX runs_by_owner ON read_v1.runs (owner_id, created_at)",
    "CREATE INDEX runs_by_status ON read_v1.runs (status)",
    """
    CREATE TABLE read_v1.workers (
        worker_id TEXT NOT NULL,
        name TEXT NOT NULL,
        pool TEXT NOT NULL,
        status TEXT NOT NULL,
        registered_at TIMESTAMP WITH TIME ZONE NOT NULL,
        changed_at TIMESTAMP WITH TIME ZONE NOT NULL,
        last_sequence BIGINT NOT NULL,
        PRIMARY KEY (worker_id)
    )
    """,
    """
    CREATE TABLE access.tokens (
        token_id UUID NOT NULL,
        token_sha256 BYTEA NOT NULL,
        kind TEXT NOT NULL,
        subject TEXT NOT NULL,
        name TEXT NOT NULL,
        created_at TIMESTAMP WITH TIME ZONE NOT NULL,
        expires_at TIMESTAMP WITH TIME ZONE,
        last_used_at TIMESTAMP WITH TIME ZONE,
        revoked_at TIMESTAMP WITH TIME ZONE,
        PRIMARY KEY (token_id),
        UNIQUE (token_sha256)
    )
    """,
)


def upgrade() -> None:
    for statement in STATEMENTS:
        op.execute(statement)


def downgrade() -> None:
    op.execute("DROP SCHEMA access CASCADE")
    op.execute("DROP SCHEMA read_v1 CASCADE")
