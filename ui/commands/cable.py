"""The cable between a window and its centre, for the tour: real connections that can be cut and put back."""

from __future__ import annotations

import contextlib
import socket
import threading
from typing import Final
from urllib.parse import urlsplit

_HOST: Final = "127.0.0.1"
_PIECE: Final = 65536


class Cable:
    """Passes bytes on between a free port of this machine and the centre, as long as it is plugged in."""

    def __init__(self, url: str) -> None:
        """`url`: the centre's, on this machine."""
        parts = urlsplit(url)
        self._there = (parts.hostname or _HOST, parts.port or 80)
        self._listening = socket.create_server((_HOST, 0))
        self._plugged = True
        self._ends: set[socket.socket] = set()
        self._turn = threading.Lock()
        self._thread = threading.Thread(target=self._accept, name="cable", daemon=True)
        self._thread.start()

    @property
    def url(self) -> str:
        """What the window is told to be the centre's address."""
        return f"http://{_HOST}:{self._listening.getsockname()[1]}"

    def pull(self) -> None:
        """Everything under way is cut; who connects is cut at once."""
        with self._turn:
            self._plugged = False
            ends, self._ends = self._ends, set()
        for end in ends:
            _cut(end)

    def plug(self) -> None:
        with self._turn:
            self._plugged = True

    def close(self) -> None:
        self.pull()
        # Closing alone does not wake the thread that waits in accept.
        with contextlib.suppress(OSError):
            self._listening.shutdown(socket.SHUT_RDWR)
        self._listening.close()
        self._thread.join()

    def _accept(self) -> None:
        while True:
            try:
                near, _ = self._listening.accept()
            except OSError:
                return
            with self._turn:
                plugged = self._plugged
            try:
                if not plugged:
                    raise ConnectionAbortedError
                far = socket.create_connection(self._there)
            except OSError:
                _cut(near)
                continue
            with self._turn:
                self._ends |= {near, far}
            for source, target in ((near, far), (far, near)):
                threading.Thread(target=self._pass_on, args=(source, target), daemon=True).start()

    def _pass_on(self, source: socket.socket, target: socket.socket) -> None:
        with contextlib.suppress(OSError):
            while piece := source.recv(_PIECE):
                target.sendall(piece)
        for end in (source, target):
            _cut(end)
        with self._turn:
            self._ends -= {source, target}


def _cut(end: socket.socket) -> None:
    with contextlib.suppress(OSError):
        end.shutdown(socket.SHUT_RDWR)
    end.close()
