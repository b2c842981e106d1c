"""`window-clerk enrol URL CODE`: makes this window known to the centre, or makes a new device of it first."""

from __future__ import annotations

import argparse
import sys
from collections.abc import Sequence
from dataclasses import replace
from pathlib import Path

from app.errors import AppError
from app.settings import Settings, default_site_file, is_centre_address, read_settings, write_choice
from ui.commands import site

SUMMARY = "把本窗口登记到中心；--succeed 接替一台停用的设备"


def main(argv: Sequence[str]) -> int:
    """Ask the centre with the one-time code; what it said is kept, and its address is set in site.toml."""
    options = _options(argv)
    path: Path = options.site or default_site_file()
    if not is_centre_address(options.url):
        print("地址应是 https://…（本机可以用 http://127.0.0.1:端口）", file=sys.stderr)
        return site.FAILED
    if not (options.code.isascii() and options.code.isdigit() and len(options.code) == 8):
        print("登记码是 8 位数字，由管理员运行 window-central enrol 取得，10 分钟内有效", file=sys.stderr)
        return site.FAILED
    try:
        settings = read_settings(path)
        passphrase = site.secret("钥匙口令：") if settings.keys.kind == "passphrase" else None
        return _enrol(settings, path, options, passphrase)
    except AppError as error:
        status = site.fail(error)
        if _needs_a_new_code(error):
            print(
                "    数据是副本、从备份恢复，或中心要求重新登记时，本机要成为一台新设备：\n"
                "    先取登记码 window-central enrol 大厅代码 --device 新代码 --succeeds 原代码，\n"
                "    再运行 window-clerk enrol 地址 登记码 --succeed 新代码",
                file=sys.stderr,
            )
        return status


def _needs_a_new_code(error: AppError) -> bool:
    """Whether the way out is another device code (sync.md 2.8): a code is never given twice."""
    taken = error.facts.get("reason") in ("device-taken", "device-code-taken")
    return error.code == "already-enrolled" or (error.code == "enrolment-refused" and taken)


def _options(argv: Sequence[str]) -> argparse.Namespace:
    parser = argparse.ArgumentParser(prog="window-clerk enrol", description=SUMMARY)
    parser.add_argument("url", metavar="地址", help="中心的地址，如 https://centre.example.gov.cn")
    parser.add_argument("code", metavar="登记码", help="8 位，一次有效")
    parser.add_argument("--site", type=Path, metavar="文件", help="大厅的 site.toml（默认看用户配置目录）")
    parser.add_argument("--ca", type=Path, metavar="文件", help="大厅自己的证书颁发机构（PEM）")
    parser.add_argument(
        "--succeed",
        metavar="设备代码",
        help="本机成为一台新设备，用这个新代码；原设备未上传的办件由它接着上传",
    )
    return parser.parse_args(argv)


def _enrol(settings: Settings, path: Path, options: argparse.Namespace, passphrase: str | None) -> int:
    from app.bootstrap import begin_anew, enrol_window

    former = settings.hall.device_code
    if options.succeed is not None:
        begin_anew(settings, options.succeed, passphrase)
        settings = write_choice(path, "hall", {"device_code": options.succeed})
        print(f"✓ 本机现在是设备 {options.succeed}（原来是 {former}）；{former} 不再使用")
    central = replace(settings.central, url=options.url, ca=options.ca or settings.central.ca, enabled=True)
    taken = enrol_window(replace(settings, central=central), options.code, passphrase=passphrase)
    choices = {"url": options.url}
    if options.ca is not None:
        choices["ca"] = str(options.ca.absolute())
    write_choice(path, "central", choices)
    print(f"✓ {taken.hall_name}（{taken.hall}）已登记设备 {taken.device_code}")
    if taken.succeeds is not None:
        print("    它接替了原来的设备；原设备已停用")
    print(f"    中心地址写在 {path} 的 [central]")
    print("    每位窗口人员第一次登录须连着中心；之后中心断开时 72 小时内仍可登录")
    return 0
