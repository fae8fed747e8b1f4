"""What people are told of has an outbox, beside the read model."""

from alembic import op

revision = "0010"
down_revision = "0009"
branch_labels = None
depends_on = None

UPGRADE = (
    "CREATE SCHEMA notices",
    "CREATE TABLE notices.cursors (name TEXT PRIMARY KEY, sequence BIGINT NOT NULL)",
    """
    CREATE TABLE notices.outbox (
        cause_id UUID NOT NULL,
        channel TEXT NOT NULL,
        recipient TEXT NOT NULL,
        notice JSONB NOT NULL,
        created_at TIMESTAMP WITH TIME ZONE NOT NULL,
        due_at TIMESTAMP WITH TIME ZONE NOT NULL,
        tries INTEGER NOT NULL,
        sent_at TIMESTAMP WITH TIME ZONE,
        given_up_at TIMESTAMP WITH TIME ZONE,
        error TEXT,
        PRIMARY KEY (cause_id, channel, recipient)
    )
    """,
    """
    CREATE INDEX outbox_by_due ON notices.outbox (channel, due_at)
    WHERE sent_at IS NULL AND given_up_at IS NULL
    """,
    """
    CREATE TABLE notices.installation_alerts (
        alert_id UUID PRIMARY KEY,
        code TEXT NOT NULL,
        params JSONB NOT NULL,
        raised_at TIMESTAMP WITH TIME ZONE NOT NULL,
        closed_at TIMESTAMP WITH TIME ZONE
    )
    """,
    """
    CREATE UNIQUE INDEX installation_alerts_open ON notices.installation_alerts (code)
    WHERE closed_at IS NULL
    """,
)

DOWNGRADE = ("DROP SCHEMA notices CASCADE",)


def upgrade() -> None:
    for statement in UPGRADE:
        op.execute(statement)


def downgrade() -> None:
    for statement in DOWNGRADE:
        op.execute(statement)
