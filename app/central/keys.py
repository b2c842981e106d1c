"""The server's two secrets: what signs sessions and what seals scans; never in the database."""

from __future__ import annotations

import hashlib
import hmac
import os
from collections.abc import Mapping
from pathlib import Path
from typing import Final

from app.errors import StoreUnavailable
from app.records import dataclass

KEY_BYTES: Final = 32
FILE: Final = "server.key"
VARIABLE: Final = "WINDOW_CENTRAL_KEY"  # 64 hex digits; for servers that share one database


@dataclass(frozen=True, slots=True)
class ServerKeys:
    """Two keys out of one secret, so that there is one thing to keep and to carry to another machine."""

    sessions: bytes
    scans: bytes

    @classmethod
    def of(cls, secret: bytes) -> ServerKeys:
        """Separates the secret by use (HMAC-SHA256 with a label, as HKDF's expansion does)."""
        if len(secret) != KEY_BYTES:
            raise ValueError("the server's secret has 32 bytes")
        sessions, scans = (
            hmac.new(secret, label + b"\x01", hashlib.sha256).digest() for label in (b"sessions", b"scans")
        )
        return cls(sessions, scans)


def load_keys(folder: Path, environment: Mapping[str, str] | None = None) -> ServerKeys:
    """The keys from the environment, else from the folder. StoreUnavailable("no-key", reason, path)."""
    given = (os.environ if environment is None else environment).get(VARIABLE)
    path = folder / FILE
    if given is None:
        try:
            given = path.read_text(encoding="ascii").strip()
        except FileNotFoundError:
            raise StoreUnavailable("no-key", reason="absent", path=str(path)) from None
        except (OSError, UnicodeDecodeError) as error:
            raise StoreUnavailable("no-key", reason="unreadable", path=str(path)) from error
    try:
        secret = bytes.fromhex(given)
    except ValueError:
        secret = b""
    if len(secret) != KEY_BYTES:
        raise StoreUnavailable("no-key", reason="unreadable", path=str(path))
    return ServerKeys.of(secret)


def make_key(folder: Path) -> Path:
    """A new random secret, readable by its owner alone; an old one is kept: scans are sealed with it."""
    path = folder / FILE
    folder.mkdir(mode=0o700, parents=True, exist_ok=True)
    try:
        handle = os.open(path, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600)
    except FileExistsError:
        return path
    with os.fdopen(handle, "w", encoding="ascii") as target:
        target.write(os.urandom(KEY_BYTES).hex() + "\n")
        target.flush()
        os.fsync(target.fileno())
    return path
