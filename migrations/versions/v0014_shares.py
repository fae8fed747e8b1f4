"""With whom datasets and models are shared."""

from alembic import op

revision = "0014"
down_revision = "0013"
branch_labels = None
depends_on = None

UPGRADE = (
    """
    CREATE TABLE read_v1.shares (
        entity_id UUID NOT NULL,
        grantee TEXT NOT NULL,
        entity TEXT NOT NULL,
        shared_at TIMESTAMP WITH TIME ZONE NOT NULL,
        ended_at TIMESTAMP WITH TIME ZONE,
        last_sequence BIGINT NOT NULL,
        PRIMARY KEY (entity_id, grantee)
    )
    """,
    """
    CREATE INDEX shares_by_grantee ON read_v1.shares (grantee, entity) WHERE ended_at IS NULL
    """,
)

DOWNGRADE = ("DROP TABLE read_v1.shares",)


def upgrade() -> None:
    for statement in UPGRADE:
        op.execute(statement)


def downgrade() -> None:
    for statement in DOWNGRADE:
        op.execute(statement)
