"""What becomes of trained models, classifications of sheets, and when models were last used."""

from alembic import op

revision = "0022"
down_revision = "0021"
branch_labels = None
depends_on = None

UPGRADE = (
    """
    CREATE TABLE read_v1.trained_models (
        model_id UUID NOT NULL PRIMARY KEY,
        name TEXT,
        archived_at TIMESTAMP WITH TIME ZONE,
        deletion_requested_at TIMESTAMP WITH TIME ZONE,
        deleted_at TIMESTAMP WITH TIME ZONE,
        last_sequence BIGINT NOT NULL
    )
    """,
    """
    CREATE TABLE read_v1.classifications (
        classification_id UUID NOT NULL PRIMARY KEY,
        run_id UUID NOT NULL,
        owner_id TEXT NOT NULL,
        worker_id TEXT NOT NULL,
        dataset_id UUID,
        filename TEXT NOT NULL,
        text_column TEXT NOT NULL,
        rows INTEGER NOT NULL,
        size_bytes BIGINT NOT NULL,
        status TEXT NOT NULL,
        failure JSONB,
        created_at TIMESTAMP WITH TIME ZONE NOT NULL,
        started_at TIMESTAMP WITH TIME ZONE,
        finished_at TIMESTAMP WITH TIME ZONE,
        deleted_at TIMESTAMP WITH TIME ZONE,
        requested_sequence BIGINT NOT NULL,
        last_sequence BIGINT NOT NULL
    )
    """,
    """
    CREATE INDEX classifications_by_owner
        ON read_v1.classifications (owner_id, requested_sequence)
    """,
    """
    CREATE INDEX classifications_by_run
        ON read_v1.classifications (run_id, requested_sequence)
    """,
    """
    CREATE INDEX classifications_open
        ON read_v1.classifications (worker_id, requested_sequence)
        WHERE status IN ('queued', 'running')
    """,
    """
    CREATE TABLE access.model_uses (
        run_id UUID NOT NULL PRIMARY KEY,
        used_at TIMESTAMP WITH TIME ZONE NOT NULL
    )
    """,
)

DOWNGRADE = (
    "DROP TABLE access.model_uses",
    "DROP TABLE read_v1.classifications",
    "DROP TABLE read_v1.trained_models",
)


def upgrade() -> None:
    for statement in UPGRADE:
        op.execute(statement)


def downgrade() -> None:
    for statement in DOWNGRADE:
        op.execute(statement)
