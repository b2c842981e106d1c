"""Keys as they are printed on the keyboard: the cap, and buttons that carry one."""

from __future__ import annotations

from PySide6.QtCore import QEvent, QRectF, QSize, Qt
from PySide6.QtGui import QColor, QFont, QFontMetrics, QKeyEvent, QPainter, QPaintEvent
from PySide6.QtWidgets import QPushButton, QSizePolicy, QStyle, QStyleOptionButton, QWidget

from ui import icons, theme
from ui.widgets.chip import paint_shape
from ui.widgets.painted import RESTYLED, Painted, rounded


def key_size(key: str) -> QSize:
    """How large the cap of a key is."""
    wide = QFontMetrics(theme.font("caption")).horizontalAdvance(key)
    return QSize(max(wide + theme.px(10), theme.px("size.key")), theme.px("size.key"))


def paint_key(
    painter: QPainter,
    box: QRectF,
    key: str,
    *,
    text: QColor | None = None,
    line: QColor | None = None,
    fill: QColor | None = None,
) -> None:
    """Draw a key cap; colours default to those on a plain surface."""
    rounded(painter, box, fill, line or theme.token("line.control"), 3)
    painter.save()
    painter.setFont(theme.font("caption"))
    painter.setPen(text or theme.token("text.secondary"))
    painter.drawText(box, int(Qt.AlignmentFlag.AlignCenter), key)
    painter.restore()


def click_focused(inside: QWidget, event: QKeyEvent) -> bool:
    """Enter on a button with the focus does what a click does; False when this is something else."""
    if event.key() not in (Qt.Key.Key_Return, Qt.Key.Key_Enter):
        return False
    focused = inside.focusWidget()
    if not isinstance(focused, KeyButton) or not focused.hasFocus():
        return False
    if not event.isAutoRepeat():
        focused.click()
    return True


class KeyCap(Painted):
    """One key cap by itself."""

    def __init__(self, key: str, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._key = key
        self.setSizePolicy(QSizePolicy.Policy.Fixed, QSizePolicy.Policy.Fixed)
        self.setAttribute(Qt.WidgetAttribute.WA_TransparentForMouseEvents)
        self.setAccessibleName(key)

    def text(self) -> str:
        return self._key

    def setText(self, key: str) -> None:
        self._key = key
        self.setAccessibleName(key)
        self.updateGeometry()
        self.update()

    def sizeHint(self) -> QSize:
        return key_size(self._key)

    def minimumSizeHint(self) -> QSize:
        return self.sizeHint()

    def paintEvent(self, _event: QPaintEvent) -> None:
        painter = QPainter(self)
        paint_key(painter, QRectF(self.rect()), self._key, fill=theme.token("bg.raised"))
        painter.end()


def _across(spread: bool, shrinks: bool) -> QSizePolicy.Policy:
    if spread:
        return QSizePolicy.Policy.Expanding
    return QSizePolicy.Policy.Maximum if shrinks else QSizePolicy.Policy.Fixed


class KeyButton(QPushButton):
    """A button that shows the key which does the same.

    kind: "" plain, "pri" the filled one, "mark" checkable with the cap first (1 齐全), "find" the command
    field of the top bar. `spread` stretches it and puts the cap at the right edge; `shrinks` lets the word
    give way where room is short.
    """

    def __init__(
        self,
        text: str,
        key: str = "",
        kind: str = "",
        parent: QWidget | None = None,
        *,
        icon: str = "",
        state: str = "",
        big: bool = False,
        spread: bool = False,
        shrinks: bool = False,
    ) -> None:
        super().__init__(parent)
        self._key, self._kind, self._icon, self._state, self._spread = key, kind, icon, state, spread
        self._shrinks = shrinks
        self.setProperty("kind", kind)
        self.setProperty("big", big)
        self.setAutoDefault(False)
        self.setSizePolicy(_across(spread, shrinks), QSizePolicy.Policy.Fixed)
        if kind == "mark":
            self.setCheckable(True)
        if icon:
            icons.icon(icon)  # an unknown name is found out here, not while painting
        self.setText(text)
        self.setAccessibleDescription(key)

    @property
    def key(self) -> str:
        return self._key

    def setText(self, text: str) -> None:
        super().setText(text)
        self.setAccessibleName(text)
        self.updateGeometry()

    def set_key(self, key: str) -> None:
        """Show another key, after a rebinding."""
        self._key = key
        self.setAccessibleDescription(key)
        self.updateGeometry()
        self.update()

    def set_icon(self, name: str) -> None:
        self._icon = name
        self.updateGeometry()
        self.update()

    def set_kind(self, kind: str) -> None:
        """Make this the filled button, or a plain one again."""
        if kind == self._kind:
            return
        self._kind = kind
        self.setProperty("kind", kind)
        self.style().unpolish(self)
        self.style().polish(self)
        self.update()

    def _big(self) -> bool:
        return bool(self.property("big"))

    def _type(self) -> str:
        return "button.big" if self._big() else "button"

    def _face(self, *, bold: bool) -> QFont:
        face = QFont(theme.font(self._type()))
        face.setBold(bold)
        return face

    def _side(self) -> int:
        return theme.px("size.icon") + (theme.px(3) if self._big() else 0)

    def sizeHint(self) -> QSize:
        width = 2 * theme.px(16 if self._big() else 12) + QFontMetrics(
            self._face(bold=True)
        ).horizontalAdvance(self.text())
        if self._icon or self._state:
            width += self._side() + theme.px(8)
        if self._key:
            width += key_size(self._key).width() + theme.px(8)
        return QSize(width, theme.px("size.action" if self._big() else "size.button"))

    def minimumSizeHint(self) -> QSize:
        """A button that shrinks keeps its key and shortens its word with …"""
        hint = self.sizeHint()
        if not self._shrinks:
            return hint
        words = QFontMetrics(self._face(bold=True)).horizontalAdvance(self.text())
        return QSize(hint.width() - words, hint.height())

    def changeEvent(self, event: QEvent) -> None:
        super().changeEvent(event)
        if event.type() in RESTYLED:
            self.updateGeometry()

    def _colours(self) -> tuple[QColor, QColor]:
        """Colour of the text, and of the key cap's line."""
        if not self.isEnabled():
            return theme.token("text.disabled"), theme.token("line.default")
        if self._kind == "pri":
            return theme.token("accent.onFill"), theme.token("accent.onFill")
        if self._kind == "find":
            return theme.token("text.muted"), theme.token("line.control")
        return theme.token("text.primary"), theme.token("line.control")

    def paintEvent(self, _event: QPaintEvent) -> None:
        option = QStyleOptionButton()
        self.initStyleOption(option)
        option.text = ""
        painter = QPainter(self)
        self.style().drawControl(QStyle.ControlElement.CE_PushButton, option, painter, self)
        colour, line = self._colours()
        pad, gap = theme.px(16 if self._big() else 12), theme.px(8)
        box = QRectF(self.rect()).adjusted(pad, 0, -pad, 0)
        cap = (
            QRectF(0, 0, key_size(self._key).width(), key_size(self._key).height()) if self._key else QRectF()
        )
        cap_first = self._kind == "mark"
        cap_text = colour if self._kind == "pri" or not self.isEnabled() else theme.token("text.secondary")
        left = box.left()
        if self._key and cap_first:
            cap.moveTopLeft(box.topLeft())
            left += cap.width() + gap
        if self._icon or self._state:
            side = float(self._side())
            sign = QRectF(left, box.center().y() - side / 2, side, side)
            if self._icon:
                icons.paint(painter, sign, self._icon, colour)
            else:
                paint_shape(painter, sign.adjusted(1, 1, -1, -1), self._state, theme.token("bg.surface"))
            left += side + gap
        painter.setFont(self._face(bold=self._kind == "pri" or (self._kind == "mark" and self.isChecked())))
        painter.setPen(colour)
        room = box.right() - left - (cap.width() + gap if self._key and not cap_first else 0)
        metrics = painter.fontMetrics()
        shown = metrics.elidedText(self.text(), Qt.TextElideMode.ElideRight, round(room) + 1)
        painter.drawText(
            QRectF(left, box.top(), room + 2, box.height()), int(Qt.AlignmentFlag.AlignVCenter), shown
        )
        if self._key:
            if not cap_first:
                cap.moveLeft(
                    box.right() - cap.width()
                    if self._spread
                    else left + metrics.horizontalAdvance(shown) + gap
                )
            cap.moveTop(box.center().y() - cap.height() / 2)
            paint_key(painter, cap, self._key, text=cap_text, line=line)
        painter.end()
