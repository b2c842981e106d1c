"""What a device's key signs: one spelling of a request for who signs it and who checks it."""

from __future__ import annotations

import hashlib
from typing import Final

SESSION_HEADER: Final = "X-Session"
SIGNATURE_HEADER: Final = "X-Signature"  # Ed25519, hex
DEVICE_HEADER: Final = "X-Device"  # of a hello, which has no session yet


def signed_text(method: str, target: str, body: bytes, session: str) -> bytes:
    """The bytes to sign. `target`: path with ?query as sent; `body`: before compression; `session`: the
    session, or the challenge for a hello.
    """
    return f"{method}\n{target}\n{hashlib.sha256(body).hexdigest()}\n{session}".encode()
