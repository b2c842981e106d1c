"""`window-central hall`: which halls this centre serves."""

from __future__ import annotations

from collections.abc import Sequence

from app.central.commands import place

SUMMARY = "大厅：add 添加，list 列出"


def main(argv: Sequence[str]) -> int:
    parser = place.parser_for("hall", SUMMARY)
    verbs = parser.add_subparsers(dest="verb", required=True, metavar="add|list")
    add = verbs.add_parser("add", help="添加一个大厅")
    add.add_argument("code", metavar="大厅代码", help="四位数字或大写字母，印在每个办件号里")
    add.add_argument("name", metavar="大厅名称")
    verbs.add_parser("list", help="列出所有大厅")
    options = parser.parse_args(argv)

    def work() -> None:
        with place.opened(options) as server:
            if options.verb == "add":
                server.halls.add(options.code, options.name)
                print(f"✓ 大厅 {options.code} {options.name}")
            else:
                for code, name in server.halls.list():
                    print(f"{code}  {name}")

    return place.guarded(work)
