"""The journal keeps every whole record whatever happens to the file's end, its middle or its second copy."""

from __future__ import annotations

import struct
from datetime import timedelta
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from app.errors import StoreUnavailable
from db.local.ids import uuid7
from db.local.journal import Entry, Journal, Kind
from tests.db.hall import MORNING

KEY = b"j" * 32


def written(folder: Path, count: int = 3, mirror: Path | None = None) -> list[Entry]:
    journal = Journal(folder, KEY, mirror)
    journal.open_tail(None)
    for number in range(1, count + 1):
        journal.append(
            Kind.ENVELOPE,
            dev_seq=number,
            cmd_id=uuid7(number),
            body=f"决定 {number}".encode() * 20,
            at=MORNING,
        )
    entries = list(journal.all())
    journal.close()
    return entries


def day_file(folder: Path) -> Path:
    return folder / "journal-20261123.log"


def reopened(folder: Path, mirror: Path | None = None) -> tuple[Journal, list[Entry]]:
    journal = Journal(folder, KEY, mirror)
    return journal, journal.open_tail(None)


def test_records_come_back_in_order_and_deciphered(tmp_path: Path) -> None:
    written(tmp_path)
    journal, entries = reopened(tmp_path)
    assert [(entry.n, entry.dev_seq) for entry in entries] == [(1, 1), (2, 2), (3, 3)]
    assert [journal.body(entry) for entry in entries] == [f"决定 {n}".encode() * 20 for n in (1, 2, 3)]
    assert journal.next_n == 4


def test_no_person_is_readable_on_the_disk(tmp_path: Path) -> None:
    written(tmp_path)
    assert "决定".encode() not in day_file(tmp_path).read_bytes()


@given(cut=st.integers(min_value=1, max_value=10_000))
def test_a_torn_end_costs_only_the_torn_record(cut: int, tmp_path_factory: pytest.TempPathFactory) -> None:
    folder = tmp_path_factory.mktemp("journal")
    entries = written(folder)
    path = day_file(folder)
    whole = path.stat().st_size
    keep = max(0, whole - cut % whole)
    path.write_bytes(path.read_bytes()[:keep])
    ends = [following.offset for following in entries[1:]] + [whole]
    expected = sum(end <= keep for end in ends)

    journal, kept = reopened(folder)
    assert [entry.n for entry in kept] == list(range(1, expected + 1))
    journal.append(Kind.ENVELOPE, dev_seq=9, cmd_id=uuid7(9), body=b"after", at=MORNING)
    assert [journal.body(entry) for entry in journal.all()][-1] == b"after"
    assert len(list(journal.all())) == expected + 1
    assert journal.damaged == []
    journal.close()


def test_what_was_cut_off_is_kept_aside(tmp_path: Path) -> None:
    written(tmp_path)
    path = day_file(tmp_path)
    path.write_bytes(path.read_bytes() + b"WJ half a record")
    reopened(tmp_path)
    (aside,) = tmp_path.glob("*.torn-*")
    assert aside.read_bytes() == b"WJ half a record"


def test_damage_in_the_middle_costs_only_its_record_and_is_told(tmp_path: Path) -> None:
    entries = written(tmp_path)
    path = day_file(tmp_path)
    content = bytearray(path.read_bytes())
    content[entries[1].offset + 60] ^= 1
    path.write_bytes(content)

    journal, kept = reopened(tmp_path)
    assert [entry.n for entry in kept] == [1, 3]
    assert journal.damaged == [f"journal-20261123.log@{entries[1].offset}"]
    assert journal.next_n == 4


def test_a_body_moved_under_another_header_is_tampering(tmp_path: Path) -> None:
    entries = written(tmp_path)
    journal, _ = reopened(tmp_path)
    exchanged = Entry(
        **{name: getattr(entries[0], name) for name in ("kind", "n", "dev_seq", "cmd_id", "file", "offset")},
        sealed=entries[0].sealed,
        nonce=entries[0].nonce,
        bound=entries[1].bound,
    )
    with pytest.raises(StoreUnavailable) as refused:
        journal.body(exchanged)
    assert refused.value.facts["reason"] == "tampered"


def test_another_key_reads_nothing(tmp_path: Path) -> None:
    written(tmp_path)
    journal = Journal(tmp_path, b"x" * 32)
    (first, *_) = journal.open_tail(None)
    with pytest.raises(StoreUnavailable, match="tampered"):
        journal.body(first)


def test_a_length_that_reaches_beyond_the_file_is_a_torn_record(tmp_path: Path) -> None:
    written(tmp_path, 1)
    path = day_file(tmp_path)
    header = bytearray(path.read_bytes()[:52])
    struct.pack_into(">I", header, 4, 1 << 30)
    path.write_bytes(path.read_bytes() + bytes(header))
    _, kept = reopened(tmp_path)
    assert len(kept) == 1


def test_the_tail_is_read_from_the_place_the_database_knows(tmp_path: Path) -> None:
    entries = written(tmp_path, 5)
    journal = Journal(tmp_path, KEY)
    assert [entry.n for entry in journal.open_tail(entries[3].place)] == [4, 5]
    assert journal.next_n == 6


def test_the_mirror_has_every_record_and_brings_back_a_lost_journal(tmp_path: Path) -> None:
    here, second = tmp_path / "here", tmp_path / "usb"
    entries = written(here, 3, mirror=second)
    assert [entry.n for entry in Journal(second, KEY).all()] == [1, 2, 3]
    path = day_file(here)
    path.write_bytes(path.read_bytes()[: entries[1].offset])

    journal, kept = reopened(here, second)
    assert [entry.n for entry in kept] == [1]
    assert journal.absorb_mirror() == 2
    assert [journal.body(entry) for entry in journal.all()][2] == f"决定 {3}".encode() * 20
    assert journal.next_n == 4
    journal.close()


def test_a_mirror_pulled_out_is_told_and_stops_nothing(tmp_path: Path) -> None:
    blocked = tmp_path / "usb"
    blocked.write_text("a file where the second disk should be")
    journal = Journal(tmp_path / "here", KEY, blocked)
    journal.open_tail(None)
    journal.append(Kind.ENVELOPE, dev_seq=1, cmd_id=uuid7(1), body=b"x", at=MORNING)
    assert journal.mirror_trouble is not None
    assert len(list(journal.all())) == 1
    journal.close()


def test_a_mirror_of_another_store_is_left_alone(tmp_path: Path) -> None:
    foreign = Journal(tmp_path / "usb", b"f" * 32)
    foreign.open_tail(None)
    foreign.append(Kind.ENVELOPE, dev_seq=1, cmd_id=uuid7(1), body=b"x", at=MORNING)
    foreign.close()
    before = day_file(tmp_path / "usb").read_bytes()

    journal, _ = reopened(tmp_path / "here", tmp_path / "usb")
    assert journal.absorb_mirror() == 0
    assert journal.mirror_trouble is not None
    journal.append(Kind.ENVELOPE, dev_seq=1, cmd_id=uuid7(1), body=b"mine", at=MORNING)
    assert day_file(tmp_path / "usb").read_bytes() == before
    journal.close()


def test_a_new_day_is_a_new_file_and_the_count_goes_on(tmp_path: Path) -> None:
    written(tmp_path)
    journal, _ = reopened(tmp_path)
    place = journal.append(
        Kind.ENVELOPE, dev_seq=4, cmd_id=uuid7(4), body=b"x", at=MORNING + timedelta(days=1)
    )
    assert (place.n, place.file, place.offset) == (4, "journal-20261124.log", 0)
    journal.close()
