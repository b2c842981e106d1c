"""`window-central import-journal`: what a lost or revoked window did, brought in by a manager."""

from __future__ import annotations

from collections import Counter
from collections.abc import Sequence
from pathlib import Path

from app.central.commands import place

SUMMARY = "导入丢失或吊销的窗口导出的日志文件"


def main(argv: Sequence[str]) -> int:
    parser = place.parser_for("import-journal", SUMMARY)
    parser.add_argument("file", type=Path, metavar="文件", help="window-clerk export-journal 写的文件")
    parser.add_argument(
        "--by", required=True, metavar="工号", help="值班长或管理员，要输入密码；记在每一条上"
    )
    options = parser.parse_args(argv)

    def work() -> None:
        from app.central.importing import Importing, read_journal
        from app.errors import NotAllowed

        journal = read_journal(options.file)
        print(f"大厅 {journal.hall} 设备 {journal.device_code}：{len(journal.commands)} 条")
        with place.opened(options) as server:
            manager = server.clerks.proven(journal.hall, options.by, place.secret(f"{options.by} 的密码："))
            if manager.role not in ("supervisor", "administrator"):
                raise NotAllowed("not-permitted", number=options.by)
            imported = Importing(server.engine, server.clock).run(journal, by=manager.id)
        count = Counter(outcome.status for outcome in imported.outcomes)
        print(f"✓ 导入 {len(imported.outcomes)} 条，{imported.known} 条中心已经有了")
        if count["merged"] or count["refused"]:
            print(
                f"    其中 {count['merged']} 条有冲突、{count['refused']} 条没有被接受，都在待处理里等人决定"
            )
        for outcome in imported.outcomes:
            if outcome.status == "refused":
                print(f"    {outcome.cmd_id}：{outcome.code}")

    return place.guarded(work)
