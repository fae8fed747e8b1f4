"""Read models are built beside the one in use: what is known of them, and which is in use."""

from alembic import op

revision = "0008"
down_revision = "0007"
branch_labels = None
depends_on = None

UPGRADE = (
    "CREATE SCHEMA models",
    """
    CREATE TABLE models.built (
        schema TEXT NOT NULL,
        code_version TEXT NOT NULL,
        shape TEXT NOT NULL,
        done BIGINT NOT NULL DEFAULT 0,
        total BIGINT NOT NULL DEFAULT 0,
        began_at TIMESTAMP WITH TIME ZONE NOT NULL DEFAULT now(),
        moved_at TIMESTAMP WITH TIME ZONE NOT NULL DEFAULT now(),
        built_at TIMESTAMP WITH TIME ZONE,
        differences JSONB,
        PRIMARY KEY (schema)
    )
    """,
    "CREATE TABLE models.generation (number BIGINT NOT NULL)",
    "INSERT INTO models.generation VALUES (0)",
)

DOWNGRADE = (
    "DROP SCHEMA models CASCADE",
    "DROP SCHEMA IF EXISTS read_v1_next CASCADE",
    "DROP SCHEMA IF EXISTS read_v1_previous CASCADE",
)


def upgrade() -> None:
    for statement in UPGRADE:
        op.execute(statement)


def downgrade() -> None:
    for statement in DOWNGRADE:
        op.execute(statement)
