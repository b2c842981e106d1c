"""A sound device nobody hears: a private pulseaudio with a null sink, and what was played into it."""

from __future__ import annotations

import os
import shutil
import subprocess
from array import array
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from dataclasses import dataclass
from pathlib import Path

import pytest

RATE = 22_050
FRAME = RATE // 20  # 50 ms


def need_sound() -> None:
    """Skip where the tools are missing."""
    missing = [name for name in ("pulseaudio", "parec", "pactl", "espeak-ng") if shutil.which(name) is None]
    if missing:
        pytest.skip(f"not installed: {', '.join(missing)}")


@dataclass
class NullSink:
    """The server's address, and where the recording lies."""

    folder: Path

    @property
    def environment(self) -> dict[str, str]:
        return os.environ | {
            "PULSE_SERVER": f"unix:{self.folder / 'pulse.sock'}",
            "PULSE_RUNTIME_PATH": str(self.folder),
            "XDG_RUNTIME_DIR": str(self.folder),
            "HOME": str(self.folder),
        }

    @property
    def recorded(self) -> array[int]:
        samples = array("h")
        data = (self.folder / "played.raw").read_bytes()
        samples.frombytes(data[: len(data) // 2 * 2])
        return samples


def _until(true: object, what: str, process: subprocess.Popen[bytes]) -> None:
    for _ in range(200):
        if true():  # type: ignore[operator]
            return
        with suppress(subprocess.TimeoutExpired):
            process.wait(0.05)  # returns at once when the process ends
            raise AssertionError(f"ended before {what}")
    raise AssertionError(what)


@contextmanager
def null_sink(folder: Path) -> Iterator[NullSink]:
    """The device, recorded from the beginning to the end of the block."""
    sink = NullSink(folder)
    socket = folder / "pulse.sock"
    server = subprocess.Popen(
        [
            "pulseaudio", "-n", "--daemonize=no", "--exit-idle-time=-1", "--use-pid-file=no",
            "--disable-shm=yes", "--log-target=stderr", "--log-level=error",
            f"--load=module-native-protocol-unix auth-anonymous=1 socket={socket}",
            f"--load=module-null-sink sink_name=hall rate={RATE} channels=1",
        ],
        env=sink.environment, stderr=subprocess.DEVNULL,
    )  # fmt: skip
    recorder = None
    try:
        _until(socket.exists, "the sound server listens", server)
        with (folder / "played.raw").open("wb") as out:
            recorder = subprocess.Popen(
                [
                    "parec", "-d", "hall.monitor", f"--rate={RATE}", "--channels=1", "--format=s16le",
                    "--latency-msec=20", "--raw",
                ],
                env=sink.environment, stdout=out,
            )  # fmt: skip
            _until(lambda: (folder / "played.raw").stat().st_size > 0, "the recorder records", recorder)
            yield sink
            recorder.terminate()
            recorder.wait(5)
    finally:
        for process in (recorder, server):
            if process is not None and process.poll() is None:
                process.kill()
                process.wait(5)


def loudness(samples: array[int]) -> list[float]:
    """The mean level of every 50 ms."""
    return [
        sum(map(abs, samples[begin : begin + FRAME])) / FRAME
        for begin in range(0, len(samples) - FRAME + 1, FRAME)
    ]


def likeness(played: list[float], expected: list[float], at: int) -> float:
    """How alike two courses of loudness are, 1 = the same shape."""
    part = played[at : at + len(expected)]
    if len(part) < len(expected):
        return 0.0
    top = sum(a * b for a, b in zip(part, expected, strict=True))
    bottom = (sum(a * a for a in part) * sum(b * b for b in expected)) ** 0.5
    return top / bottom if bottom else 0.0


def found_at(played: list[float], expected: list[float], begin: int = 0) -> tuple[int, float]:
    """Where an expected sound begins in what was played, in frames, and how well it fits."""
    scores = [(likeness(played, expected, at), at) for at in range(begin, len(played) - len(expected) + 1)]
    score, at = max(scores, default=(0.0, -1))
    return at, score
