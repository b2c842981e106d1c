"""`window-central serve`: the server itself, until Ctrl+C."""

from __future__ import annotations

import argparse
import contextlib
import ipaddress
import os
import sys
from collections.abc import Sequence
from pathlib import Path
from typing import TYPE_CHECKING, Final

from app.central.commands import place

if TYPE_CHECKING:
    from app.central.settings import CentralSettings

SUMMARY = "运行服务器，Ctrl+C 停止；--demo 是演示大厅"
PORT: Final = 8420
_STOP_SECONDS: Final = 5  # for requests that are being answered
_APPLICATION: Final = "app.central.main:worker"


def main(argv: Sequence[str]) -> int:
    options = _options(argv)
    wrong = _wrong(options)
    if wrong:
        print(wrong, file=sys.stderr)
        return 2
    return place.guarded(lambda: _serve(options))


def _options(argv: Sequence[str]) -> argparse.Namespace:
    parser = place.parser_for("serve", SUMMARY)
    parser.add_argument(
        "--host", default="127.0.0.1", metavar="地址", help="在哪个地址上等待（默认只限本机）"
    )
    parser.add_argument("--port", type=int, default=PORT, metavar="端口")
    parser.add_argument(
        "--workers", type=int, default=1, metavar="个数", help="进程数；多于一个需要 PostgreSQL"
    )
    parser.add_argument("--tls-cert", type=Path, metavar="文件", help="大厅的证书（PEM，含中间证书）")
    parser.add_argument("--tls-key", type=Path, metavar="文件", help="证书的私钥")
    parser.add_argument("--plain", action="store_true", help="不加密也对外服务：仅当另有设备负责 TLS 时")
    parser.add_argument(
        "--demo", nargs="?", const="", metavar="文件夹", help="演示：自带样例大厅 HKML，并发一个登记码"
    )
    return parser.parse_args(argv)


def _wrong(options: argparse.Namespace) -> str:
    """What cannot be meant; empty when all is well."""
    if (options.tls_cert is None) != (options.tls_key is None):
        return "--tls-cert 和 --tls-key 要一起给出"
    for path in (options.tls_cert, options.tls_key):
        if path is not None and not path.is_file():
            return f"没有这个文件：{path}"
    if options.tls_cert is None and not options.plain and not _is_loopback(options.host):
        return "对外服务必须加密：给出 --tls-cert 和 --tls-key（另有设备负责 TLS 时用 --plain）"
    if not 1 <= options.port <= 65535 or not 1 <= options.workers <= 64:
        return "--port 是 1 到 65535，--workers 是 1 到 64"
    return ""


def _is_loopback(host: str) -> bool:
    if host == "localhost":
        return True
    try:
        return ipaddress.ip_address(host).is_loopback
    except ValueError:
        return False


def _serve(options: argparse.Namespace) -> int:
    from app.central.serving import alone, count_together, reachable

    if options.demo is not None:
        options.data = _demo_folder(options)
    settings = place.settings_of(options)
    if settings.embedded and options.workers > 1:
        print("自带的 SQLite 只能一个进程；多个进程请设置 DATABASE_URL 使用 PostgreSQL", file=sys.stderr)
        return 2
    scheme = "http" if options.tls_cert is None else "https"
    host = f"[{options.host}]" if ":" in options.host else options.host
    address = f"{scheme}://{host}:{options.port}"
    with contextlib.ExitStack() as life:
        if settings.embedded:
            life.enter_context(alone(settings.data))
        count_together(settings.figures)
        _prepare(options, address)
        life.enter_context(reachable(settings.data, address))
        print(f"✓ {address}，Ctrl+C 停止", flush=True)
        _run(options, settings)
    return 0


def _prepare(options: argparse.Namespace, address: str) -> None:
    """Once, before the workers: the database has its shape, and a restored one its new epoch."""
    from db.central.epochs import check_origin

    if options.demo is not None:
        from app.central.keys import make_key

        make_key(options.data)
    with place.opened(options) as server:
        if check_origin(server.engine):
            print("数据库是恢复来的：新的纪元开始，各窗口会自己补交缺少的办件")
        if options.demo is not None:
            from app.central.demo import demo_hall

            code, clerk, password = demo_hall(server, by=place.orderer())
            print(f"演示大厅的工号 {clerk}，密码 {password}")
            place.print_code(code, address)


def _demo_folder(options: argparse.Namespace) -> Path:
    from app.central.settings import default_data

    given: Path | None = options.data
    return given or (Path(options.demo) if options.demo else default_data() / "demo")


def _run(options: argparse.Namespace, settings: CentralSettings) -> None:
    import uvicorn

    from app.central.observing import start_log
    from app.central.settings import DATA

    # Workers are processes of their own: what they must know is in their environment.
    os.environ[DATA] = str(settings.data)
    start_log(sys.stderr)
    uvicorn.run(
        _APPLICATION,
        factory=True,
        host=options.host,
        port=options.port,
        workers=options.workers,
        ssl_certfile=options.tls_cert,
        ssl_keyfile=options.tls_key,
        log_config=None,
        access_log=False,  # a line of our own for each request, without its query
        proxy_headers=False,  # nobody may say for somebody else where a request came from
        server_header=False,
        timeout_graceful_shutdown=_STOP_SECONDS,
    )
