"""What the system's print server (CUPS) says about its queues and jobs, over the little IPP that takes.

Qt hands a job over and never hears of it again. A clerk must hear: which job it became, whether it came
out, and why not; and a job that did not come out must not come out an hour later on its own.
"""

from __future__ import annotations

import getpass
import http.client
import os
import socket
import struct
from collections.abc import Iterator, Mapping
from enum import IntEnum
from pathlib import Path
from typing import Final

from app.records import dataclass

Value = int | bool | str
Group = dict[str, tuple[Value, ...]]

_SOCKETS: Final = ("/run/cups/cups.sock", "/var/run/cups/cups.sock")
_OPERATION, _END = 0x01, 0x03
_FIRST_VALUE_TAG = 0x10
_INTEGERS: Final = frozenset({0x21, 0x23})
_BOOLEAN = 0x22
_TEXTS: Final = frozenset({0x41, 0x42, 0x44, 0x45, 0x46, 0x47, 0x48, 0x49})
_GET_JOBS, _CANCEL_JOB, _GET_PRINTER, _ALL_PRINTERS = 0x000A, 0x0008, 0x000B, 0x4002
_FIRST_ERROR = 0x0400
_NOT_FOUND = 0x0406


class JobState(IntEnum):
    PENDING = 3
    HELD = 4
    PROCESSING = 5
    STOPPED = 6
    CANCELED = 7
    ABORTED = 8
    COMPLETED = 9


class QueueState(IntEnum):
    IDLE = 3
    PROCESSING = 4
    STOPPED = 5


@dataclass(frozen=True, slots=True)
class Queue:
    """One print queue as the server describes it now."""

    name: str
    state: QueueState
    reasons: tuple[str, ...]  # media-empty-error, offline-report, … without "none"
    accepting: bool
    device: str


@dataclass(frozen=True, slots=True)
class Job:
    id: int
    name: str
    state: JobState
    reasons: tuple[str, ...]


class PrintServerUnreachable(OSError):
    """No print server answers, or not in its language."""


class _UnixConnection(http.client.HTTPConnection):
    """HTTP over the server's own socket."""

    def __init__(self, path: str, timeout: float) -> None:
        super().__init__("localhost", timeout=timeout)
        self._path = path

    def connect(self) -> None:
        self.sock = socket.socket(socket.AF_UNIX, socket.SOCK_STREAM)
        self.sock.settimeout(self.timeout)
        self.sock.connect(self._path)


class PrintServer:
    """The print server that the system library would use as well (CUPS_SERVER, else the local one)."""

    def __init__(self, address: str | None = None, *, timeout_s: float = 3.0) -> None:
        found = address or os.environ.get("CUPS_SERVER") or next(filter(_exists, _SOCKETS), "localhost:631")
        self._address, self._timeout_s = found, timeout_s

    def queues(self) -> tuple[Queue, ...]:
        return tuple(_queue(group) for group in self._ask(_ALL_PRINTERS, {}) if "printer-name" in group)

    def queue(self, name: str) -> Queue | None:
        """The queue, or None when there is none of this name."""
        for group in self._ask(_GET_PRINTER, {"printer-uri": self._uri(name)}):
            if "printer-name" in group:
                return _queue(group)
        return None

    def jobs(self, queue: str, *, completed: bool = False) -> tuple[Job, ...]:
        """The jobs still to be done, or those that are over."""
        which = "completed" if completed else "not-completed"
        groups = self._ask(_GET_JOBS, {"printer-uri": self._uri(queue), "which-jobs": which})
        return tuple(_job(group) for group in groups if "job-id" in group)

    def cancel(self, queue: str, job_id: int) -> None:
        """Take a job back; one that is already over stays as it is."""
        list(self._ask(_CANCEL_JOB, {"printer-uri": self._uri(queue), "job-id": job_id}, may_fail=True))

    @staticmethod
    def _uri(queue: str) -> str:
        return f"ipp://localhost/printers/{queue}"

    def _ask(self, operation: int, about: Mapping[str, Value], *, may_fail: bool = False) -> Iterator[Group]:
        connection = self._connection()
        try:
            connection.request(
                "POST",
                "/",
                _request(operation, {**about, "requesting-user-name": _user()}),
                {"Content-Type": "application/ipp"},
            )
            answer = connection.getresponse()
            body = answer.read()
        except (OSError, http.client.HTTPException) as error:
            raise PrintServerUnreachable(f"{self._address}: {error}") from error
        finally:
            connection.close()
        if answer.status != http.client.OK or len(body) < 8:
            raise PrintServerUnreachable(f"{self._address}: HTTP {answer.status}")
        status = int.from_bytes(body[2:4], "big")
        if status >= _FIRST_ERROR and status != _NOT_FOUND and not may_fail:
            raise PrintServerUnreachable(f"{self._address}: IPP status {status:#06x}")
        return _groups(body)

    def _connection(self) -> http.client.HTTPConnection:
        if self._address.startswith("/"):
            return _UnixConnection(self._address, self._timeout_s)
        host, _, port = self._address.partition(":")
        return http.client.HTTPConnection(host, int(port or 631), timeout=self._timeout_s)


def _user() -> str:
    """Who we are to the print server."""
    try:
        return getpass.getuser()
    except OSError:
        return "anonymous"


def _exists(path: str) -> bool:
    return Path(path).exists()


def _request(operation: int, about: Mapping[str, Value]) -> bytes:
    """One IPP 2.0 request asking for all attributes."""
    parts = [struct.pack(">BBHIB", 2, 0, operation, 1, _OPERATION)]
    parts += [_attribute(0x47, "attributes-charset", b"utf-8")]
    parts += [_attribute(0x48, "attributes-natural-language", b"en")]
    tags = {"printer-uri": 0x45, "requesting-user-name": 0x42, "which-jobs": 0x44, "job-id": 0x21}
    # Without the owner's name the server keeps the names of jobs to itself.
    for name in (name for name in tags if name in about):
        value = about[name]
        raw = struct.pack(">i", value) if isinstance(value, int) else value.encode()
        parts.append(_attribute(tags[name], name, raw))
    parts.append(_attribute(0x44, "requested-attributes", b"all"))
    return b"".join(parts) + bytes([_END])


def _attribute(tag: int, name: str, value: bytes) -> bytes:
    raw = name.encode()
    return struct.pack(">BH", tag, len(raw)) + raw + struct.pack(">H", len(value)) + value


def _groups(body: bytes) -> Iterator[Group]:
    """The attribute groups of an answer, the operation's own left out."""
    position, group, kept, name = 8, Group(), False, ""
    while position < len(body):
        tag = body[position]
        position += 1
        if tag < _FIRST_VALUE_TAG:
            if kept:
                yield group
            if tag == _END:
                return
            group, kept = Group(), tag != _OPERATION
            continue
        if position + 2 > len(body):
            raise PrintServerUnreachable("the answer breaks off")
        (length,) = struct.unpack_from(">H", body, position)
        name = body[position + 2 : position + 2 + length].decode("utf-8", "replace") or name
        position += 2 + length
        if position + 2 > len(body):
            raise PrintServerUnreachable("the answer breaks off")
        (length,) = struct.unpack_from(">H", body, position)
        raw = body[position + 2 : position + 2 + length]
        position += 2 + length
        value = _value(tag, raw)
        if value is not None:
            group[name] = (*group.get(name, ()), value)


def _value(tag: int, raw: bytes) -> Value | None:
    if tag in _INTEGERS and len(raw) == 4:
        return int.from_bytes(raw, "big", signed=True)
    if tag == _BOOLEAN and len(raw) == 1:
        return raw != b"\0"
    if tag in _TEXTS:
        return raw.decode("utf-8", "replace")
    return None


def _reasons(group: Group, name: str) -> tuple[str, ...]:
    return tuple(str(reason) for reason in group.get(name, ()) if reason != "none")


def _queue(group: Group) -> Queue:
    return Queue(
        name=str(group["printer-name"][0]),
        state=QueueState(int(group.get("printer-state", (QueueState.IDLE,))[0])),
        reasons=_reasons(group, "printer-state-reasons"),
        accepting=bool(group.get("printer-is-accepting-jobs", (True,))[0]),
        device=str(group.get("device-uri", ("",))[0]),
    )


def _job(group: Group) -> Job:
    return Job(
        id=int(group["job-id"][0]),
        name=str(group.get("job-name", ("",))[0]),
        state=JobState(int(group.get("job-state", (JobState.PENDING,))[0])),
        reasons=_reasons(group, "job-state-reasons"),
    )
