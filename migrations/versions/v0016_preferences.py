"""How each person wants the page."""

from alembic import op

revision = "0016"
down_revision = "0015"
branch_labels = None
depends_on = None

UPGRADE = (
    "ALTER TABLE access.users ADD COLUMN technical BOOLEAN NOT NULL DEFAULT false",
    "ALTER TABLE access.users ADD COLUMN welcomed BOOLEAN NOT NULL DEFAULT false",
    "ALTER TABLE access.users ADD COLUMN theme TEXT NOT NULL DEFAULT 'auto'",
)

DOWNGRADE = (
    "ALTER TABLE access.users DROP COLUMN theme",
    "ALTER TABLE access.users DROP COLUMN welcomed",
    "ALTER TABLE access.users DROP COLUMN technical",
)


def upgrade() -> None:
    for statement in UPGRADE:
        op.execute(statement)


def downgrade() -> None:
    for statement in DOWNGRADE:
        op.execute(statement)
