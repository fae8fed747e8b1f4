import os

from afina import gate
from afina.supervisor import supervising
from tests.afina.children import ENVIRONMENT, python
from tests.afina.heard import Heard

CODE = "print('loaded'); from afina import gate; gate.wait(); print('passed')"


async def test_a_process_loads_before_the_gate_and_goes_on_behind_it():
    """And one that is started again later finds it open."""
    heard = Heard()
    with gate.closed() as closed:
        async with supervising(heard) as supervisor:
            environment = {**ENVIRONMENT, gate.VARIABLE: str(closed.waiting)}
            program = python(CODE, inherits=(closed.waiting,), environment=environment)
            await supervisor.start(program)
            assert await heard.until("child") == ["loaded"]
            closed.open()
            said = await heard.until("child", 4)
    assert said[:4] == ["loaded", "passed", "loaded", "passed"]


def test_without_a_gate_nobody_waits(monkeypatch):
    monkeypatch.delenv(gate.VARIABLE, raising=False)
    gate.wait()


def test_a_starter_that_dies_keeps_nobody_waiting(monkeypatch):
    """The kernel closes its end of the pipe."""
    waiting, holding = os.pipe()
    monkeypatch.setenv(gate.VARIABLE, str(waiting))
    os.close(holding)
    gate.wait()
