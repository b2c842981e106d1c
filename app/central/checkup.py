"""What a doctor looks at in a centre; nothing is changed."""

from __future__ import annotations

import os
import shutil
import sys
from collections.abc import Iterator
from enum import StrEnum
from typing import Final

import sqlalchemy as sa
from sqlalchemy import Connection

from app.central.keys import FILE as KEY_FILE
from app.central.keys import VARIABLE
from app.central.server import Server
from app.central.settings import CentralSettings
from app.records import dataclass
from db.central.engine import is_sqlite, reading
from db.central.tables import CENTRAL

_SPARE_BYTES: Final = 5 * 1024**3


class Mark(StrEnum):
    GOOD = "✓"
    NOTE = "!"
    BAD = "✗"


@dataclass(frozen=True, slots=True)
class Finding:
    """One thing that was looked at: what, how it is, and what to do about it."""

    mark: Mark
    what: str
    told: str
    mend: str = ""


def ground(settings: CentralSettings) -> Iterator[Finding]:
    """Folder, key, disk."""
    key = settings.data / KEY_FILE
    if os.environ.get(VARIABLE):
        yield Finding(Mark.GOOD, "服务器钥匙", f"来自环境变量 {VARIABLE}")
    elif sys.platform != "win32" and key.stat().st_mode & 0o077:
        yield Finding(Mark.BAD, "服务器钥匙", f"{key} 别人也能读", f"chmod 600 {key}")
    else:
        yield Finding(Mark.GOOD, "服务器钥匙", str(key))
    if sys.platform != "win32" and settings.data.stat().st_mode & 0o077:
        yield Finding(Mark.NOTE, "数据文件夹", f"{settings.data} 别人也能看", f"chmod 700 {settings.data}")
    free = shutil.disk_usage(settings.data).free
    mark = Mark.GOOD if free > _SPARE_BYTES else Mark.BAD
    yield Finding(mark, "磁盘", f"还有 {free / 1024**3:.1f} GB", "" if mark is Mark.GOOD else "清出空间")


def database(server: Server, *, deep: bool) -> Iterator[Finding]:
    """The database: whole, durable, and true to its own rules."""
    with reading(server.engine) as connection:
        if is_sqlite(server.engine):
            yield from _sqlite(connection, deep=deep)
        else:
            yield from _postgres(connection)
        yield from _halls(connection)
    yield from _scans(server, deep=deep)


def _sqlite(connection: Connection, *, deep: bool) -> Iterator[Finding]:
    check = "integrity_check" if deep else "quick_check"
    found = connection.exec_driver_sql(f"PRAGMA {check}").scalar()
    if found == "ok":
        yield Finding(Mark.GOOD, "数据库", "SQLite 完好")
    else:
        yield Finding(
            Mark.BAD, "数据库", f"SQLite 有损坏：{str(found)[:100]}", "window-central restore 最近的备份"
        )
    synchronous = connection.exec_driver_sql("PRAGMA synchronous").scalar()
    mode = connection.exec_driver_sql("PRAGMA journal_mode").scalar()
    durable = synchronous == 2 and mode == "wal"
    yield Finding(Mark.GOOD if durable else Mark.BAD, "落盘", "每次提交都写到磁盘" if durable else "没有打开")


def _postgres(connection: Connection) -> Iterator[Finding]:
    version = _setting(connection, "server_version")
    yield Finding(Mark.GOOD, "数据库", f"PostgreSQL {version}")
    commit = _setting(connection, "synchronous_commit")
    standbys = _setting(connection, "synchronous_standby_names")
    fsync = _setting(connection, "fsync")
    if fsync != "on" or commit == "off":
        mend = "fsync = on，synchronous_commit = on"
        yield Finding(Mark.BAD, "落盘", f"fsync = {fsync}，synchronous_commit = {commit}", mend)
    elif not standbys:
        mend = "见 resources/central/DEPLOY.md 的同步备机"
        yield Finding(Mark.NOTE, "落盘", "已写到本机磁盘；没有同步备机，主机坏了会丢最近的提交", mend)
    else:
        yield Finding(Mark.GOOD, "落盘", f"本机和同步备机（{standbys}）")


def _setting(connection: Connection, name: str) -> str:
    """A setting of PostgreSQL. Not by SHOW, which cannot be read through a cursor of the server."""
    return str(connection.execute(sa.text("SELECT current_setting(:name)"), {"name": name}).scalar_one())


def _halls(connection: Connection) -> Iterator[Finding]:
    """Each hall's feed has no hole, and what waits for a person."""
    scope, feed, record = (CENTRAL.tables[name] for name in ("feed_scope", "feed", "record"))
    halls = connection.execute(sa.select(scope.c.scope, scope.c.seq, scope.c.floor)).all()
    if not halls:
        yield Finding(Mark.NOTE, "大厅", "还没有大厅", "window-central hall add 大厅代码 大厅名称")
    for code, seq, floor in halls:
        count = connection.execute(
            sa.select(sa.func.count()).select_from(feed).where(feed.c.scope == code, feed.c.seq > floor)
        ).scalar_one()
        if count == seq - floor:
            yield Finding(Mark.GOOD, f"大厅 {code}", f"{seq:,} 次变更，编号连续")
        else:
            told = f"变更编号不连续：应有 {seq - floor}，只有 {count}"
            yield Finding(Mark.BAD, f"大厅 {code}", told, "window-central restore 最近的备份")
        waiting = connection.execute(
            sa.select(sa.func.count())
            .select_from(record)
            .where(record.c.scope == code, record.c.entity == "conflict", record.c.deleted == 0)
            .where(record.c.body.like('%"state":"open"%'))
        ).scalar_one()
        if waiting:
            yield Finding(
                Mark.NOTE, f"大厅 {code}", f"{waiting} 条冲突或未接受的办件等人决定", "在窗口的待处理里决定"
            )
    yield from _devices(connection)


def _devices(connection: Connection) -> Iterator[Finding]:
    """No command is missing among those a window was told the centre has."""
    device, log = CENTRAL.tables["device"], CENTRAL.tables["command_log"]
    ahead = connection.execute(
        sa.select(device.c.hall, device.c.code, device.c.last_seq, sa.func.max(log.c.dev_seq))
        .outerjoin(log, sa.and_(log.c.hall == device.c.hall, log.c.device_id == device.c.id))
        .group_by(device.c.hall, device.c.code, device.c.last_seq)
    ).all()
    for hall, code, last_seq, highest in ahead:
        if (highest or 0) > last_seq:
            told = f"命令记录到 {highest}，设备却只到 {last_seq}"
            yield Finding(Mark.BAD, f"设备 {hall} {code}", told, "window-central restore 最近的备份")
    if ahead:
        yield Finding(Mark.GOOD, "设备", f"{len(ahead)} 台")
    else:
        yield Finding(Mark.NOTE, "设备", "还没有窗口登记", "window-central enrol 大厅代码")


def _scans(server: Server, *, deep: bool) -> Iterator[Finding]:
    if not deep:
        return
    damaged = server.blobs.damaged()
    if damaged:
        mend = "从备份的 scans 目录补回，或请窗口重新扫描"
        yield Finding(Mark.BAD, "扫描件", f"{len(damaged)} 块打不开，如 {damaged[0]}", mend)
    else:
        yield Finding(Mark.GOOD, "扫描件", "逐块打开过，都完好")
