"""Follows a document that was handed to a print queue until it is out, or says why it will not come."""

from __future__ import annotations

import socket
from collections.abc import Callable
from threading import Event
from typing import Final
from urllib.parse import urlsplit

from app.devices.ipp import Job, JobState, PrintServer, PrintServerUnreachable, Queue, QueueState
from app.errors import DeviceUnavailable
from app.records import dataclass

_PORTS: Final = {"ipp": 631, "ipps": 631, "http": 80, "https": 443, "socket": 9100, "lpd": 515}
_OVER: Final = frozenset({JobState.CANCELED, JobState.ABORTED, JobState.COMPLETED})
# RFC 8011 §5.4.12: these keep paper from coming out even where the printer calls them warnings.
_BLOCKING: Final = (
    "offline",
    "media-empty",
    "media-needed",
    "media-jam",
    "cover-open",
    "door-open",
    "interlock-open",
)
_BLOCKING_SUPPLIES: Final = ("toner-empty", "marker-supply-empty", "shutdown", "paused")


def trouble(queue: Queue) -> str:
    """Why a queue cannot print now, as a code; empty when it can."""
    if not queue.accepting:
        return "queue-rejecting"
    for reason in queue.reasons:
        stem = reason.removesuffix("-error").removesuffix("-warning").removesuffix("-report")
        if stem in _BLOCKING or stem in _BLOCKING_SUPPLIES:
            return stem
        if reason.endswith("-error"):
            return "printer-error"
    return "printer-stopped" if queue.state is QueueState.STOPPED else ""


def reachable(device: str, timeout_s: float = 1.5) -> bool:
    """Whether the machine behind a queue answers; True where only the printer's own port could tell."""
    parts = urlsplit(device)
    if parts.scheme not in _PORTS or not parts.hostname:
        return True
    try:
        port = parts.port or _PORTS[parts.scheme]
        socket.create_connection((parts.hostname, port), timeout=timeout_s).close()
    except OSError:
        return False
    return True


@dataclass(frozen=True, slots=True)
class Watch:
    """What was in the queue before, so that the new job can be told from the others."""

    server: PrintServer
    queue: str
    last_job: int
    pause_s: float = 0.2
    patience_s: float = 20.0
    grace_s: float = 2.0

    @classmethod
    def begin(cls, server: PrintServer, queue: str) -> Watch:
        known = (*server.jobs(queue), *server.jobs(queue, completed=True))
        return cls(server, queue, max((job.id for job in known), default=0))

    def finish(self, title: str, *, stopped: Callable[[], bool] = lambda: False) -> None:
        """Wait until our job is out of the server's hands.

        Raises DeviceUnavailable when it failed; a job that is stuck is taken back first, so that the
        clerk's second try prints one notice and not two. A long job without trouble is left to the printer.
        """
        pause, waited, troubled = Event(), 0.0, 0.0
        while waited < self.patience_s and not stopped():
            job = self._ours(title)
            if job is not None and job.state in _OVER:
                if job.state is JobState.COMPLETED:
                    return
                raise self._unavailable("print-job-failed", ", ".join(job.reasons))
            queue = self.server.queue(self.queue)
            reason = "queue-gone" if queue is None else trouble(queue)
            if not reason and queue is not None and waited > self.grace_s / 2 and not reachable(queue.device):
                reason = "printer-unreachable"
            troubled = troubled + self.pause_s if reason else 0.0
            if reason and troubled >= self.grace_s:
                if job is not None:
                    self.server.cancel(self.queue, job.id)
                raise self._unavailable(reason, ", ".join(queue.reasons) if queue else "")
            pause.wait(self.pause_s)
            waited += self.pause_s

    def _ours(self, title: str) -> Job | None:
        for completed in (False, True):
            newer = [
                job for job in self.server.jobs(self.queue, completed=completed) if job.id > self.last_job
            ]
            # A server that keeps names to itself shows them empty.
            newer = [job for job in newer if job.name in (title, "")]
            if newer:
                return min(newer, key=lambda job: (job.name != title, job.id))
        return None

    def _unavailable(self, reason: str, told: str) -> DeviceUnavailable:
        return DeviceUnavailable(reason, device="printer", queue=self.queue, told=told)


def watch_if_possible(server: PrintServer, queue: str) -> Watch | None:
    """A watch, or None on a system without this kind of print server."""
    try:
        return Watch.begin(server, queue)
    except PrintServerUnreachable:
        return None
