"""The rules every test lives by: offscreen, no log noise, no threads left behind, no network, own home."""

from __future__ import annotations

import gc
import ipaddress
import logging
import os
import re
import sys
import tempfile
import threading
from collections.abc import Iterator
from pathlib import Path

# Before anything imports Qt: its platform is chosen once per process.
os.environ.setdefault("QT_QPA_PLATFORM", "offscreen")
os.environ.setdefault("QT_LOGGING_RULES", "qt.multimedia.*=false")
# A test never meets the keyring or the data of the person who runs it.
os.environ["PYTHON_KEYRING_BACKEND"] = "keyring.backends.fail.Keyring"
_HOME = tempfile.TemporaryDirectory(prefix="window-clerk-tests-")
for _variable in ("XDG_DATA_HOME", "XDG_CONFIG_HOME", "XDG_CACHE_HOME", "XDG_STATE_HOME"):
    os.environ[_variable] = str(Path(_HOME.name) / _variable.lower())

import hypothesis  # noqa: E402
import pytest  # noqa: E402

import ui  # noqa: E402, F401 -- before any call of Qt: see ui/immortals.py

hypothesis.settings.register_profile("dev", max_examples=40, deadline=None)
hypothesis.settings.register_profile("ci", max_examples=100, deadline=None, derandomize=True, print_blob=True)
hypothesis.settings.load_profile(
    os.environ.get("HYPOTHESIS_PROFILE", "ci" if os.environ.get("CI") else "dev")
)

LOOPBACK_NAMES = frozenset({"localhost", "localhost.localdomain", "", "::1"})


def pytest_configure(config: pytest.Config) -> None:
    config.addinivalue_line("markers", "expects_log(pattern): a warning matching this may be logged here")
    config.addinivalue_line("markers", "soak: random input for SOAK_SECONDS (30 unless told)")
    config.addinivalue_line("markers", "devices: starts real daemons (print queue, bus) on loopback")


class LeftTheMachineError(AssertionError):
    """A test tried to leave the machine."""


_attempts: list[str] = []


def _is_local(host: object) -> bool:
    if not isinstance(host, str):
        return host is None
    if host in LOOPBACK_NAMES:
        return True
    try:
        return ipaddress.ip_address(host.split("%")[0]).is_loopback
    except ValueError:
        return False


def _watch_network(event: str, arguments: tuple[object, ...]) -> None:
    if event in {"socket.connect", "socket.sendto"}:
        address = arguments[1]
        host = address[0] if isinstance(address, tuple) else ""  # a path is a unix socket
    elif event == "socket.getaddrinfo":
        host = arguments[0].decode() if isinstance(arguments[0], bytes) else arguments[0]
    else:
        return
    if not _is_local(host):
        _attempts.append(f"{event} {host}")
        raise LeftTheMachineError(f"{event} to {host!r}: tests stay on loopback")


sys.addaudithook(_watch_network)


@pytest.fixture(autouse=True)
def _no_network() -> Iterator[None]:
    """Fail even when the code under test swallowed the refusal."""
    _attempts.clear()
    yield
    assert not _attempts, f"left the machine: {_attempts}"


@pytest.fixture(autouse=True)
def _no_dangling_threads() -> Iterator[None]:
    """Every thread a test starts has ended when it ends."""
    before = set(threading.enumerate())
    yield
    for thread in threading.enumerate():
        if thread in before or isinstance(thread, threading._DummyThread):
            continue
        thread.join(timeout=2)
        assert not thread.is_alive(), f"still running after the test: {thread.name}"


@pytest.fixture(autouse=True)
def _quiet_log(request: pytest.FixtureRequest, caplog: pytest.LogCaptureFixture) -> Iterator[None]:
    """A warning in the log is a failure unless the test says it expects one."""
    yield
    marks = request.node.iter_markers("expects_log")
    expected = [re.compile(str(mark.args[0]) if mark.args else "") for mark in marks]
    for phase in ("setup", "call"):
        for record in caplog.get_records(phase):
            message = record.getMessage()
            if record.levelno < logging.WARNING or any(pattern.search(message) for pattern in expected):
                continue
            pytest.fail(f"unexpected in the log: {record.levelname} {record.name}: {message}")


@pytest.fixture(autouse=True)
def _flush_deletions(_quiet_log: None, _no_dangling_threads: None) -> Iterator[None]:
    """`deleteLater` without an event loop destroys nothing; no test inherits the last one's widgets."""
    yield
    core = sys.modules.get("PySide6.QtCore")
    if core is None or core.QCoreApplication.instance() is None:
        return
    core.QCoreApplication.sendPostedEvents(None, core.QEvent.Type.DeferredDelete)
    core.QCoreApplication.processEvents()
    # Here, on the main thread: a cycle with a widget in it must not be collected on a worker.
    gc.collect(1)
