"""The key of this device: what it tells the centre of it, and what it signs with it (sync.md 2.13)."""

from __future__ import annotations

from typing import TYPE_CHECKING

from app.credentials import KeyStore, key_for
from app.wire.signing import DEVICE_HEADER, SESSION_HEADER, SIGNATURE_HEADER, signed_text

if TYPE_CHECKING:
    from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PrivateKey


class DeviceKey:
    """An Ed25519 private key; its 32 bytes lie where the store's key lies, under a name of their own."""

    def __init__(self, seed: bytes) -> None:
        from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PrivateKey

        self._key: Ed25519PrivateKey = Ed25519PrivateKey.from_private_bytes(seed)

    @classmethod
    def of(cls, keys: KeyStore, *, enrolled: bool) -> DeviceKey:
        """The key of this device; a new one only for a device the centre does not know yet.

        StoreUnavailable("no-key") when the centre knows the device and its key is gone: enrol a new device.
        """
        return cls(key_for(keys, store_exists=enrolled))

    @property
    def public(self) -> str:
        """The public half, hex."""
        return self._key.public_key().public_bytes_raw().hex()

    def signature(self, method: str, target: str, body: bytes, session: str) -> str:
        """Hex; `session` is the challenge for a hello."""
        return self._key.sign(signed_text(method, target, body, session)).hex()


class Line:
    """Who speaks for this device: its id, its key, and the session all its requests share.

    One line serves several threads: a session is replaced whole, and an old one is merely refused.
    """

    def __init__(self, device_id: str, key: DeviceKey) -> None:
        self.device_id = device_id
        self.session = ""
        self._key = key

    def headers(self, method: str, target: str, body: bytes) -> dict[str, str]:
        """What goes with a request of this session."""
        session = self.session
        return {
            SESSION_HEADER: session,
            SIGNATURE_HEADER: self._key.signature(method, target, body, session),
        }

    def hello_headers(self, method: str, target: str, body: bytes, challenge: str) -> dict[str, str]:
        """What goes with a hello, which has no session yet."""
        return {
            DEVICE_HEADER: self.device_id,
            SIGNATURE_HEADER: self._key.signature(method, target, body, challenge),
        }
