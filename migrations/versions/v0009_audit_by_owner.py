"""An owner's part of the audit trail is found by an index."""

from alembic import op

revision = "0009"
down_revision = "0008"
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.execute("CREATE INDEX audit_by_owner ON read_v1.audit (owner_id, sequence)")


def downgrade() -> None:
    op.execute("DROP INDEX read_v1.audit_by_owner")
