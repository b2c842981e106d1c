"""Where the windows of the sync bench stand; the watched desk imports no more of it: its memory counts."""

from __future__ import annotations

from dataclasses import replace
from pathlib import Path
from typing import Final

from app.settings import CentralSettings, Settings

HALL: Final = "HKML"  # as tests/support/running_centre.py has it


def settings_of(folder: Path, device_code: str, url: str | None) -> Settings:
    """The demo hall of a window that has this centre, or none."""
    made = Settings.demo(folder / device_code)
    hall = replace(made.hall, code=HALL, device_code=device_code)
    return replace(made, hall=hall, central=CentralSettings(url=url))
