"""How sessions began, and attempts to sign in that all processes of the API count together."""

from alembic import op

revision = "0015"
down_revision = "0014"
branch_labels = None
depends_on = None

UPGRADE = (
    # Until now every session began with a token.
    "ALTER TABLE access.tokens ADD COLUMN method TEXT",
    "UPDATE access.tokens SET method = 'token' WHERE kind = 'session'",
    """
    CREATE TABLE access.sign_in_counters (
        name TEXT PRIMARY KEY,
        failures INTEGER NOT NULL,
        paused_until TIMESTAMP WITH TIME ZONE,
        changed_at TIMESTAMP WITH TIME ZONE NOT NULL
    )
    """,
    """
    CREATE TABLE access.sign_in_failures (
        login_sha256 TEXT NOT NULL,
        network TEXT NOT NULL,
        user_id TEXT,
        address TEXT,
        untold INTEGER NOT NULL,
        failed_at TIMESTAMP WITH TIME ZONE NOT NULL,
        told_at TIMESTAMP WITH TIME ZONE,
        PRIMARY KEY (login_sha256, network)
    )
    """,
)

DOWNGRADE = (
    "DROP TABLE access.sign_in_failures",
    "DROP TABLE access.sign_in_counters",
    "ALTER TABLE access.tokens DROP COLUMN method",
)


def upgrade() -> None:
    for statement in UPGRADE:
        op.execute(statement)


def downgrade() -> None:
    for statement in DOWNGRADE:
        op.execute(statement)
