"""What is held against the invariants after every fault."""

from consumers.replay import replay
from infra.settings import Settings


async def pronounced(nats_url: str, database_url: str, *, all_ended: bool) -> None:
    """Raise unless the log is sound and the tables are nothing but the log."""
    settings = Settings(nats_url=nats_url, database_url=database_url)
    rebuilt = await replay(settings, lambda *_: None)
    assert rebuilt.equal, [table.name for table in rebuilt.tables if not table.equal]
