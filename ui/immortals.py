"""Keeps None, True and False alive under Qt 6.12's binding on Python 3.11, which lets go of them too often.

WORKAROUND: the PySide6 6.12.0 wheel takes these for immortal, as they are from Python 3.12 on (PEP 683). On
Python 3.11 every call of Qt that returns nothing drops a reference of None nobody holds; after some thousand
repaints the interpreter ends with "deallocating None", and with "deallocating True or False" after some
hundred answers. PySide6 6.11 counts right. Here they get more references than any session can drop.
`tests/ui/test_immortals.py` says when this is no longer needed.
"""

from __future__ import annotations

import sys
from typing import Final

FIRST_IMMORTAL: Final = (3, 12)
MANY: Final = 1 << 40  # a million dropped in each second for twelve days


def hold() -> None:
    """Once per process, before the first call of Qt; nothing on a Python where they are immortal."""
    if sys.version_info >= FIRST_IMMORTAL or sys.implementation.name != "cpython":
        return
    import ctypes

    for kept in (None, True, False, NotImplemented, Ellipsis):
        count = ctypes.c_ssize_t.from_address(id(kept))
        if count.value < MANY:
            count.value += MANY
