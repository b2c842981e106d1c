"""A whole hall at one moment: for a window that begins, or that the feed no longer reaches (sync.md 2.5)."""

from __future__ import annotations

import json
from collections.abc import Iterator
from typing import NamedTuple

from sqlalchemy import Connection, func, select

from app.central.refusals import Refused
from app.wire.canonical import bucket_sums
from app.wire.messages import Checksums, SnapshotHead, SnapshotRow
from db.central.registering import table

PAGE = 1000


class Line(NamedTuple):
    """One record as it is stored: its body is text."""

    entity: str
    id: str
    version: int
    body: str

    def row(self) -> SnapshotRow:
        """As a message."""
        return SnapshotRow.model_construct(
            entity=self.entity, id=self.id, version=self.version, body=json.loads(self.body)
        )

    def text(self) -> str:
        """As a line of the stream; the body is put in as it is stored."""
        return f'{{"entity":"{self.entity}","id":"{self.id}","version":{self.version},"body":{self.body}}}'


def read_head(connection: Connection, scope: str) -> tuple[str, int]:
    """Epoch and number of a hall's feed, in the view of this transaction."""
    feed = table("feed_scope")
    row = connection.execute(select(feed.c.epoch, feed.c.seq).where(feed.c.scope == scope)).one_or_none()
    if row is None:
        raise Refused(403, "other-hall")
    return row[0], row[1]


def read_snapshot(connection: Connection, scope: str) -> tuple[SnapshotHead, Iterator[Line]]:
    """Head first, then all records: the connection must see one state for as long as it is read."""
    epoch, seq = read_head(connection, scope)
    record = table("record")
    here = (record.c.scope == scope, record.c.deleted == 0)
    count = connection.execute(select(func.count()).select_from(record).where(*here)).scalar_one()
    head = SnapshotHead(scope=scope, epoch=epoch, as_of_seq=seq, count=count)
    return head, _lines(connection, scope)


def _lines(connection: Connection, scope: str) -> Iterator[Line]:
    record = table("record")
    rows = connection.execute(
        select(record.c.entity, record.c.id, record.c.version, record.c.body)
        .where(record.c.scope == scope, record.c.deleted == 0)
        .order_by(record.c.id, record.c.entity)
        .execution_options(yield_per=PAGE)
    )
    for row in rows:
        yield Line(*row)


def read_checksums(connection: Connection, scope: str) -> Checksums:
    """The sums of a hall's records, as a window at the same number must have them."""
    epoch, seq = read_head(connection, scope)
    buckets = bucket_sums(_lines(connection, scope))
    return Checksums(scope=scope, epoch=epoch, seq=seq, buckets=buckets)
