"""Full disk, read-only folder, wrong key, damaged file: each is named, nothing printed is lost."""

from __future__ import annotations

import os
import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path

import pytest

from app.clock import FrozenClock
from app.errors import StoreUnavailable
from db.local.engine import DATABASE
from db.local.store import Store
from tests.db.hall import KEY, MORNING, OTHER_KEY, accept, case_numbers, opened
from tests.support.needs import programs

ROOT = Path(__file__).resolve().parents[2]


def refusal(folder: Path, key: bytes = KEY) -> StoreUnavailable:
    with pytest.raises(StoreUnavailable) as refused:
        Store.open(folder, key, FrozenClock(MORNING))
    return refused.value


def filled(folder: Path, limit: int) -> tuple[str, int, int]:
    done = subprocess.run(
        [sys.executable, "-m", "tests.db.filling", str(folder), str(limit)],
        capture_output=True,
        text=True,
        cwd=ROOT,
        check=False,
    )
    assert done.returncode == 0, done.stderr
    code, printed, kept = done.stdout.split()
    return code, int(printed), int(kept)


@pytest.fixture
def small_disk(tmp_path: Path) -> Iterator[Path]:
    """A real file system of three megabytes."""
    disk = tmp_path / "disk"
    disk.mkdir()
    mounted = subprocess.run(
        ["mount", "-t", "tmpfs", "-o", "size=3m", "tmpfs", str(disk)], capture_output=True, check=False
    )
    if mounted.returncode != 0:
        pytest.skip(f"cannot mount here: {mounted.stderr.decode(errors='replace').strip()}")
    yield disk
    subprocess.run(["umount", "-l", str(disk)], check=True)


@pytest.fixture
def read_only_folder(folder: Path, clock: FrozenClock) -> Iterator[Path]:
    """A store on a file system that was mounted read-only (permission bits do not bind root)."""
    store = opened(folder, clock)
    accept(store)
    store.close()
    bound = subprocess.run(["mount", "--bind", str(folder), str(folder)], capture_output=True, check=False)
    if bound.returncode != 0:
        pytest.skip(f"cannot mount here: {bound.stderr.decode(errors='replace').strip()}")
    subprocess.run(["mount", "-o", "remount,ro,bind", str(folder)], check=True)
    yield folder
    subprocess.run(["umount", "-l", str(folder)], check=True)


@programs("mount", "umount", root=True)
def test_a_full_disk_refuses_before_printing_and_keeps_everything(small_disk: Path) -> None:
    code, printed, kept = filled(small_disk / "hall", 0)
    assert code == "disk-full"
    assert printed == kept > 0

    subprocess.run(["mount", "-o", "remount,size=8m", str(small_disk)], check=True)
    store = opened(small_disk / "hall")
    assert store.unfinished() == ()
    assert len(case_numbers(store)) == printed
    accept(store)
    assert len(set(case_numbers(store))) == printed + 1
    store.close()


@programs("mount", "umount", root=True)
def test_a_full_disk_at_the_start_is_named(small_disk: Path) -> None:
    (small_disk / "filler").write_bytes(bytes((3 << 20) - 300_000))
    with pytest.raises(StoreUnavailable) as refused:
        opened(small_disk / "hall")
    assert refused.value.code == "disk-full"


@pytest.mark.skipif(sys.platform == "win32", reason="no file size limits on Windows")
@pytest.mark.parametrize("limit", [120_000, 400_000, 700_000])
def test_a_file_that_may_not_grow_is_a_full_disk(folder: Path, limit: int) -> None:
    opened(folder).close()
    code, printed, kept = filled(folder, limit)
    assert (code, kept) == ("disk-full", printed)

    store = opened(folder)
    assert len(case_numbers(store)) + len(store.unfinished()) >= printed
    for pending in store.unfinished():
        store.keep(pending.cmd_id)
    accept(store)
    numbers = case_numbers(store)
    assert len(numbers) == len(set(numbers)) >= printed + 1
    store.close()


@programs("mount", "umount", root=True)
def test_a_read_only_folder_is_named(read_only_folder: Path) -> None:
    trouble = refusal(read_only_folder)
    assert trouble.code == "read-only"
    assert trouble.facts["path"] == str(read_only_folder)


@pytest.mark.skipif(
    not hasattr(os, "geteuid") or os.geteuid() == 0, reason="permission bits do not bind root"
)
def test_a_folder_of_somebody_else_is_read_only(folder: Path, clock: FrozenClock) -> None:
    opened(folder, clock).close()
    folder.chmod(0o500)
    assert refusal(folder).code == "read-only"
    folder.chmod(0o700)


def test_a_wrong_key_is_named_and_changes_nothing(folder: Path, clock: FrozenClock) -> None:
    opened(folder, clock).close()
    before = (folder / DATABASE).read_bytes()
    assert refusal(folder, OTHER_KEY).code == "wrong-key"
    assert (folder / DATABASE).read_bytes() == before
    opened(folder, clock).close()


def test_a_wrong_key_without_its_check_is_not_taken_for_certain(folder: Path, clock: FrozenClock) -> None:
    opened(folder, clock).close()
    (folder / "store.json").unlink()
    trouble = refusal(folder, OTHER_KEY)
    assert (trouble.code, trouble.facts["certain"]) == ("wrong-key", False)
    opened(folder, clock).close()


@pytest.mark.parametrize("text", ["", "{", '{"check": 5}', "[]", "\x00\xff"])
def test_a_check_that_cannot_be_read_does_not_keep_the_right_key_out(
    folder: Path, clock: FrozenClock, text: str
) -> None:
    opened(folder, clock).close()
    (folder / "store.json").write_text(text, encoding="utf-8")
    opened(folder, clock).close()
    assert refusal(folder, OTHER_KEY).facts == {"path": str(folder)}, "the check was written again"


def test_a_damaged_first_page_is_damage_not_a_wrong_key(folder: Path, clock: FrozenClock) -> None:
    opened(folder, clock).close()
    path = folder / DATABASE
    content = bytearray(path.read_bytes())
    content[100] ^= 0xFF
    path.write_bytes(content)
    assert refusal(folder).code == "damaged"


def test_a_truncated_database_is_damage(folder: Path, clock: FrozenClock) -> None:
    opened(folder, clock).close()
    path = folder / DATABASE
    path.write_bytes(path.read_bytes()[:5000])
    assert refusal(folder).code == "damaged"


def test_an_emptied_database_is_not_begun_anew_in_silence(folder: Path, clock: FrozenClock) -> None:
    opened(folder, clock).close()
    (folder / DATABASE).write_bytes(b"")
    trouble = refusal(folder)
    assert (trouble.code, trouble.facts["reason"]) == ("damaged", "database-missing")


def test_a_damaged_page_met_while_working_is_named(folder: Path, clock: FrozenClock) -> None:
    store = opened(folder, clock)
    for _ in range(30):
        accept(store)
    store.close()
    path = folder / DATABASE
    content = bytearray(path.read_bytes())
    for page in range(8, len(content) // 4096):
        content[page * 4096 + 2000] ^= 0xFF
    path.write_bytes(content)
    with pytest.raises(StoreUnavailable) as refused:
        work(folder, clock)
    assert refused.value.code == "damaged"


def work(folder: Path, clock: FrozenClock) -> None:
    store = opened(folder, clock)
    try:
        accept(store)
        case_numbers(store)
    finally:
        store.close()


def test_nothing_in_the_folder_can_be_read_without_the_key(folder: Path, clock: FrozenClock) -> None:
    store = opened(folder, clock)
    accept(store, "欧阳示例")
    store.blobs.put("欧阳示例".encode() * 100)
    everything = b"".join(path.read_bytes() for path in folder.rglob("*") if path.is_file())
    store.close()
    everything += b"".join(path.read_bytes() for path in folder.rglob("*") if path.is_file())
    for secret in ("欧阳示例", "460108199001011234", "房屋租赁", "CREATE TABLE", "SQLite format"):
        assert secret.encode() not in everything, secret
    assert KEY not in everything
    assert KEY.hex().encode() not in everything


@pytest.mark.skipif(sys.platform == "win32", reason="Windows has no permission bits")
def test_nobody_else_may_read_the_files(folder: Path, clock: FrozenClock) -> None:
    store = opened(folder, clock)
    accept(store)
    store.blobs.put(b"scan")
    assert folder.stat().st_mode & 0o077 == 0
    for path in (folder / "journal").rglob("*"):
        assert path.stat().st_mode & 0o077 == 0
    store.close()
