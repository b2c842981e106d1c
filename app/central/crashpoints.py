"""Places where a test lets the centre's power fail: a process kills itself there when a file names them."""

from __future__ import annotations

import os

VARIABLE = "WINDOW_CENTRAL_CRASHPOINTS"


def crashpoint(name: str) -> None:
    """Dies here, as a power cut would, when the folder WINDOW_CENTRAL_CRASHPOINTS has a file of this name.

    The file goes first, so that of several workers one dies, and once. Names in the order of a push:
    push_received, push_decided (nothing is written), push_written (not committed), push_committed (nobody has
    been answered or poked).
    """
    folder = os.environ.get(VARIABLE)
    if folder is None:
        return
    try:
        os.unlink(os.path.join(folder, name))
    except FileNotFoundError:
        return
    import signal

    os.kill(os.getpid(), getattr(signal, "SIGKILL", signal.SIGTERM))
