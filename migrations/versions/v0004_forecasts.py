"""Runs keep what was forecast of them, speeds are learned, environments say more."""

from alembic import op

revision = "0004"
down_revision = "0003"
branch_labels = None
depends_on = None

UPGRADE = (
    "ALTER TABLE read_v1.runs ADD COLUMN forecast JSONB, ADD COLUMN took_ratio DOUBLE PRECISION",
    "ALTER TABLE read_v1.attempts ADD COLUMN forecast JSONB",
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
    """
    UPDATE read_v1.attempts
    SET environment = jsonb_build_object(
        'processor', NULL, 'processors', NULL, 'tokenizers', NULL,
        'numpy', NULL, 'driver', NULL, 'compute_capability', NULL
    ) || environment
    """,
    """
    UPDATE read_v1.runs
    SET environment = jsonb_build_object(
        'processor', NULL, 'processors', NULL, 'tokenizers', NULL,
        'numpy', NULL, 'driver', NULL, 'compute_capability', NULL
    ) || environment
    WHERE environment IS NOT NULL
    """,
)

DOWNGRADE = (
    """
    UPDATE read_v1.attempts
    SET environment = environment - 'processor' - 'processors' - 'tokenizers'
        - 'numpy' - 'driver' - 'compute_capability'
    """,
    """
    UPDATE read_v1.runs
    SET environment = environment - 'processor' - 'processors' - 'tokenizers'
        - 'numpy' - 'driver' - 'compute_capability'
    """,
    "DROP TABLE read_v1.speeds",
    "ALTER TABLE read_v1.attempts DROP COLUMN forecast",
    "ALTER TABLE read_v1.runs DROP COLUMN forecast, DROP COLUMN took_ratio",
)


def upgrade() -> None:
    for statement in UPGRADE:
        op.execute(statement)


def downgrade() -> None:
    for statement in DOWNGRADE:
        op.execute(statement)
