"""`window-clerk backup FOLDER`: a proven copy of the store on another disk; the desk may stay open."""

from __future__ import annotations

import argparse
import sys
from collections.abc import Sequence
from pathlib import Path

from app.clock import SystemClock
from app.errors import AppError
from ui.commands import site

SUMMARY = "备份到另一块磁盘，并当场验证"


def main(argv: Sequence[str]) -> int:
    parser = argparse.ArgumentParser(prog="window-clerk backup", description=SUMMARY)
    site.add_hall(parser)
    parser.add_argument("folder", type=Path, metavar="目录", help="放备份的目录，最好在另一块磁盘上")
    parser.add_argument("--recovery", action="store_true", help="附上恢复口令：换机器、密钥环丢失时用它打开")
    parser.add_argument("--verify", action="store_true", help="不备份，只验证这个目录里已有的备份")
    options = parser.parse_args(argv)
    from app.bootstrap import store_folder
    from app.services.upkeep import UpkeepService

    try:
        settings = site.hall_settings(options)
        upkeep = UpkeepService(store_folder(settings), site.keys_of(settings), SystemClock())
        if options.verify:
            passphrase = site.secret("恢复口令：") if upkeep.needs_passphrase(options.folder) else None
            made = upkeep.verify(options.folder, passphrase=passphrase)
        else:
            made = upkeep.backup(options.folder, passphrase=_new_passphrase() if options.recovery else None)
    except AppError as error:
        return site.fail(error)
    print(f"✓ {made.path}")
    print(f"    {made.cases:,} 件，{made.files:,} 个文件，{made.size / 1e6:.1f} MB，逐个验证过")
    if not options.verify and not options.recovery and settings.keys.kind == "keyring":
        print("    提醒：备份只能用这台机器密钥环里的钥匙打开。换机器也要能恢复，请加 --recovery。")
    return 0


def _new_passphrase() -> str:
    """Typed twice where somebody types."""
    first = site.secret("恢复口令（至少 10 个字符，请另外妥善保存）：")
    if sys.stdin.isatty() and site.secret("再输一遍：") != first:
        raise SystemExit("两次输入不一样，没有备份。")
    return first
