"""Scans on a bad line: what has arrived is not sent twice; what another window made comes when asked for."""

from __future__ import annotations

import io
import random
from collections.abc import Iterator
from pathlib import Path

import pytest
from PIL import Image

from app.bootstrap import Hall
from app.clock import FrozenClock
from app.errors import Unavailable
from app.rules.checklist import Mark, MaterialState
from app.services.views import SyncState
from app.sync import blobs
from tests.services.window import NUMBER, PASSWORD, Window
from tests.support.fault_proxy import FaultProxy, Faults
from tests.support.running_centre import RunningCentre
from tests.sync.conftest import enrolled_line, second_window
from tests.sync.watching import connected

MEBIBYTE = 1 << 20


def large_scan() -> bytes:
    """A picture nobody can pack: a little over three pieces."""
    noise = random.Random(7).randbytes(1050 * 1000 * 3)
    kept = io.BytesIO()
    Image.frombytes("RGB", (1050, 1000), noise).save(kept, "PNG", compress_level=0)
    return kept.getvalue()


@pytest.fixture(autouse=True)
def _quickly(monkeypatch: pytest.MonkeyPatch) -> None:
    """After a failure it is tried again at once, not after five seconds."""
    monkeypatch.setattr(blobs, "_SHORTEST_S", 0.01)
    monkeypatch.setattr(blobs, "_LONGEST_S", 0.02)


@pytest.fixture
def online(hall: Hall, centre: RunningCentre) -> Iterator[FaultProxy]:
    """The line of an enrolled window whose clerk has signed in with the centre."""
    enrolled_line(hall, centre)
    with FaultProxy(centre.port) as line:
        with connected(hall, line.url) as watch:
            hall.session.sign_in(NUMBER, PASSWORD)
            watch.until_state(SyncState.ONLINE)
        yield line


def with_scan(window: Window, sha256: str) -> Mark:
    return Mark(MaterialState.COMPLETE, scans=(sha256,))


def test_pieces_that_arrived_are_not_sent_again_over_a_line_that_dies(
    hall: Hall, window: Window, online: FaultProxy
) -> None:
    scan = large_scan()
    draft = window.visit()
    code = next(iter(draft.marks))
    made = hall.intake.accept(draft.with_mark(code, with_scan(window, hall.scans.add(scan, "noise.png"))))
    online.faults = Faults(cut_request_after=MEBIBYTE * 3 // 2)
    online.connections = online.bytes_up = 0
    with connected(hall, online.url) as watch:
        watch.until(lambda: hall.outbox.status().pending == 0, "the command went before its scan")
        watch.until_sent()
    assert hall.scans.progress(made.case.id).is_whole
    assert online.connections > 3
    # Three whole pieces and a bit, and with each cut at most the half piece that was under way.
    assert online.bytes_up < len(scan) + online.connections * MEBIBYTE


@pytest.mark.expects_log("a scan could not be sent: damaged")
def test_a_scan_that_is_gone_from_the_disk_holds_nothing_up(
    hall: Hall, window: Window, online: FaultProxy
) -> None:
    draft = window.visit()
    code = next(iter(draft.marks))
    sha256 = hall.scans.add(large_scan(), "noise.png")
    made = hall.intake.accept(draft.with_mark(code, with_scan(window, sha256)))
    path = hall.store.blobs._path(sha256)
    path.write_bytes(path.read_bytes()[:-100])
    with connected(hall, online.url) as watch:
        watch.until(lambda: hall.scans.progress(made.case.id).sent == len(made.notices), "the notices")
    assert hall.outbox.status().scans_waiting == 1
    with hall.store.read() as unit:
        row = unit.uploads.get(sha256)
    assert row is not None
    assert row["last_error"] == "damaged"


def test_the_notice_of_another_window_comes_when_asked_for(
    hall: Hall, window: Window, online: FaultProxy, centre: RunningCentre, tmp_path: Path, clock: FrozenClock
) -> None:
    with second_window(hall, centre, tmp_path, clock) as other:
        with connected(other, centre.url) as theirs:
            other.session.sign_in(NUMBER, PASSWORD)
            theirs.until_state(SyncState.ONLINE)
            with connected(hall, online.url) as ours:
                made = hall.intake.accept(window.visit())
                notice = made.notices[0]
                ours.until_sent()
            theirs.until(lambda: other.cases.by_no(made.case.case_no) is not None, "the case is there")
            theirs.until(lambda: bool(other.cases.case(made.case.id).notices), "its notices too")
            pdf = other.notices.pdf(notice.id)
            assert pdf == hall.notices.pdf(notice.id)
        assert other.notices.pdf(notice.id) == pdf  # kept here from now on
        assert other.scans.progress(made.case.id).sent == 1


def test_what_the_centre_has_not_got_yet_is_said(hall: Hall, online: FaultProxy) -> None:
    with connected(hall, online.url) as watch:
        watch.until_state(SyncState.ONLINE)
        with pytest.raises(Unavailable) as missing:
            hall.scans.read("ab" * 32)
        assert missing.value.code == "scan-not-there"
    online.faults = Faults(refuse=True)
    with connected(hall, online.url) as watch:
        watch.until_state(SyncState.OFFLINE)
        with pytest.raises(Unavailable) as away:
            hall.scans.read("ab" * 32)
        assert away.value.code == "centre-away"


def test_a_slow_scan_is_told_to_be_on_its_way(
    hall: Hall, online: FaultProxy, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(blobs, "_WORTH_WAITING_S", 0.05)
    with connected(hall, online.url) as watch:
        watch.until_state(SyncState.ONLINE)
        online.faults = Faults(silent=True)
        online.cut()
        with pytest.raises(Unavailable) as slow:
            hall.scans.read("ab" * 32)
        assert slow.value.code == "scan-on-its-way"
