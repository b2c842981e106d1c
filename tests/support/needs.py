"""What a test needs from the machine; a test whose need is not met is skipped with the reason."""

from __future__ import annotations

import os
import shutil

import pytest


def programs(*names: str, root: bool = False) -> pytest.MarkDecorator:
    """Skip unless every program is installed (see requirements/system-packages.txt) and root is given."""
    absent = [name for name in names if shutil.which(name) is None]
    reasons = [f"not installed: {', '.join(absent)} (requirements/system-packages.txt)"] if absent else []
    if root and (not hasattr(os, "geteuid") or os.geteuid() != 0):
        reasons.append("only root can do this")
    return pytest.mark.skipif(bool(reasons), reason="; ".join(reasons))
