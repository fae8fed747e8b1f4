"""What the steps of trainings measured."""

from alembic import op

revision = "0025"
down_revision = "0024"
branch_labels = None
depends_on = None

UPGRADE = (
    """
    CREATE TABLE read_v1.points (
        sequence BIGINT NOT NULL PRIMARY KEY,
        run_id UUID NOT NULL,
        attempt INTEGER NOT NULL,
        epoch INTEGER NOT NULL,
        step INTEGER NOT NULL,
        train_loss DOUBLE PRECISION NOT NULL,
        learning_rate DOUBLE PRECISION,
        examples_per_second DOUBLE PRECISION,
        at TIMESTAMP WITH TIME ZONE NOT NULL
    )
    """,
    "CREATE INDEX points_by_run ON read_v1.points (run_id, sequence)",
    "CREATE INDEX points_by_time ON read_v1.points (at)",
)


def upgrade() -> None:
    for statement in UPGRADE:
        op.execute(statement)


def downgrade() -> None:
    op.execute("DROP TABLE read_v1.points")
