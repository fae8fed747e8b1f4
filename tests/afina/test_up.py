"""``afina up`` as people and scripts know it: one story on one data directory."""

import asyncio
import json
import re
import signal
import subprocess
import sys
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from pathlib import Path
from urllib.parse import urlsplit

import httpx
import psutil
import pytest
import stamina

from afina import stack
from afina.cli import app
from afina.embedded import port
from infra.bus import connected

ROOMS = {"api", "consumers", "worker"}
END_SECONDS = 60


class Up:
    """One ``afina up``, from its start until its end."""

    def __init__(self, data_dir: Path, *more: str) -> None:
        self.data_dir = data_dir
        command = [sys.executable, "-m", "afina", "up", "--data-dir", str(data_dir)]
        options = ["--port", str(port.free()), "--no-browser", "--quiet", "--language", "en"]
        self.process = subprocess.Popen(
            [*command, *options, *more], stdout=subprocess.PIPE, text=True
        )

    def welcome(self) -> str:
        """All that it says until it serves."""
        said: list[str] = []
        for line in self.process.stdout:
            said.append(line)
            if "To stop it" in line:
                return "".join(said)
        pytest.fail(f"it ended: {''.join(said)}")

    def family(self) -> list[psutil.Process]:
        return psutil.Process(self.process.pid).children(recursive=True)

    def room(self, name: str) -> psutil.Process:
        """The process of ``afina NAME``."""
        [found] = [one for one in self.family() if name in one.cmdline()[2:4]]
        return found

    def end(self, sig: signal.Signals) -> int:
        self.process.send_signal(sig)
        self.process.stdout.read()
        return self.process.wait(END_SECONDS)


@contextmanager
def up(data_dir: Path, *more: str) -> Iterator[Up]:
    started = Up(data_dir, *more)
    try:
        yield started
    finally:
        if started.process.poll() is None:
            started.process.kill()
        started.process.wait()
        started.process.stdout.close()


def afina(*words: str) -> subprocess.CompletedProcess[str]:
    command = [sys.executable, "-m", "afina", *words]
    return subprocess.run(command, capture_output=True, text=True, check=False)


def datasets(address: str, token: str | None) -> httpx.Response:
    headers = {} if token is None else {"Authorization": f"Bearer {token}"}
    return httpx.get(f"{address}/api/datasets", headers=headers, trust_env=False)


@pytest.fixture(scope="module")
def data_dir(tmp_path_factory: pytest.TempPathFactory) -> Path:
    return tmp_path_factory.mktemp("up") / "data"


@pytest.fixture(scope="module")
def serving(data_dir: Path) -> Iterator[Up]:
    """A stack that is asked for an orderly end when its tests are over."""
    with up(data_dir) as started:
        started.said = started.welcome()
        yield started
        family = started.family()
        assert started.end(signal.SIGTERM) == 0
        _, alive = psutil.wait_procs(family, timeout=END_SECONDS)
        assert alive == []
        assert not stack.facts_path(data_dir).exists()


def test_it_says_where_it_serves_and_how_to_sign_in(serving, data_dir):
    """The link opens the page; its token is never in the log, which others may be shown."""
    address, token = re.search(r"open: (http://\S+)/#token=(afn_\S+)", serving.said).groups()
    assert f"Afina is up: {address}" in serving.said
    assert httpx.get(f"{address}/health/ready", trust_env=False).status_code == 200
    assert datasets(address, token).status_code == 200
    assert datasets(address, None).status_code == 401
    assert token not in (data_dir / "log" / "afina.log").read_text()


def listeners(family: list[psutil.Process]) -> set[str]:
    """The addresses at which any of them can be reached."""
    return {
        one.laddr.ip
        for process in family
        for one in process.net_connections("inet")
        if one.status == psutil.CONN_LISTEN
    }


def test_nothing_is_open_to_other_computers_unless_it_is_asked_for(serving, data_dir):
    """And without them nothing needs a certificate."""
    assert listeners(serving.family()) == {"127.0.0.1"}
    assert not (data_dir / "tls").exists()
    assert "--fingerprint" not in serving.said


@stamina.retry(on=AssertionError, attempts=None, timeout=END_SECONDS, wait_max=0.1)
def told_of(page):
    """The types of events that the audit trail has, as soon as it has any."""
    types = {line["type"] for line in page.get("/api/audit").json()["items"]}
    assert types
    return types


def test_the_setup_link_makes_the_first_administrator(serving, data_dir):
    """Once; then the log hears of it, through database and relay."""
    address, code = re.search(r"once: (http://\S+)/#setup=(\S+)", serving.said).groups()
    choice = {"login": "ana", "name": "Ana", "password": "o processo foi arquivado ontem"}
    own = {"X-Afina-Request": "1"}
    with httpx.Client(base_url=address, headers=own, trust_env=False) as page:
        assert page.post("/api/setup", json=choice | {"code": code}).status_code == 204
        assert page.get("/api/session").json()["role"] == "admin"
        assert page.post("/api/setup", json=choice | {"code": code}).status_code == 404
        assert "user.joined.v1" in told_of(page)
    assert code not in (data_dir / "log" / "afina.log").read_text()


def test_every_process_names_its_data_directory(serving, data_dir):
    """So that a person can find and kill the right worker."""
    lines = [" ".join(one.cmdline()) for one in serving.family() if one.name() != "postgres"]
    assert all(str(data_dir) in line for line in lines if "afina" in line or "nats" in line)
    assert {name for name in ROOMS if any(f"afina {name}" in line for line in lines)} == ROOMS


def test_a_made_token_opens_the_api(serving, data_dir):
    made = afina("token", "create", "--data-dir", str(data_dir))
    assert re.fullmatch(r"afn_[\w-]{43}\n", made.stdout), made.stderr
    assert datasets(stack.find(data_dir).address, made.stdout.strip()).status_code == 200


def test_an_administrator_sees_machines_changes_a_key_and_withdraws_one(serving, data_dir, capsys):
    """By name or by id; a key stands alone on standard output, and what is refused leads on."""
    common = ("--data-dir", str(data_dir), "--language", "en")

    def said(*words: str) -> tuple[str, str]:
        with suppress(SystemExit):
            app([*words, *common], prog_name="afina", standalone_mode=False)
        return capsys.readouterr()

    first, _ = said("worker", "register", "Sala 9")
    key, how = said("worker", "renew", "Sala 9")
    assert re.fullmatch(r"afn_[\w-]{43}\n", key)
    assert key != first
    assert f"afina worker join {stack.find(data_dir).address} {key.strip()}" in how
    listed, _ = said("worker", "list")
    [line] = [line for line in listed.splitlines() if "Sala 9" in line]
    assert "not heard" in line
    assert "may work no more" in said("worker", "revoke", line.split()[0])[0]
    assert "afina worker list" in said("worker", "renew", "Sala 9")[1]
    assert "may not work" in said("worker", "renew", line.split()[0])[1]


def test_an_administrator_sees_sets_and_resets_limits(serving, data_dir, capsys):
    """From the next look on; what cannot be set is told with what could."""
    common = ("--data-dir", str(data_dir), "--language", "en")

    def said(*words: str) -> str:
        with suppress(SystemExit):
            app(["limits", *words, *common], prog_name="afina", standalone_mode=False)
        return "\n".join(capsys.readouterr())

    assert "changed here" not in said("show")
    [line] = [line for line in said("set", "epochs", "7").splitlines() if "epochs" in line]
    assert [line.split()[-4], "changed here" in line] == ["7", True]
    assert "The largest value is 100." in said("set", "epochs", "101")
    assert "runs_of_person" in said("set", "turns", "1")
    assert "is no number" in said("set", "epochs", "seven")
    assert "changed here" not in said("reset", "epochs")


def test_a_second_one_says_so_and_ends(serving, data_dir):
    second = afina("up", "--data-dir", str(data_dir), "--language", "en")
    assert second.returncode == 1
    assert f"{stack.find(data_dir).address} (process {serving.process.pid})" in second.stderr


def test_a_refused_spreadsheet_tells_why(serving, data_dir, tmp_path):
    """Exit code 2, sentences, no traceback."""
    path = tmp_path / "casos.csv"
    path.write_text("texto;ramo\num;A\ndois;A\n")
    columns = ("--text-column", "texto", "--label-column", "ramo")
    done = afina("train", str(path), "--data-dir", str(data_dir), "--language", "en", *columns)
    assert done.returncode == 2, done.stderr
    first, *reasons = done.stderr.splitlines()
    assert first == "No model can be trained from casos.csv:"
    assert reasons
    assert all(re.fullmatch(r"- .+\.", reason) for reason in reasons)


def test_a_question_about_a_spreadsheet_is_asked_with_its_answers(serving, data_dir, tmp_path):
    """Exit code 2, and an option for each column that could be meant."""
    path, words = tmp_path / "casos.csv", "o autor pede que o réu pague tudo o que lhe deve"
    rows = [f"{words} no caso {n};{words} no processo {n};{'AB'[n % 2]}" for n in range(40)]
    path.write_text("\n".join(["relato;resumo;ramo", *rows]))
    done = afina("train", str(path), "--data-dir", str(data_dir), "--language", "en")
    assert done.returncode == 2, done.stderr
    assert "    --column text=relato\n    --column text=resumo" in done.stderr


def test_replay_proves_the_tables_while_it_serves(serving, data_dir):
    done = afina("replay", "--data-dir", str(data_dir), "--language", "en")
    assert done.returncode == 0, done.stdout + done.stderr
    assert "The rebuilt tables equal the ones in use" in done.stdout


def test_rebuilt_tables_are_used_and_given_back_while_it_serves(serving, data_dir):
    """Each command says what there is then, and what can be done."""
    common = ("--data-dir", str(data_dir), "--language", "en")
    switched = afina("replay", "--switch", *common)
    assert switched.returncode == 0, switched.stdout + switched.stderr
    assert "The rebuilt tables are in use." in switched.stdout
    status = afina("replay", "--status", *common).stdout
    heading, log, *_ = (re.split(r" {2,}", line.strip()) for line in status.splitlines())
    assert heading == ["Tables", "in use", "earlier"]
    assert log[0] == "Log"
    assert all(int(place.replace(",", "")) > 0 for place in log[1:])
    assert "are in use again" in afina("replay", "--rollback", *common).stdout
    assert "are gone" in afina("replay", "--drop", *common).stdout


async def test_what_is_set_aside_is_listed_and_driven_again(serving, data_dir):
    """Until it can be projected it is shown with its reason, and nothing is lost."""
    common = ("--data-dir", str(data_dir), "--language", "en")
    async with connected(stack.find(data_dir).backing.nats_url, "tests") as client:
        told = b'{"type": "run.moved.v1", "to": "Mars"}'
        sequence = (await client.jetstream().publish("training.run.x.control.moved", told)).seq
    listed = ""
    while "run.moved.v1" not in listed:
        listed = (await asyncio.to_thread(afina, "events", "list", *common)).stdout
    assert "only a newer version knows it" in listed
    shown = await asyncio.to_thread(afina, "events", "show", str(sequence), *common)
    assert told.decode() in shown.stdout
    retried = await asyncio.to_thread(afina, "events", "retry", "--all", *common)
    assert (retried.returncode, retried.stderr) == (1, "Still set aside: 1.\n")
    assert "Now in the tables: 0." in retried.stdout


def test_a_killed_room_comes_back(serving):
    """The others go on meanwhile."""
    killed, api = serving.room("consumers"), serving.room("api")
    killed.kill()
    killed.wait(END_SECONDS)
    successors = [one.pid for one in _until_room(serving, "consumers")]
    assert successors != [killed.pid]
    assert serving.room("api").pid == api.pid


def _until_room(serving: Up, name: str) -> list[psutil.Process]:
    """The room's process; it is started again after a quarter of a second."""
    while True:
        found = [one for one in serving.family() if name in _command(one)[2:4]]
        if found:
            return found


def _command(process: psutil.Process) -> list[str]:
    try:
        return process.cmdline()
    except psutil.Error:
        return []


def test_kill_nine_leaves_nothing_behind_and_loses_nothing(tmp_path):
    """No process outlives it, and the next start simply works, on the same data."""
    with up(tmp_path) as first:
        first.welcome()
        made = afina("token", "create", "--data-dir", str(tmp_path)).stdout.strip()
        family = first.family()
        assert len(family) > len(ROOMS)
        assert first.end(signal.SIGKILL) == -signal.SIGKILL
        with up(tmp_path) as second:
            second.welcome()
            _, alive = psutil.wait_procs(family, timeout=END_SECONDS)
            assert alive == []
            assert datasets(stack.find(tmp_path).address, made).status_code == 200
            assert second.end(signal.SIGINT) == 0
    assert afina("replay", "--data-dir", str(tmp_path)).returncode == 0
    assert stack.holder(tmp_path) is None


def test_a_stop_while_starting_is_orderly(tmp_path):
    """Impatience costs nothing: nothing is left running, and the next start works."""
    with up(tmp_path) as started:
        assert str(tmp_path) in started.process.stdout.readline()
        assert started.end(signal.SIGTERM) == 0
    assert stack.holder(tmp_path) is None
    assert not [one for one in psutil.process_iter() if str(tmp_path) in " ".join(_command(one))]


def test_with_tls_its_own_commands_trust_it_and_stop_ends_it_from_elsewhere(tmp_path):
    """The worker of this computer joins by loopback; others by what the welcome tells them."""
    more = ("--tls", "--name", "afina.example", "--workers-port", str(port.free()))
    with up(tmp_path, *more) as started:
        said = started.welcome()
        found = stack.find(tmp_path)
        assert f"Afina is up: {found.address}" in said
        assert found.address.startswith("https://127.0.0.1:")
        joining = f"https://afina.example:{urlsplit(found.address).port} KEY"
        assert f"afina worker join {joining} --fingerprint {found.fingerprint}\n" in said
        alerts = afina("alerts", "--data-dir", str(tmp_path), "--language", "en")
        assert alerts.returncode == 0, alerts.stderr
        look = afina("doctor", "--data-dir", str(tmp_path), "--json")
        codes = [each["code"] for each in json.loads(look.stdout)]
        assert {"api_ready", "door_kept", "accounts_apart"} <= {*codes}
        assert codes.count("certificate_lasts") == 2
        done = afina("stop", "--data-dir", str(tmp_path), "--language", "en")
        assert done.returncode == 0
        assert "Nothing is lost" in done.stdout
        started.process.stdout.read()
        assert started.process.wait(END_SECONDS) == 0
    assert [path.name for path in (tmp_path / "log").iterdir()] == ["afina.log"]
