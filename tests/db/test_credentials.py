"""The store's key: in a real Secret Service, under a passphrase, or open for a demo hall."""

from __future__ import annotations

import json
import os
import subprocess
import sys
from collections.abc import Callable
from pathlib import Path

import pytest

from app.credentials import (
    SERVICE,
    DemoKeyStore,
    KeyringKeyStore,
    PassphraseKeyStore,
    key_for,
    unwrapped,
    wrapped,
)
from app.errors import AppError, NotAllowed, Rejected, StoreUnavailable
from tests.support.needs import programs

ROOT = Path(__file__).resolve().parents[2]
PHRASE = "一句很长很长的口令啊啊"
KEY = bytes(range(32))
Session = Callable[..., str]

UNLOCKED = "printf pw | gnome-keyring-daemon --unlock --components=secrets >/dev/null"
LOCKED = "gnome-keyring-daemon --start --components=secrets >/dev/null"


@pytest.fixture
def session(tmp_path: Path) -> Session:
    """Runs a script in a login session of its own: private bus, real keyring daemon, own home."""
    home = tmp_path / "home"
    runtime = tmp_path / "run"
    for folder in (home, runtime):
        folder.mkdir(mode=0o700)
    environment = {
        **{name: value for name, value in os.environ.items() if name not in ("DISPLAY", "WAYLAND_DISPLAY")},
        "HOME": str(home),
        "XDG_DATA_HOME": str(home / "data"),
        "XDG_RUNTIME_DIR": str(runtime),
        "PYTHONPATH": str(ROOT),
        # A plugin that would take any secret in plain text must never be asked.
        "PYTHON_KEYRING_BACKEND": "keyring.backends.null.Keyring",
    }
    environment.pop("DBUS_SESSION_BUS_ADDRESS", None)

    def run(script: str, daemon: str = UNLOCKED) -> str:
        file = tmp_path / "script.py"
        file.write_text(
            "from app.credentials import KeyringKeyStore, key_for\n"
            "from app.errors import AppError\n"
            "try:\n"
            + "".join(f"    {line}\n" for line in script.splitlines())
            + "except AppError as trouble:\n"
            "    print(trouble.code, trouble.facts.get('reason'))\n",
            encoding="utf-8",
        )
        inside = f"{daemon}; exec {sys.executable} {file}"
        done = subprocess.run(
            ["dbus-run-session", "--", "bash", "-c", inside],
            env=environment,
            capture_output=True,
            text=True,
            timeout=60,
            check=False,
        )
        assert done.returncode == 0, done.stderr
        return done.stdout.strip()

    return run


needs_keyring = programs("dbus-run-session", "gnome-keyring-daemon", "bash")


@needs_keyring
def test_the_keyring_keeps_one_random_key_over_logins(session: Session) -> None:
    script = "print(key_for(KeyringKeyStore('hall'), store_exists=False).hex())"
    first = session(script)
    assert len(first) == 64
    assert session(script) == first
    assert session(script.replace("'hall'", "'another hall'")) != first


@needs_keyring
def test_the_keyring_names_itself_and_reads_what_keyring_wrote(session: Session) -> None:
    written = f"""
import keyring.backends.SecretService as service
service.Keyring().set_password({SERVICE!r}, 'hall', {KEY.hex()!r})
print(KeyringKeyStore('hall').load().hex(), KeyringKeyStore('hall').backend_name())
"""
    assert session(written) == f"{KEY.hex()} SecretService"


@needs_keyring
def test_no_new_key_for_a_store_whose_key_is_gone(session: Session) -> None:
    script = """
keys = KeyringKeyStore('hall')
key_for(keys, store_exists=False)
keys.forget()
key_for(keys, store_exists=True)
"""
    assert session(script) == "no-key absent"


@needs_keyring
def test_another_key_is_never_written_over_the_first(session: Session) -> None:
    script = """
keys = KeyringKeyStore('hall')
keys.keep(b'a' * 32)
keys.keep(b'a' * 32)
keys.keep(b'b' * 32)
"""
    assert session(script) == "key-exists None"


@needs_keyring
def test_an_entry_that_is_no_key_is_told(session: Session) -> None:
    script = f"""
import keyring.backends.SecretService as service
service.Keyring().set_password({SERVICE!r}, 'hall', 'not a key')
KeyringKeyStore('hall').load()
"""
    assert session(script) == "no-key unreadable"


@needs_keyring
def test_a_locked_keyring_is_told_and_nothing_is_made_elsewhere(session: Session) -> None:
    session("key_for(KeyringKeyStore('hall'), store_exists=False)")
    assert session("KeyringKeyStore('hall').load()", LOCKED) == "no-key locked"


@pytest.mark.skipif(sys.platform != "linux", reason="Windows and macOS always have a keyring")
def test_a_machine_without_a_keyring_is_told(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("DBUS_SESSION_BUS_ADDRESS", f"unix:path={tmp_path / 'nobody-listens'}")
    monkeypatch.setenv("PYTHON_KEYRING_BACKEND", "keyring.backends.null.Keyring")
    with pytest.raises(StoreUnavailable) as refused:
        key_for(KeyringKeyStore("hall"), store_exists=False)
    assert refused.value.code == "no-key"
    assert refused.value.facts == {"reason": "no-keyring", "kind": "keyring"}


def test_a_passphrase_opens_the_key_it_wrapped(tmp_path: Path) -> None:
    path = tmp_path / "hall" / "key.wrap"
    keys = PassphraseKeyStore(path, PHRASE)
    assert keys.load() is None
    key = key_for(keys, store_exists=False)
    assert PassphraseKeyStore(path, PHRASE).load() == key
    assert key not in path.read_bytes()
    assert key.hex().encode() not in path.read_bytes()
    if sys.platform != "win32":
        assert path.stat().st_mode & 0o077 == 0


def test_another_passphrase_is_refused(tmp_path: Path) -> None:
    path = tmp_path / "key.wrap"
    PassphraseKeyStore(path, PHRASE).keep(KEY)
    with pytest.raises(StoreUnavailable) as refused:
        PassphraseKeyStore(path, PHRASE + "!").load()
    assert (refused.value.code, refused.value.facts) == ("wrong-key", {"reason": "passphrase"})


def test_a_passphrase_can_be_changed_and_the_key_stays(tmp_path: Path) -> None:
    path = tmp_path / "key.wrap"
    keys = PassphraseKeyStore(path, PHRASE)
    keys.keep(KEY)
    keys.change("another long passphrase")
    assert keys.load() == KEY
    assert PassphraseKeyStore(path, "another long passphrase").load() == KEY
    with pytest.raises(StoreUnavailable):
        PassphraseKeyStore(path, PHRASE).load()


def test_a_short_passphrase_is_refused_with_its_field() -> None:
    with pytest.raises(Rejected) as refused:
        wrapped(KEY, "too short")
    (problem,) = refused.value.problems
    assert (problem.field, problem.code, problem.facts) == ("passphrase", "too-short", {"shortest": 10})


def test_a_failed_change_keeps_the_old_passphrase(tmp_path: Path) -> None:
    path = tmp_path / "key.wrap"
    keys = PassphraseKeyStore(path, PHRASE)
    keys.keep(KEY)
    with pytest.raises(Rejected):
        keys.change("short")
    assert keys.load() == KEY


@pytest.mark.parametrize("field", ["time_cost", "salt", "nonce", "key"])
def test_a_changed_key_file_opens_nothing(field: str) -> None:
    record = json.loads(wrapped(KEY, PHRASE))
    value = record[field]
    record[field] = value + 1 if isinstance(value, int) else ("B" if value[0] == "A" else "A") + value[1:]
    with pytest.raises(StoreUnavailable) as refused:
        unwrapped(json.dumps(record).encode(), PHRASE)
    assert refused.value.code == "wrong-key"


@pytest.mark.parametrize(
    "content",
    [b"", b"{", b"[]", b"null", b'"x"', b'{"key": 5}', b'{"key": "AA==", "salt": "@"}', b"\xff\xfe"],
)
def test_a_key_file_that_is_none_is_told(content: bytes) -> None:
    with pytest.raises(StoreUnavailable) as refused:
        unwrapped(content, PHRASE)
    assert refused.value.facts["reason"] == "unreadable"


@pytest.mark.parametrize(("field", "value"), [("kdf", "md5"), ("format", 2), ("memory_kib", 1 << 30)])
def test_a_key_file_of_another_kind_is_told(field: str, value: object) -> None:
    record = {**json.loads(wrapped(KEY, PHRASE)), field: value}
    with pytest.raises(StoreUnavailable) as refused:
        unwrapped(json.dumps(record).encode(), PHRASE)
    assert refused.value.facts["reason"] == "unreadable"


def test_an_open_key_only_for_a_demo_hall(tmp_path: Path) -> None:
    path = tmp_path / "demo.key"
    with pytest.raises(NotAllowed, match="demo-key-outside-demo"):
        DemoKeyStore(path, demo=False)
    keys = DemoKeyStore(path, demo=True)
    key = key_for(keys, store_exists=False)
    assert key_for(DemoKeyStore(path, demo=True), store_exists=True) == key
    path.write_text("not a key", encoding="ascii")
    with pytest.raises(StoreUnavailable, match="no-key"):
        keys.load()


def test_every_kind_refuses_a_key_of_the_wrong_length(tmp_path: Path) -> None:
    for keys in (DemoKeyStore(tmp_path / "a", demo=True), PassphraseKeyStore(tmp_path / "b", PHRASE)):
        with pytest.raises(ValueError, match="32 bytes"):
            keys.keep(b"short")


class Forgetful:
    """A key store that says yes and keeps nothing, as some broken keyrings do."""

    kind = "keyring"

    def load(self) -> bytes | None:
        return None

    def keep(self, key: bytes) -> None:
        """Kept nowhere."""


def test_a_keyring_that_keeps_nothing_is_found_before_the_first_case() -> None:
    with pytest.raises(AppError) as refused:
        key_for(Forgetful(), store_exists=False)
    assert (refused.value.code, refused.value.facts["reason"]) == ("no-key", "not-kept")
