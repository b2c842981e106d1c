"""What the commands have in common: which server is meant, who gives the order, errors in Chinese."""

from __future__ import annotations

import argparse
import getpass
import sys
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import TYPE_CHECKING, Final

from app.errors import AppError, Rejected
from app.wire.limits import ENROL_SECONDS

if TYPE_CHECKING:
    from app.central.server import Server
    from app.central.settings import CentralSettings

FAILED: Final = 1

_SAID: Final = {
    "settings": "设置有问题",
    "no-key": "没有服务器钥匙。先运行 window-central init；换机器时把原来的 server.key 一起带来",
    "newer-schema": "数据库是更新版本的程序写的，请升级本程序",
    "unknown-hall": "没有这个大厅，先用 window-central hall add 添加",
    "unknown-clerk": "没有这个工号",
    "unknown-device": "没有这台设备，看 window-central device list",
    "device-code-taken": "这个设备代码用过了；设备代码永不重复使用，换一个",
    "device-status": "这台设备已经停用，不能这样改",
    "already-there": "已经有了",
    "inactive": "这个工号已停用",
    "wrong-password": "密码不对",
    "locked-out": "密码错得太多，过一会再试",
    "not-permitted": "需要值班长或管理员",
    "rejected": "输入有问题",
    "not-a-journal": "这不是窗口导出的日志文件",
    "tampered": "日志文件里的内容被改动过，没有导入",
    "still-working": "这台设备还在用，它自己会上传；确实停用后先 window-central device revoke",
    "other-hall": "日志文件是另一个大厅的",
    "in-use": "服务器正在运行，请先停下来",
    "not-a-backup": "这不是完整的备份",
    "no-tool": "这台机器上没有 PostgreSQL 的备份工具",
    "tool-failed": "PostgreSQL 的工具没有成功",
    "busy": "数据库正忙，过一会再试",
    "damaged": "有损坏",
    "disk": "磁盘写不进去",
}
_PROBLEMS: Final = {
    "password-length": "密码至少 8 个字符，最多 128 个",
    "not-a-number": "工号只能是字母和数字，最多 20 个",
    "not-a-choice": "没有这种角色",
    "device-code": "设备代码是三位数字或大写字母",
    "hall-code": "大厅代码是四位数字或大写字母",
    "empty": "不能空着",
    "not-a-database": "只支持 postgresql+psycopg:// 和 sqlite:///",
    "not-a-network": "不是网段",
}


def parser_for(name: str, summary: str) -> argparse.ArgumentParser:
    """A parser with the options that say which server."""
    parser = argparse.ArgumentParser(prog=f"window-central {name}", description=summary)
    parser.add_argument(
        "--data",
        type=Path,
        metavar="文件夹",
        help="数据放在哪里（默认看 WINDOW_CENTRAL_DATA，再看用户数据目录）",
    )
    return parser


def settings_of(options: argparse.Namespace) -> CentralSettings:
    from app.central.settings import read_settings

    return read_settings(options.data)


@contextmanager
def opened(options: argparse.Namespace) -> Iterator[Server]:
    """The server that is meant, for one command; the web server may be running beside it."""
    from app.central.server import Server
    from app.clock import SystemClock

    server = Server.open(settings_of(options), SystemClock())
    try:
        yield server
    finally:
        server.close()


def orderer() -> str:
    """Who gives the order: the account on this machine; noted with what is done."""
    return f"os:{getpass.getuser()}"


def secret(prompt: str) -> str:
    """A secret typed unseen; when somebody feeds the command, its next line."""
    if sys.stdin.isatty():
        return getpass.getpass(prompt)
    return sys.stdin.readline().rstrip("\n")


def new_secret(prompt: str) -> str:
    """A new secret, typed twice where somebody types."""
    while True:
        first = secret(prompt)
        if not sys.stdin.isatty() or secret("再输一遍：") == first:
            return first
        print("两次输入不一样，请重新输入。")


def told(error: Exception) -> str:
    """An error for the terminal."""
    if not isinstance(error, AppError):
        # The driver's own words name host and port, never the password.
        return f"数据库打不开或出了错：{_first_line(getattr(error, 'orig', None) or error)}"
    lines = [_SAID.get(error.code, error.code)]
    if isinstance(error, Rejected):
        for problem in error.problems:
            said = _PROBLEMS.get(problem.code) or _SAID.get(problem.code) or problem.code
            lines.append(f"    {problem.field or '—'}：{said} {_facts(problem.facts)}".rstrip())
    elif error.facts:
        lines.append(f"    {error.code} {_facts(error.facts)}")
    return "\n".join(lines)


def _first_line(error: object) -> str:
    return str(error).strip().partition("\n")[0]


def _facts(facts: dict[str, object]) -> str:
    return " ".join(f"{name}={value}" for name, value in facts.items() if value not in (None, ""))


def guarded(work: object) -> int:
    """Runs a command's work; an error becomes sentences on the error stream and the exit status."""
    from sqlalchemy.exc import SQLAlchemyError

    try:
        done = work() if callable(work) else work
    except (AppError, SQLAlchemyError) as error:
        print(told(error), file=sys.stderr)
        return FAILED
    except EOFError:
        print("输入中断，没有完成。", file=sys.stderr)
        return FAILED
    return done if isinstance(done, int) else 0


def print_code(code: str, url: str) -> None:
    """A one-time code, and what to type at the window."""
    print(f"登记码：{code}（{ENROL_SECONDS // 60} 分钟内有效，只能用一次）")
    print(f"    在窗口的电脑上运行：window-clerk enrol {url} {code}")
