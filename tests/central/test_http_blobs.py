"""Scans at the centre: in any order, more than once, broken off, wrong, swept, and sealed on the disk."""

from __future__ import annotations

import hashlib
from collections.abc import Iterator
from datetime import timedelta
from pathlib import Path

import pytest

from app.wire.limits import CHUNK_BYTES
from tests.support.central_http import Hall, Window, running_hall


@pytest.fixture
def hall(tmp_path: Path) -> Iterator[Hall]:
    with running_hall(tmp_path) as running:
        yield running


def sum_of(content: bytes) -> str:
    return hashlib.sha256(content).hexdigest()


def scan(size: int) -> tuple[str, list[bytes], dict[str, object]]:
    """Name, chunks and manifest of a scan whose chunks all differ."""
    whole = b"".join(n.to_bytes(4, "big") * 256 for n in range(-(-size // 1024)))[:size]
    chunks = [whole[start : start + CHUNK_BYTES] for start in range(0, size, CHUNK_BYTES)]
    manifest = {"size": size, "media_type": "image/jpeg", "chunks": [sum_of(chunk) for chunk in chunks]}
    return sum_of(whole), chunks, manifest


def put(window: Window, chunk: bytes) -> int:
    return window.ask("PUT", f"/blobs/v1/chunk/{sum_of(chunk)}", content=chunk).status_code


def files(hall: Hall) -> list[Path]:
    return sorted(path for path in hall.server.scans.rglob("*") if path.is_file())


def test_a_scan_goes_up_in_any_order_goes_on_after_a_break_and_comes_back(hall: Hall) -> None:
    window = hall.window()
    name, chunks, manifest = scan(2 * CHUNK_BYTES + 5)
    told = window.ask("POST", f"/blobs/v1/{name}/missing", manifest).json()
    assert told == {"missing": manifest["chunks"], "complete": False}
    assert [put(window, chunks[2]), put(window, chunks[0]), put(window, chunks[0])] == [204, 204, 204]
    # The line was cut here; the window asks again what is missing.
    rest = {"missing": [sum_of(chunks[1])], "complete": False}
    assert window.ask("POST", f"/blobs/v1/{name}/complete").json() == rest
    assert window.ask("POST", f"/blobs/v1/{name}/missing", manifest).json() == rest
    assert window.ask("GET", f"/blobs/v1/{name}/chunk/0").status_code == 404
    assert put(window, chunks[1]) == 204
    done = {"missing": [], "complete": True}
    for _ in range(2):
        assert window.ask("POST", f"/blobs/v1/{name}/complete").json() == done
        assert window.ask("POST", f"/blobs/v1/{name}/missing", manifest).json() == done
    other = hall.window("C04")
    parts = [other.ask("GET", f"/blobs/v1/{name}/chunk/{n}") for n in range(3)]
    assert [part.content for part in parts] == chunks
    assert parts[0].headers["X-Media-Type"] == "image/jpeg"
    assert other.ask("GET", f"/blobs/v1/{name}/chunk/3").status_code == 404


def test_a_chunk_that_is_not_what_it_says_is_not_kept(hall: Hall) -> None:
    window = hall.window()
    wrong = window.ask("PUT", f"/blobs/v1/chunk/{sum_of(b'one')}", content=b"another")
    assert (wrong.status_code, wrong.json()["code"]) == (422, "sum-differs")
    empty = window.ask("PUT", f"/blobs/v1/chunk/{sum_of(b'')}", content=b"")
    assert (empty.status_code, empty.json()["code"]) == (422, "empty")
    large = b"x" * (CHUNK_BYTES + 1)
    assert put(window, large) == 413
    assert not files(hall)


def test_a_manifest_that_does_not_make_up_its_scan_is_found_out(hall: Hall) -> None:
    window = hall.window()
    content = b"what it really is"
    claimed = sum_of(b"what it says it is")
    manifest = {"size": len(content), "media_type": "image/png", "chunks": [sum_of(content)]}
    window.ask("POST", f"/blobs/v1/{claimed}/missing", manifest).raise_for_status()
    put(window, content)
    reply = window.ask("POST", f"/blobs/v1/{claimed}/complete")
    assert (reply.status_code, reply.json()["code"]) == (422, "sum-differs")
    # It is forgotten, so that the right one can be announced.
    assert window.ask("POST", f"/blobs/v1/{claimed}/complete").status_code == 404
    short = {"size": CHUNK_BYTES + 1, "media_type": "image/png", "chunks": [sum_of(content)]}
    reply = window.ask("POST", f"/blobs/v1/{claimed}/missing", short)
    assert (reply.status_code, reply.json()) == (422, {"code": "manifest", "facts": {"chunks": 2}})


def test_a_repeated_chunk_inside_a_scan_is_sent_once(hall: Hall) -> None:
    window = hall.window()
    chunk = b"\0" * CHUNK_BYTES
    name, part = sum_of(chunk * 2), sum_of(chunk)
    manifest = {"size": 2 * CHUNK_BYTES, "media_type": "image/tiff", "chunks": [part, part]}
    assert window.ask("POST", f"/blobs/v1/{name}/missing", manifest).json()["missing"] == [part]
    put(window, chunk)
    assert window.ask("POST", f"/blobs/v1/{name}/complete").json()["complete"] is True


@pytest.mark.expects_log("StoreUnavailable")
def test_scans_are_sealed_on_the_disk_and_bound_to_their_place(hall: Hall) -> None:
    window = hall.window()
    first, second = window.uploads(b"identity card"), window.uploads(b"another card.")
    one, other = (next(path for path in files(hall) if path.name == name) for name in (first, second))
    assert b"identity card" not in one.read_bytes()
    assert one.stat().st_mode & 0o077 == 0
    one.write_bytes(other.read_bytes())
    reply = window.ask("GET", f"/blobs/v1/{first}/chunk/0")
    assert (reply.status_code, reply.json()["code"]) == (503, "damaged")
    assert hall.server.blobs.damaged() == (f"HKML/{first}",)


def test_what_no_record_names_is_swept_after_thirty_days(hall: Hall) -> None:
    window, clerk = hall.window(), hall.clerk()
    window.sign_in().raise_for_status()
    named, unnamed = window.uploads(b"named by a case"), window.uploads(b"named by nobody")
    window.push(window.opens(clerk, 1, scans=(named,))).raise_for_status()
    hall.clock.advance(timedelta(days=30))
    window.hello().raise_for_status()
    lonely = window.uploads(b"of today")
    hall.clock.advance(timedelta(seconds=1))
    assert hall.server.blobs.sweep() == 1
    assert {path.name for path in files(hall)} == {named, lonely}
    assert window.ask("GET", f"/blobs/v1/{unnamed}/chunk/0").status_code == 404
    assert window.ask("GET", f"/blobs/v1/{named}/chunk/0").content == b"named by a case"
    # It may come again.
    assert window.uploads(b"named by nobody") == unnamed
