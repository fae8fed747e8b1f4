"""The fast lane: whatever the network does to the bytes, the messages are the same."""

import asyncio
from dataclasses import dataclass, field

import pytest
from hypothesis import given
from hypothesis import strategies as st
from nats.aio.client import Client

from infra.frames import Frames, Take, lane
from tests.infra.broker import until

LANE = b"7"
HEADERS = b"NATS/1.0\r\nce-type: x\r\n\r\n"

Frame = tuple[bytes, bytes, bytes, bytes]


@dataclass
class Recorder:
    """Stands where nats-py's client does, and notes what reaches it."""

    messages: list[tuple[int, Frame]] = field(default_factory=list)
    pings: int = 0

    async def _process_msg(
        self, sid: int, subject: bytes, reply: bytes, data: bytes, headers: bytes | None
    ) -> None:
        self.messages.append((sid, (subject, reply, headers or b"", data)))

    async def _process_ping(self) -> None:
        self.pings += 1


def written(sid: bytes, frame: Frame) -> bytes:
    subject, reply, headers, data = frame
    words = [b"HMSG" if headers else b"MSG", subject, sid, *([reply] if reply else [])]
    if headers:
        words.append(str(len(headers)).encode())
    words.append(str(len(headers) + len(data)).encode())
    return b" ".join(words) + b"\r\n" + headers + data + b"\r\n"


def into(taken: list[Frame]) -> Take:
    def take(subject: bytes, reply: bytes, headers: bytes, data: bytes) -> None:
        taken.append((subject, reply, headers, data))

    return take


frame = st.tuples(
    st.sampled_from([b"training.run.1", b"a"]),
    st.sampled_from([b"", b"$JS.ACK.S.C.1.2.3.4.5"]),
    st.sampled_from([b"", HEADERS]),
    st.binary(max_size=60) | st.sampled_from([b"\r\n", b"PING\r\n", b"MSG a 7 3\r\nabc\r\n"]),
)


@given(st.lists(st.tuples(st.sampled_from([LANE, b"8"]), frame)), st.data())
def test_messages_come_whole_however_the_bytes_are_cut(
    told: list[tuple[bytes, Frame]], draw: st.DataObject
):
    """Those of the lane by the lane, all others and the pings by nats-py, each in order."""
    stream = b"".join(written(sid, each) + b"PING\r\n" for sid, each in told)
    cuts = sorted(draw.draw(st.lists(st.integers(0, len(stream)), max_size=6)))
    recorder, taken = Recorder(), list[Frame]()
    frames = Frames(recorder)  # pyright: ignore[reportArgumentType]
    frames.open(LANE, into(taken))

    async def parse() -> None:
        for start, end in zip([0, *cuts], [*cuts, len(stream)], strict=True):
            await frames.parse(stream[start:end])

    asyncio.run(parse())
    assert taken == [each for sid, each in told if sid == LANE]
    assert recorder.messages == [(8, each) for sid, each in told if sid != LANE]
    assert recorder.pings == len(told)


async def test_half_a_message_dies_with_its_connection():
    """The next one begins with a control line."""
    taken: list[Frame] = []
    frames = Frames(Recorder())  # pyright: ignore[reportArgumentType]
    frames.open(LANE, into(taken))
    whole = written(LANE, (b"a", b"", b"", b"whole"))

    await frames.parse(whole[:-4])
    frames.reset()
    await frames.parse(whole)

    assert taken == [(b"a", b"", b"", b"whole")]


async def test_a_lane_takes_its_own_messages_only(client: Client):
    """And leaves them to nats-py when it ends."""
    heard: list[Frame] = []
    beside = await client.subscribe("lane.*")
    async with lane(client, "lane.one", into(heard)):
        await client.publish("lane.two", b"2")
        await client.publish("lane.one", b"1", reply="answer", headers={"a": "b"})
        await until(lambda: bool(heard))

    [(subject, reply, headers, data)] = heard
    assert (subject, reply, data) == (b"lane.one", b"answer", b"1")
    assert b"a: b" in headers
    assert [(await beside.next_msg()).data for _ in range(2)] == [b"2", b"1"]


async def test_a_client_without_frames_has_no_lane():
    with pytest.raises(TypeError, match="FramesClient"):
        async with lane(Client(), "a", print):
            pass
