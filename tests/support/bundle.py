"""The built program in an empty environment: nothing of this checkout, this Python or this person helps it.

python -m tests.support.bundle dist/window-clerk
"""

from __future__ import annotations

import os
import shutil
import subprocess
import sys
import tempfile
from dataclasses import dataclass
from pathlib import Path

TOUR_LIMIT_S = 180


@dataclass(frozen=True, slots=True)
class Bundle:
    """A copy of the built folder in another place."""

    folder: Path

    @property
    def program(self) -> Path:
        return self.folder / ("window-clerk.exe" if sys.platform == "win32" else "window-clerk")

    @property
    def megabytes(self) -> float:
        return sum(path.lstat().st_size for path in self.folder.rglob("*") if path.is_file()) / 1e6

    def run(self, *arguments: str, home: Path) -> subprocess.CompletedProcess[str]:
        """Run it as `env -i` would: only a home, no path, no language, no display."""
        environment = {"HOME": str(home), "QT_QPA_PLATFORM": "offscreen"}
        if sys.platform == "win32":
            environment |= {name: os.environ[name] for name in ("SYSTEMROOT", "TEMP") if name in os.environ}
        return subprocess.run(
            [self.program, *arguments],
            env=environment,
            cwd=home,
            stdin=subprocess.DEVNULL,
            capture_output=True,
            text=True,
            encoding="utf-8",
            timeout=TOUR_LIMIT_S,
            check=False,
        )


def main(arguments: list[str]) -> int:
    """Copy the folder elsewhere, run the doctor and the tour there, and look at what they left."""
    built = Path(arguments[0])
    with tempfile.TemporaryDirectory(prefix="window-clerk-bundle-") as place:
        home = Path(place) / "home"
        home.mkdir()
        bundle = Bundle(Path(shutil.copytree(built, Path(place) / "elsewhere", symlinks=True)))
        print(f"{bundle.megabytes:.0f} MB")  # noqa: T201
        sound = bundle.run("doctor", "--demo", str(home / "demo"), home=home)
        print(sound.stdout)  # noqa: T201
        if sound.returncode or "backends found" in sound.stderr:
            print(sound.stderr, file=sys.stderr)  # noqa: T201
            return 1
        done = bundle.run("tour", "--out", str(home / "tour"), home=home)
        print(done.stdout)  # noqa: T201
        if done.returncode:
            print(done.stderr, file=sys.stderr)  # noqa: T201
            return done.returncode
        pictures = list((home / "tour").rglob("*.png"))
        notices = list((home / "tour").rglob("*.pdf"))
        if not pictures or not notices:
            print(f"the tour left {len(pictures)} pictures, {len(notices)} notices", file=sys.stderr)  # noqa: T201
            return 1
    return 0


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
