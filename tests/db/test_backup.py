"""Backups of a working store are whole, prove themselves, and come back without losing later work."""

from __future__ import annotations

import json
import os
from datetime import timedelta
from pathlib import Path

import pytest

from app.clock import FrozenClock
from app.credentials import unwrapped, wrapped
from app.errors import StoreUnavailable
from db.local.backup import MANIFEST, RECOVERY, Backup, backup, restore, verify
from db.local.doctor import examine
from db.local.engine import DATABASE
from db.local.recovery import Mend
from db.local.store import Store
from tests.db.hall import KEY, MORNING, OTHER_KEY, SERIES, accept, case_numbers, opened


@pytest.fixture
def worked(folder: Path, clock: FrozenClock) -> Store:
    """A store with two cases and two scans; the archived PDF of the notices is one of them."""
    store = opened(folder, clock)
    for _ in range(2):
        accept(store)
    pdf = store.blobs.put(b"%PDF the notice")
    scan = store.blobs.put(os.urandom(3_000_000))
    with store.unit() as unit:
        unit.scans.put(scan, size=3_000_000, media_type="x", name="x", added_at=MORNING, added_by="c")
    store._sql.execute("UPDATE notice SET pdf_sha256 = ?", (pdf,))
    return store


def made(folder: Path, target: Path, clock: FrozenClock) -> Backup:
    return backup(folder, KEY, target, clock)


def test_a_backup_of_a_running_desk_is_whole(worked: Store, tmp_path: Path, clock: FrozenClock) -> None:
    found = made(worked.folder, tmp_path / "usb", clock)
    accept(worked)
    worked.close()
    assert found.path.name == "hall-backup-20261123-090000"
    assert found.cases == 2
    assert verify(found.path, KEY) == found
    assert [path.name for path in (tmp_path / "usb").iterdir()] == [found.path.name]


def test_a_backup_holds_no_plain_text(worked: Store, tmp_path: Path, clock: FrozenClock) -> None:
    found = made(worked.folder, tmp_path / "usb", clock)
    worked.close()
    everything = b"".join(path.read_bytes() for path in found.path.rglob("*") if path.is_file())
    assert "张示例".encode() not in everything
    assert b"%PDF" not in everything


def test_a_backup_can_carry_a_recovery_file(worked: Store, tmp_path: Path, clock: FrozenClock) -> None:
    worked.close()
    found = backup(worked.folder, KEY, tmp_path / "usb", clock, recovery=wrapped(KEY, "a long enough phrase"))
    assert unwrapped((found.path / RECOVERY).read_bytes(), "a long enough phrase") == KEY


@pytest.mark.parametrize("victim", [DATABASE, "journal/journal-20261123.log", "store.json", "blobs"])
@pytest.mark.parametrize("harm", ["flip", "cut", "remove"])
def test_harm_to_any_file_is_found(
    worked: Store, tmp_path: Path, clock: FrozenClock, victim: str, harm: str
) -> None:
    found = made(worked.folder, tmp_path / "usb", clock)
    worked.close()
    path = found.path / victim
    if path.is_dir():
        path = next(file for file in sorted(path.rglob("*")) if file.is_file())
    content = bytearray(path.read_bytes())
    if harm == "remove":
        path.unlink()
    elif harm == "cut":
        path.write_bytes(content[:-1])
    else:
        content[len(content) // 2] ^= 1
        path.write_bytes(content)
    with pytest.raises(StoreUnavailable):
        verify(found.path, KEY)


def test_a_manifest_that_was_rewritten_is_found(worked: Store, tmp_path: Path, clock: FrozenClock) -> None:
    found = made(worked.folder, tmp_path / "usb", clock)
    worked.close()
    manifest = found.path / MANIFEST
    record = json.loads(manifest.read_text(encoding="utf-8"))
    record["files"].popitem()
    manifest.write_text(json.dumps(record), encoding="utf-8")
    with pytest.raises(StoreUnavailable) as refused:
        verify(found.path, KEY)
    assert refused.value.facts["reason"] == "manifest"


def test_another_key_is_told(worked: Store, tmp_path: Path, clock: FrozenClock) -> None:
    found = made(worked.folder, tmp_path / "usb", clock)
    worked.close()
    with pytest.raises(StoreUnavailable) as refused:
        verify(found.path, OTHER_KEY)
    assert refused.value.code == "wrong-key"


def test_a_scan_missing_in_the_store_is_found_by_the_backup(
    worked: Store, tmp_path: Path, clock: FrozenClock
) -> None:
    worked.close()
    victim = next(path for path in sorted((worked.folder / "blobs").rglob("*")) if path.is_file())
    victim.unlink()
    with pytest.raises(StoreUnavailable) as refused:
        made(worked.folder, tmp_path / "usb", clock)
    assert refused.value.facts["reason"] == "missing"


def test_no_restore_onto_a_running_desk(worked: Store, tmp_path: Path, clock: FrozenClock) -> None:
    found = made(worked.folder, tmp_path / "usb", clock)
    with pytest.raises(StoreUnavailable) as refused:
        restore(found.path, worked.folder, KEY, clock)
    assert refused.value.code == "in-use"
    worked.close()
    assert not worked.folder.with_name("hall.restoring").exists()


def test_a_restore_keeps_the_former_folder_and_its_later_work(
    worked: Store, tmp_path: Path, clock: FrozenClock
) -> None:
    found = made(worked.folder, tmp_path / "usb", clock)
    accept(worked, "李样本")
    worked.close()
    clock.advance(timedelta(hours=1))

    restored = restore(found.path, worked.folder, KEY, clock)

    assert restored.previous is not None
    assert restored.previous.name == "hall.before-20261123-100000"
    assert (restored.previous / DATABASE).exists()
    assert restored.from_journal == 2
    with pytest.raises(StoreUnavailable) as refused:
        opened(worked.folder, clock)
    assert refused.value.facts == {"reason": "lost", "lost": 1}
    store = opened(worked.folder, clock, mend=Mend.REPLAY)
    assert len(case_numbers(store)) == 3
    assert accept(store).numbers[SERIES] == 4
    store.close()


def test_a_restore_on_a_new_disk_needs_a_new_device_code(
    worked: Store, tmp_path: Path, clock: FrozenClock
) -> None:
    found = made(worked.folder, tmp_path / "usb", clock)
    accept(worked)
    worked.close()
    fresh = tmp_path / "new-machine" / "hall"
    fresh.parent.mkdir()

    assert restore(found.path, fresh, KEY, clock).previous is None

    with pytest.raises(StoreUnavailable) as refused:
        opened(fresh, clock)
    assert refused.value.facts["reason"] == "restored"
    store = opened(fresh, clock, mend=Mend.NEW_DEVICE, device_code="002")
    assert len(case_numbers(store)) == 2
    store.close()
    opened(fresh, clock, device_code="002").close()


def test_a_folder_without_a_store_cannot_be_backed_up(
    folder: Path, tmp_path: Path, clock: FrozenClock
) -> None:
    with pytest.raises(StoreUnavailable) as refused:
        made(folder, tmp_path / "usb", clock)
    assert refused.value.facts["reason"] == "no-store"
    assert not (tmp_path / "usb").exists()


def test_the_doctor_sees_a_running_store(worked: Store) -> None:
    facts = examine(worked.folder, KEY, deep=True)
    assert facts.exists
    assert facts.held_by == os.getpid()
    assert (facts.cases, facts.pending, facts.unfinished) == (2, 2, 0)
    assert (facts.journal_files, facts.journal_last, facts.journal_damage) == (1, 4, ())
    assert facts.schema_found == facts.schema_known
    assert facts.page_faults == ()
    assert facts.missing_blobs == ()
    assert facts.blob_files == 2
    assert facts.database_bytes > 0
    worked.close()
    assert examine(worked.folder, KEY).held_by is None


def test_the_doctor_says_what_is_wrong(worked: Store, tmp_path: Path) -> None:
    # A page that no glance at the store reads: that of certificates.
    (page,) = worked._sql.execute("SELECT rootpage FROM sqlite_master WHERE name = 'certificate'").fetchone()
    worked.close()
    assert examine(tmp_path / "nothing", None).exists is False
    wrong = examine(worked.folder, OTHER_KEY)
    assert wrong.trouble is not None
    assert wrong.trouble.code == "wrong-key"
    without_key = examine(worked.folder, None)
    assert (without_key.cases, without_key.journal_last) == (None, 4)
    for path in sorted((worked.folder / "blobs").rglob("*")):
        if path.is_file():
            path.unlink()
    content = bytearray((worked.folder / DATABASE).read_bytes())
    content[page * 4096 - 2000] ^= 1
    (worked.folder / DATABASE).write_bytes(content)
    facts = examine(worked.folder, KEY, deep=True)
    assert facts.page_faults
    assert facts.missing_blobs is not None
    assert len(facts.missing_blobs) == 2
