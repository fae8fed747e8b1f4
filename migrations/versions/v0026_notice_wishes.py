"""What each person hears of, and by which ways."""

from alembic import op

revision = "0026"
down_revision = "0025"
branch_labels = None
depends_on = None

UPGRADE = (
    "ALTER TABLE access.users ADD COLUMN bell_without TEXT[] NOT NULL DEFAULT '{}'",
    "ALTER TABLE access.users ADD COLUMN email_kinds TEXT[] NOT NULL DEFAULT '{}'",
    "ALTER TABLE access.users ADD COLUMN bell_seen_at TIMESTAMPTZ NOT NULL DEFAULT now()",
)

DOWNGRADE = (
    "ALTER TABLE access.users DROP COLUMN bell_seen_at",
    "ALTER TABLE access.users DROP COLUMN email_kinds",
    "ALTER TABLE access.users DROP COLUMN bell_without",
)


def upgrade() -> None:
    for statement in UPGRADE:
        op.execute(statement)


def downgrade() -> None:
    for statement in DOWNGRADE:
        op.execute(statement)
