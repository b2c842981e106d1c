"""`window-central restore BACKUP`: a backup in the place of the data; the windows fill in what it lacks."""

from __future__ import annotations

import contextlib
from collections.abc import Sequence
from pathlib import Path

from app.central.commands import place

SUMMARY = "从备份恢复；备份之后的办件由各窗口自己补交"


def main(argv: Sequence[str]) -> int:
    parser = place.parser_for("restore", SUMMARY)
    parser.add_argument("backup", type=Path, nargs="?", metavar="备份", help="central-backup-… 目录")
    parser.add_argument(
        "--already",
        action="store_true",
        help="数据库已经用别的办法恢复好了（如 PostgreSQL 的时间点恢复），只开始新的纪元",
    )
    options = parser.parse_args(argv)
    if (options.backup is None) != options.already:
        parser.error("给出一个备份，或者 --already")

    def work() -> None:
        from app.central import backups
        from app.central.serving import alone
        from app.clock import SystemClock

        settings = place.settings_of(options)
        with contextlib.ExitStack() as life:
            if settings.embedded:
                life.enter_context(alone(settings.data))
            if options.already:
                with place.opened(options) as server:
                    backups.begin_anew(server.engine)
            else:
                restored = backups.restore(settings, options.backup, SystemClock())
                print(f"✓ 已恢复到 {restored.folder}")
                if restored.previous is not None:
                    print(f"    原来的数据库在 {restored.previous}，确认无误后可以删除")
        print("✓ 新的纪元开始了：各窗口联系上以后，会补交最近 30 天里备份没有的办件")

    return place.guarded(work)
