"""`window-central enrol`: a one-time code with which a window makes itself known."""

from __future__ import annotations

from collections.abc import Sequence

from app.central.commands import place

SUMMARY = "给窗口发一次性登记码"


def main(argv: Sequence[str]) -> int:
    parser = place.parser_for("enrol", SUMMARY)
    parser.add_argument("hall", metavar="大厅代码")
    parser.add_argument(
        "--device", metavar="设备代码", help="只给这个设备代码用（窗口 site.toml 里的 device_code）"
    )
    parser.add_argument("--succeeds", metavar="设备代码", help="接替这台设备：它从此停用")
    parser.add_argument("--url", metavar="地址", help="窗口用来连接中心的地址（默认是正在运行的服务器的）")
    options = parser.parse_args(argv)

    def work() -> None:
        from app.central.serving import address_of

        with place.opened(options) as server:
            code, _ = server.devices.open_enrolment(
                options.hall, by=place.orderer(), device_code=options.device, succeeds=options.succeeds
            )
        place.print_code(
            code, options.url or address_of(place.settings_of(options).data) or "https://中心的地址"
        )

    return place.guarded(work)
