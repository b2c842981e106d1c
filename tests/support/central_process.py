"""`window-central serve` as processes of its own, reached over loopback, and the other commands beside it."""

from __future__ import annotations

import io
import os
import select
import signal
import socket
import subprocess
import sys
import time
from collections.abc import Iterator
from contextlib import contextmanager, redirect_stderr, redirect_stdout
from pathlib import Path
from typing import Final
from unittest.mock import patch

import httpx2

from app.central.__main__ import main

PATIENCE_S: Final = 60.0
COMMAND: Final = (sys.executable, "-m", "app.central")
ROOT: Final = Path(__file__).resolve().parents[2]


class Central:
    """One data folder and the commands that are given for it."""

    def __init__(self, data: Path, database_url: str | None = None) -> None:
        self.data = data
        self.log = data.with_name(f"{data.name}.log")
        self.environment = {name: value for name, value in os.environ.items() if name != "DATABASE_URL"}
        self.environment |= {"WINDOW_CENTRAL_DATA": str(data), "PYTHONUTF8": "1"}
        if database_url is not None:
            self.environment["DATABASE_URL"] = database_url

    def run(self, *words: str, typed: str = "", code: int = 0) -> str:
        """A command to its end, in this process; what it said, with its complaints when it was to fail."""
        said, complained = io.StringIO(), io.StringIO()
        with (
            patch.dict(os.environ, self.environment, clear=True),
            patch.object(sys, "stdin", io.StringIO(typed)),
            redirect_stdout(said),
            redirect_stderr(complained),
        ):
            status = main(words)
        assert status == code, (words, status, said.getvalue(), complained.getvalue())
        return said.getvalue() + complained.getvalue() if code else said.getvalue()

    def spawn(self, *words: str, code: int = 0) -> str:
        """The same as a process of its own, as an administrator starts it."""
        done = subprocess.run(
            [*COMMAND, *words],
            cwd=ROOT,
            env=self.environment,
            stdin=subprocess.DEVNULL,
            capture_output=True,
            text=True,
            encoding="utf-8",
            timeout=PATIENCE_S,
            check=False,
        )
        assert done.returncode == code, (words, done.returncode, done.stdout, done.stderr)
        return done.stderr if code else done.stdout

    @contextmanager
    def serving(self, *words: str) -> Iterator[httpx2.Client]:
        """The server until the end of the block; then it is asked to stop and must do so in order."""
        with socket.socket() as probe:
            probe.bind(("127.0.0.1", 0))
            port = probe.getsockname()[1]
        with self.log.open("wb") as log:
            process = subprocess.Popen(
                [*COMMAND, "serve", "--port", str(port), *words],
                cwd=ROOT,
                env=self.environment,
                stdin=subprocess.DEVNULL,
                stdout=log,
                stderr=log,
            )
        try:
            with httpx2.Client(
                base_url=f"http://127.0.0.1:{port}", trust_env=False, timeout=PATIENCE_S
            ) as http:
                self._await(process, http)
                yield http
        finally:
            process.send_signal(signal.SIGINT)
            status = process.wait(PATIENCE_S)
        assert status == 0, self.said()

    def _await(self, process: subprocess.Popen[bytes], http: httpx2.Client) -> None:
        until = time.monotonic() + PATIENCE_S
        while time.monotonic() < until:
            assert process.poll() is None, self.said()
            try:
                http.get("/health/ready").raise_for_status()
            except httpx2.HTTPError:
                select.select([], [], [], 0.05)  # it is still importing
            else:
                return
        raise AssertionError(self.said())

    def said(self) -> str:
        return self.log.read_text(encoding="utf-8", errors="replace")
