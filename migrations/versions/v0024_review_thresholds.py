"""Which answers of a model go to a person."""

from alembic import op

revision = "0024"
down_revision = "0023"
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.execute("ALTER TABLE read_v1.trained_models ADD COLUMN review_threshold DOUBLE PRECISION")


def downgrade() -> None:
    op.execute("ALTER TABLE read_v1.trained_models DROP COLUMN review_threshold")
