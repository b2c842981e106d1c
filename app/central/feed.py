"""What changed in a hall, page by page: one record a line, numbered without gaps (sync.md 2.5)."""

from __future__ import annotations

import json
from collections.abc import Sequence
from datetime import datetime, timedelta
from typing import Any, Final, NamedTuple

from sqlalchemy import Connection, delete, func, select, text, update

from app.central.downcasting import downcast
from app.central.refusals import Refused
from app.wire.limits import KEEP_FEED_DAYS, PROTO
from app.wire.messages import Change, FeedPage, FeedQuery
from db.central.registering import table

# Head and rows in one statement: a page never knows more than its head says.
_PAGE: Final = text(
    "SELECT s.epoch, s.seq AS head, s.floor, f.seq, f.entity, f.id, f.version, f.op, f.body, f.cmd_id"
    " FROM feed_scope s LEFT JOIN feed f"
    " ON f.scope = s.scope AND f.seq > :after AND f.seq <= :last"
    " WHERE s.scope = :scope ORDER BY f.seq"
)


class Line(NamedTuple):
    """One change as it is stored."""

    seq: int
    entity: str
    id: str
    version: int
    op: str
    body: str | None
    cmd_id: str | None


class Page(NamedTuple):
    """A page as it is stored: bodies are text."""

    epoch: str
    head: int
    lines: Sequence[Line]


def read_page(connection: Connection, query: FeedQuery) -> Page:
    """Refused(409, "rebootstrap") when the feed is another one by now, or no longer goes back that far."""
    last = query.after + query.limit
    rows = connection.execute(_PAGE, {"scope": query.scope, "after": query.after, "last": last}).all()
    if not rows:
        raise Refused(403, "other-hall")
    epoch, head, floor = rows[0][:3]
    begins = query.after == 0 and query.epoch == ""
    if (query.epoch != epoch and not begins) or query.after > head or query.after < floor:
        raise Refused(409, "rebootstrap", epoch=epoch, head=head)
    return Page(epoch, head, [Line(*row[3:]) for row in rows if row[3] is not None])


def page_message(query: FeedQuery, page: Page) -> FeedPage:
    """A page as a message."""
    changes = tuple(
        Change.model_construct(
            seq=line.seq,
            entity=line.entity,
            id=line.id,
            version=line.version,
            op=line.op,
            body=_body(line, query.proto),
            cmd_id=line.cmd_id,
        )
        for line in page.lines
    )
    more = query.after + len(page.lines) < page.head
    return FeedPage(scope=query.scope, epoch=page.epoch, head=page.head, changes=changes, more=more)


def page_text(query: FeedQuery, page: Page) -> str:
    """The same as JSON text: bodies are put in as they are stored, neither read nor written again."""
    plain = query.proto == PROTO
    changes = ",".join(
        f'{{"seq":{line.seq},"entity":"{line.entity}","id":"{line.id}","version":{line.version}'
        f',"op":"{line.op}","body":{line.body or "null" if plain else json.dumps(_body(line, query.proto))}'
        f',"cmd_id":{_quoted(line.cmd_id)}}}'
        for line in page.lines
    )
    more = "true" if query.after + len(page.lines) < page.head else "false"
    return (
        f'{{"scope":"{query.scope}","epoch":{json.dumps(page.epoch)},"head":{page.head}'
        f',"changes":[{changes}],"more":{more}}}'
    )


def _quoted(text: str | None) -> str:
    return "null" if text is None else f'"{text}"'


def _body(line: Line, proto: int) -> dict[str, Any] | None:
    if line.body is None:
        return None
    body: dict[str, Any] = json.loads(line.body)
    return body if proto == PROTO else downcast(line.entity, body, proto)


def trim_feed(connection: Connection, now: datetime, *, days: int = KEEP_FEED_DAYS) -> int:
    """Forgets changes older than this; who needs them gets a snapshot. Gives how many were forgotten."""
    feed, scope = table("feed"), table("feed_scope")
    before = (now - timedelta(days=days)).isoformat()
    forgotten = 0
    for code in connection.execute(select(scope.c.scope).order_by(scope.c.scope)).scalars().all():
        floor = connection.execute(
            select(func.max(feed.c.seq)).where(feed.c.scope == code, feed.c.at < before)
        ).scalar()
        if floor is None:
            continue
        gone = connection.execute(delete(feed).where(feed.c.scope == code, feed.c.seq <= floor))
        connection.execute(
            update(scope).where(scope.c.scope == code, scope.c.floor < floor).values(floor=floor)
        )
        forgotten += gone.rowcount
    return forgotten
