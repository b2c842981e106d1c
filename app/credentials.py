"""The key of the window's store: where it is kept, and what a machine without a keyring can do instead.

The key is 32 random bytes. A passphrase never becomes the key, it only wraps it, so it can be changed at once
and many passphrases or recovery files can open one store. Nothing here ever falls back to a weaker place by
itself: which key store is used is a setting, and a missing one is an error with a way out.
"""

from __future__ import annotations

import base64
import binascii
import json
import os
import sys
from collections.abc import Callable
from contextlib import closing
from pathlib import Path
from typing import TYPE_CHECKING, Any, Final, Protocol

from app.errors import NotAllowed, Problem, Rejected, StoreUnavailable

if TYPE_CHECKING:
    from keyring.backend import KeyringBackend

KEY_BYTES: Final = 32
SERVICE: Final = "window-clerk"
SHORTEST_PASSPHRASE: Final = 10

# Argon2id for a key that is unwrapped once a day: RFC 9106's second recommendation (64 MiB, three passes).
_ARGON2: Final = {"time_cost": 3, "memory_kib": 65536, "lanes": 4}


class KeyStore(Protocol):
    """Keeps the one key of one store."""

    @property
    def kind(self) -> str:
        """keyring, passphrase or demo; for the doctor."""
        ...

    def load(self) -> bytes | None:
        """The key; None when none was made yet. StoreUnavailable("no-key", reason) when nobody answers."""
        ...

    def keep(self, key: bytes) -> None:
        """Keeps a key; NotAllowed("key-exists") when another one is there already."""
        ...


def key_for(keys: KeyStore, *, store_exists: bool) -> bytes:
    """The key of a store; a new random one only for a store that does not exist yet.

    StoreUnavailable("no-key", reason="absent") when the store is there and its key is not: a new key would
    only make the old cases unreadable in silence.
    """
    key = keys.load()
    if key is not None:
        return key
    if store_exists:
        raise StoreUnavailable("no-key", reason="absent", kind=keys.kind)
    key = os.urandom(KEY_BYTES)
    keys.keep(key)
    kept = keys.load()
    if kept != key:
        raise StoreUnavailable("no-key", reason="not-kept", kind=keys.kind)
    return key


class KeyringKeyStore:
    """The operating system's keyring: Secret Service or KWallet on Linux, the Credential Locker on Windows.

    Only keyrings that encrypt are asked, each by name. A scan over everything installed takes longer and
    would accept a plugin that writes plain text.
    """

    kind: Final = "keyring"

    def __init__(self, account: str) -> None:
        """`account` names the store, for several halls on one machine."""
        self._account = account
        self._backend: KeyringBackend | None = None

    def load(self) -> bytes | None:
        text = _glance(self._account)
        if text is None:
            text = self._asked(lambda backend: backend.get_password(SERVICE, self._account))
        if text is None:
            return None
        try:
            key = bytes.fromhex(text)
        except ValueError:
            key = b""
        if len(key) != KEY_BYTES:
            raise StoreUnavailable("no-key", reason="unreadable", kind=self.kind)
        return key

    def keep(self, key: bytes) -> None:
        _refuse_another(self, key)
        self._asked(lambda backend: backend.set_password(SERVICE, self._account, key.hex()))

    def forget(self) -> None:
        """Removes the key for good; the store can then be opened with a recovery file only."""
        self._asked(lambda backend: backend.delete_password(SERVICE, self._account))

    def backend_name(self) -> str:
        """Which keyring answers; for the doctor."""
        return type(self._asked(lambda backend: backend)).__module__.rpartition(".")[2]

    def _asked(self, question: Callable[[KeyringBackend], Any]) -> Any:
        from keyring.errors import InitError, KeyringError, KeyringLocked, NoKeyringError

        try:
            if self._backend is None:
                self._backend = _encrypting_backend()
            return question(self._backend)
        except (NoKeyringError, OSError) as error:
            raise StoreUnavailable("no-key", reason="no-keyring", kind=self.kind) from error
        except (KeyringLocked, InitError) as error:
            raise StoreUnavailable("no-key", reason="locked", kind=self.kind) from error
        except KeyringError as error:
            raise StoreUnavailable("no-key", reason="keyring-trouble", kind=self.kind) from error


class PassphraseKeyStore:
    """A key file that only a passphrase opens, for a machine without a keyring; chosen by name, never by
    itself.
    """

    kind: Final = "passphrase"

    def __init__(self, path: Path, passphrase: str) -> None:
        self._path = path
        self._passphrase = passphrase

    def load(self) -> bytes | None:
        """The key. StoreUnavailable("wrong-key", reason="passphrase") for another passphrase."""
        try:
            wrapped = self._path.read_bytes()
        except FileNotFoundError:
            return None
        return unwrapped(wrapped, self._passphrase)

    def keep(self, key: bytes) -> None:
        _refuse_another(self, key)
        _write_private(self._path, wrapped(key, self._passphrase))

    def change(self, passphrase: str) -> None:
        """Wraps the same key with another passphrase; the store itself is not rewritten."""
        key = self.load()
        if key is None:
            raise StoreUnavailable("no-key", reason="absent", kind=self.kind)
        _write_private(self._path, wrapped(key, passphrase))
        self._passphrase = passphrase


class DemoKeyStore:
    """An open key file beside the data of a demo hall, which holds sample persons only."""

    kind: Final = "demo"

    def __init__(self, path: Path, *, demo: bool) -> None:
        """NotAllowed("demo-key-outside-demo") unless the hall's settings say that it is a demo."""
        if not demo:
            raise NotAllowed("demo-key-outside-demo", path=str(path))
        self._path = path

    def load(self) -> bytes | None:
        try:
            text = self._path.read_text(encoding="ascii")
            key = bytes.fromhex(text)
        except FileNotFoundError:
            return None
        except ValueError:
            key = b""
        if len(key) != KEY_BYTES:
            raise StoreUnavailable("no-key", reason="unreadable", kind=self.kind)
        return key

    def keep(self, key: bytes) -> None:
        _refuse_another(self, key)
        _write_private(self._path, key.hex().encode("ascii"))


def wrapped(key: bytes, passphrase: str) -> bytes:
    """A key file's bytes: the key sealed with AES-256-GCM under Argon2id of the passphrase.

    Rejected (passphrase, too-short) under ten characters: the file may be carried away and tried at leisure.
    """
    from cryptography.hazmat.primitives.ciphers.aead import AESGCM

    if len(passphrase) < SHORTEST_PASSPHRASE:
        raise Rejected([Problem("passphrase", "too-short", {"shortest": SHORTEST_PASSPHRASE})])
    salt, nonce = os.urandom(16), os.urandom(12)
    record = {"format": 1, "kdf": "argon2id", **_ARGON2, "salt": _text(salt), "nonce": _text(nonce)}
    sealed = AESGCM(_stretched(passphrase, salt, record)).encrypt(nonce, key, _bound(record))
    return json.dumps({**record, "key": _text(sealed)}, indent=1).encode("ascii")


def unwrapped(content: bytes, passphrase: str) -> bytes:
    """The key in a key file. StoreUnavailable: wrong-key (passphrase), no-key (unreadable file)."""
    from cryptography.exceptions import InvalidTag
    from cryptography.hazmat.primitives.ciphers.aead import AESGCM

    try:
        record = dict(json.loads(content))
        sealed = base64.b64decode(record.pop("key"), validate=True)
        salt = base64.b64decode(record["salt"], validate=True)
        nonce = base64.b64decode(record["nonce"], validate=True)
        costs = [int(record[name]) for name in _ARGON2]
    except (ValueError, KeyError, TypeError, binascii.Error) as error:
        raise StoreUnavailable("no-key", reason="unreadable", kind="passphrase") from error
    if record.get("kdf") != "argon2id" or record.get("format") != 1 or max(costs) > 1 << 20:
        raise StoreUnavailable("no-key", reason="unreadable", kind="passphrase")
    try:
        return AESGCM(_stretched(passphrase, salt, record)).decrypt(nonce, sealed, _bound(record))
    except InvalidTag:
        raise StoreUnavailable("wrong-key", reason="passphrase") from None


def _stretched(passphrase: str, salt: bytes, record: dict[str, Any]) -> bytes:
    from argon2.low_level import Type, hash_secret_raw

    return hash_secret_raw(
        passphrase.encode(),
        salt,
        time_cost=int(record["time_cost"]),
        memory_cost=int(record["memory_kib"]),
        parallelism=int(record["lanes"]),
        hash_len=KEY_BYTES,
        type=Type.ID,
    )


def _bound(record: dict[str, Any]) -> bytes:
    return json.dumps(record, sort_keys=True).encode("ascii")


def _text(value: bytes) -> str:
    return base64.b64encode(value).decode("ascii")


def _refuse_another(keys: KeyStore, key: bytes) -> None:
    if len(key) != KEY_BYTES:
        raise ValueError("the store's key has 32 bytes")
    known = keys.load()
    if known is not None and known != key:
        raise NotAllowed("key-exists", kind=keys.kind)


def _write_private(path: Path, content: bytes) -> None:
    """Replaces a file that only its owner may read, whole or not at all."""
    path.parent.mkdir(mode=0o700, parents=True, exist_ok=True)
    temporary = path.with_name(f"{path.name}.new")
    handle = os.open(temporary, os.O_WRONLY | os.O_CREAT | os.O_TRUNC, 0o600)
    with os.fdopen(handle, "wb") as target:
        target.write(content)
        target.flush()
        os.fsync(target.fileno())
    os.replace(temporary, path)


def _glance(account: str) -> str | None:
    """The entry that keyring keeps in an open Secret Service, without keyring's imports (half the time).

    None when it is not there at first sight; keyring then finds out why, and may ask to unlock.
    """
    if sys.platform != "linux":
        return None
    from jeepney import DBusErrorResponse
    from jeepney.auth import AuthenticationError
    from secretstorage import dbus_init, search_items
    from secretstorage.exceptions import SecretStorageException

    try:
        with closing(dbus_init()) as connection:
            for item in search_items(connection, {"service": SERVICE, "username": account}):
                if not item.is_locked():
                    return item.get_secret().decode("utf-8", "replace")
    except (SecretStorageException, DBusErrorResponse, AuthenticationError, OSError):
        return None
    return None


def _encrypting_backend() -> KeyringBackend:
    """The first usable keyring of this system that keeps secrets encrypted."""
    from keyring.errors import NoKeyringError

    if sys.platform == "win32":
        from keyring.backends.Windows import WinVaultKeyring

        return WinVaultKeyring()
    if sys.platform == "darwin":
        from keyring.backends.macOS import Keyring

        return Keyring()
    from keyring.backends import SecretService, kwallet

    candidates: tuple[type[KeyringBackend], ...] = (SecretService.Keyring, kwallet.DBusKeyring)
    for candidate in candidates:
        if candidate.viable:
            return candidate()
    raise NoKeyringError("no Secret Service and no KWallet answers")
