"""The quiet centre of a demo hall: a child of the desk that serves one window and ends with it.

    python -m app.central.commands.demo FOLDER

reads one line of JSON, {"hall", "hall_name", "device_code", "enrols", "clerks": [{id number name role
password}]}, answers with one line, {"url", "code"} (`code` is null for a window that is enrolled), and
serves on a free port of this machine until its input ends: with the desk, however that ends.
"""

from __future__ import annotations

import asyncio
import json
import logging
import os
import secrets
import shutil
import socket
import sys
import threading
from collections.abc import Mapping, Sequence
from pathlib import Path
from typing import Any, Final

from app.central.keys import make_key
from app.central.server import Server
from app.central.settings import read_settings
from app.clock import SystemClock
from app.errors import Conflict
from db.central.engine import writing
from db.central.registering import add_hall

LOOPBACK: Final = "127.0.0.1"
_LAST_SECONDS: Final = 2  # for requests under way at the end


def main(argv: Sequence[str] | None = None) -> int:
    """Serves until the input ends; 1 when it cannot begin."""
    folder = Path((sys.argv[1:] if argv is None else argv)[0])
    wanted = json.loads(sys.stdin.readline())
    logging.basicConfig(level=logging.WARNING)
    if hasattr(os, "nice"):
        os.nice(5)  # the desk beside it goes first
    if wanted["enrols"]:
        # A window that nobody knows begins with a centre that knows nobody: both are samples.
        shutil.rmtree(folder, ignore_errors=True)
    make_key(folder)
    server = Server.open(read_settings(folder, {}), SystemClock())
    try:
        code = _furnished(server, wanted)
        with socket.create_server((LOOPBACK, 0)) as listening:
            url = f"http://{LOOPBACK}:{listening.getsockname()[1]}"
            _serve(server, listening, {"url": url, "code": code})
    finally:
        server.close()
    return 0


def _furnished(server: Server, wanted: Mapping[str, Any]) -> str | None:
    """The hall and its clerks as the desk has them, and a one-time code for its window."""
    if wanted["enrols"]:
        with writing(server.engine) as connection:
            add_hall(
                connection,
                wanted["hall"],
                wanted["hall_name"],
                epoch=secrets.token_hex(16),
                at=server.clock.now(),
            )
    for clerk in wanted["clerks"]:
        try:
            server.clerks.add(
                wanted["hall"],
                clerk["number"],
                clerk["name"],
                clerk["password"],
                role=clerk["role"],
                id=clerk["id"],
            )
        except Conflict:
            continue  # known from an earlier day
    if not wanted["enrols"]:
        return None
    code, _until = server.devices.open_enrolment(wanted["hall"], by="demo", device_code=wanted["device_code"])
    return code


def _serve(server: Server, listening: socket.socket, told: Mapping[str, Any]) -> None:
    import uvicorn

    from app.central.main import create_app

    config = uvicorn.Config(
        create_app(server),
        log_config=None,
        access_log=False,
        timeout_graceful_shutdown=_LAST_SECONDS,
        lifespan="on",
    )
    serving = uvicorn.Server(config)

    def until_the_desk_is_gone() -> None:
        sys.stdin.read()
        serving.should_exit = True

    threading.Thread(target=until_the_desk_is_gone, name="desk", daemon=True).start()
    print(json.dumps(told), flush=True)
    asyncio.run(serving.serve(sockets=[listening]))


if __name__ == "__main__":
    sys.exit(main())
