"""``python -m worker.training --data-dir DIR JOB.json``: train as the job says.

The exit status is 0 after ``Finished`` or ``Stopped``, 1 after ``Failed``, and 3 if the agent went
away meanwhile.
"""

import argparse
import sys
import traceback
from pathlib import Path

from worker.messages import Failed, Finished, Job, Stopped
from worker.training import child
from worker.training.child import Channel, Orders


def main() -> int:
    """Train, tell, and say how it ended."""
    channel = child.seize_output()
    orders = Orders()
    orders.listen()
    child.settle_in()
    last = _attempt(_arguments(), channel, orders)
    orders.ended.set()
    channel.tell(last)
    return 1 if isinstance(last, Failed) else 0


def _attempt(
    arguments: argparse.Namespace, channel: Channel, orders: Orders
) -> Finished | Stopped | Failed:
    """The job's last message; torch is loaded only now, when orders are heard already."""
    from worker.training import failures, session  # noqa: PLC0415 - seconds, and words on stdout

    try:
        job = read_job(arguments.job, arguments.data_dir)
        return session.run(job, channel.tell, orders.stop.is_set)
    except Exception as error:
        traceback.print_exc()
        return failures.describe(error)


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
    parser.add_argument("job", type=Path, help="a Job as JSON")
    return parser.parse_args()


if __name__ == "__main__":
    sys.exit(main())
