"""What is held against the invariants after every fault."""

from consumers.diagnosis import examination
from infra.settings import Settings


async def pronounced(nats_url: str, database_url: str, *, all_ended: bool) -> None:
    """Raise unless the log is sound and the tables are nothing but the log."""
    settings = Settings(nats_url=nats_url, database_url=database_url)
    found = await examination.examine(settings, lambda *_: None, all_ended=all_ended, rebuild=True)
    assert found.sound, found.violations
