"""What people want changed about a sheet, until a version is made of it."""

from alembic import op

revision = "0020"
down_revision = "0019"
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.execute(
        """
        CREATE TABLE access.corrections (
            dataset_id UUID NOT NULL,
            row INTEGER NOT NULL,
            label TEXT,
            noted_at TIMESTAMP WITH TIME ZONE NOT NULL,
            PRIMARY KEY (dataset_id, row)
        )
        """
    )


def downgrade() -> None:
    op.execute("DROP TABLE access.corrections")
