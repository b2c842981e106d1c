"""Texts kept small: what a notice says and what a command tells the centre, as Zstandard frames.

Both repeat the words of one visit, so that a frame is a quarter of the text: less to encrypt, less to sync,
less on the disk for as long as the case is kept. Texts written by older programs lie there as they are.
"""

from __future__ import annotations

import threading
from typing import TYPE_CHECKING, Final

from app.errors import StoreUnavailable

if TYPE_CHECKING:
    from zstandard import ZstdCompressor, ZstdDecompressor

# 40 µs for all that a decision says; higher levels take longer and save a twentieth.
LEVEL: Final = 1
LARGEST: Final = 64 << 20
_FRAME: Final = b"\x28\xb5\x2f\xfd"


class _Tools(threading.local):
    """One pair for each thread; the library is loaded at the first text, not at the start of the desk."""

    packer: ZstdCompressor | None = None
    unpacker: ZstdDecompressor | None = None


_tools: Final = _Tools()


def packed(text: bytes) -> bytes:
    """The text as one frame, its length and a checksum inside."""
    if _tools.packer is None:
        from zstandard import ZstdCompressor

        _tools.packer = ZstdCompressor(level=LEVEL, write_checksum=True)
    return _tools.packer.compress(text)


def unpacked(stored: bytes | str) -> bytes:
    """The text of a frame, or what an older program stored as it was.

    StoreUnavailable("damaged") for a frame that is broken.
    """
    plain = stored.encode() if isinstance(stored, str) else stored
    if not plain.startswith(_FRAME):
        return plain
    from zstandard import ZstdDecompressor, ZstdError

    if _tools.unpacker is None:
        _tools.unpacker = ZstdDecompressor()
    try:
        return _tools.unpacker.decompress(plain, max_output_size=LARGEST)
    except ZstdError as error:
        raise StoreUnavailable("damaged", reason="packed-text", what=str(error)) from error
