"""What the commands have in common: which hall is meant, its settings and key, secrets typed by a person."""

from __future__ import annotations

import argparse
import getpass
import os
import sys
from collections.abc import Callable
from functools import cache
from pathlib import Path
from typing import TYPE_CHECKING, Final

from app.credentials import KeyStore
from app.errors import AppError, Rejected
from app.settings import Settings, default_site_file, read_settings

if TYPE_CHECKING:
    from PySide6.QtWidgets import QApplication

Say = Callable[[AppError], str]
FAILED: Final = 1


def add_hall(parser: argparse.ArgumentParser) -> None:
    """The options that say which hall."""
    parser.add_argument("--site", type=Path, metavar="文件", help="大厅的 site.toml（默认看用户配置目录）")
    parser.add_argument("--demo", nargs="?", const="", metavar="文件夹", help="演示大厅")


def demo_folder() -> Path:
    """Where the demo hall of this person lies."""
    from platformdirs import user_data_path

    return user_data_path("window-clerk", appauthor=False) / "demo"


def hall_settings(options: argparse.Namespace) -> Settings:
    """The settings of the hall that is meant; Rejected("settings") with every fault."""
    if options.demo is not None:
        return Settings.demo(Path(options.demo) if options.demo else demo_folder())
    return read_settings(options.site or default_site_file())


def secret(prompt: str) -> str:
    """A secret typed unseen; when somebody feeds the command, its next line."""
    if sys.stdin.isatty():
        return getpass.getpass(prompt)
    return sys.stdin.readline().rstrip("\n")


def keys_of(settings: Settings) -> KeyStore:
    """The place of the key; the passphrase is asked for where there is one."""
    from app.bootstrap import key_store

    asked = secret("钥匙口令：") if settings.keys.kind == "passphrase" else None
    return key_store(settings, asked)


@cache
def _application() -> QApplication:
    """Lives until the command ends."""
    from PySide6.QtWidgets import QApplication

    return QApplication(["window-clerk"])


def speaker() -> Say:
    """Errors as sentences in the language of the window; needs no display."""
    os.environ.setdefault("QT_QPA_PLATFORM", "offscreen")
    from PySide6.QtWidgets import QApplication

    from ui import messages
    from ui.application import install_language

    if QApplication.instance() is None:
        install_language(_application(), "zh_CN")
    return messages.sentence


def told(error: AppError, say: Say) -> str:
    """An error for the terminal: the sentence, and below it each fault with its place."""
    lines = [say(error)]
    if isinstance(error, Rejected):
        lines += [
            f"    {problem.field or '—'}：{problem.code} {_facts(problem.facts)}"
            for problem in error.problems
        ]
    elif error.facts:
        lines.append(f"    {error.code} {_facts(error.facts)}")
    return "\n".join(lines)


def _facts(facts: dict[str, object]) -> str:
    return " ".join(f"{name}={value}" for name, value in facts.items() if value not in (None, ""))


def fail(error: AppError) -> int:
    """Say why it did not work, on the error stream; the exit status."""
    print(told(error, speaker()), file=sys.stderr)
    return FAILED
