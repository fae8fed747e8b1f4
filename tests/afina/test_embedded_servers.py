import psycopg
from nats.aio.client import Client


async def test_the_streams_are_there(client: Client):
    info = await client.jetstream().stream_info("TRAINING")
    assert info.state.messages == 0


def test_the_database_is_migrated(database_url: str):
    with psycopg.connect(database_url) as connection:
        [count] = connection.execute("SELECT count(*) FROM read_v1.runs").fetchone()
    assert count == 0
