"""The program's log: a rotating file beside the data, in which no ID number and no phone is ever whole."""

from __future__ import annotations

import logging
import os
import re
from pathlib import Path
from typing import Final

FILE: Final = "window-clerk.log"
_BYTES: Final = 2_000_000
_KEPT: Final = 5
# Eighteen or fifteen digits of a person, permits and passports, mobiles and landlines; longest first.
_SECRETS: Final = re.compile(
    r"(?<![0-9A-Za-z])(?:"
    r"(?P<id>[1-9][0-9]{16}[0-9Xx]|[1-9][0-9]{14})"
    r"|(?P<phone>(?:\+?86[- ]?)?1[3-9][0-9](?:[- ]?[0-9]{4}){2}|0[1-9][0-9]{1,2}[- ]?[2-9][0-9]{6,7})"
    r"|(?P<permit>[HMChmc][0-9]{8,10}|[A-Za-z]{1,3}[0-9]{7,12})"
    r")(?![0-9A-Za-z])"
)


def masked(text: str) -> str:
    """The text with every ID number, permit and phone hidden but for its ends."""
    return _SECRETS.sub(_hide, text)


def _hide(found: re.Match[str]) -> str:
    text = found.group()
    keep = 6 if found.group("id") else 3 if found.group("phone") else 1
    return (
        f"{text[:keep]}{'*' * (len(text) - keep - 4)}{text[-4:]}" if len(text) > keep + 4 else "*" * len(text)
    )


class MaskingFormatter(logging.Formatter):
    """Masks what is written at last, so that tracebacks and arguments are covered too."""

    def format(self, record: logging.LogRecord) -> str:
        return masked(super().format(record))


class RotatingLog(logging.FileHandler):
    """Begins a new file when this one is full and keeps the last few.

    The standard library has one too; its module brings sockets and pickle into the start of the desk.
    """

    def emit(self, record: logging.LogRecord) -> None:
        super().emit(record)
        stream = self.stream
        if stream is None or stream.tell() < _BYTES:
            return
        self.stream = None  # opened again with the next record
        stream.close()
        try:
            self._turn()
        except OSError:
            self.handleError(record)

    def _turn(self) -> None:
        """The full file becomes number one, and so on; the oldest goes."""
        for number in range(_KEPT - 1, 0, -1):
            if os.path.exists(f"{self.baseFilename}.{number}"):
                os.replace(f"{self.baseFilename}.{number}", f"{self.baseFilename}.{number + 1}")
        os.replace(self.baseFilename, f"{self.baseFilename}.1")


def start_log(folder: Path, *, level: int = logging.INFO) -> logging.Handler:
    """Writes the log into `folder`; give the handler to `stop_log` at the end."""
    folder.mkdir(mode=0o700, parents=True, exist_ok=True)
    handler = RotatingLog(folder / FILE, encoding="utf-8", delay=True)
    handler.setFormatter(MaskingFormatter("%(asctime)s %(levelname)s %(name)s: %(message)s"))
    root = logging.getLogger()
    root.addHandler(handler)
    root.setLevel(min(level, root.level or level))
    return handler


def stop_log(handler: logging.Handler) -> None:
    """Takes the handler off and closes its file."""
    logging.getLogger().removeHandler(handler)
    handler.close()
