"""Replays that administrators ask for, and what came of them."""

from alembic import op

revision = "0019"
down_revision = "0018"
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.execute(
        """
        CREATE TABLE models.replays (
            replay_id UUID PRIMARY KEY,
            action TEXT NOT NULL,
            requested_by TEXT NOT NULL,
            began_at TIMESTAMP WITH TIME ZONE NOT NULL DEFAULT now(),
            ended_at TIMESTAMP WITH TIME ZONE,
            outcome TEXT,
            refusal TEXT,
            params JSONB NOT NULL DEFAULT '{}',
            differences JSONB NOT NULL DEFAULT '[]',
            messages BIGINT NOT NULL DEFAULT 0
        )
        """
    )


def downgrade() -> None:
    op.execute("DROP TABLE models.replays")
