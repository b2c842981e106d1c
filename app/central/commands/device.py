"""`window-central device`: the windows of the halls, suspended and revoked by name."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Final

from app.central.commands import place

SUMMARY = "窗口设备：list 列出，suspend 暂停，resume 恢复，revoke 吊销"
STATUSES: Final = {
    "active": "正常",
    "suspended": "已暂停",
    "revoked": "已吊销",
    "succeeded": "已被接替",
}
_DONE: Final = {
    "suspend": "已暂停：只能上传未交的办件，收不到新的内容",
    "resume": "已恢复",
    "revoke": "已吊销：不再接受它的任何请求；未上传的办件用 window-clerk export-journal 导出后导入",
}


def main(argv: Sequence[str]) -> int:
    parser = place.parser_for("device", SUMMARY)
    verbs = parser.add_subparsers(dest="verb", required=True, metavar="list|suspend|resume|revoke")
    listed = verbs.add_parser("list", help="列出")
    listed.add_argument("hall", nargs="?", metavar="大厅代码")
    for verb, told in (("suspend", "暂停"), ("resume", "恢复"), ("revoke", "吊销，不能恢复")):
        each = verbs.add_parser(verb, help=told)
        each.add_argument("hall", metavar="大厅代码")
        each.add_argument("code", metavar="设备代码")
    options = parser.parse_args(argv)

    def work() -> None:
        with place.opened(options) as server:
            devices = server.devices
            if options.verb == "list":
                for device in devices.list(options.hall):
                    seen = device.last_seen_at or "从未联系"
                    status = STATUSES[device.status]
                    print(f"{device.hall}  {device.code}  {status}  已收 {device.last_seq} 条  {seen}")
                return
            device = devices.by_code(options.hall, options.code)
            change = {"suspend": devices.suspend, "resume": devices.resume, "revoke": devices.revoke}
            change[options.verb](device, by=place.orderer())
            print(f"✓ {options.hall} {options.code} {_DONE[options.verb]}")

    return place.guarded(work)
