"""A real print queue on loopback: message bus, announcer, an IPP printer and a print server of our own.

Everything lives in one folder, listens on sockets in it or on a free port, and is ended by its process id.
"""

from __future__ import annotations

import os
import shutil
import socket
import subprocess
import tempfile
from collections.abc import Callable, Iterator, Sequence
from contextlib import ExitStack, contextmanager
from dataclasses import dataclass, field
from pathlib import Path
from threading import Event

PROGRAMS = ("dbus-daemon", "avahi-daemon", "ippeveprinter", "cupsd", "lpadmin")
QUEUE = "counter3"

_BUS = """<!DOCTYPE busconfig PUBLIC "-//freedesktop//DTD D-Bus Bus Configuration 1.0//EN"
 "http://www.freedesktop.org/standards/dbus/1.0/busconfig.dtd">
<busconfig><type>system</type><listen>unix:path={bus}</listen><auth>EXTERNAL</auth>
<policy context="default"><allow user="*"/><allow own="*"/><allow send_type="method_call"/>
<allow send_destination="*"/><allow receive_sender="*"/></policy></busconfig>
"""
_SCHEDULER = """LogLevel warn
Listen {socket}
Browsing Off
WebInterface No
PreserveJobHistory Yes
<Location />
Order allow,deny
Allow all
</Location>
<Policy default>
JobPrivateAccess all
JobPrivateValues none
<Limit All>
Order allow,deny
Allow all
</Limit>
</Policy>
"""
_FILES = """ServerRoot {here}/etc
RequestRoot {here}/requests
CacheDir {here}/cache
StateDir {here}/state
TempDir {here}/tmp
ErrorLog {here}/error_log
AccessLog {here}/access_log
PageLog {here}/page_log
User lp
Group lp
SystemGroup root
FatalErrors none
"""


def wait_until(true: Callable[[], bool], what: str, limit_s: float = 20.0) -> None:
    """Look again every twentieth of a second until it is so."""
    pause = Event()
    for _ in range(int(limit_s / 0.05)):
        if true():
            return
        pause.wait(0.05)
    raise AssertionError(f"still waiting after {limit_s} s: {what}")


@dataclass
class PrintHall:
    """The queue `counter3` and the printer behind it."""

    here: Path
    port: int
    environment: dict[str, str]
    _printer: subprocess.Popen[bytes] | None = field(default=None, repr=False)

    @property
    def server(self) -> str:
        return self.environment["CUPS_SERVER"]

    def spooled(self) -> list[Path]:
        """The documents the printer has received, whole ones only, oldest first."""
        if self._printer is None:
            return []
        files = [path for path in (self.here / "spool").iterdir() if path.stat().st_size]
        return sorted(files, key=lambda path: path.stat().st_mtime_ns)

    def log(self) -> str:
        return "\n".join(
            path.read_text(errors="replace") for path in sorted(self.here.glob("*log")) if path.is_file()
        )

    def start_printer(self) -> None:
        spool = self.here / "spool"
        spool.mkdir(exist_ok=True)
        command = ["ippeveprinter", "-p", str(self.port), "-n", "localhost", "-r", "off", "-d", str(spool)]
        command += [
            "-c",
            str(self._works()),
            "-k",
            "-f",
            "application/pdf,image/pwg-raster",
            "-vv",
            "Counter3",
        ]
        self._printer = _start(command, self.here / "printer_log", self.environment)
        wait_until(lambda: _answers(self.port), "the printer listens")

    def jam(self) -> None:
        """From now on it takes a document and does not finish it."""
        (self.here / "jam").touch()

    def _works(self) -> Path:
        """What the printer does with a document; by itself it waits 5 to 15 seconds to look busy."""
        jam, script = self.here / "jam", self.here / "works"
        jam.unlink(missing_ok=True)
        script.write_text(f"#!/bin/sh\nwhile [ -e '{jam}' ]; do sleep 0.1; done\nexit 0\n")
        script.chmod(0o755)
        return script

    def stop_printer(self) -> None:
        """Pull its plug."""
        if self._printer is not None:
            _end(self._printer)
            self._printer = None

    def run(self, *command: str) -> str:
        done = subprocess.run(
            command, env=self.environment, capture_output=True, text=True, check=True, timeout=30
        )
        return done.stdout


def _answers(port: int) -> bool:
    try:
        socket.create_connection(("localhost", port), timeout=1).close()
    except OSError:
        return False
    return True


def _free_port() -> int:
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        return int(probe.getsockname()[1])


def _start(command: Sequence[str], log: Path, environment: dict[str, str]) -> subprocess.Popen[bytes]:
    with log.open("ab") as out:
        return subprocess.Popen(
            command, stdin=subprocess.DEVNULL, stdout=out, stderr=subprocess.STDOUT, env=environment
        )


def _end(process: subprocess.Popen[bytes]) -> None:
    process.kill()
    process.wait(timeout=10)


def _announcer_runs() -> bool:
    """Whether this machine already runs avahi on its own bus: only one can."""
    try:
        pid = int(Path("/run/avahi-daemon/pid").read_text())
        os.kill(pid, 0)
    except (OSError, ValueError):
        return False
    return Path("/run/dbus/system_bus_socket").exists()


@contextmanager
def print_hall() -> Iterator[PrintHall]:
    """Start everything, make the queue, and end everything again."""
    with ExitStack() as stack:
        # Not below pytest's own folder: the print server's filters run as another user and must get in.
        here = Path(tempfile.mkdtemp(prefix="print-hall-"))
        stack.callback(shutil.rmtree, here, ignore_errors=True)
        here.chmod(0o755)
        for name in ("etc", "requests", "cache", "state", "tmp"):
            (here / name).mkdir()
        environment = {**os.environ, "CUPS_SERVER": str(here / "cups.sock"), "LC_ALL": "C"}
        hall = PrintHall(here, _free_port(), environment)

        def keep(command: Sequence[str], log: str) -> None:
            stack.callback(_end, _start(command, here / log, environment))

        if not _announcer_runs():
            bus = here / "bus"
            (here / "bus.conf").write_text(_BUS.format(bus=bus))
            keep(["dbus-daemon", f"--config-file={here / 'bus.conf'}", "--nofork", "--nopidfile"], "bus_log")
            wait_until(bus.exists, "the message bus")
            environment["DBUS_SYSTEM_BUS_ADDRESS"] = f"unix:path={bus}"
            keep(["avahi-daemon", "--no-rlimits", "--no-drop-root"], "avahi_log")
            wait_until(lambda: "startup complete" in (here / "avahi_log").read_text(), "the announcer")
        stack.callback(hall.stop_printer)
        hall.start_printer()
        (here / "cupsd.conf").write_text(_SCHEDULER.format(socket=here / "cups.sock"))
        (here / "cups-files.conf").write_text(_FILES.format(here=here))
        scheduler = ["cupsd", "-f", "-c", str(here / "cupsd.conf"), "-s", str(here / "cups-files.conf")]
        keep(scheduler, "scheduler_log")
        wait_until((here / "cups.sock").exists, "the print server")
        uri = f"ipp://localhost:{hall.port}/ipp/print"
        hall.run("lpadmin", "-p", QUEUE, "-E", "-v", uri, "-m", "everywhere")
        yield hall
