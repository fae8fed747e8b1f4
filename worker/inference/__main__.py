"""``python -m worker.inference``: answer what is asked on standard input, until it closes.

Once its libraries are loaded the process steps aside: whatever else the computer does, training
above all, goes first.
"""

import argparse
import os
import sys
import threading
from contextlib import suppress
from pathlib import Path

from worker.inference.messages import orders
from worker.inference.queue import Bounds, Queue
from worker.training import child

AUTOGROUP = Path("/proc/self/autogroup")
"""Where a desktop's Linux keeps what a whole session's niceness is: there a process's own counts
only inside its session."""
PATIENT_TOKENS = {"cpu": 2048, "cuda": 8192, "mps": 4096}
"""Of a turn that nobody waits for: about what the device does before a person gets impatient."""


def main() -> None:
    """Load, then answer for ever."""
    arguments = _arguments()
    channel, queue = child.seize_output(), Queue()
    child.settle_in()
    os.environ.setdefault("TOKENIZERS_PARALLELISM", "false")  # it knows nothing of our threads
    threading.Thread(target=_listen, args=(queue,), name="orders", daemon=True).start()
    _serve(arguments, queue, channel)


def _listen(queue: Queue) -> None:
    """Hear orders until the agent is gone; then there is nobody left to answer."""
    try:
        for line in sys.stdin.buffer:
            queue.put(orders.validate_json(line))
    finally:
        os._exit(child.ORPHANED)


def _serve(arguments: argparse.Namespace, queue: Queue, channel: child.Channel) -> None:
    import torch  # noqa: PLC0415 - seconds, and words on standard output

    from worker.inference import answering  # noqa: PLC0415 - likewise
    from worker.inference.service import Service  # noqa: PLC0415
    from worker.inference.shelf import Shelf  # noqa: PLC0415
    from worker.training import device  # noqa: PLC0415
    from worker.training.inference import finished  # noqa: PLC0415

    place = torch.device("cpu") if arguments.processor else device.find()
    torch.set_num_threads(arguments.threads)
    share = int(arguments.memory_share * device.memory_bytes(place))
    shelf = Shelf(lambda model_dir: finished.load(model_dir, place), share)

    def reads(model_dir: Path) -> int | None:
        model = shelf.peek(model_dir)
        return None if model is None else answering.reads(model)

    _step_aside(arguments.niceness)
    Service(queue, Bounds(reads, PATIENT_TOKENS[place.type]), shelf, channel.tell).run()


def _step_aside(niceness: int) -> None:
    """Let everything else on this computer go first, as far as its system knows of that."""
    if hasattr(os, "nice"):
        os.nice(niceness)
    with suppress(OSError):
        AUTOGROUP.write_text(str(niceness))


def _arguments() -> argparse.Namespace:
    parser = argparse.ArgumentParser(prog="python -m worker.inference", description=__doc__)
    parser.add_argument("--processor", action="store_true", help="leave every other device alone")
    parser.add_argument("--threads", type=int, required=True, help="to compute with")
    parser.add_argument("--niceness", type=int, default=0, help="towards other processes")
    parser.add_argument("--memory-share", type=float, required=True, help="for loaded models")
    return parser.parse_args()


if __name__ == "__main__":
    main()
