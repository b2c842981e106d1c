"""`window-central backup FOLDER`: a proven copy of database and scans; the server may go on running."""

from __future__ import annotations

from collections.abc import Sequence
from pathlib import Path

from app.central.commands import place

SUMMARY = "备份数据库和扫描件，并当场验证；服务器不必停"


def main(argv: Sequence[str]) -> int:
    parser = place.parser_for("backup", SUMMARY)
    parser.add_argument(
        "folder", type=Path, metavar="目录", help="放备份的目录，最好在另一台机器或另一块磁盘上"
    )
    parser.add_argument(
        "--with-key", action="store_true", help="连服务器钥匙一起备份：拿到备份的人就能打开扫描件"
    )
    parser.add_argument("--verify", action="store_true", help="不备份，只验证这个备份目录")
    options = parser.parse_args(argv)

    def work() -> None:
        from app.central import backups
        from app.clock import SystemClock

        if options.verify:
            made = backups.verify(options.folder)
        else:
            settings = place.settings_of(options)
            made = backups.back_up(settings, options.folder, SystemClock(), with_key=options.with_key)
        print(f"✓ {made.path}")
        print(f"    {made.size / 1e6:.1f} MB，扫描件 {made.scans:,} 块，验证过")
        if not made.with_key:
            print("    里面没有服务器钥匙（server.key），请确认另外保存着一份，否则扫描件打不开。")

    return place.guarded(work)
