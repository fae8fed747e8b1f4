"""Trainings that people are putting together."""

from alembic import op

revision = "0017"
down_revision = "0016"
branch_labels = None
depends_on = None

UPGRADE = (
    """
    CREATE TABLE access.drafts (
        draft_id UUID PRIMARY KEY,
        user_id TEXT NOT NULL,
        dataset_id UUID,
        wish JSONB NOT NULL,
        created_at TIMESTAMP WITH TIME ZONE NOT NULL,
        changed_at TIMESTAMP WITH TIME ZONE NOT NULL
    )
    """,
    "CREATE INDEX drafts_by_user ON access.drafts (user_id, changed_at)",
)

DOWNGRADE = ("DROP TABLE access.drafts",)


def upgrade() -> None:
    for statement in UPGRADE:
        op.execute(statement)


def downgrade() -> None:
    for statement in DOWNGRADE:
        op.execute(statement)
