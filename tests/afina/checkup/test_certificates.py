from datetime import timedelta
from pathlib import Path

import pytest

from afina import authority
from afina.authority import Pair
from afina.backing import Backing
from afina.checkup import certificates
from afina.checkup.finding import Code
from afina.stack import Running
from infra import clock

BACKING = Backing(nats_url="", worker_nats_url="", database_url="", blob_url="")


def running(*shown: Path) -> Running:
    return Running(
        pid=1, address="", token="", backing=BACKING, certificates=[str(path) for path in shown]
    )


@pytest.mark.parametrize(
    ("age_days", "code", "days"),
    [
        (0, Code.CERTIFICATE_LASTS, 395),
        (370, Code.CERTIFICATE_ENDING, 25),
        (400, Code.CERTIFICATE_ENDED, 5),
    ],
)
def test_a_certificate_is_judged_by_what_is_left_of_it(
    tmp_path: Path, age_days: int, code: Code, days: int
):
    own = Pair(tmp_path / "server.pem", tmp_path / "server.key")
    made = clock.now() - timedelta(days=age_days)
    authority.server(own, Pair(tmp_path / "a.pem", tmp_path / "a.key"), ["localhost"], made)
    [finding] = certificates.look(running(own.certificate))
    assert (finding.code, finding.params["days"]) == (code, days)


def test_the_administrators_file_is_looked_at_whether_anything_runs(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
):
    monkeypatch.setenv("AFINA_TLS_CERT", str(tmp_path / "nothing.pem"))
    [finding] = certificates.look(None)
    assert (finding.code, finding.state) == (Code.CERTIFICATE_UNREADABLE, "problem")


def test_without_tls_there_is_nothing_to_tell():
    assert not [*certificates.look(running())]
