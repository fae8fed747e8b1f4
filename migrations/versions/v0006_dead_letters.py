"""Dead letters say what they are, and since when."""

from alembic import op

revision = "0006"
down_revision = "0005"
branch_labels = None
depends_on = None

UPGRADE = (
    "ALTER TABLE read_v1.dead_letters ADD COLUMN kind TEXT NOT NULL DEFAULT 'poison'",
    "ALTER TABLE read_v1.dead_letters ADD COLUMN type TEXT NOT NULL DEFAULT ''",
    """
    ALTER TABLE read_v1.dead_letters
    ADD COLUMN set_aside_at TIMESTAMP WITH TIME ZONE NOT NULL DEFAULT now()
    """,
)

DOWNGRADE = (
    "ALTER TABLE read_v1.dead_letters DROP COLUMN set_aside_at",
    "ALTER TABLE read_v1.dead_letters DROP COLUMN type",
    "ALTER TABLE read_v1.dead_letters DROP COLUMN kind",
)


def upgrade() -> None:
    for statement in UPGRADE:
        op.execute(statement)


def downgrade() -> None:
    for statement in DOWNGRADE:
        op.execute(statement)
