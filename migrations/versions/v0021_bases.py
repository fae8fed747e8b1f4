"""What each token and session was made with."""

from alembic import op

revision = "0021"
down_revision = "0020"
branch_labels = None
depends_on = None

UPGRADE = (
    "ALTER TABLE access.tokens ADD COLUMN base UUID",
    "CREATE INDEX tokens_by_base ON access.tokens (base) WHERE base IS NOT NULL",
    # With which token a session began is not known of those that there are.
    "UPDATE access.tokens SET revoked_at = now() WHERE method = 'token' AND revoked_at IS NULL",
)

DOWNGRADE = (
    "DROP INDEX access.tokens_by_base",
    "ALTER TABLE access.tokens DROP COLUMN base",
)


def upgrade() -> None:
    for statement in UPGRADE:
        op.execute(statement)


def downgrade() -> None:
    for statement in DOWNGRADE:
        op.execute(statement)
