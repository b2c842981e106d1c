"""The key of a device: made once, kept where the store's key is kept, never plain outside a demo hall."""

from __future__ import annotations

from dataclasses import replace

import pytest
from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PublicKey

from app.bootstrap import device_key_store
from app.credentials import KeyringKeyStore
from app.errors import NotAllowed, StoreUnavailable
from app.settings import KeySettings, Settings
from app.sync.signing import DeviceKey, Line
from app.wire.signing import DEVICE_HEADER, SESSION_HEADER, SIGNATURE_HEADER, signed_text


def test_a_device_has_one_key_for_good(settings: Settings) -> None:
    first = DeviceKey.of(device_key_store(settings), enrolled=False)
    assert DeviceKey.of(device_key_store(settings), enrolled=True).public == first.public
    other_code = replace(settings, hall=replace(settings.hall, device_code="C09"))
    assert DeviceKey.of(device_key_store(other_code), enrolled=False).public != first.public


def test_a_key_the_centre_knows_is_never_replaced_in_silence(settings: Settings) -> None:
    with pytest.raises(StoreUnavailable) as missing:
        DeviceKey.of(device_key_store(settings), enrolled=True)
    assert (missing.value.code, missing.value.facts["reason"]) == ("no-key", "absent")


def test_a_passphrase_wraps_it(settings: Settings) -> None:
    real = replace(settings, keys=KeySettings("passphrase"), hall=replace(settings.hall, demo=False))
    keys = device_key_store(real, "a long passphrase")
    made = DeviceKey.of(keys, enrolled=False)
    seed = keys.load()
    assert seed is not None
    (path,) = real.data.glob("device-*.key")
    assert seed not in path.read_bytes()
    assert seed.hex() not in path.read_text(encoding="ascii")
    assert DeviceKey.of(device_key_store(real, "a long passphrase"), enrolled=True).public == made.public
    with pytest.raises(StoreUnavailable, match="wrong-key"):
        device_key_store(real, "another passphrase").load()
    with pytest.raises(StoreUnavailable, match="no-key"):
        device_key_store(real)


def test_an_open_file_is_for_demo_halls_alone(settings: Settings) -> None:
    real = replace(settings, hall=replace(settings.hall, demo=False))
    with pytest.raises(NotAllowed, match="demo-key-outside-demo"):
        device_key_store(real)


def test_the_keyring_has_it_under_a_name_of_its_own(settings: Settings) -> None:
    real = replace(settings, keys=KeySettings("keyring"), hall=replace(settings.hall, demo=False))
    keys = device_key_store(real)
    assert isinstance(keys, KeyringKeyStore)
    assert keys._account == "HKML-C03-device"


def test_what_it_signs_can_be_checked_by_the_public_half() -> None:
    key = DeviceKey(b"\x05" * 32)
    line = Line("device-1", key)
    line.session = "a session"
    public = Ed25519PublicKey.from_public_bytes(bytes.fromhex(key.public))
    headers = line.headers("POST", "/sync/v1/push?a=1", b"body")
    assert headers[SESSION_HEADER] == "a session"
    text = signed_text("POST", "/sync/v1/push?a=1", b"body", "a session")
    public.verify(bytes.fromhex(headers[SIGNATURE_HEADER]), text)
    hello = line.hello_headers("POST", "/sync/v1/hello", b"body", "challenge")
    assert hello[DEVICE_HEADER] == "device-1"
    public.verify(
        bytes.fromhex(hello[SIGNATURE_HEADER]), signed_text("POST", "/sync/v1/hello", b"body", "challenge")
    )
