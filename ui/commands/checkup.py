"""What the doctor looks at: each check says what it found and how to mend it; none changes anything."""

from __future__ import annotations

import platform
import shutil
import sys
from collections.abc import Callable, Iterator
from enum import Enum
from importlib import import_module
from pathlib import Path
from typing import Final

from app.clock import Clock, hall_day, hall_time
from app.credentials import KeyringKeyStore, KeyStore
from app.devices.ports import Device
from app.errors import AppError, Rejected, StoreUnavailable
from app.records import dataclass
from app.services.upkeep import UpkeepService

OLDEST_PYTHON: Final = (3, 11)
LITTLE_ROOM_BYTES: Final = 1_000_000_000
NO_ROOM_BYTES: Final = 100_000_000
# One character of every block that a legal name may come from, and what the notices print besides.
SAMPLE_CHARACTERS: Final = "张龴㐀䶮𠅤𪜀𫝀𫠠𬺰〔〕☐☑№"
REASONS: Final = {
    "not-set-up": "没有设置",
    "no-queue": "系统里没有打印队列",
    "queue-not-found": "系统里没有这个打印队列",
    "queue-rejecting": "队列不收任务",
    "printer-unreachable": "打印机没有应答：关机，或网线断开",
    "printer-stopped": "队列停住了",
    "paused": "队列暂停",
    "media-empty": "缺纸",
    "media-jam": "卡纸",
    "no-camera": "没有摄像头",
    "missing-library": "缺系统库",
    "folder-not-writable": "文件夹不能写入",
}
WINDOW_PARTS: Final = ("QtWidgets", "QtPrintSupport", "QtPdf", "QtNetwork")


class Mark(Enum):
    """How a finding is shown; only BAD makes the doctor's exit status 1."""

    GOOD = "✓"
    NOTE = "–"
    BAD = "✗"


@dataclass(frozen=True, slots=True)
class Finding:
    """One line of the doctor, with the way to mend it where something is to be mended."""

    mark: Mark
    what: str
    told: str
    mend: str = ""


Say = Callable[[AppError], str]


def program() -> Iterator[Finding]:
    """Python, Qt and the parts of Qt that need the system's libraries."""
    version = platform.python_version()
    good = sys.version_info >= OLDEST_PYTHON
    yield Finding(
        Mark.GOOD if good else Mark.BAD, "Python", version, "" if good else "需要 3.11 或更新的版本"
    )
    missing = []
    for part in WINDOW_PARTS:
        try:
            import_module(f"PySide6.{part}")
        except ImportError as error:
            missing.append(f"{part}（{error}）")
    from PySide6.QtCore import QLibraryInfo

    qt = f"{QLibraryInfo.version().toString()}，{platform.system()} {platform.machine()}"
    if missing:
        yield Finding(Mark.BAD, "Qt", f"{qt}；不能载入 {'，'.join(missing)}", _libraries())
    else:
        yield Finding(Mark.GOOD, "Qt", qt)


def _libraries() -> str:
    return "在源代码目录执行 make run：会列出并安装缺少的系统库"


def fonts(cache: Path, resources: Path) -> Iterator[Finding]:
    """Whether the notices' fonts are whole and draw what names are made of."""
    from app.documents.fonts import damaged, prepare
    from app.documents.paper import Paper
    from app.errors import Unavailable

    try:
        files = prepare(cache)
        broken = damaged(files)
        lacking = Paper(files).missing_characters([SAMPLE_CHARACTERS])
    except Unavailable as error:
        yield Finding(Mark.BAD, "字体", f"{error}", f"检查文件夹能否写入：{cache}；或重新安装程序")
        return
    if broken:
        yield Finding(
            Mark.BAD, "字体", f"文件损坏：{'，'.join(broken)}", f"删除文件夹 {cache / 'fonts'} 后重试"
        )
    elif lacking:
        yield Finding(Mark.BAD, "字体", f"打不出 {' '.join(lacking)}", f"重新安装程序（{resources}）")
    else:
        yield Finding(Mark.GOOD, "字体", "GB 18030-2022 三级汉字，完整")


def holidays(folders: tuple[Path, ...], clock: Clock) -> Iterator[Finding]:
    """Whether limits can be counted this year and over its end."""
    from app.holidays import load_calendar

    try:
        calendar = load_calendar(folders)
    except Rejected as error:
        faults = "；".join(f"{problem.field} {problem.code}" for problem in error.problems)
        yield Finding(Mark.BAD, "节假日", faults, "改正该文件")
        return
    today = hall_day(clock.now())
    years = calendar.published_years
    told = "、".join(str(year) for year in years)
    if today.year not in years:
        mend = f"把国务院办公厅公布的 {today.year} 年安排写入 {folders[0]}"
        yield Finding(Mark.BAD, "节假日", f"已有 {told} 年；今年未公布，期限无法计算", mend)
    elif today.year + 1 not in years:
        mark = Mark.NOTE
        yield Finding(mark, "节假日", f"已有 {told} 年；{today.year + 1} 年未公布，跨年期限显示“未公布”")
    else:
        yield Finding(Mark.GOOD, "节假日", f"已有 {told} 年")


def keys(store: KeyStore, say: Say) -> Iterator[Finding]:
    """Where the store's key is, and whether it can be had."""
    names = {"keyring": "系统密钥环", "passphrase": "口令文件", "demo": "演示钥匙（明文，只限演示大厅）"}
    where = names.get(store.kind, store.kind)
    try:
        key = store.load()
        if isinstance(store, KeyringKeyStore):
            where += f"（{store.backend_name()}）"
    except StoreUnavailable as error:
        mend = "安装并解锁 gnome-keyring 或 KWallet；没有密钥环的机器，在 site.toml 的 [keys] 选 passphrase"
        yield Finding(Mark.BAD, "钥匙", f"{where}：{say(error)}", mend)
        return
    if key is None:
        yield Finding(Mark.NOTE, "钥匙", f"{where}：还没有", "建库时生成")
    else:
        yield Finding(Mark.GOOD if store.kind != "demo" else Mark.NOTE, "钥匙", where)


def store(upkeep: UpkeepService, say: Say, *, deep: bool) -> Iterator[Finding]:
    """The store: whole, not older than its journal, room on its disk, no work left half done."""
    try:
        facts = upkeep.examine(deep=deep)
    except StoreUnavailable as error:
        yield Finding(Mark.BAD, "数据", say(error))
        return
    if not facts.exists:
        yield Finding(Mark.NOTE, "数据", f"{facts.folder}：还没有", "第一次打开时建立")
    elif facts.trouble is not None:
        yield Finding(Mark.BAD, "数据", say(facts.trouble), "用 window-clerk restore 从备份恢复")
    else:
        size = facts.database_bytes + facts.journal_bytes + facts.blob_bytes
        told = f"{facts.folder}：{facts.cases or 0:,} 件，{_size(size)}"
        if facts.held_by is not None:
            told += f"（受理台开着，进程 {facts.held_by}）"
        yield Finding(Mark.GOOD, "数据", told)
        if facts.schema_found != facts.schema_known:
            yield Finding(Mark.NOTE, "数据结构", f"{facts.schema_found}，下次启动升级到 {facts.schema_known}")
        if facts.unfinished:
            yield Finding(
                Mark.BAD, "未完成", f"{facts.unfinished} 个决定没有做完", "打开受理台，逐个保留或放弃"
            )
        if facts.journal_damage:
            mend = "换磁盘并从备份恢复"
            yield Finding(Mark.BAD, "日志", f"损坏：{'，'.join(facts.journal_damage)}", mend)
        if facts.page_faults:
            yield Finding(Mark.BAD, "数据页", facts.page_faults[0], "换磁盘并从备份恢复")
        if facts.missing_blobs:
            told = f"缺 {len(facts.missing_blobs)} 个扫描件或文书"
            yield Finding(Mark.BAD, "附件", told, "从备份恢复")
        if facts.pending:
            yield Finding(Mark.NOTE, "待传", f"{facts.pending:,} 条，等中心服务器接通")
    yield _room(facts.free_bytes, facts.folder)


def _room(free: int, folder: Path) -> Finding:
    mark = Mark.BAD if free < NO_ROOM_BYTES else Mark.NOTE if free < LITTLE_ROOM_BYTES else Mark.GOOD
    return Finding(mark, "磁盘", f"还有 {_size(free)}（{folder}）", "" if mark is Mark.GOOD else "清理磁盘")


def _size(count: int) -> str:
    return f"{count / 1e9:.1f} GB" if count >= 10**9 else f"{count / 1e6:.1f} MB"


def time_of_day(clock: Clock) -> Iterator[Finding]:
    """What the machine takes for the time; the store itself finds out when it was set back."""
    yield Finding(Mark.GOOD, "时钟", f"{hall_time(clock.now()):%Y-%m-%d %H:%M}（北京时间）")


def device(what: str, port: Device, *, mend: str) -> Iterator[Finding]:
    """One device: there, or why not. A window may well have none."""
    found = port.probe()
    names = "，".join(
        str(found.facts[name]) for name in ("queue", "camera", "folder") if found.facts.get(name)
    )
    if found.ok:
        yield Finding(Mark.GOOD, what, ("样例 " if found.reason == "sample" else "") + (names or "可用"))
        return
    usual = found.reason in {"not-set-up", "no-queue", "no-camera"}
    told = REASONS.get(found.reason, found.reason) + (f"（{names}）" if names else "")
    if "told" in found.facts:
        told += f"：{found.facts['told']}"
    yield Finding(Mark.NOTE if usual else Mark.BAD, what, told, mend)


def tools() -> Iterator[Finding]:
    """What is only useful to have."""
    if platform.system() == "Linux" and shutil.which("lpstat") is None:
        yield Finding(Mark.NOTE, "打印工具", "没有 lpstat", "sudo apt-get install cups-client")
