"""`window-central clerk`: who may sign in at the windows of a hall."""

from __future__ import annotations

import argparse
from collections.abc import Sequence
from typing import Final

from app.central.commands import place

SUMMARY = "工作人员：add 添加，passwd 改密码，suspend 停用，resume 恢复，list 列出"
ROLES: Final = {
    "clerk": "窗口人员",
    "reviewer": "审批人员",
    "supervisor": "值班长",
    "administrator": "管理员",
}


def main(argv: Sequence[str]) -> int:
    options = _options(argv)

    def work() -> None:
        from uuid import uuid4

        with place.opened(options) as server:
            clerks = server.clerks
            match options.verb:
                case "add":
                    password = place.new_secret(f"{options.number} 的密码：")
                    clerks.add(
                        options.hall,
                        options.number,
                        options.name,
                        password,
                        role=options.role,
                        id=str(uuid4()),
                    )
                    print(f"✓ {ROLES[options.role]} {options.number} {options.name}")
                case "passwd":
                    clerks.set_password(options.hall, options.number, place.new_secret("新密码："))
                    print(
                        f"✓ {options.number} 的密码改好了；窗口离线时仍认旧密码，直到再次联网登录或满 72 小时"
                    )
                case "suspend":
                    clerks.suspend(options.hall, options.number)
                    print(f"✓ {options.number} 已停用；已登录过的窗口离线时最多还能登录 72 小时")
                case "resume":
                    clerks.resume(options.hall, options.number)
                    print(f"✓ {options.number} 已恢复")
                case _:
                    for clerk in clerks.list(options.hall):
                        state = (
                            "已停用" if clerk["deactivated_at"] else clerk["last_sign_in_at"] or "从未登录"
                        )
                        role = ROLES[clerk["role"]]
                        print(f"{clerk['hall']}  {clerk['number']}  {clerk['name']}  {role}  {state}")

    return place.guarded(work)


def _options(argv: Sequence[str]) -> argparse.Namespace:
    parser = place.parser_for("clerk", SUMMARY)
    verbs = parser.add_subparsers(dest="verb", required=True, metavar="add|passwd|suspend|resume|list")
    for verb, told in (
        ("add", "添加"),
        ("passwd", "改密码"),
        ("suspend", "停用"),
        ("resume", "恢复"),
    ):
        each = verbs.add_parser(verb, help=told)
        each.add_argument("hall", metavar="大厅代码")
        each.add_argument("number", metavar="工号")
        if verb == "add":
            each.add_argument("name", metavar="姓名")
            each.add_argument(
                "--role",
                choices=tuple(ROLES),
                default="clerk",
                help="、".join(f"{role} {word}" for role, word in ROLES.items()),
            )
    listed = verbs.add_parser("list", help="列出")
    listed.add_argument("hall", nargs="?", metavar="大厅代码")
    return parser.parse_args(argv)
