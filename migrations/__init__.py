"""The database's history, step by step. ``upgrade`` brings it to the present."""

from pathlib import Path

from alembic import command
from alembic.config import Config
from sqlalchemy.engine import make_url


def upgrade(url: str) -> None:
    """Apply every migration that ``url`` has not seen; safe to repeat."""
    config = Config()
    config.set_main_option("script_location", str(Path(__file__).parent))
    config.attributes["url"] = make_url(url).set(drivername="postgresql+psycopg")
    command.upgrade(config, "head")
