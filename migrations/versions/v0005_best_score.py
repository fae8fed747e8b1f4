"""Runs keep the score of their best epoch."""

from alembic import op

revision = "0005"
down_revision = "0004"
branch_labels = None
depends_on = None

UPGRADE = (
    "ALTER TABLE read_v1.runs ADD COLUMN best_score FLOAT",
    """
    UPDATE read_v1.runs AS run
    SET best_score = (
        SELECT (epoch.metrics->>'score')::float
        FROM read_v1.epochs AS epoch
        WHERE epoch.run_id = run.run_id AND (epoch.metrics->>'is_best')::boolean
        ORDER BY epoch.epoch DESC
        LIMIT 1
    )
    """,
    """
    UPDATE read_v1.runs
    SET best_score = (
        CASE task WHEN 'text-classification' THEN report->>'macro_f1' ELSE report->>'f1' END
    )::float
    WHERE report IS NOT NULL
    """,
)

DOWNGRADE = ("ALTER TABLE read_v1.runs DROP COLUMN best_score",)


def upgrade() -> None:
    for statement in UPGRADE:
        op.execute(statement)


def downgrade() -> None:
    for statement in DOWNGRADE:
        op.execute(statement)
