"""The quiet centre beside a demo hall: a child process that knows this window and its sample clerks."""

from __future__ import annotations

import json
import logging
import subprocess
import sys
import threading
from contextlib import suppress
from pathlib import Path
from typing import Any, Final

from app.bootstrap import Hall, device_key_store
from app.demo import PASSWORD
from app.errors import AppError
from app.settings import RESOURCES, CentralSettings
from app.wire.limits import PROTO

log = logging.getLogger(__name__)

_MODULE: Final = "app.central.commands.demo"
_FAREWELL_S: Final = 4.0  # for the child to end by itself


class DemoCentre:
    """Started after the desk is usable and ended with it; without it the demo hall works on alone.

    The child ends when its input does, so that a desk that was killed leaves no server behind.
    """

    def __init__(self, hall: Hall) -> None:
        if not hall.hall.demo:
            raise ValueError("only a demo hall has a centre of its own")
        self._hall = hall
        self._folder = hall.settings.data / "centre"
        self._child: subprocess.Popen[str] | None = None
        self.url: str | None = None  # once the window is connected
        self._turn = threading.Lock()
        self._ended = False
        self._thread = threading.Thread(target=self._run, name="demo centre")

    def start(self) -> None:
        """Returns at once; the hall is connected when the centre answers."""
        self._thread.start()

    def wait(self) -> None:
        """Until the window is connected, or it turned out that it cannot be."""
        self._thread.join()

    def stop(self) -> None:
        """Ends the way to the centre and then the child; the hall must still be open."""
        with self._turn:
            self._ended = True
            child = self._child
        self._hall.disconnect()
        if child is not None:
            if child.stdin is not None:
                with suppress(OSError):
                    child.stdin.close()
            try:
                child.wait(_FAREWELL_S)
            except subprocess.TimeoutExpired:
                child.kill()
                child.wait()
        self._thread.join()
        if child is not None and child.stdout is not None:
            child.stdout.close()

    def _run(self) -> None:
        if getattr(sys, "frozen", False):
            return  # a bundle carries the window alone
        try:
            told = self._spoken()
            if told is None:
                return
            self._known(told["url"], told["code"])
            with self._turn:
                if not self._ended:
                    self.url = told["url"]
                    self._hall.connect(CentralSettings(url=told["url"]))
        except (AppError, OSError, ValueError, KeyError) as trouble:
            # A desk that closes meanwhile has cut its child off itself.
            level = logging.INFO if self._ended else logging.WARNING
            log.log(level, "the demo hall has no centre today: %s", trouble)

    def _spoken(self) -> dict[str, Any] | None:
        """What the child answers once it serves; None when the desk closes meanwhile."""
        with self._hall.store.read() as unit:
            clerks = [row for row in unit.clerks.list() if row["active"]]
            enrols = unit.state.enrolment() is None or not (self._folder / "central.db").is_file()
        wanted = {
            "hall": self._hall.hall.code,
            "hall_name": self._hall.hall.name,
            "device_code": self._hall.hall.device_code,
            "enrols": enrols,
            "clerks": [
                {"id": row["id"], "number": row["number"], "name": row["name"], "role": row["role"]}
                | {"password": PASSWORD}
                for row in clerks
            ],
        }
        with self._turn:
            if self._ended:
                return None
            self._child = child = _started(self._folder, self._hall.settings.log_folder)
        if child.stdin is None or child.stdout is None:
            raise ValueError("the child has no pipes")
        child.stdin.write(json.dumps(wanted) + "\n")
        child.stdin.flush()
        line = child.stdout.readline()
        if not line:
            if self._ended:
                return None
            raise ValueError("the centre did not start (see centre.log)")
        told: dict[str, Any] = json.loads(line)
        return told

    def _known(self, url: str, code: str | None) -> None:
        """Enrols this window if need be, and signs the sample clerks in, as they would on their first day."""
        from app.sync.client import Client
        from app.sync.enrolling import enrol
        from app.sync.signing import DeviceKey, Line

        hall = self._hall
        keys = device_key_store(hall.settings)
        client = Client(url, None)
        try:
            if code is not None:
                enrol(
                    hall.store, client, keys, hall.clock, url=url, code=code, hall=hall.hall.code, again=True
                )
            with hall.store.read() as unit:
                device_id = unit.state.get("device_id") or ""
                incarnation = int(unit.state.get("incarnation") or 1)
                numbers = [row["number"] for row in unit.clerks.list() if row["active"]]
            client.line = Line(device_id, DeviceKey.of(keys, enrolled=True))
            client.hello({"device_id": device_id, "incarnation": incarnation, "proto": PROTO})
            for number in numbers:
                told = client.post("/auth/v1/sign-in", {"number": number, "password": PASSWORD})
                hall.session.remember(told)
        finally:
            client.close()


def _started(folder: Path, log_folder: Path) -> subprocess.Popen[str]:
    log_folder.mkdir(mode=0o700, parents=True, exist_ok=True)
    with (log_folder / "centre.log").open("a", encoding="utf-8") as errors:
        return subprocess.Popen(  # noqa: S603 (this program's own module)
            [sys.executable, "-m", _MODULE, str(folder)],
            cwd=RESOURCES.parent,
            stdin=subprocess.PIPE,
            stdout=subprocess.PIPE,
            stderr=errors,
            text=True,
            encoding="utf-8",
        )
