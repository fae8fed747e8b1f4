"""How Alembic reaches the database: the address comes from ``migrations.upgrade``."""

from alembic import context
from sqlalchemy import create_engine, text

# Two processes that start together must not migrate together.
MIGRATION_LOCK = 7_203_115

engine = create_engine(context.config.attributes["url"])
with engine.connect() as connection:
    connection.execute(text(f"SELECT pg_advisory_lock({MIGRATION_LOCK})"))
    connection.commit()
    context.configure(connection=connection)
    with context.begin_transaction():
        context.run_migrations()
    connection.execute(text(f"SELECT pg_advisory_unlock({MIGRATION_LOCK})"))
engine.dispose()
