"""`window-clerk doctor`: what is there, what is missing, how to mend it; changes nothing."""

from __future__ import annotations

import argparse
from collections.abc import Iterator, Sequence
from itertools import chain

from app.clock import Clock, SystemClock
from app.errors import AppError
from app.settings import Settings, default_site_file
from ui.commands import checkup, site
from ui.commands.checkup import Finding, Mark

SUMMARY = "体检：有什么、缺什么、怎么补"


def main(argv: Sequence[str]) -> int:
    """Print every finding; 1 when something must be mended before work."""
    parser = argparse.ArgumentParser(prog="window-clerk doctor", description=SUMMARY)
    site.add_hall(parser)
    parser.add_argument("--deep", action="store_true", help="逐页检查数据库和附件（大库要几分钟）")
    options = parser.parse_args(argv)
    worst = 0
    for finding in findings(options, SystemClock()):
        print(f"{finding.mark.value} {finding.what}：{finding.told}")
        if finding.mend:
            print(f"    → {finding.mend}")
        worst = max(worst, finding.mark is Mark.BAD)
    return int(worst)


def findings(options: argparse.Namespace, clock: Clock) -> Iterator[Finding]:
    """Everything that can be looked at on this machine, the ground first."""
    yield from checkup.program()
    say = site.speaker()
    path = options.site or default_site_file()
    mend = "window-clerk init 建立；或用 --demo 检查演示大厅"
    if options.demo is None and not path.exists():
        yield Finding(Mark.BAD, "设置", f"还没有 {path}", mend)
        yield from checkup.time_of_day(clock)
        return
    try:
        settings = site.hall_settings(options)
    except AppError as error:
        yield Finding(Mark.BAD, "设置", site.told(error, say), "改正这些行")
        yield from checkup.time_of_day(clock)
        return
    where = "演示大厅" if settings.hall.demo else str(path)
    yield Finding(Mark.GOOD, "设置", f"{settings.hall.name} {settings.hall.counter}（{where}）")
    yield from checkup.time_of_day(clock)
    yield from checkup.fonts(settings.cache_folder, settings.resources)
    folders = [settings.resources / "holidays"]
    if settings.site is not None:
        folders.insert(0, settings.site / "holidays")
    yield from checkup.holidays(tuple(folder for folder in folders if folder.is_dir()), clock)
    yield from _store(settings, clock, say, deep=options.deep)
    yield from _centre(settings, say)
    yield from _devices(settings)


def _store(settings: Settings, clock: Clock, say: site.Say, *, deep: bool) -> Iterator[Finding]:
    from app.bootstrap import store_folder
    from app.services.upkeep import UpkeepService

    try:
        keys = site.keys_of(settings)
    except AppError as error:
        yield Finding(Mark.BAD, "钥匙", site.told(error, say))
        return
    yield from checkup.keys(keys, say)
    yield from checkup.store(UpkeepService(store_folder(settings), keys, clock), say, deep=deep)


def _centre(settings: Settings, say: site.Say) -> Iterator[Finding]:
    """Whether the centre answers; that it does not stops nobody's work."""
    from app.bootstrap import why_no_centre

    central = settings.central
    if central.url is None and settings.hall.demo:
        yield Finding(Mark.NOTE, "中心", "演示大厅的中心随受理台启动和停止")
        return
    if central.url is None:
        yield Finding(Mark.NOTE, "中心", "没有设置：办件只留在本机", "window-clerk enrol 地址 登记码")
        return
    if not central.enabled:
        yield Finding(Mark.NOTE, "中心", f"{central.url}（停用）", "site.toml [central] enabled = true")
        return
    trouble = why_no_centre(central)
    if trouble is None:
        yield Finding(Mark.GOOD, "中心", f"{central.url} 有应答")
    else:
        yield Finding(
            Mark.NOTE, "中心", f"{central.url}：{site.told(trouble, say)}", "受理照常，联网后自动上传"
        )


def _devices(settings: Settings) -> Iterator[Finding]:
    from app.devices.registry import UnknownDeviceError
    from ui.devices.makers import open_devices

    chosen = settings.devices
    try:
        devices = open_devices(
            data_folder=settings.data,
            demo=settings.hall.demo,
            printer=chosen.printer,
            card_reader=chosen.card_reader,
            camera=chosen.camera,
        )
    except UnknownDeviceError as error:
        yield Finding(Mark.BAD, "设备", str(error), "改正 site.toml 的 [devices]")
        return
    yield from chain(
        checkup.device("打印机", devices.printer, mend="在系统里添加打印队列，或在 [devices] printer 指定"),
        checkup.device("读卡器", devices.card_reader, mend="没有读卡器时手工录入证件"),
        checkup.device("高拍仪", devices.camera, mend="没有高拍仪时从文件扫描件导入"),
        checkup.tools(),
    )
