"""`window-clerk init`: the first start of a real hall: settings, key, store and first administrator."""

from __future__ import annotations

import argparse
import json
import os
import sys
from collections.abc import Sequence
from pathlib import Path
from typing import Final

from app.errors import AppError
from app.settings import Settings, default_site_file, read_settings
from ui.commands import site

SUMMARY = "第一次使用：建立设置、钥匙、数据库和第一个管理员"
FIELDS: Final = {
    "name": "大厅名称（如：某某区政务服务中心）",
    "code": "大厅代码，四位数字或大写字母，印在每个办件号里",
    "counter": "窗口名称（如：3 号综合窗口）",
    "counter_no": "窗口号",
    "device_code": "设备代码，三位数字或大写字母，每台机器一个，不得重复",
    "issuer": "文书落款的机关名称",
    "notice_word": "机关代字（文书编号用）",
}
KEYS: Final = {"keyring": "系统密钥环（推荐）", "passphrase": "口令：每次打开要输入"}


def main(argv: Sequence[str]) -> int:
    """Ask for what was not given, then make everything; an existing hall is never touched."""
    options = _options(argv)
    path: Path = options.site or default_site_file()
    try:
        if path.exists():
            settings = read_settings(path)
            print(f"使用已有的设置 {path}")
        else:
            settings = _new_site(path, options)
        return _new_hall(settings, options)
    except AppError as error:
        return site.fail(error)
    except EOFError:
        print("输入中断，没有完成。再运行一次 window-clerk init 即可接着做。", file=sys.stderr)
        return site.FAILED


def _options(argv: Sequence[str]) -> argparse.Namespace:
    parser = argparse.ArgumentParser(prog="window-clerk init", description=SUMMARY)
    parser.add_argument("--site", type=Path, metavar="文件", help="写到这个 site.toml")
    parser.add_argument("--data", metavar="文件夹", help="数据放在哪里（默认在用户数据目录）")
    for name, words in FIELDS.items():
        parser.add_argument(f"--{name.replace('_', '-')}", metavar="…", help=words)
    parser.add_argument(
        "--keys", choices=tuple(KEYS), help="；".join(f"{kind} {KEYS[kind]}" for kind in KEYS)
    )
    parser.add_argument("--admin-number", metavar="工号", help="第一个管理员的工号")
    parser.add_argument("--admin-name", metavar="姓名", help="第一个管理员的姓名")
    return parser.parse_args(argv)


def _asked(words: str, given: str | None) -> str:
    """What was given as an option, else what a person types; empty is asked again."""
    while not given:
        given = input(f"{words}：").strip()
    return given


def _new_site(path: Path, options: argparse.Namespace) -> Settings:
    """Write site.toml from answers; it is read back, and one with faults is not left behind."""
    print(f"建立设置 {path}。以后可以用文本编辑器修改。")
    hall = {name: _asked(words, getattr(options, name)) for name, words in FIELDS.items()}
    kind = options.keys or _asked(f"钥匙放在哪里（{' / '.join(f'{k} {w}' for k, w in KEYS.items())}）", None)
    data = options.data or str(_data_folder())
    # A JSON string is a TOML basic string.
    lines = [f"data = {json.dumps(data, ensure_ascii=False)}", "", "[hall]"]
    lines += [f"{name} = {json.dumps(value, ensure_ascii=False)}" for name, value in hall.items()]
    lines += ["", "[keys]", f"kind = {json.dumps(kind)}", ""]
    path.parent.mkdir(parents=True, exist_ok=True)
    half = path.with_name(f"{path.name}.new")
    half.write_text("\n".join(lines), encoding="utf-8")
    try:
        settings = read_settings(half)
    except AppError:
        half.unlink()
        raise
    os.replace(half, path)
    return settings


def _data_folder() -> Path:
    from platformdirs import user_data_path

    return user_data_path("window-clerk", appauthor=False) / "hall"


def _new_hall(settings: Settings, options: argparse.Namespace) -> int:
    """Key and store; then the administrator, whom only a hall without any clerk takes unasked."""
    from app.bootstrap import open_hall

    passphrase = None
    if settings.keys.kind == "passphrase":
        passphrase = _twice("钥匙口令（至少 10 个字符；忘记就打不开数据）：")
    hall = open_hall(settings, passphrase=passphrase)
    try:
        print(f"✓ 数据库 {settings.data}")
        number = _asked("管理员工号", options.admin_number)
        name = _asked("管理员姓名", options.admin_name)
        clerk = hall.session.add_clerk(number, name, _twice("管理员密码："), role="administrator")
    finally:
        hall.close()
    print(f"✓ 管理员 {clerk.number} {clerk.name}")
    print("现在可以打开受理台：window-clerk；定期备份：window-clerk backup 目录 --recovery")
    return 0


def _twice(prompt: str) -> str:
    """A new secret, typed twice where somebody types."""
    while True:
        first = site.secret(prompt)
        if not sys.stdin.isatty() or site.secret("再输一遍：") == first:
            return first
        print("两次输入不一样，请重新输入。")
