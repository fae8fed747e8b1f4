"""Every kind of fault, with what is expected of the system."""

from collections.abc import Awaitable, Callable
from dataclasses import dataclass

from benchmarks.chaos import faults
from benchmarks.chaos.recovery import Recovered
from benchmarks.chaos.scene import Scene


@dataclass(frozen=True, slots=True)
class Fault:
    """One kind."""

    name: str
    rows: str
    """Of the fault matrix."""
    expected: str
    weight: int
    """How often it falls, beside the others."""
    reaches: str
    """Whose lock it takes: a worker's, consumers', the broker's, and so on."""
    inject: Callable[[Scene, int], Awaitable[Recovered]]
    """Returns once the fault itself is over; the number chooses among several targets."""


FAULTS = (
    Fault(
        "worker killed (kill -9)",
        "1",
        "its next start goes on from the checkpoint",
        6,
        "worker",
        faults.kill_worker,
    ),
    Fault(
        "training process killed",
        "17",
        "the attempt fails, the next goes on",
        16,
        "worker",
        faults.kill_child,
    ),
    Fault(
        "job that kills its process",
        "17",
        "fails after its retries, others run",
        1,
        "queue",
        faults.poison,
    ),
    Fault(
        "worker asked to leave (SIGTERM)",
        "29",
        "job given back, no attempt used up",
        3,
        "worker",
        faults.terminate_worker,
    ),
    Fault(
        "worker frozen, shorter than the lease",
        "2",
        "the run goes on",
        10,
        "worker",
        faults.freeze_short,
    ),
    Fault(
        "worker frozen, longer than the lease",
        "2",
        "replaced and refused, or goes on",
        2,
        "worker",
        faults.freeze_long,
    ),
    Fault(
        "partition, shorter than the lease",
        "3",
        "the run goes on",
        12,
        "worker",
        faults.partition_short,
    ),
    Fault(
        "partition, longer than the lease",
        "4",
        "replaced and refused, or goes on",
        2,
        "worker",
        faults.partition_long,
    ),
    Fault(
        "partition one way: no answers",
        "5",
        "nothing told twice",
        12,
        "worker",
        faults.partition_one_way,
    ),
    Fault("link slow (200 ms)", "3", "the run goes on", 8, "worker", faults.slow_link),
    Fault("worker's connection reset", "3", "the run goes on", 30, "worker", faults.reset_worker),
    Fault(
        "publish done, writer told nothing",
        "13",
        "known as its own",
        18,
        "worker",
        faults.swallow_publish,
    ),
    Fault(
        "ack done, worker told nothing",
        "13",
        "job not trained again",
        10,
        "worker",
        faults.swallow_ack,
    ),
    Fault(
        "job offered while it is trained",
        "14, 19",
        "left to its holder",
        20,
        "queue",
        faults.offer_early,
    ),
    Fault(
        "broker killed, outage shorter than the lease",
        "6",
        "the run goes on",
        6,
        "broker",
        faults.kill_broker,
    ),
    Fault(
        "broker killed, outage longer than the lease",
        "7",
        "healthy runs go on",
        1,
        "broker",
        faults.broker_outage,
    ),
    Fault(
        "consumers killed, another standing by",
        "21",
        "projected once",
        3,
        "consumers",
        faults.kill_consumers,
    ),
    Fault(
        "consumers asked to leave",
        "29",
        "projected once",
        2,
        "consumers",
        faults.terminate_consumers,
    ),
    Fault(
        "consumers' connection to the broker reset",
        "15",
        "projected once, in order",
        16,
        "consumers",
        faults.reset_consumers,
    ),
    Fault(
        "consumers' connections to the database reset",
        "11",
        "projected once",
        18,
        "consumers",
        faults.reset_database,
    ),
    Fault(
        "commit done, projector told nothing",
        "12",
        "not applied twice",
        16,
        "consumers",
        faults.swallow_commit,
    ),
    Fault(
        "browsers' streams cut",
        "22",
        "every id once, in order",
        16,
        "api",
        faults.reset_browsers,
    ),
    Fault(
        "API's connections to the database and streams cut",
        "11, 22",
        "every id once, in order",
        12,
        "api",
        faults.reset_api,
    ),
    Fault(
        "API killed (kill -9)",
        "22",
        "every id once, in order",
        3,
        "api",
        faults.kill_api,
    ),
    Fault(
        "database shut down at once", "11", "projected once", 3, "database", faults.kill_database
    ),
)
