"""Scanning one material: from the document camera, or from files."""

from __future__ import annotations

from pathlib import Path
from typing import Final

from PySide6.QtCore import Qt, Signal
from PySide6.QtGui import QKeyEvent
from PySide6.QtWidgets import QFileDialog, QHBoxLayout, QWidget

from ui import theme
from ui.widgets.keys import KeyButton, KeyCap
from ui.widgets.labels import RoleLabel
from ui.widgets.panel import Panel

FILTERS: Final = "*.pdf *.jpg *.jpeg *.png *.tif *.tiff"


class ScanStrip(Panel):
    """Replaces the review panel while a material is scanned; each page is kept at once."""

    capture_wanted = Signal()
    files_chosen = Signal(object)  # list[Path]
    closed = Signal()

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(" ", "image-outline", parent)
        self.add_to_head(KeyCap("Esc"))
        self.add_to_head(RoleLabel(self.tr("Back"), "small"))
        self._state = RoleLabel("", "small", wrap=True)
        self.body.addWidget(self._state, 1)
        row = QHBoxLayout()
        row.setSpacing(theme.px("space.2"))
        self.capture = KeyButton(self.tr("Photograph"), "Enter", icon="camera-outline", big=True)
        self.file = KeyButton(self.tr("From files…"), "", icon="file-export-outline", big=True)
        row.addWidget(self.capture)
        row.addWidget(self.file)
        row.addWidget(RoleLabel(self.tr("or drop files on the row"), "muted"))
        row.addStretch(1)
        self.body.addLayout(row)
        self.capture.clicked.connect(self.capture_wanted)
        self.file.clicked.connect(self._choose_files)
        self._dialog: QFileDialog | None = None

    def open_strip(self, title: str, kept: int, *, camera: str) -> None:
        """`camera` says why there is none; empty when there is one."""
        self.set_title(title)
        self.capture.setEnabled(not camera)
        words = self.tr("{count} kept with this material.").format(count=kept)
        self._state.setText(f"{words} {camera}".strip())

    def focus_here(self) -> None:
        (self.capture if self.capture.isEnabled() else self.file).setFocus(Qt.FocusReason.OtherFocusReason)

    def _choose_files(self) -> None:
        # Not modal: a person at the window comes first, the dialog can wait.
        dialog = QFileDialog(self, self.tr("Scans of this material"))
        dialog.setFileMode(QFileDialog.FileMode.ExistingFiles)
        papers = self.tr("Papers")
        dialog.setNameFilter(f"{papers} ({FILTERS})")
        dialog.filesSelected.connect(lambda names: self.files_chosen.emit([Path(name) for name in names]))
        dialog.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
        self._dialog = dialog
        dialog.open()

    def keyPressEvent(self, event: QKeyEvent) -> None:
        if event.key() in (Qt.Key.Key_Return, Qt.Key.Key_Enter):
            focused = self.focusWidget()
            if isinstance(focused, KeyButton) and not event.isAutoRepeat():
                focused.click()
            return
        if event.key() in (Qt.Key.Key_Left, Qt.Key.Key_Right):
            self.focusNextPrevChild(event.key() == Qt.Key.Key_Right)
            return
        super().keyPressEvent(event)
