"""What a store says of itself outside the cipher, and which machine it was made on."""

from __future__ import annotations

import hashlib
import hmac
import json
import os
import sys
from pathlib import Path
from typing import Final

from app.errors import StoreUnavailable
from db.local.engine import storing
from db.local.sealing import derived

FILE: Final = "store.json"


def check_key(folder: Path, key: bytes) -> bool:
    """Whether the folder holds a store, by a check of the key beside the database.

    Without it a wrong key and a damaged first page look the same. StoreUnavailable("wrong-key") when the
    check says so; a check that cannot be read counts as missing, the database itself then decides.
    """
    path = folder / FILE
    with storing(path):
        if not path.exists():
            return False
        text = path.read_text(encoding="utf-8", errors="replace")
    try:
        check = json.loads(text)["check"]
    except (ValueError, KeyError, TypeError):
        return False
    if not isinstance(check, str):
        return False
    if not hmac.compare_digest(check.encode(), _check(key)):
        raise StoreUnavailable("wrong-key", path=str(folder))
    return True


def write(folder: Path, key: bytes) -> None:
    """Puts the key's check beside the database, whole or not at all."""
    path = folder / FILE
    temporary = path.with_suffix(".new")
    with storing(path):
        with temporary.open("w", encoding="utf-8") as target:
            json.dump({"format": 1, "check": _check(key).decode()}, target)
            target.flush()
            os.fsync(target.fileno())
        os.replace(temporary, path)


def boot_id() -> str:
    """Which run of the machine this is, so that monotonic times can be compared within it."""
    path = Path("/proc/sys/kernel/random/boot_id")
    return path.read_text(encoding="ascii").strip() if path.exists() else f"process-{os.getpid()}"


def machine(device_id: str) -> str | None:
    """A mark of this machine that means nothing elsewhere; None when the machine has no identity."""
    known = _machine_id()
    return hashlib.sha256(f"{device_id} {known}".encode()).hexdigest() if known else None


def _check(key: bytes) -> bytes:
    return derived(key, "check").hex().encode()


if sys.platform == "win32":
    import winreg

    def _machine_id() -> str | None:
        try:
            with winreg.OpenKey(winreg.HKEY_LOCAL_MACHINE, r"SOFTWARE\Microsoft\Cryptography") as branch:
                return str(winreg.QueryValueEx(branch, "MachineGuid")[0])
        except OSError:
            return None

else:

    def _machine_id() -> str | None:
        path = Path("/etc/machine-id")
        return path.read_text(encoding="ascii").strip() or None if path.is_file() else None
