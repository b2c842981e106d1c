"""A centre on a real socket of this machine, in a thread of the test: what a window's network meets."""

from __future__ import annotations

import socket
import threading
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Final

import uvicorn

from app.central.keys import ServerKeys
from app.central.main import create_app
from app.central.server import Server
from app.clock import Clock
from db.central.engine import open_engine, writing
from db.central.registering import add_hall
from db.central.schema import bring_up

HALL: Final = "HKML"
CLERK_ID: Final = "0193a0f0-0000-7000-8000-000000000007"
PASSWORD: Final = "password-07"


class RunningCentre:
    """One hall with one clerk (07), served over HTTP."""

    def __init__(self, server: Server, port: int, scheme: str = "http") -> None:
        self.server = server
        self.port = port
        self._scheme = scheme

    @property
    def url(self) -> str:
        return f"{self._scheme}://127.0.0.1:{self.port}"

    def code(self, device_code: str | None = None, *, succeeds: str | None = None) -> str:
        """A one-time code for a window."""
        one_time, _until = self.server.devices.open_enrolment(
            HALL, by="test", device_code=device_code, succeeds=succeeds
        )
        return one_time

    def clerk(
        self, number: str = "07", name: str = "周示例", *, id: str = CLERK_ID, role: str = "administrator"
    ) -> None:
        self.server.clerks.add(HALL, number, name, PASSWORD, role=role, id=id)


@contextmanager
def running_centre(folder: Path, clock: Clock, *, certificate: Path | None = None) -> Iterator[RunningCentre]:
    """Serves until the block ends; with a certificate (PEM with its key) over TLS alone."""
    engine = open_engine(f"sqlite:///{folder / 'central.db'}")
    bring_up(engine)
    with writing(engine) as connection:
        add_hall(connection, HALL, "美兰区政务服务中心", epoch="epoch-1", at=clock.now())
    server = Server(engine, clock, ServerKeys.of(b"\x07" * 32), folder / "scans")
    with socket.create_server(("127.0.0.1", 0)) as listening:
        scheme = "http" if certificate is None else "https"
        running = RunningCentre(server, listening.getsockname()[1], scheme)
        config = uvicorn.Config(
            create_app(server),
            log_config=None,
            access_log=False,
            ws="none",
            timeout_graceful_shutdown=1,
            ssl_certfile=certificate,
        )
        serving = uvicorn.Server(config)
        thread = threading.Thread(target=serving.run, kwargs={"sockets": [listening]}, name="centre")
        thread.start()
        try:
            yield running
        finally:
            serving.should_exit = True
            thread.join()
            server.close()
