"""Runs tell which failed one they try again, and how often their settings were lightened."""

from alembic import op

revision = "0023"
down_revision = "0022"
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.execute(
        "ALTER TABLE read_v1.runs ADD COLUMN retries UUID,"
        " ADD COLUMN lightened INTEGER NOT NULL DEFAULT 0"
    )
    op.execute("ALTER TABLE read_v1.runs ALTER COLUMN lightened DROP DEFAULT")
    op.execute("CREATE INDEX runs_by_retried ON read_v1.runs (retries) WHERE retries IS NOT NULL")


def downgrade() -> None:
    op.execute("ALTER TABLE read_v1.runs DROP COLUMN retries, DROP COLUMN lightened")
