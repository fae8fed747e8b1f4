"""Epochs say by which score they are compared, reports whether a text may have many labels."""

from alembic import op

revision = "0003"
down_revision = "0002"
branch_labels = None
depends_on = None

UPGRADE = (
    """
    UPDATE read_v1.epochs
    SET metrics = jsonb_build_object('score', metrics->'macro_f1') || metrics
    """,
    """
    UPDATE read_v1.runs
    SET report = jsonb_build_object('multi_label', false, 'micro_f1', NULL) || report
    WHERE report IS NOT NULL
    """,
)

DOWNGRADE = (
    "UPDATE read_v1.epochs SET metrics = metrics - 'score'",
    "UPDATE read_v1.runs SET report = report - 'multi_label' - 'micro_f1'",
)


def upgrade() -> None:
    for statement in UPGRADE:
        op.execute(statement)


def downgrade() -> None:
    for statement in DOWNGRADE:
        op.execute(statement)
