"""A projection may be split; what the runs on a worker teach of its speed is told by attempts."""

from alembic import op

revision = "0011"
down_revision = "0010"
branch_labels = None
depends_on = None

UPGRADE = (
    "ALTER TABLE read_v1.positions ADD COLUMN partitions INTEGER NOT NULL DEFAULT 1",
    """
    CREATE TABLE read_v1.partitions (
        projection TEXT NOT NULL,
        count INTEGER NOT NULL,
        number INTEGER NOT NULL,
        sequence BIGINT NOT NULL,
        PRIMARY KEY (projection, count, number)
    )
    """,
    "ALTER TABLE read_v1.attempts ADD COLUMN took_ratio FLOAT",
    """
    UPDATE read_v1.attempts AS attempt SET took_ratio = run.took_ratio
    FROM read_v1.runs AS run
    WHERE run.run_id = attempt.run_id
        AND attempt.outcome = 'completed' AND attempt.forecast IS NOT NULL
    """,
    "CREATE INDEX runs_by_base_model ON read_v1.runs (base_model, task)",
    "DROP TABLE read_v1.speeds",
)

DOWNGRADE = (
    """
    CREATE TABLE read_v1.speeds (
        worker_id TEXT NOT NULL,
        device_name TEXT NOT NULL,
        base_model TEXT NOT NULL,
        task TEXT NOT NULL,
        tokens_per_second DOUBLE PRECISION NOT NULL,
        measured INTEGER NOT NULL,
        took_ratio DOUBLE PRECISION,
        completed INTEGER NOT NULL,
        last_sequence BIGINT NOT NULL,
        PRIMARY KEY (worker_id, device_name, base_model, task)
    )
    """,
    "CREATE INDEX speeds_by_device ON read_v1.speeds (device_name)",
    "DROP INDEX read_v1.runs_by_base_model",
    "ALTER TABLE read_v1.attempts DROP COLUMN took_ratio",
    "DROP TABLE read_v1.partitions",
    "ALTER TABLE read_v1.positions DROP COLUMN partitions",
)


def upgrade() -> None:
    for statement in UPGRADE:
        op.execute(statement)


def downgrade() -> None:
    for statement in DOWNGRADE:
        op.execute(statement)
