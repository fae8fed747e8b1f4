"""``python -m worker.training --data-dir DIR JOB.json``: train as the job says.

The exit status is 0 after ``Finished`` or ``Stopped``, 1 after ``Failed``, and 3 if the agent went
away meanwhile. Where the job is for several devices, this process starts one more for each further
device, with ``--rank`` and ``--port``: that one hears no orders and says no more than how it ended.
"""

import argparse
import os
import sys
import traceback
from pathlib import Path

from infra.process import die_with_parent
from worker.messages import ChildMessage, Failed, Finished, Job, Stopped
from worker.training import child
from worker.training.child import Channel, Orders
from worker.training.companions import Companions, Seat


def main() -> int:
    """Train, tell, and say how it ended."""
    channel = child.seize_output()
    orders = Orders()
    orders.listen()
    child.settle_in()
    companions = Companions(lambda failed: _give_up(channel, failed))
    last = _attempt(_arguments(), channel, orders, companions)
    orders.ended.set()
    is_heard = channel.conclude(last)
    companions.dismiss()
    return 0 if is_heard and not isinstance(last, Failed) else 1


def _attempt(
    arguments: argparse.Namespace, channel: Channel, orders: Orders, companions: Companions
) -> Finished | Stopped | Failed:
    """The job's last message."""
    try:
        job = read_job(arguments.job, arguments.data_dir)
        if arguments.rank == 0:
            seat = companions.start(_command(arguments), job.devices)
            return _train(job, seat, channel, orders)
        die_with_parent()
        seat = Seat(arguments.rank, job.devices, arguments.port)
        return _train(job, seat, channel, orders)
    except Exception as error:
        from worker.training import failures  # noqa: PLC0415 - as below

        traceback.print_exc()
        return failures.describe(error)


def _train(job: Job, seat: Seat, channel: Channel, orders: Orders) -> Finished | Stopped:
    """Torch is loaded only now, when orders are heard and companions are on their way."""
    from worker.training import device, session, team  # noqa: PLC0415 - seconds, and words on stdout

    with team.joined(seat, device.find()) as together:
        tell = channel.tell if together.leads else _keep_quiet
        stop_asked, keep_asked = orders.stop.is_set, orders.keep.is_set
        return session.run(job, tell, stop_asked, team=together, keep_asked=keep_asked)


def _keep_quiet(message: ChildMessage) -> None:
    """The leader says the same."""


def _give_up(channel: Channel, failed: Failed) -> None:
    """End at once, and the companions with it, unless all has been said."""
    if channel.conclude(failed):
        os._exit(1)


def _command(arguments: argparse.Namespace) -> list[str]:
    """How a companion is started, but for its seat."""
    module = ("-m", "worker.training", "--data-dir", str(arguments.data_dir))
    return [sys.executable, *module, str(arguments.job)]


def read_job(path: Path, data_dir: Path) -> Job:
    """The job at ``path``, its relative paths taken from ``data_dir``."""
    job = Job.model_validate_json(path.read_bytes())
    places = ("examples", "work_dir", "model_dir", "cache_dir")
    return job.model_copy(
        update={place: (data_dir / getattr(job, place)).resolve() for place in places}
    )


def _arguments() -> argparse.Namespace:
    parser = argparse.ArgumentParser(prog="python -m worker.training", description=__doc__)
    parser.add_argument("--data-dir", type=Path, required=True, help="the worker's folder")
    parser.add_argument("--rank", type=int, default=0, help="a companion's number, from 1")
    parser.add_argument("--port", type=int, default=0, help="where the companion's team meets")
    parser.add_argument("job", type=Path, help="a Job as JSON")
    return parser.parse_args()


if __name__ == "__main__":
    sys.exit(main())
