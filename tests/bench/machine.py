"""The machine of a run, told so that figures can be compared and nobody's computer is named."""

from __future__ import annotations

import os
import platform
import re
import sys
from importlib.metadata import version
from pathlib import Path


def _processor() -> str:
    info = Path("/proc/cpuinfo")
    if info.exists():
        found = re.search(r"^model name\s*:\s*(.+)$", info.read_text(), re.MULTILINE)
        if found:
            return " ".join(found[1].split())
    return platform.machine()


def _memory() -> str:
    if not hasattr(os, "sysconf"):
        return "unknown"
    return f"{os.sysconf('SC_PAGE_SIZE') * os.sysconf('SC_PHYS_PAGES') / 2**30:.0f} GiB"


def described() -> str:
    """Cores, memory, kernel and versions; no names, no paths."""
    load = f", load {os.getloadavg()[0]:.1f} at the end" if hasattr(os, "getloadavg") else ""
    return (
        f"{os.cpu_count()} cores ({_processor()}), {_memory()}, {platform.system()} {platform.release()}, "
        f"Python {sys.version.split()[0]}, PySide6 {version('PySide6_Essentials')}{load}"
    )
