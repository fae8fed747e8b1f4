"""Datasets have versions, and say how they were read whatever their task."""

from alembic import op

revision = "0002"
down_revision = "0001"
branch_labels = None
depends_on = None

UPGRADE = (
    """
    CREATE TABLE read_v1.dataset_versions (
        dataset_id UUID NOT NULL,
        version INTEGER NOT NULL,
        recipe JSONB NOT NULL,
        weigh_classes BOOLEAN NOT NULL,
        rows_total INTEGER NOT NULL,
        rows_used INTEGER NOT NULL,
        rows_left_out INTEGER NOT NULL,
        examples INTEGER NOT NULL,
        labels JSONB NOT NULL,
        examples_sha256 TEXT NOT NULL,
        examples_size_bytes BIGINT NOT NULL,
        left_out_sha256 TEXT,
        report_sha256 TEXT,
        quality JSONB,
        created_at TIMESTAMP WITH TIME ZONE NOT NULL,
        last_sequence BIGINT NOT NULL,
        PRIMARY KEY (dataset_id, version)
    )
    """,
    "CREATE INDEX dataset_versions_by_examples ON read_v1.dataset_versions (examples_sha256)",
    # A deletion, too, moved last_sequence on; the audit trail knows the upload's own.
    """
    INSERT INTO read_v1.dataset_versions
    SELECT d.dataset_id, 1, '[]', false, d.rows_total, d.rows_used, d.rows_left_out, d.rows_used,
           d.labels, d.examples_sha256, d.examples_size_bytes, NULL, NULL, NULL, d.created_at,
           coalesce(uploaded.sequence, d.last_sequence)
    FROM read_v1.datasets d
    LEFT JOIN LATERAL (
        SELECT max(a.sequence) AS sequence FROM read_v1.audit a
        WHERE a.entity = 'dataset' AND a.entity_id = d.dataset_id::text
          AND a.type = 'dataset.uploaded.v1'
    ) uploaded ON true
    """,
    "ALTER TABLE read_v1.datasets ADD COLUMN reading JSONB, ADD COLUMN version INTEGER",
    """
    UPDATE read_v1.datasets SET version = 1, reading = jsonb_build_object(
        'task', task,
        'columns', jsonb_strip_nulls(jsonb_build_object(
            'text', text_column, 'label', label_column, 'group', group_column)),
        'sheet', NULL, 'label_separator', NULL, 'form', NULL)
    """,
    """
    ALTER TABLE read_v1.datasets
        ALTER COLUMN reading SET NOT NULL, ALTER COLUMN version SET NOT NULL,
        DROP COLUMN text_column, DROP COLUMN label_column, DROP COLUMN group_column,
        DROP COLUMN rows_total, DROP COLUMN rows_used, DROP COLUMN rows_left_out,
        DROP COLUMN labels, DROP COLUMN examples_sha256, DROP COLUMN examples_size_bytes
    """,
    "ALTER TABLE read_v1.runs ADD COLUMN dataset_version INTEGER NOT NULL DEFAULT 1",
    "ALTER TABLE read_v1.runs ALTER COLUMN dataset_version DROP DEFAULT",
)

DOWNGRADE = (
    "ALTER TABLE read_v1.runs DROP COLUMN dataset_version",
    """
    ALTER TABLE read_v1.datasets
        ADD COLUMN text_column TEXT, ADD COLUMN label_column TEXT, ADD COLUMN group_column TEXT,
        ADD COLUMN rows_total INTEGER, ADD COLUMN rows_used INTEGER,
        ADD COLUMN rows_left_out INTEGER, ADD COLUMN labels JSONB,
        ADD COLUMN examples_sha256 TEXT, ADD COLUMN examples_size_bytes BIGINT
    """,
    """
    UPDATE read_v1.datasets d SET
        text_column = coalesce(d.reading->'columns'->>'text', ''),
        label_column = coalesce(d.reading->'columns'->>'label', ''),
        group_column = d.reading->'columns'->>'group',
        rows_total = v.rows_total, rows_used = v.rows_used, rows_left_out = v.rows_left_out,
        labels = v.labels, examples_sha256 = v.examples_sha256,
        examples_size_bytes = v.examples_size_bytes
    FROM read_v1.dataset_versions v WHERE v.dataset_id = d.dataset_id AND v.version = 1
    """,
    """
    ALTER TABLE read_v1.datasets
        ALTER COLUMN text_column SET NOT NULL, ALTER COLUMN label_column SET NOT NULL,
        ALTER COLUMN rows_total SET NOT NULL, ALTER COLUMN rows_used SET NOT NULL,
        ALTER COLUMN rows_left_out SET NOT NULL, ALTER COLUMN labels SET NOT NULL,
        ALTER COLUMN examples_sha256 SET NOT NULL, ALTER COLUMN examples_size_bytes SET NOT NULL,
        DROP COLUMN reading, DROP COLUMN version
    """,
    "DROP TABLE read_v1.dataset_versions",
)


def upgrade() -> None:
    for statement in UPGRADE:
        op.execute(statement)


def downgrade() -> None:
    for statement in DOWNGRADE:
        op.execute(statement)
