"""`window-clerk restore BACKUP`: puts a proven backup in the store's place; the former folder is kept."""

from __future__ import annotations

import argparse
from collections.abc import Sequence
from pathlib import Path

from app.clock import SystemClock
from app.errors import AppError
from ui.commands import site

SUMMARY = "从备份恢复；原来的数据换个名字留着"


def main(argv: Sequence[str]) -> int:
    parser = argparse.ArgumentParser(prog="window-clerk restore", description=SUMMARY)
    site.add_hall(parser)
    parser.add_argument("backup", type=Path, metavar="备份", help="hall-backup-… 目录")
    options = parser.parse_args(argv)
    from app.bootstrap import store_folder
    from app.services.upkeep import UpkeepService

    try:
        settings = site.hall_settings(options)
        upkeep = UpkeepService(store_folder(settings), site.keys_of(settings), SystemClock())
        passphrase = site.secret("恢复口令：") if upkeep.needs_passphrase(options.backup) else None
        restored = upkeep.restore(options.backup, passphrase=passphrase)
    except AppError as error:
        return site.fail(error)
    print(f"✓ 已恢复到 {restored.folder}")
    if restored.previous is not None:
        print(f"    原来的数据在 {restored.previous}，确认无误后可以删除")
    if restored.from_journal:
        print(f"    备份之后的 {restored.from_journal} 条日志已经带过来，打开受理台时会请您确认补做")
    return 0
