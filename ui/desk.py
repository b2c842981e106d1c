"""The window put together: which page does what, over one open hall; and the start and end of the program."""

from __future__ import annotations

import gc
import logging
import sys
from collections.abc import Callable
from dataclasses import dataclass
from functools import partial
from typing import TYPE_CHECKING, Final

from PySide6.QtCore import QCoreApplication, QTimer
from PySide6.QtWidgets import QApplication

from app.bootstrap import Hall, open_hall, program_version
from app.clock import Clock
from app.devices.registry import Devices
from app.errors import AppError, DeviceUnavailable
from app.services.views import ClerkView
from app.settings import Settings
from ui import application, messages, theme
from ui.actions import Actions
from ui.bridge import HallSignals
from ui.device_health import DeviceHealth
from ui.garbage import Garbage
from ui.gate import Gate
from ui.idle import IdleLimits
from ui.main_window import MainWindow
from ui.problems import Problems
from ui.tasks import Tasks
from ui.workbench import Workbench

if TYPE_CHECKING:
    from app.demo_centre import DemoCentre
    from ui.devices.serial_scanner import SerialScanner
    from ui.devices.wedge import Wedge
    from ui.pages.intake.page import IntakePage

log = logging.getLogger(__name__)

_UNTIL_FURNISHED_MS: Final = 40
_UNTIL_WARM_MS: Final = 400
_UNTIL_CENTRE_MS: Final = 1500  # its start takes a processor for a second: the clerk goes first
_BETWEEN_SWEEPS_MS: Final = 10 * 60_000


@dataclass(slots=True)
class DeskWindow:
    """An open desk; `close` ends its workers, in the order that loses nothing."""

    hall: Hall
    window: MainWindow
    tasks: Tasks
    device_tasks: Tasks
    signals: HallSignals
    gate: Gate
    health: DeviceHealth
    bench: Workbench
    garbage: Garbage
    centre: DemoCentre | None = None  # of a demo hall that wanted one

    @property
    def intake(self) -> IntakePage:
        return self.bench.intake

    def close(self) -> None:
        """First what the devices still do, then what is asked of the store, then the store."""
        self.device_tasks.close()
        self.tasks.close()
        self.garbage.stop()
        if self.centre is not None:
            self.centre.stop()
        self.hall.close()

    def begin_centre(self) -> None:
        """A demo hall's own centre: a child process that nothing waits for."""
        from app.demo_centre import DemoCentre

        self.centre = DemoCentre(self.hall)
        self.centre.start()


def build(hall: Hall, devices: Devices, problems: Problems, *, lightly: bool = False) -> DeskWindow:
    """The window of an open hall, not shown yet; `lightly`: the free desk alone, until `bench.furnish`."""
    tasks, device_tasks = Tasks(problems), Tasks(problems, name="devices")
    signals = HallSignals()
    hall.subscribe(signals.listener)
    window = MainWindow(
        hall.hall,
        hall.clock,
        partial(Actions, bindings=hall.settings.shortcuts),
    )
    bench = Workbench(window, hall, tasks, device_tasks, devices, signals)
    chosen = hall.settings.window
    gate = Gate(
        window,
        hall,
        tasks,
        limits=IdleLimits(
            free_s=chosen.lock_idle_minutes * 60,
            serving_s=chosen.lock_open_minutes * 60,
            sign_out_s=chosen.sign_out_minutes * 60,
        ),
    )
    health = DeviceHealth(
        window.topbar,
        device_tasks,
        hall.clock,
        {"card_reader": devices.card_reader, "printer": devices.printer},
        parent=window,
    )
    garbage = Garbage(window)
    desk = DeskWindow(hall, window, tasks, device_tasks, signals, gate, health, bench, garbage)
    _connect(desk, problems)
    if lightly:
        bench.begin_lightly()
    app = QApplication.instance()
    if isinstance(app, QApplication):
        theme.wear_sheet(app)  # at last: see theme.apply
    return desk


def _connect(desk: DeskWindow, problems: Problems) -> None:
    window = desk.window
    problems.raised.connect(window.show_problem)
    desk.tasks.unhandled.connect(window.show_trouble)
    desk.device_tasks.unhandled.connect(window.show_trouble)
    desk.gate.admitted.connect(partial(_on_admitted, desk))
    window.on_close(partial(desk.bench.sync.may_close, desk.gate.tell))


def _on_admitted(desk: DeskWindow, _clerk: ClerkView) -> None:
    """Another clerk has other unfinished visits."""
    desk.window.open("intake")
    desk.bench.list_visits()
    if desk.hall.health.unfinished:  # found at the start; none is added while the program runs
        desk.tasks.run(
            lambda: len(desk.hall.recovery.unfinished()), done=desk.bench.tell_unfinished, owner=desk.window
        )


# -- the program -----------------------------------------------------------------------------------


def open_desk(
    settings: Settings,
    *,
    language: str | None = None,
    theme_name: str | None = None,
    scale: int | None = None,
    clock: Clock | None = None,
    shown: Callable[[DeskWindow], object] | None = None,
    demo_centre: bool = False,
) -> int:
    """Start the program on a hall, and run it until its window is closed.

    `shown` gets the shown desk; `demo_centre` gives a demo hall a centre of its own.
    """
    from app.logs import start_log, stop_log

    handler = start_log(settings.log_folder)
    program = application.make_application(sys.argv[:1], language=language or settings.window.language)
    program.at_end(partial(stop_log, handler))
    single = application.SingleInstance(settings.data)
    if not single.first():
        sys.stdout.write(QCoreApplication.translate("DeskWindow", "The window is open already.") + "\n")
        program.end()
        return 0
    program.at_end(single.close)
    fonts = application.load_fonts(settings.cache_folder, program)
    chosen = settings.window
    application.dress(program, theme_name or chosen.theme, scale or chosen.scale, fonts)
    starter = _Starter(program, settings, clock, single, shown, demo_centre=demo_centre)
    starter.start()
    status = program.app.exec()
    starter.end()
    program.end()
    return status


class _Starter:
    """Opens the hall, or says why it cannot be opened until it can."""

    def __init__(
        self,
        program: application.Program,
        settings: Settings,
        clock: Clock | None,
        single: application.SingleInstance,
        shown: Callable[[DeskWindow], object] | None = None,
        *,
        demo_centre: bool = False,
    ) -> None:
        self._demo_centre = demo_centre
        self._program, self._settings, self._clock, self._single = program, settings, clock, single
        self._shown = shown
        self._desk: DeskWindow | None = None
        self._trouble: Callable[[], object] | None = None

    def start(self, passphrase: str = "") -> None:
        try:
            hall = self._open(passphrase)
        except AppError as error:
            log.warning("the hall cannot be opened: %s", error)
            self._say(error)
            return
        from ui.devices.makers import open_devices

        wanted = self._settings.devices
        devices = open_devices(
            data_folder=self._settings.data,
            demo=self._settings.hall.demo,
            printer=wanted.printer,
            card_reader=wanted.card_reader,
            camera=wanted.camera,
        )
        self._desk = desk = build(hall, devices, self._program.problems, lightly=True)
        self._show(desk)
        if self._trouble is not None:
            self._trouble()

    def _open(self, passphrase: str) -> Hall:
        if self._settings.hall.demo:
            from app.demo import open_demo

            return open_demo(self._settings, self._clock)
        return open_hall(self._settings, self._clock, passphrase=passphrase or None)

    def _show(self, desk: DeskWindow) -> None:
        window = desk.window
        screen = QApplication.primaryScreen()
        if screen is not None:
            window.resize(screen.availableSize())
        desk.gate.begin()
        window.showMaximized()
        desk.gate.watch()
        self._single.raised.connect(window.raise_)
        self._single.raised.connect(window.activateWindow)
        QTimer.singleShot(_UNTIL_FURNISHED_MS, window, desk.bench.furnish)
        QTimer.singleShot(_UNTIL_WARM_MS, self._single, self._single.listen)
        QTimer.singleShot(_UNTIL_WARM_MS, window, partial(after_start, desk))
        if self._demo_centre:
            QTimer.singleShot(_UNTIL_CENTRE_MS, window, desk.begin_centre)
        if self._shown is not None:
            self._shown(desk)

    def _say(self, error: AppError) -> None:
        from ui.pages.start_trouble import StartTrouble

        theme.wear_sheet(self._program.app)
        page = StartTrouble()
        asks = error.facts.get("reason") in ("passphrase-needed", "passphrase")
        page.tell(messages.sentence(error), asks_passphrase=asks)

        def again(passphrase: str) -> None:
            self._trouble = page.close
            self.start(passphrase)

        page.again.connect(again)
        page.show()
        previous, self._trouble = self._trouble, None
        if previous is not None:
            previous()

    def end(self) -> None:
        if self._desk is not None:
            self._desk.close()


def listen(desk: DeskWindow, scanner: Wedge | SerialScanner) -> None:
    """What this scanner reads goes to the page in front, and the top bar knows that it works."""
    scanner.scanned.connect(desk.window.scanned)
    scanner.scanned.connect(lambda _scan: desk.health.scanned())


def after_start(desk: DeskWindow) -> None:
    """What the first look does not need: scanners, the state of devices and upload, the paper's fonts."""
    from ui.devices.makers import open_scanner
    from ui.devices.wedge import Wedge

    gc.freeze()  # what the start made stays to the end; from now on ui.garbage looks for some
    wedge = Wedge(desk.window)
    wedge.watch(desk.window)
    listen(desk, wedge)
    serial = open_scanner(desk.hall.settings.devices.scanner, desk.window)
    if serial is not None:
        listen(desk, serial)
        serial.lost.connect(desk.window.show_trouble)
        try:
            serial.start()
        except DeviceUnavailable as error:
            desk.window.show_trouble(error)
    desk.health.begin()
    desk.window.show_version(program_version())
    desk.bench.sync.begin()
    desk.tasks.run(desk.hall.connect)
    if desk.hall.settings.central.url is not None:
        from ui.network_watch import NetworkWatch

        NetworkWatch(desk.window).back.connect(desk.hall.outbox.retry)
    # Two steps, so that a search the clerk types meanwhile gets in between; never on this thread.
    desk.tasks.run(lambda: desk.hall.paper)
    desk.tasks.run(lambda: desk.hall.paper.warm())  # noqa: PLW0108 (looked up there)
    # Limits pass by themselves (视为受理), also at a window that is left on overnight.
    desk.tasks.run(desk.hall.intake.sweep)
    limits = QTimer(desk.window)
    limits.setInterval(_BETWEEN_SWEEPS_MS)
    limits.timeout.connect(lambda: desk.tasks.run(desk.hall.intake.sweep))
    limits.start()
