"""A printer that is a folder: each document becomes a PDF file; for the tour and halls printing elsewhere."""

from __future__ import annotations

import os
import re
import tempfile
from pathlib import Path

from app.devices.ports import Presence
from app.errors import DeviceUnavailable

_UNFIT = re.compile(r'[\x00-\x1f<>:"/\\|?*]+')
_LONGEST_NAME = 80


class FilePrinter:
    """Writes what it prints into a folder; the copies are told in the file's name."""

    def __init__(self, folder: Path) -> None:
        self._folder = folder

    def probe(self) -> Presence:
        nearest = next(place for place in (self._folder, *self._folder.absolute().parents) if place.exists())
        if not nearest.is_dir() or not os.access(nearest, os.W_OK | os.X_OK):
            return Presence(ok=False, reason="folder-not-writable", facts={"folder": str(self._folder)})
        return Presence(ok=True, facts={"folder": str(self._folder)})

    def print_pdf(self, pdf: bytes, *, copies: int = 1, title: str = "") -> None:
        """Write one file, whole or not at all; a name that is taken gets a number."""
        if copies < 1:
            raise ValueError(f"at least one copy, not {copies}")
        stem = _UNFIT.sub("_", title).strip(" ._")[:_LONGEST_NAME] or "notice"
        if copies > 1:
            stem += f" x{copies}"
        try:
            self._folder.mkdir(parents=True, exist_ok=True)
            with tempfile.NamedTemporaryFile(dir=self._folder, suffix=".part", delete=False) as part:
                part.write(pdf)
            self._name(Path(part.name), stem)
        except OSError as error:
            raise DeviceUnavailable(
                "folder-not-writable", device="printer", folder=str(self._folder), why=error.strerror
            ) from error

    def _name(self, part: Path, stem: str) -> None:
        """Give the finished file the first free name."""
        number = 1
        while True:
            target = self._folder / (f"{stem}.pdf" if number == 1 else f"{stem} ({number}).pdf")
            try:
                target.touch(exist_ok=False)
            except FileExistsError:
                number += 1
                continue
            part.replace(target)
            return
