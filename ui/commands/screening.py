"""What the commands that open a public screen have in common: options, the program, which screen, the end."""

from __future__ import annotations

import argparse
import sys
from collections.abc import Callable
from dataclasses import dataclass, replace
from pathlib import Path
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from PySide6.QtWidgets import QWidget

    from app.bootstrap import Hall
    from app.settings import Settings
    from ui.application import Program
    from ui.tasks import Tasks


def add_screen(parser: argparse.ArgumentParser) -> None:
    """Which hall, which screen, how it looks."""
    from ui.commands.site import add_hall

    add_hall(parser)
    parser.add_argument("--screen", metavar="名称或序号", help="放在哪块屏（默认主屏）")
    parser.add_argument("--windowed", action="store_true", help="不全屏，用于试看")
    parser.add_argument("--lang", choices=("zh_CN", "en"), default="zh_CN", help="界面语言")
    parser.add_argument("--picture", type=Path, metavar="文件.png", help="画一张图就退出，不显示窗口")


def demo_device(settings: Settings, counter: str, no: str, code: str, series: str) -> Settings:
    """A demo hall's kiosk or display: a device of its own beside the window, with its own folder."""
    hall = replace(settings.hall, counter=counter, counter_no=no, device_code=code)
    folder = settings.data.with_name(f"{settings.data.name}-{code}")
    return replace(settings, data=folder, hall=hall, queue=replace(settings.queue, series=series))


@dataclass
class Screening:
    """An open program with its workers."""

    program: Program
    tasks: Tasks
    device_tasks: Tasks
    hall: Hall | None = None

    def end(self) -> None:
        self.device_tasks.close()
        self.tasks.close()
        if self.hall is not None:
            self.hall.close()
        self.program.end()


def begin(settings: Settings, language: str) -> Screening:
    """The QApplication in the house style."""
    from app.logs import start_log, stop_log
    from ui import application
    from ui.tasks import Tasks

    handler = start_log(settings.log_folder)
    program = application.make_application(sys.argv[:1], language=language)
    program.at_end(lambda: stop_log(handler))
    families = application.load_fonts(settings.cache_folder, program)
    application.dress(program, "light", 100, families)
    from ui import theme

    theme.wear_sheet(program.app)
    return Screening(program, Tasks(program.problems), Tasks(program.problems, name="devices"))


def show(
    running: Screening, screen: QWidget, options: argparse.Namespace, closing: Callable[[], object]
) -> int:
    """Until it is closed; or its picture alone."""
    from PySide6.QtGui import QGuiApplication

    if options.picture is not None:
        screen.resize(1920, 1080)
        screen.show()
        # Whatever was asked of the workers is on the picture.
        for _ in range(200):
            running.program.app.processEvents()
            if not (running.tasks.waiting or running.device_tasks.waiting):
                break
        for _ in range(5):
            running.program.app.processEvents()
        saved = screen.grab().save(str(options.picture))
        closing()
        screen.close()
        return 0 if saved else 1
    screens = QGuiApplication.screens()
    wanted = options.screen
    chosen = next(
        (
            each
            for index, each in enumerate(screens, 1)
            if wanted in (str(index), each.name(), each.serialNumber())
        ),
        None,
    )
    if wanted is not None and chosen is None:
        names = "、".join(f"{index} {each.name()}" for index, each in enumerate(screens, 1))
        sys.stderr.write(f"没有屏幕 {wanted}；现有：{names}\n")
        closing()
        return 1
    if chosen is not None:
        screen.setGeometry(chosen.geometry())
    screen.show() if options.windowed else screen.showFullScreen()
    status: int = running.program.app.exec()
    closing()
    return status
