"""One spelling of a record's content, so that two replicas can compare checksums (sync.md 2.5)."""

from __future__ import annotations

import hashlib
import json
from collections.abc import Iterable, Mapping
from typing import Any, Final

BUCKETS: Final = 256
_SPELLING: Final = json.JSONEncoder(ensure_ascii=False, sort_keys=True, separators=(",", ":"))


def canonical(body: Mapping[str, Any]) -> str:
    """JSON with sorted names and no spaces, characters as they are. Floats are not used on the wire."""
    return _SPELLING.encode(body)


def digest(entity: str, id: str, version: int, body: str) -> int:
    """The checksum of one record as a number; a bucket's is the XOR over its records. `body`: canonical."""
    content = f"{entity}\0{id}\0{version}\0{body}".encode()
    return int.from_bytes(hashlib.sha256(content).digest(), "big")


def bucket_of(entity: str, id: str) -> str:
    """Which of the 256 buckets a record belongs to: two hex digits."""
    return hashlib.sha256(f"{entity}\0{id}".encode()).hexdigest()[:2]


def bucket_sums(records: Iterable[tuple[str, str, int, str]]) -> dict[str, str]:
    """The checksum of every bucket that is not empty, of (entity, id, version, canonical body)."""
    sums: dict[str, int] = {}
    for entity, id, version, body in records:
        bucket = bucket_of(entity, id)
        sums[bucket] = sums.get(bucket, 0) ^ digest(entity, id, version, body)
    return {bucket: f"{total:064x}" for bucket, total in sorted(sums.items())}
