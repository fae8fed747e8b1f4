"""The log is sealed by a chain of hashes, and the audit trail is found by who, what and when."""

from alembic import op

revision = "0013"
down_revision = "0012"
branch_labels = None
depends_on = None

UPGRADE = (
    "CREATE SCHEMA notary",
    """
    CREATE TABLE notary.seals (
        sequence BIGINT PRIMARY KEY,
        digest BYTEA NOT NULL,
        sealed_at TIMESTAMP WITH TIME ZONE NOT NULL,
        log TEXT NOT NULL
    )
    """,
    "CREATE INDEX audit_by_actor ON read_v1.audit (actor_id, sequence)",
    "CREATE INDEX audit_by_type ON read_v1.audit (type, sequence)",
    "CREATE INDEX audit_by_time ON read_v1.audit (stored_at, sequence)",
    "ALTER TABLE read_v1.audit ADD COLUMN address TEXT",
    """
    UPDATE read_v1.audit SET address = data #>> '{actor,address}'
    WHERE data #>> '{actor,address}' IS NOT NULL
    """,
    """
    CREATE INDEX audit_by_address ON read_v1.audit (address, sequence)
    WHERE address IS NOT NULL
    """,
)

DOWNGRADE = (
    "ALTER TABLE read_v1.audit DROP COLUMN address",
    "DROP INDEX read_v1.audit_by_time",
    "DROP INDEX read_v1.audit_by_type",
    "DROP INDEX read_v1.audit_by_actor",
    "DROP SCHEMA notary CASCADE",
)


def upgrade() -> None:
    for statement in UPGRADE:
        op.execute(statement)


def downgrade() -> None:
    for statement in DOWNGRADE:
        op.execute(statement)
