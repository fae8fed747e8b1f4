import os
import subprocess
import sys
from pathlib import Path

import pytest

from afina import words
from afina.commands.train import canonical, setting
from afina.embedded import port
from schemas.hyperparameters import Preset


def run(
    *said: str, cwd: Path | None = None, **environment: str
) -> subprocess.CompletedProcess[str]:
    return subprocess.run(
        [sys.executable, "-m", "afina", *said],
        capture_output=True,
        text=True,
        check=False,
        cwd=cwd,
        env=dict(os.environ) | {"LC_ALL": "pt_BR.UTF-8"} | environment,
    )


def test_help_loads_nothing_heavy():
    """It must come at once: no framework, no driver, no contract model is imported for it."""
    code = (
        "import sys; import afina.cli;"
        "heavy = {'pydantic', 'nats', 'psycopg', 'sqlalchemy', 'httpx', 'litestar', 'torch'};"
        "sys.exit(', '.join(heavy & set(sys.modules)) or 0)"
    )
    done = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=False)
    assert done.returncode == 0, done.stderr


@pytest.mark.parametrize(
    ("locale", "word"), [("pt_BR.UTF-8", "planilha"), ("en_US", "spreadsheet")]
)
def test_help_speaks_the_terminals_language(locale, word):
    assert word in run("--help", LC_ALL=locale).stdout


def test_the_version_tells_release_and_commit():
    assert run("--version").stdout.startswith("0.")


def test_a_missing_spreadsheet_is_the_persons_turn(tmp_path):
    """Exit code 2, a sentence, no traceback; nothing is started for it."""
    done = run("train", "nada.xlsx", "--data-dir", str(tmp_path / "data"))
    assert done.returncode == 2
    assert done.stderr == "Não encontrei o arquivo nada.xlsx.\n"
    assert not (tmp_path / "data").exists()


def test_stopping_what_does_not_run_says_so(tmp_path):
    done = run("stop", "--data-dir", str(tmp_path))
    assert done.returncode == 0
    assert f"Nenhum Afina está ligado em {tmp_path}." in done.stdout


@pytest.mark.parametrize(
    "said",
    [
        ("backup", "copies"),
        ("replay",),
        ("replay", "--status"),
        ("events", "list"),
        ("events", "retry", "7"),
        ("doctor", "log"),
        ("cancel", "00000000-0000-4000-8000-000000000001"),
        ("retry", "00000000-0000-4000-8000-000000000001", "--lighter"),
        ("reproduce", "00000000-0000-4000-8000-000000000001"),
    ],
)
def test_a_folder_that_never_was_afinas_is_refused(said, tmp_path):
    """Nothing is started in it: an empty backup would look as good as one of everything."""
    place = tmp_path / "mistyped"
    done = run(*said, "--data-dir", str(place), NATS_URL="", DATABASE_URL="", cwd=tmp_path)
    assert done.returncode == 2
    assert f"Não há nenhum Afina em {place}." in done.stderr
    assert not place.exists()


@pytest.mark.parametrize(
    ("variable", "value"),
    [
        ("AFINA_OUTBOX_BYTES", "plenty"),
        ("SMTP_SECURITY", "sometimes"),
        ("AFINA_NOTIFY_KINDS", "everything"),
    ],
)
@pytest.mark.parametrize("process", ["api", "worker"])
def test_a_setting_that_cannot_be_used_is_named(process, variable, value, tmp_path):
    """In a sentence, without its value, which might be a password."""
    told = {"NATS_URL": "nats://nowhere:1", variable: value}
    done = run(process, "--data-dir", str(tmp_path), **told)
    assert done.returncode == 1
    assert f"O valor da variável de ambiente {variable} não serve" in done.stderr
    assert value not in done.stderr
    assert "Traceback" not in done.stderr


@pytest.mark.parametrize(
    ("said", "name", "value"),
    [
        ("learning_rate=5e-5", "learning_rate", 5e-5),
        ("epochs=3", "epochs", 3),
        ("use_class_weights=true", "use_class_weights", True),
        ("max_steps=null", "max_steps", None),
        ("truncation_side=left", "truncation_side", "left"),
    ],
)
def test_a_setting_is_a_name_and_a_value(said, name, value):
    assert setting(said, words.ENGLISH) == (name, value)


@pytest.mark.parametrize("said", ["epochs", "=3", ""])
def test_what_is_no_setting_is_refused(said, capsys):
    with pytest.raises(SystemExit) as end:
        setting(said, words.ENGLISH)
    assert end.value.code == 2
    assert f"“{said}” is not a setting" in capsys.readouterr().err


def test_english_presets_are_understood():
    assert [canonical(name) for name in ("fast", "balanced", "accurate")] == list(Preset)
    assert canonical("preciso") == "preciso"


def test_a_part_that_is_not_installed_is_explained():
    """The missing extra is named, and how to get it."""
    code = (
        "import sys; sys.modules['psycopg'] = None; sys.argv = ['afina', 'token', 'list'];"
        "from afina.__main__ import main; main()"
    )
    done = subprocess.run(
        [sys.executable, "-c", code],
        capture_output=True,
        text=True,
        check=False,
        env={"PATH": os.environ["PATH"], "LANG": "en_US", "DATABASE_URL": "postgresql://h/d"},
    )
    assert done.returncode == 1
    assert "pip install 'afina[database]'" in done.stderr


def test_doctor_tells_what_is_there(tmp_path):
    done = run("doctor", "--data-dir", str(tmp_path), "--port", str(port.free()))
    assert done.returncode == 0, done.stdout
    for word in ("PostgreSQL", "nats-server", "desligado", str(tmp_path)):
        assert word in done.stdout
