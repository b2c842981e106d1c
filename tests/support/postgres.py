"""A real PostgreSQL for tests: one cluster per session, one database per test, on loopback."""

from __future__ import annotations

import os
import shutil
import socket
import subprocess
import tempfile
import uuid
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Final

import psycopg
import pytest

PLACES: Final = Path("/usr/lib/postgresql")
ACCOUNT: Final = "postgres"  # the server refuses to run as root


def binaries() -> Path | None:
    """The folder of the newest installed server's programs."""
    found = [path.parent for path in PLACES.glob("*/bin/initdb")]
    if not found and (initdb := shutil.which("initdb")) is not None:
        found = [Path(initdb).parent]
    return max(
        found, key=lambda path: [int(n) for n in path.parent.name.split(".") if n.isdigit()], default=None
    )


class Cluster:
    """A running server, reached as a superuser over loopback."""

    def __init__(self, port: int) -> None:
        self.port = port

    def url(self, database: str) -> str:
        """The address of a database for `open_engine`."""
        return f"postgresql+psycopg://{ACCOUNT}@127.0.0.1:{self.port}/{database}"

    def create(self, template: str = "template0") -> str:
        """A new database, empty or a copy of one that nobody is connected to; gives its name."""
        name = f"t{uuid.uuid4().hex}"
        with self.administrator() as connection:
            connection.execute(f"CREATE DATABASE {name} TEMPLATE {template} ENCODING 'UTF8'".encode())
        return name

    def drop(self, database: str) -> None:
        """Removes a database, ending what is still connected to it."""
        with self.administrator() as connection:
            connection.execute(f"DROP DATABASE {database} WITH (FORCE)".encode())

    @contextmanager
    def administrator(self) -> Iterator[psycopg.Connection]:
        """A connection on which every statement stands alone."""
        with psycopg.connect(
            host="127.0.0.1", port=self.port, user=ACCOUNT, dbname="postgres", autocommit=True
        ) as connection:
            yield connection


@contextmanager
def running() -> Iterator[Cluster]:
    """A new cluster on a free port; skips the test with a reason when there is no server to start."""
    programs = binaries()
    if programs is None:
        pytest.skip("not installed: postgresql (requirements/system-packages.txt)")
    as_account = _as_account()
    with tempfile.TemporaryDirectory(prefix="window-central-pg-", ignore_cleanup_errors=True) as folder:
        home = Path(folder)
        home.chmod(0o755)
        data, log = home / "data", home / "log"
        for path in (data, log):
            path.mkdir()
            if as_account:
                shutil.chown(path, ACCOUNT, ACCOUNT)
        _run(
            [
                *(*as_account, str(programs / "initdb"), "-D", str(data), "-U", ACCOUNT, "-A", "trust"),
                *("--encoding=UTF8", "--locale=C", "--no-sync"),
            ],
            home,
        )
        port = _free_port()
        options = (
            f"-p {port} -c listen_addresses=127.0.0.1 -c unix_socket_directories='' -c fsync=off"
            " -c full_page_writes=off -c max_connections=60 -c deadlock_timeout=100ms -c timezone=UTC"
        )
        control = [
            *as_account,
            str(programs / "pg_ctl"),
            "-D",
            str(data),
            "-l",
            str(log / "server.log"),
            "-w",
        ]
        _run([*control, "-o", options, "start"], home)
        try:
            yield Cluster(port)
        finally:
            _run([*control, "-m", "immediate", "stop"], home)


def _as_account() -> list[str]:
    """How to run a program as somebody who is not root; nothing to add when we are not."""
    if os.geteuid() != 0:
        return []
    return ["runuser", "-u", ACCOUNT, "--"]


def _free_port() -> int:
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        port: int = probe.getsockname()[1]
        return port


def _run(command: list[str], folder: Path) -> None:
    # Not through pipes: the server would keep them open for as long as it lives.
    output = folder / "output.txt"
    with output.open("wb") as file:
        done = subprocess.run(
            command, stdin=subprocess.DEVNULL, stdout=file, stderr=file, cwd="/", check=False
        )
    if done.returncode:
        raise RuntimeError(f"{command}: {output.read_text(errors='replace')}")
