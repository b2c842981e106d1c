"""What a process of the bench weighs, told by itself."""

from __future__ import annotations

import psutil


def told(what: str = "memory") -> str:
    """Resident and proportional size of this process in bytes."""
    weighed = psutil.Process().memory_full_info()
    return f"{what} {weighed.rss} {getattr(weighed, 'pss', 0)}"
