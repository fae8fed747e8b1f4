"""The database's history, step by step. ``upgrade`` brings it to the present."""

from pathlib import Path

from alembic import command
from alembic.config import Config
from alembic.script import ScriptDirectory
from sqlalchemy.engine import make_url

PRESENT = "head"


def upgrade(url: str, revision: str = PRESENT) -> None:
    """Apply every migration up to ``revision`` that ``url`` has not seen; safe to repeat."""
    config = _config()
    config.attributes["url"] = make_url(url).set(drivername="postgresql+psycopg")
    command.upgrade(config, revision)


def revisions() -> set[str]:
    """Every step that this version knows."""
    return {script.revision for script in ScriptDirectory.from_config(_config()).walk_revisions()}


def _config() -> Config:
    config = Config()
    config.set_main_option("script_location", str(Path(__file__).parent))
    return config
