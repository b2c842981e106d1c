"""Looking after the store: a look at its health, a proven copy of it, and the way back from one."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING, Final

from app.clock import Clock
from app.credentials import KeyStore, unwrapped, wrapped
from app.errors import StoreUnavailable, Unavailable

if TYPE_CHECKING:
    from db.local.backup import Backup, Restored
    from db.local.doctor import StoreFacts
    from db.local.rescue import Rescued

_RECOVERY: Final = "key.wrap"


class UpkeepService:
    """The administrator's tasks on one store; the desk may be open for all but `restore`."""

    def __init__(self, folder: Path, keys: KeyStore, clock: Clock) -> None:
        self._folder, self._keys, self._clock = folder, keys, clock

    def examine(self, *, deep: bool = False) -> StoreFacts:
        """The store at a glance; without its key only from outside. `deep` reads every page."""
        from db.local.doctor import examine

        return examine(self._folder, self._keys.load(), deep=deep)

    def backup(self, destination: Path, *, passphrase: str | None = None) -> Backup:
        """A proven copy below `destination`; with a passphrase it carries a recovery file for the key."""
        from db.local.backup import backup

        key = self._known_key()
        recovery = wrapped(key, passphrase) if passphrase is not None else None
        return backup(self._folder, key, destination, self._clock, recovery=recovery)

    def verify(self, path: Path, *, passphrase: str | None = None) -> Backup:
        """Prove a backup without touching the store."""
        from db.local.backup import verify

        return verify(path, self._key_for(path, passphrase))

    def needs_passphrase(self, path: Path) -> bool:
        """Whether a backup can only be opened with the passphrase of its recovery file."""
        return self._keys.load() is None and (path / _RECOVERY).is_file()

    def restore(self, path: Path, *, passphrase: str | None = None) -> Restored:
        """Put a proven backup in the store's place; a machine without its key keeps it from now on.

        Nothing is changed before the backup is proven; the former folder stays under another name.
        """
        from db.local.backup import restore, verify

        key = self._key_for(path, passphrase)
        verify(path, key)
        if self._keys.load() is None:
            self._keys.keep(key)
        return restore(path, self._folder, key, self._clock)

    def rescue(self, destination: Path, *, hall: str, device_code: str) -> Rescued:
        """Everything this window did as a rescue file, which a manager imports at the centre.

        Not encrypted: the centre must read it. StoreUnavailable, Unavailable("cannot-write").
        """
        from db.local.rescue import rescue

        key = self._known_key()
        try:
            return rescue(self._folder, key, destination, hall=hall, device_code=device_code)
        except OSError as error:
            why = error.strerror or str(error)
            raise Unavailable("cannot-write", path=str(destination), why=why) from error

    def _known_key(self) -> bytes:
        key = self._keys.load()
        if key is None:
            raise StoreUnavailable("no-key", reason="absent", kind=self._keys.kind)
        return key

    def _key_for(self, path: Path, passphrase: str | None) -> bytes:
        """This machine's key, or the one in the backup's recovery file."""
        if passphrase is None:
            return self._known_key()
        try:
            content = (path / _RECOVERY).read_bytes()
        except OSError as error:
            raise StoreUnavailable("no-key", reason="no-recovery-file", path=str(path)) from error
        return unwrapped(content, passphrase)
