"""`window-clerk desk`: opens the desk of this machine's hall, or of a demo hall."""

from __future__ import annotations

import argparse
import gc
import sys
from collections.abc import Sequence
from contextlib import suppress
from pathlib import Path
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from ui.desk import DeskWindow

SUMMARY = "打开窗口受理台（默认）"


def _options(argv: Sequence[str]) -> argparse.Namespace:
    parser = argparse.ArgumentParser(prog="window-clerk desk", description=SUMMARY)
    parser.add_argument("--demo", nargs="?", const="", metavar="文件夹", help="示例大厅，数据放在该文件夹")
    parser.add_argument("--no-central", action="store_true", help="示例大厅不带中心：办件只留在本机")
    parser.add_argument("--lang", choices=("zh_CN", "en"), help="界面语言")
    parser.add_argument("--theme", choices=("light", "dark", "auto"), help="浅色、深色、跟随系统")
    parser.add_argument("--scale", type=int, choices=(100, 125, 150), help="字号，百分比")
    parser.add_argument(
        "--measure", choices=("desk", "bare"), help="可用时报出单调时钟的毫秒数并退出；bare 为空窗口"
    )
    return parser.parse_args(argv)


def hurry() -> None:
    """What makes the start shorter, before anything is loaded; `ui.desk.after_start` ends the hurry.

    Nothing of the start is garbage, so nobody looks for any. And PySide reads the source of every module that
    is imported after it, in search of `from __feature__ import`, which nobody writes here.
    """
    gc.disable()
    import PySide6.QtCore  # noqa: F401

    with suppress(ImportError):
        from shibokensupport import feature

        feature.feature_imported = lambda _module: None


def main(argv: Sequence[str]) -> int:
    """Open the desk; returns when its window was closed."""
    options = _options(argv)
    if options.measure == "bare":
        from ui.commands.start_watch import bare

        return bare()
    hurry()
    from app.errors import AppError
    from app.settings import Settings, default_site_file, read_settings

    try:
        if options.demo is not None:
            settings = Settings.demo(Path(options.demo) if options.demo else _demo_folder())
        else:
            settings = read_settings(default_site_file())
    except AppError as error:
        from ui import messages

        print(messages.sentence(error), file=sys.stderr)
        return 1
    from ui.desk import open_desk

    return open_desk(
        settings,
        language=options.lang,
        theme_name=options.theme,
        scale=options.scale,
        shown=_watch if options.measure else None,
        demo_centre=settings.hall.demo and not options.no_central and not options.measure,
    )


def _watch(desk: DeskWindow) -> None:
    from ui.commands.start_watch import StartWatch

    StartWatch(desk)


def _demo_folder() -> Path:
    from platformdirs import user_data_path

    return user_data_path("window-clerk", appauthor=False) / "demo"
