"""Keys for the database, the journal and the scans, all from the one key of the store; sealing of records."""

from __future__ import annotations

import hashlib
import hmac
import os
from typing import TYPE_CHECKING, Final

from app.errors import StoreUnavailable

if TYPE_CHECKING:
    from cryptography.hazmat.primitives.ciphers.aead import AESGCM

NONCE: Final = 12
TAG: Final = 16


def derived(key: bytes, purpose: str, salt: bytes = b"") -> bytes:
    """HKDF-SHA256 (RFC 5869) with one output block: a 256-bit key for one purpose."""
    if len(key) != 32:
        raise ValueError("the store's key has 32 bytes")
    extracted = hmac.digest(salt or b"\0" * 32, key, hashlib.sha256)
    return hmac.digest(extracted, f"window-clerk {purpose}".encode() + b"\x01", hashlib.sha256)


class Sealer:
    """AES-256-GCM; the library is loaded at the first record, not at the start of the desk."""

    def __init__(self, key: bytes) -> None:
        self._key = key
        self._cipher: AESGCM | None = None

    @property
    def cipher(self) -> AESGCM:
        if self._cipher is None:
            from cryptography.hazmat.primitives.ciphers.aead import AESGCM

            self._cipher = AESGCM(self._key)
        return self._cipher

    def seal(self, plain: bytes, nonce: bytes, bound: bytes) -> bytes:
        return self.cipher.encrypt(nonce, plain, bound)

    def opened(self, sealed: bytes, nonce: bytes, bound: bytes, *, what: str) -> bytes:
        """The plain bytes; StoreUnavailable("damaged") when one bit differs or the key is another."""
        from cryptography.exceptions import InvalidTag

        try:
            return self.cipher.decrypt(nonce, sealed, bound)
        except InvalidTag:
            raise StoreUnavailable("damaged", reason="tampered", what=what) from None


def new_nonce() -> bytes:
    return os.urandom(NONCE)
