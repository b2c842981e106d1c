"""Places where a test lets the power fail: the process kills itself there when the environment names them."""

from __future__ import annotations

import os

VARIABLE = "WINDOW_CLERK_CRASHPOINT"


def crashpoint(name: str) -> None:
    """Dies here, as a power cut would, when WINDOW_CLERK_CRASHPOINT is this name.

    Names in order: after_reserve, before_journal, after_journal, before_commit, after_commit, after_mark;
    for scans before_rename and after_rename; for what the centre says before_settle, in_slice, after_slice.
    """
    if os.environ.get(VARIABLE) == name:
        import signal

        os.kill(os.getpid(), getattr(signal, "SIGKILL", signal.SIGTERM))
