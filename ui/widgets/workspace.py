"""What every page of the work area can do when the window asks; a page overrides what concerns it."""

from __future__ import annotations

from PySide6.QtWidgets import QWidget

from app.devices.scan_codes import Scan


class Workspace(QWidget):
    """One workspace of the rail, or a full view over it."""

    def begin(self) -> None:
        """The page came to the front by an act of the clerk: put the focus where work goes on."""
        self.setFocus()

    def scanned(self, scan: Scan) -> bool:  # noqa: ARG002
        """A bar code was read while this page is in front; True when it was for this page."""
        return False

    def set_narrow(self, narrow: bool) -> None:
        """Below 1366 design pixels: the left column becomes a drawer (Alt+I)."""

    def hide_person(self) -> None:
        """The window is being locked: save, and close whatever shows more than the page itself."""

    def back(self) -> bool:
        """Esc: go one level back, never discard; False when there is nothing to go back from."""
        return False
