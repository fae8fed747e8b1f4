"""Alerts have a table; workers that are lost, or were, are in it from the beginning."""

from alembic import op

revision = "0007"
down_revision = "0006"
branch_labels = None
depends_on = None

UPGRADE = (
    """
    CREATE TABLE read_v1.alerts (
        entity_id TEXT NOT NULL,
        code TEXT NOT NULL,
        entity TEXT NOT NULL,
        owner_id TEXT,
        params JSONB NOT NULL,
        raised_at TIMESTAMP WITH TIME ZONE NOT NULL,
        closed_at TIMESTAMP WITH TIME ZONE,
        last_sequence BIGINT NOT NULL,
        PRIMARY KEY (entity_id, code)
    )
    """,
    "CREATE INDEX alerts_by_owner ON read_v1.alerts (owner_id, raised_at)",
    """
    INSERT INTO read_v1.alerts
    SELECT
        lost.entity_id, 'worker_lost', 'worker', NULL,
        jsonb_build_object('worker', lost.entity_id),
        lost.stored_at, after.stored_at, coalesce(after.sequence, lost.sequence)
    FROM (
        SELECT DISTINCT ON (entity_id) entity_id, sequence, stored_at
        FROM read_v1.audit
        WHERE entity = 'worker' AND type = 'worker.lost.v1'
        ORDER BY entity_id, sequence DESC
    ) AS lost
    LEFT JOIN LATERAL (
        SELECT sequence, stored_at
        FROM read_v1.audit
        WHERE entity = 'worker' AND entity_id = lost.entity_id AND sequence > lost.sequence
        ORDER BY sequence
        LIMIT 1
    ) AS after ON TRUE
    """,
)

DOWNGRADE = ("DROP TABLE read_v1.alerts",)


def upgrade() -> None:
    for statement in UPGRADE:
        op.execute(statement)


def downgrade() -> None:
    for statement in DOWNGRADE:
        op.execute(statement)
