"""Scans and archived PDFs: the same bytes come back or an error; a 200 MB file needs no 200 MB of memory."""

from __future__ import annotations

import hashlib
import io
import os
import tracemalloc
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from app.errors import StoreUnavailable
from db.local.blobs import CHUNK, Blobs

KEY = b"b" * 32


@pytest.fixture
def blobs(tmp_path: Path) -> Blobs:
    return Blobs(tmp_path / "blobs", KEY)


def only_file(blobs: Blobs) -> Path:
    (path,) = blobs._folder.glob("??/*")
    return path


@pytest.mark.parametrize("size", [0, 1, CHUNK - 1, CHUNK, CHUNK + 1, 2 * CHUNK, 3 * CHUNK + 7])
def test_every_length_comes_back(blobs: Blobs, size: int) -> None:
    content = os.urandom(size)
    address = blobs.put(content)
    assert address == hashlib.sha256(content).hexdigest()
    assert blobs.read(address) == content
    assert blobs.open(address).read() == content
    assert blobs.put(io.BytesIO(content)) == address
    assert blobs.usage()[0] == 1, "the same bytes are kept once"


class Dribble(io.RawIOBase):
    """A stream that gives less than asked, as a scanner or a network drive does."""

    def __init__(self, content: bytes) -> None:
        self._content = io.BytesIO(content)

    def read(self, size: int = -1) -> bytes:
        return self._content.read(min(size, 70_001))


def test_a_stream_that_gives_little_at_a_time_is_read_whole(blobs: Blobs) -> None:
    content = os.urandom(CHUNK + 5)
    assert blobs.read(blobs.put(Dribble(content))) == content  # type: ignore[arg-type]


class Zeros(io.RawIOBase):
    """So many bytes out of nothing."""

    def __init__(self, size: int) -> None:
        self._left = size

    def read(self, size: int = -1) -> bytes:
        given = bytes(min(size, self._left))
        self._left -= len(given)
        return given


@pytest.mark.slow
def test_two_hundred_megabytes_pass_through_flat_memory(blobs: Blobs) -> None:
    blobs.put(b"warm up")
    tracemalloc.start()
    address = blobs.put(Zeros(200 << 20))  # type: ignore[arg-type]
    total = sum(len(piece) for piece in blobs.chunks(address))
    _, peak = tracemalloc.get_traced_memory()
    tracemalloc.stop()
    assert total == 200 << 20
    assert peak < 12 << 20


@given(position=st.integers(min_value=0), flip=st.integers(min_value=1, max_value=255))
def test_any_changed_byte_is_found(
    position: int, flip: int, tmp_path_factory: pytest.TempPathFactory
) -> None:
    blobs = Blobs(tmp_path_factory.mktemp("tampered"), KEY)
    address = blobs.put(b"scan " * 1000)
    path = only_file(blobs)
    content = bytearray(path.read_bytes())
    content[position % len(content)] ^= flip
    path.write_bytes(content)
    with pytest.raises(StoreUnavailable) as refused:
        blobs.read(address)
    assert refused.value.code == "damaged"


@pytest.mark.parametrize("keep", [0, 10, 20, CHUNK + 36, 2 * CHUNK + 52])
def test_a_file_cut_anywhere_even_between_chunks_is_found(blobs: Blobs, keep: int) -> None:
    address = blobs.put(bytes(3 * CHUNK))
    path = only_file(blobs)
    path.write_bytes(path.read_bytes()[:keep])
    with pytest.raises(StoreUnavailable, match="damaged"):
        blobs.read(address)


def test_one_scan_put_in_place_of_another_is_found(blobs: Blobs) -> None:
    first = blobs.put(b"first")
    path = only_file(blobs)
    second = blobs.put(b"second")
    path.write_bytes(blobs._path(second).read_bytes())
    with pytest.raises(StoreUnavailable) as refused:
        blobs.read(first)
    assert refused.value.facts["reason"] == "exchanged"


def test_a_missing_scan_is_named(blobs: Blobs) -> None:
    with pytest.raises(StoreUnavailable) as refused:
        blobs.read("0" * 64)
    assert refused.value.facts == {"reason": "missing", "what": "0" * 64}
    assert not blobs.has("0" * 64)


@pytest.mark.parametrize("address", ["", "../../etc/passwd", "0" * 63, "G" * 64, "A" * 64])
def test_an_address_is_a_sha256_and_nothing_else(blobs: Blobs, address: str) -> None:
    with pytest.raises(ValueError, match="sha256"):
        blobs.has(address)


def test_another_key_finds_and_reads_nothing(blobs: Blobs, tmp_path: Path) -> None:
    address = blobs.put(b"scan")
    assert not Blobs(tmp_path / "blobs", b"x" * 32).has(address)
    assert address not in str(only_file(blobs)).replace("/", ""), "the name does not tell the content"


class Torn(io.RawIOBase):
    def read(self, size: int = -1) -> bytes:
        raise TimeoutError("the scanner went away")


def test_a_source_that_breaks_leaves_nothing(blobs: Blobs) -> None:
    with pytest.raises(TimeoutError):
        blobs.put(Torn())  # type: ignore[arg-type]
    assert list(blobs._folder.rglob("new-*")) == []


def test_what_a_crash_left_half_written_is_swept(blobs: Blobs) -> None:
    blobs.put(b"scan")
    (blobs._folder / "new-0123").write_bytes(b"half")
    assert blobs.sweep_unfinished() == 1
    assert blobs.usage()[0] == 1
    assert Blobs(blobs._folder / "nowhere", KEY).sweep_unfinished() == 0
