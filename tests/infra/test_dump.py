from infra import database, dump
from infra.dump import TableShape

MAKE = """
    CREATE SCHEMA s;
    CREATE TABLE s.things (
        id BIGINT GENERATED ALWAYS AS IDENTITY PRIMARY KEY,
        text TEXT, data JSONB, bytes BYTEA, share FLOAT, at TIMESTAMPTZ,
        twice FLOAT GENERATED ALWAYS AS (share * 2) STORED
    );
    CREATE TABLE s.parts (id BIGINT, text TEXT) PARTITION BY RANGE (id);
    CREATE TABLE s.parts_1 PARTITION OF s.parts FOR VALUES FROM (0) TO (10);
    CREATE TABLE s.parts_2 PARTITION OF s.parts FOR VALUES FROM (10) TO (20);
"""
FILL = r"""
    INSERT INTO s.things (text, data, bytes, share, at) VALUES
        (E'tab\tnewline\nbackslash\\ \\N "ação" 🙂', '{"a": [1, "\\t"]}', '\x00ff', 0.1, now()),
        (NULL, NULL, NULL, 'NaN', 'infinity'), ('', 'null', '', 1e-300, NULL);
    INSERT INTO s.parts VALUES (1, 'one'), (11, 'eleven');
"""
LOCK = "exchange"


async def run(url: str, script: str) -> None:
    async with database.connection(url, "public") as connection:
        await connection.execute(script.encode())


async def everything(url: str) -> list[str]:
    query = "SELECT t::text FROM s.things t UNION ALL SELECT t::text FROM s.parts t ORDER BY 1"
    async with database.connection(url, "public") as connection:
        return [row[0] async for row in await connection.execute(query)]


async def written(url: str) -> dict[TableShape, bytes]:
    found: dict[TableShape, bytes] = {}
    async with dump.moment(url, "public", lock=LOCK) as connection:
        for shape in await dump.shapes(connection, ["s"]):
            data = bytearray()
            await dump.write_out(connection, shape, data.extend)
            found[shape] = bytes(data)
    return found


async def test_every_value_comes_back_as_it_was(database_url: str):
    """Text with every sign, nothing, not a number, bytes; computed columns are computed again."""
    await run(database_url, MAKE + FILL)
    before = await everything(database_url)
    held = await written(database_url)
    assert {shape.name for shape in held} == {"things", "parts"}

    async with database.connection(database_url, "public") as connection:
        await dump.empty(connection, list(held))
        counts = [await dump.read_in(connection, shape, [data]) for shape, data in held.items()]

    assert sorted(counts) == [2, 3]
    assert await everything(database_url) == before


async def test_numbers_go_on_after_the_last_one(database_url: str):
    """A row that is made after a restoration gets no number twice."""
    await run(database_url, MAKE + FILL)
    async with database.connection(database_url, "public") as connection:
        last = await dump.counters(connection, ["s"])
        assert last == {"s.things_id_seq": 3}
        await dump.drop(connection, ["s"])
    await run(database_url, MAKE)
    async with database.connection(database_url, "public") as connection:
        await dump.set_counters(connection, last)
        made = await connection.execute("INSERT INTO s.things (text) VALUES ('x') RETURNING id")
        assert await made.fetchone() == (4,)


async def test_all_tables_are_of_one_moment(database_url: str):
    """What others write meanwhile is not seen."""
    await run(database_url, MAKE)
    async with dump.moment(database_url, "public", lock=LOCK) as connection:
        first, *others = await dump.shapes(connection, ["s"])
        await dump.write_out(connection, first, lambda chunk: None)
        await run(database_url, FILL)

        assert [
            await dump.write_out(connection, shape, lambda chunk: None) for shape in others
        ] == [0]
