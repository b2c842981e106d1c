"""A thermal printer that speaks ESC/POS, over network or device file: it says when the slip is really out.

A network printer is asked before (paper, cover) and after: `GS r` is answered only when everything before it
has been worked off, so silence there means that nobody knows whether the slip came out.
"""

from __future__ import annotations

import os
import socket
import stat
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Final, Literal

from app.devices.ports import Presence
from app.devices.slips import SlipJob
from app.errors import DeviceUnavailable
from app.rules.slip import COLUMNS, LineKind, SlipLine, folded, slip_lines

PORT: Final = 9100
ANSWER_S: Final = 2.0
FINISH_S: Final = 8.0
DEVICE: Final = "slip-printer"
Way = Literal["text", "image"]

_INITIALISE: Final = b"\x1b@"
_CHINESE_ON, _CHINESE_OFF = b"\x1c&", b"\x1c."
_CENTRE, _LEFT = b"\x1ba\x01", b"\x1ba\x00"
_FEED_AND_CUT: Final = b"\x1dV\x42\x00"
_ASK_WHEN_DONE: Final = b"\x1dr\x01"
_BAND: Final = 255  # rows of dots in one command: more than a small printer's memory takes is refused by some


class EscPosPrinter:
    """One ESC/POS printer; `way` "image" prints dots, for printers whose own font lacks characters."""

    def __init__(self, address: str, way: Way = "text") -> None:
        """`address`: `tcp:host[:port]` or `file:/dev/usb/lp0`."""
        kind, _, rest = address.partition(":")
        if kind not in ("tcp", "file") or not rest:
            raise ValueError(f"tcp:host[:port] or file:path, not {address!r}")
        self._host, _, port = rest.partition(":") if kind == "tcp" else ("", "", "")
        self._port = int(port) if port else PORT
        self._path = Path(rest) if kind == "file" else None
        self._way = way

    def probe(self) -> Presence:
        if self._path is not None:
            return self._file_presence(self._path)
        try:
            with self._connected() as line:
                return _state(line)
        except DeviceUnavailable as trouble:
            return Presence(ok=False, reason=trouble.code, facts=dict(trouble.facts))

    def print_slip(self, job: SlipJob) -> None:
        body = self.body(job)
        if self._path is not None:
            self._write_file(self._path, body)
            return
        with self._connected() as line:
            state = _state(line)
            if not state.ok:
                raise DeviceUnavailable(state.reason, device=DEVICE, printed="no")
            try:
                line.sendall(body + _ASK_WHEN_DONE)
                line.settimeout(FINISH_S)
                done = line.recv(1)
            except OSError as error:
                raise _lost(line, error) from error
            if not done:
                raise _lost(line, None)
            after = _state(line)
            # Paper that ended in the middle: the printer stopped, and the slip is torn or half.
            if not after.ok:
                raise DeviceUnavailable(after.reason, device=DEVICE, printed="unknown")

    def body(self, job: SlipJob) -> bytes:
        """Everything sent for one slip."""
        printed = b"".join(_commands(slip_lines(job.slip))) if self._way == "text" else _bands(job)
        return _INITIALISE + printed + b"\n" + _FEED_AND_CUT

    @contextmanager
    def _connected(self) -> Iterator[socket.socket]:
        """The open line to the printer; DeviceUnavailable("no-answer") when nobody is there.

        A plain socket: the usual library leaves its own open when the printer refuses, every few seconds.
        """
        try:
            line = socket.create_connection((self._host, self._port), timeout=ANSWER_S)
        except OSError as error:
            raise DeviceUnavailable(
                "no-answer", device=DEVICE, host=self._host, why=str(error), printed="no"
            ) from error
        with line:
            yield line

    def _file_presence(self, path: Path) -> Presence:
        facts = {"path": str(path)}
        if not path.exists() and (stat.S_ISDIR(_mode(path.parent)) and os.access(path.parent, os.W_OK)):
            return Presence(ok=not path.is_relative_to("/dev"), reason="not-connected", facts=facts)
        if not os.access(path, os.W_OK):
            return Presence(ok=False, reason="not-connected", facts=facts)
        return Presence(ok=True, facts=facts)

    def _write_file(self, path: Path, body: bytes) -> None:
        """A device file cannot answer: what it took counts as printed."""
        try:
            with path.open("ab", buffering=0) as out:
                sent = 0
                while sent < len(body):
                    sent += out.write(body[sent:])
        except OSError as error:
            printed = "unknown" if isinstance(error, (BrokenPipeError, TimeoutError)) else "no"
            raise DeviceUnavailable(
                "not-connected", device=DEVICE, path=str(path), why=error.strerror, printed=printed
            ) from error


def _mode(path: Path) -> int:
    try:
        return path.stat().st_mode
    except OSError:
        return 0


def _lost(line: socket.socket, error: OSError | None) -> DeviceUnavailable:
    """It stopped answering in the middle; if it still says why, that is the reason."""
    why = "closed" if error is None else str(error)
    try:
        state = _state(line)
        code = state.reason if not state.ok else "no-answer"
    except DeviceUnavailable:
        code = "cut-off"
    return DeviceUnavailable(code, device=DEVICE, printed="unknown", why=why)


def _state(line: socket.socket) -> Presence:
    """Paper, cover and errors as the printer tells them (DLE EOT)."""
    offline = _ask(line, b"\x10\x04\x02")
    paper = _ask(line, b"\x10\x04\x04")
    if paper & 0x60 or offline & 0x20:
        return Presence(ok=False, reason="paper-out")
    if offline & 0x04:
        return Presence(ok=False, reason="cover-open")
    if offline & 0x40:
        return Presence(ok=False, reason="printer-fault")
    return Presence(ok=True, reason="paper-low" if paper & 0x0C else "")


def _ask(line: socket.socket, question: bytes) -> int:
    try:
        line.settimeout(ANSWER_S)
        line.sendall(question)
        answer = line.recv(1)
    except OSError as error:
        raise DeviceUnavailable("no-answer", device=DEVICE, why=str(error), printed="no") from error
    if not answer:
        raise DeviceUnavailable("no-answer", device=DEVICE, why="closed", printed="no")
    return answer[0]


def _commands(lines: tuple[SlipLine, ...]) -> Iterator[bytes]:
    """The lines in the printer's own font, Chinese as GB 18030; codes by its own commands."""
    for line in lines:
        match line.kind:
            case LineKind.GAP:
                yield b"\n"
            case LineKind.RULE:
                yield _LEFT + b"-" * COLUMNS + b"\n"
            case LineKind.QR:
                yield _CENTRE + _qr(line.text)
            case LineKind.BARS:
                yield _CENTRE + _code128(line.text)
            case LineKind.TEXT:
                yield from _text(line)


def _text(line: SlipLine) -> Iterator[bytes]:
    times = min(line.size, 8) - 1
    yield (_CENTRE if line.centred else _LEFT) + b"\x1bE" + (b"\x01" if line.bold else b"\x00")
    # GS ! for letters; FS ! doubles the Chinese of printers that keep a size of its own for it.
    yield b"\x1d!" + bytes([times << 4 | times]) + b"\x1c!" + (b"\x0c" if times else b"\x00")
    for part in folded(line.text, COLUMNS // line.size):
        yield _CHINESE_ON + part.encode("gb18030") + _CHINESE_OFF + b"\n"
    yield b"\x1d!\x00\x1c!\x00\x1bE\x00"


def _qr(text: str) -> bytes:
    data = text.encode()
    store = len(data) + 3
    return (
        b"\x1d(k\x04\x001A2\x00"  # model 2
        b"\x1d(k\x03\x001C\x06"  # six dots a module
        b"\x1d(k\x03\x001E1"  # error correction M
        + b"\x1d(k"
        + bytes([store & 0xFF, store >> 8])
        + b"1P0"
        + data
        + b"\x1d(k\x03\x001Q0\n"
    )


def _code128(text: str) -> bytes:
    data = b"{B" + text.encode("ascii")
    return b"\x1dh\x48\x1dw\x02\x1dH\x00\x1dk\x49" + bytes([len(data)]) + data + b"\n"


def _bands(job: SlipJob) -> bytes:
    picture = job.dots()
    across = picture.width // 8
    parts = [_LEFT]
    for top in range(0, picture.height, _BAND):
        high = min(_BAND, picture.height - top)
        parts.append(
            b"\x1dv0\x00" + across.to_bytes(2, "little") + high.to_bytes(2, "little")
            + picture.rows[top * across : (top + high) * across]
        )  # fmt: skip
    return b"".join(parts)
