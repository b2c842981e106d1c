"""Whether a device's own key signed a request (Ed25519)."""

from __future__ import annotations

from cryptography.exceptions import InvalidSignature
from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PublicKey

from app.central.refusals import Refused
from app.wire.signing import signed_text


def check_signature(
    public_key: str, signature: str, *, method: str, target: str, body: bytes, session: str
) -> None:
    """Refused(401, "bad-signature") unless `public_key` (hex) signed exactly this request."""
    try:
        key = Ed25519PublicKey.from_public_bytes(bytes.fromhex(public_key))
        key.verify(bytes.fromhex(signature), signed_text(method, target, body, session))
    except (ValueError, InvalidSignature):
        raise Refused(401, "bad-signature") from None
