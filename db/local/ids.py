"""Identities made at the window: UUIDv7, so that they sort by the moment they were made."""

from __future__ import annotations

import os


def uuid7(unix_ms: int) -> str:
    """A UUIDv7 (RFC 9562) of this moment; the remaining 74 bits are random."""
    tail = int.from_bytes(os.urandom(10), "big")
    value = (
        (unix_ms & (1 << 48) - 1) << 80
        | 7 << 76
        | (tail >> 62 & 0xFFF) << 64
        | 2 << 62
        | tail & (1 << 62) - 1
    )
    digits = f"{value:032x}"
    return f"{digits[:8]}-{digits[8:12]}-{digits[12:16]}-{digits[16:20]}-{digits[20:]}"


def trace_of(cmd_id: str) -> str:
    """The eight hex digits of a command that are printed, so that paper can be traced to it.

    The last ones, which are random. The first eight of a UUIDv7 are its clock without the lowest 16 bits:
    every command of the same 65 seconds, at every window, would have them in common.
    """
    return cmd_id[-8:]
