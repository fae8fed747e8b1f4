"""Says every few seconds that this worker lives, what it does and how its device fares."""

import asyncio
import math
from collections.abc import AsyncGenerator, Callable
from contextlib import asynccontextmanager
from dataclasses import dataclass
from datetime import datetime
from pathlib import Path
from uuid import UUID

import psutil
import pynvml
from nats.aio.client import Client
from nats.errors import Error as NatsError

from infra.settings import Settings
from infra.version import code_version
from schemas import subjects
from schemas.telemetry import Heartbeat
from worker.agent import metrics
from worker.agent.lease import AGAIN_SECONDS
from worker.messages import Device


@dataclass(frozen=True, slots=True)
class Reading:
    """How a device fares right now."""

    memory_used_bytes: int | None
    utilisation: float | None
    temperature_celsius: float | None


@dataclass(frozen=True, slots=True)
class Room:
    """How full the disk is on which a worker keeps its things; None is not known."""

    used_bytes: int | None
    bytes: int | None


class Pulse:
    """The heartbeat of one worker."""

    def __init__(
        self, client: Client, settings: Settings, device: Device, clock: Callable[[], datetime]
    ) -> None:
        self._client = client
        self._settings = settings
        self._device = device
        self._clock = clock
        self._work: tuple[UUID, int] | None = None
        self._paused = False

    async def working_on(self, run_id: UUID, attempt: int) -> None:
        """From now on the heartbeat names this run."""
        self._work = (run_id, attempt)
        metrics.STATE.state("working")
        await self.beat()

    async def idle(self) -> None:
        """From now on the heartbeat names no run."""
        self._work = None
        metrics.STATE.state("idle")
        metrics.EXAMPLES_PER_SECOND.set(0)
        await self.beat()

    async def rests(self, *, paused: bool) -> None:
        """From now on the heartbeat says whether the worker takes jobs."""
        if paused is not self._paused:
            self._paused = paused
            await self.beat()

    async def beat(self) -> bool:
        """Send one heartbeat; while the broker is away, none. Whether it was sent."""
        subject = subjects.presence(self._settings.worker_id)
        headers = {"Nats-TTL": f"{self._settings.presence_seconds}s"}
        heartbeat = self._heartbeat().model_dump_json().encode()
        try:
            await self._client.publish(subject, heartbeat, headers=headers)
        except NatsError:
            return False
        return True

    def _heartbeat(self) -> Heartbeat:
        load = processor_load()
        reading, room = read(self._device, load), room_at(self._settings.data_dir)
        _show(self._device, reading)
        run_id, attempt = self._work or (None, None)
        return Heartbeat(
            worker_id=self._settings.worker_id,
            name=self._settings.worker_name or self._settings.worker_id,
            pool=self._settings.pool,
            sent_at=self._clock(),
            run_id=run_id,
            attempt=attempt,
            device=self._device.device,
            device_name=self._device.name,
            device_memory_bytes=self._device.memory_bytes,
            memory_used_bytes=reading.memory_used_bytes,
            utilisation=reading.utilisation,
            temperature_celsius=reading.temperature_celsius,
            version=code_version(),
            paused=self._paused,
            processor_utilisation=load,
            disk_used_bytes=room.used_bytes,
            disk_bytes=room.bytes,
        )


def _show(device: Device, reading: Reading) -> None:
    """What cannot be read is shown as not a number."""
    metrics.DEVICE_MEMORY.set(device.memory_bytes)
    for gauge, value in (
        (metrics.DEVICE_MEMORY_USED, reading.memory_used_bytes),
        (metrics.DEVICE_UTILISATION, reading.utilisation),
        (metrics.DEVICE_TEMPERATURE, reading.temperature_celsius),
    ):
        gauge.set(math.nan if value is None else value)


def read(device: Device, processor: float) -> Reading:
    """The device's present load, ``processor`` being the computer's; what is unknown is None."""
    if device.device == "cuda":
        return _read_nvidia()
    return Reading(
        memory_used_bytes=psutil.virtual_memory().used,
        utilisation=processor,
        temperature_celsius=None,
    )


def processor_load() -> float:
    """Of all processors of this computer together, since the last look."""
    return psutil.cpu_percent(interval=None) / 100


def room_at(folder: Path) -> Room:
    """How full the disk under ``folder`` is."""
    try:
        usage = psutil.disk_usage(str(folder))
    except OSError:
        return Room(None, None)
    return Room(usage.used, usage.total)


def _read_nvidia() -> Reading:
    try:
        pynvml.nvmlInit()
        handle = pynvml.nvmlDeviceGetHandleByIndex(0)
        return Reading(
            memory_used_bytes=int(pynvml.nvmlDeviceGetMemoryInfo(handle).used),
            utilisation=int(pynvml.nvmlDeviceGetUtilizationRates(handle).gpu) / 100,
            temperature_celsius=float(
                pynvml.nvmlDeviceGetTemperature(handle, pynvml.NVML_TEMPERATURE_GPU)
            ),
        )
    except pynvml.NVMLError:
        return Reading(None, None, None)


@asynccontextmanager
async def beating(pulse: Pulse, every_seconds: float) -> AsyncGenerator[None]:
    """Beat until leaving; a broker that comes back hears it at once, and others through it."""

    async def beat() -> None:
        while True:
            sent = await pulse.beat()
            await asyncio.sleep(every_seconds if sent else min(AGAIN_SECONDS, every_seconds))

    task = asyncio.create_task(beat())
    try:
        yield
    finally:
        task.cancel()
