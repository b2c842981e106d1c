"""`window-clerk export-journal FILE`: the rescue file of this window, for a manager at the centre."""

from __future__ import annotations

import argparse
import sys
from collections.abc import Sequence
from pathlib import Path

from app.clock import SystemClock
from app.errors import AppError
from ui.commands import site

SUMMARY = "导出日志：窗口停用或损坏后，由管理员在中心补录"


def main(argv: Sequence[str]) -> int:
    parser = argparse.ArgumentParser(prog="window-clerk export-journal", description=SUMMARY)
    site.add_hall(parser)
    parser.add_argument("file", type=Path, metavar="文件", help="写到这个文件；已有的不会覆盖")
    options = parser.parse_args(argv)
    from app.bootstrap import store_folder
    from app.services.upkeep import UpkeepService

    if options.file.exists():
        print(f"{options.file} 已经存在，没有覆盖。换一个文件名。", file=sys.stderr)
        return site.FAILED
    try:
        settings = site.hall_settings(options)
        upkeep = UpkeepService(store_folder(settings), site.keys_of(settings), SystemClock())
        rescued = upkeep.rescue(options.file, hall=settings.hall.code, device_code=settings.hall.device_code)
    except AppError as error:
        return site.fail(error)
    print(f"✓ {rescued.path}：设备 {rescued.device_code}，{rescued.commands} 条办理记录")
    if rescued.pending is not None:
        print(f"    其中 {rescued.pending} 条中心还没有回执；其余的中心已有，重复导入没有影响")
    if rescued.damaged:
        print(f"    日志有 {len(rescued.damaged)} 处读不出来：{'、'.join(rescued.damaged[:5])}")
    print("    文件没有加密，含有当事人信息：只交给大厅管理员，导入后删除")
    print(f"    管理员在中心运行：window-central import-journal {rescued.path.name}")
    return 0
