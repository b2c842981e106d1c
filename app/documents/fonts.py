"""The fonts every notice and screen is set in: unpacked once from the program into a cache folder.

Together `base`, `wide` and `rare` draw all 87,887 characters of GB 18030-2022 level 3; `bold` has the
characters of `base`; `latin` the letters of foreign names that Noto Sans SC lacks.
"""

from __future__ import annotations

import hashlib
import json
import lzma
import os
import tempfile
from functools import cache
from pathlib import Path
from typing import Final

from app.errors import Unavailable
from app.records import dataclass

PACKED: Final = Path(__file__).resolve().parents[2] / "resources" / "fonts"

FAMILY: Final = "Noto Sans SC"
FAMILIES: Final = (FAMILY, "Noto Sans SC Wide", "HanaMinB", "Window Clerk Latin")
"""For QFont.setFamilies: what the first has not, the next draws."""


@dataclass(frozen=True, slots=True)
class FontFiles:
    """Where the unpacked faces lie."""

    base: Path
    bold: Path
    wide: Path
    rare: Path
    latin: Path

    def every(self) -> tuple[Path, ...]:
        """All faces, for QFontDatabase.addApplicationFont."""
        return (self.base, self.bold, self.wide, self.rare, self.latin)


@dataclass(frozen=True, slots=True)
class _Packed:
    bytes: int
    sha256: str


@cache
def _listed() -> dict[str, _Packed]:
    record = json.loads((PACKED / "fonts.json").read_text(encoding="utf-8"))
    return {name: _Packed(entry["bytes"], entry["sha256"]) for name, entry in record.items()}


def _place(folder: Path, name: str) -> Path:
    return folder / f"{name}-{_listed()[name].sha256[:12]}.ttf"


def _sound(path: Path, size: int) -> bool:
    """Whether an unpacked face is there whole: it was verified before it got its name."""
    try:
        return path.stat().st_size == size
    except FileNotFoundError:
        return False


def _unpack(name: str, target: Path) -> None:
    data = lzma.decompress((PACKED / f"{name}.ttf.xz").read_bytes())
    if hashlib.sha256(data).hexdigest() != _listed()[name].sha256:
        raise Unavailable("font-damaged", font=name)
    handle, made = tempfile.mkstemp(dir=target.parent, prefix=f".{name}-")
    try:
        with os.fdopen(handle, "wb") as file:
            file.write(data)
        os.replace(made, target)
    except OSError:
        Path(made).unlink(missing_ok=True)
        raise


def prepare(cache: Path) -> FontFiles:
    """The faces as files under `cache`; unpacks what is not there yet, else only looks at five sizes.

    Raises Unavailable("font-damaged" | "font-cache") when the program's copy is damaged or the folder
    cannot be written.
    """
    folder = cache / "fonts"
    try:
        folder.mkdir(parents=True, exist_ok=True)
        for name, packed in _listed().items():
            target = _place(folder, name)
            if not _sound(target, packed.bytes):
                _unpack(name, target)
    except OSError as fault:
        raise Unavailable("font-cache", folder=str(folder), reason=fault.strerror or "") from fault
    return FontFiles(**{name: _place(folder, name) for name in _listed()})


def damaged(files: FontFiles) -> tuple[str, ...]:
    """Names of unpacked faces whose content is not what it was (for doctor); reads them whole."""
    found = []
    for name, packed in _listed().items():
        path: Path = getattr(files, name)
        if not path.exists() or hashlib.sha256(path.read_bytes()).hexdigest() != packed.sha256:
            found.append(name)
    return tuple(found)
