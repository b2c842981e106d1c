"""The program as a whole: one instance, its fonts and language, where bugs are told, the order of the end."""

from __future__ import annotations

import hashlib
import logging
from collections.abc import Callable
from dataclasses import field
from pathlib import Path
from typing import TYPE_CHECKING, Final

from PySide6.QtCore import (
    QLibraryInfo,
    QLocale,
    QLockFile,
    QObject,
    QSize,
    Qt,
    QTimer,
    QTranslator,
    Signal,
)
from PySide6.QtGui import QFontDatabase, QGuiApplication
from PySide6.QtWidgets import QApplication

from app.records import dataclass
from ui import theme
from ui.problems import Problems

if TYPE_CHECKING:
    from PySide6.QtNetwork import QLocalServer

log = logging.getLogger(__name__)

RESOURCES: Final = Path(__file__).resolve().parent.parent / "resources"
I18N: Final = RESOURCES / "i18n"
ANSWER_MS: Final = 800
RARE_AFTER_MS: Final = 1200


@dataclass
class Program:
    """What lives as long as the QApplication; `quit_order` runs backwards at the end."""

    app: QApplication
    problems: Problems
    endings: list[Callable[[], object]] = field(default_factory=list)

    def at_end(self, ending: Callable[[], object]) -> None:
        """Run this when the program ends, before everything that was registered earlier."""
        self.endings.append(ending)

    def end(self) -> None:
        while self.endings:
            self.endings.pop()()
        self.problems.uninstall()


def make_application(arguments: list[str], *, language: str = "zh_CN") -> Program:
    """The QApplication in the house style; exceptions nobody caught are reported from here on."""
    QGuiApplication.setHighDpiScaleFactorRoundingPolicy(Qt.HighDpiScaleFactorRoundingPolicy.PassThrough)
    existing = QApplication.instance()
    app = existing if isinstance(existing, QApplication) else QApplication(arguments)
    app.setApplicationName("window-clerk")
    app.setOrganizationName("window-clerk")
    app.setStyle("Fusion")
    problems = Problems(app)
    problems.install()
    install_language(app, language)
    return Program(app, problems)


def install_language(app: QApplication, language: str) -> None:
    """Chinese unless English was asked for; Qt's own words in the same language."""
    QLocale.setDefault(QLocale(language))
    if language == "en":
        return
    for name, folder in (
        (f"qtbase_{language}", Path(QLibraryInfo.path(QLibraryInfo.LibraryPath.TranslationsPath))),
        (language, I18N),
    ):
        translator = QTranslator(app)
        if translator.load(name, str(folder)):
            app.installTranslator(translator)
        else:
            log.warning("no translation %s in %s", name, folder)


def load_fonts(cache: Path, program: Program | None = None) -> tuple[str, ...]:
    """Load the program's own fonts, the 37 MB of rare characters only after the window is there."""
    from app.documents import fonts

    files = fonts.prepare(cache)
    _add(files.base, files.bold, files.latin)
    if program is None:
        _add(files.wide, files.rare)
    else:
        QTimer.singleShot(RARE_AFTER_MS, program.app, lambda: _add(files.wide, files.rare))
    return fonts.FAMILIES


def _add(*paths: Path) -> None:
    for path in paths:
        if QFontDatabase.addApplicationFont(str(path)) < 0:
            log.warning("font %s cannot be used", path.name)


class SingleInstance(QObject):
    """One program per data folder; a second start only raises the first one's window.

    The lock file decides, at once; the socket on which the others are heard is opened after the start.
    """

    raised = Signal()

    def __init__(self, folder: Path, parent: QObject | None = None) -> None:
        super().__init__(parent)
        folder.mkdir(mode=0o700, parents=True, exist_ok=True)
        self._lock = QLockFile(str(folder / "window.lock"))
        self._lock.setStaleLockTime(0)  # only a program that is gone makes it stale, not its age
        self._name = "window-clerk-" + hashlib.sha256(str(folder.resolve()).encode()).hexdigest()[:16]
        self._server: QLocalServer | None = None

    def first(self) -> bool:
        """True when nobody else runs on this folder; else the other window was asked to come forward."""
        if self._lock.tryLock(0):
            return True
        if self._lock.error() != QLockFile.LockError.LockFailedError:
            return True  # a folder that cannot be written: opening the store says so better
        from PySide6.QtNetwork import QLocalSocket

        socket = QLocalSocket()
        socket.connectToServer(self._name)
        if socket.waitForConnected(ANSWER_MS):
            socket.write(b"raise\n")
            socket.waitForBytesWritten(ANSWER_MS)
            socket.disconnectFromServer()
        return False

    def listen(self) -> None:
        """Hear from others from now on."""
        from PySide6.QtNetwork import QLocalServer

        server = QLocalServer(self)
        server.setSocketOptions(QLocalServer.SocketOption.UserAccessOption)
        # A killed program leaves its socket behind; we hold the lock, so nobody listens on it.
        QLocalServer.removeServer(self._name)
        if not server.listen(self._name):
            log.warning("no single-instance socket: %s", server.errorString())
            return
        server.newConnection.connect(self._on_connection)
        self._server = server

    def _on_connection(self) -> None:
        while self._server is not None and self._server.hasPendingConnections():
            socket = self._server.nextPendingConnection()
            socket.disconnected.connect(socket.deleteLater)
            self.raised.emit()

    def close(self) -> None:
        if self._server is not None:
            self._server.close()
            self._server = None
        self._lock.unlock()


def dress(
    program: Program, name: str, scale: int, families: tuple[str, ...], *, size: QSize | None = None
) -> None:
    """Theme, font scale and sizes for a window of this size (else its screen); `auto` follows the desktop.

    The style sheet itself is put on by `theme.wear_sheet` once the window is built.
    """
    screen = program.app.primaryScreen()
    room = size or screen.availableSize()
    compact = theme.compact_for(room, scale)
    theme.apply(program.app, name, scale, compact=compact, families=families, wear=False)
    if name == "auto":
        hints = program.app.styleHints()
        hints.colorSchemeChanged.connect(lambda _scheme: theme.apply(program.app, "auto", scale))
