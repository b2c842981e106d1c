"""The three columns of the desk and how wide they are on the screens of a hall."""

from __future__ import annotations

from PySide6.QtWidgets import QHBoxLayout, QStackedWidget, QVBoxLayout, QWidget

from ui import theme
from ui.icons import IconLabel
from ui.models.materials import MaterialTableModel
from ui.pages.intake.applicant_panel import ApplicantPanel
from ui.pages.intake.conclusion_panel import ConclusionPanel
from ui.pages.intake.item_finder import ItemFinder
from ui.pages.intake.item_head import ItemHead
from ui.pages.intake.large_view import LargeView
from ui.pages.intake.material_table import MaterialTable
from ui.pages.intake.review_panel import ReviewPanel
from ui.pages.intake.scan_strip import ScanStrip
from ui.pages.intake.side_panels import ClocksPanel, ConditionsPanel, PrintsPanel
from ui.pages.intake.situation_panel import SituationPanel
from ui.pages.intake.strips import AcceptStrip, RefuseStrip
from ui.widgets.fitting import FittingStack, SheddingColumn
from ui.widgets.keys import KeyCap
from ui.widgets.labels import RoleLabel
from ui.widgets.panel import Panel

LEFT, RIGHT = 384, 364
LEFT_COMPACT, RIGHT_COMPACT = 264, 262


class TablePanel(Panel):
    """The material table with the line that tells how it is used."""

    def __init__(self, model: MaterialTableModel, parent: QWidget | None = None) -> None:
        super().__init__(parent=parent, pad=False)
        self.setAccessibleName(self.tr("Materials"))
        self.table = MaterialTable(model)
        self.body.addWidget(self.table, 1)
        self.set_first_focus(self.table)
        self._foot = self.add_foot()
        self._foot.addWidget(IconLabel("barcode-scan", "text.secondary"))
        self._foot.addWidget(RoleLabel(self.tr("A material’s bar code jumps to its row"), "small"))
        self._foot.addSpacing(theme.px("space.4"))
        self._foot.addWidget(KeyCap("1"))
        self._foot.addWidget(RoleLabel("–", "small"))
        self._foot.addWidget(KeyCap("4"))
        self._foot.addWidget(RoleLabel(self.tr("mark and go on to the next to check"), "small"))
        self._foot.addStretch(1)

    def fit(self) -> None:
        """The line of help gives its room to the rows on a small screen."""
        foot = self._foot.parentWidget()
        if foot is not None:
            foot.setVisible(not theme.look().compact)
        self.table.lay_out()


class DeskColumns(QWidget):
    """Puts the panels where ux.md draws them; knows nothing of a visit."""

    def __init__(
        self,
        applicant: ApplicantPanel,
        situation: SituationPanel,
        head: ItemHead,
        finder: ItemFinder,
        table: TablePanel,
        large: LargeView,
        review: ReviewPanel,
        accept: AcceptStrip,
        refuse: RefuseStrip,
        scan: ScanStrip,
        conclusion: ConclusionPanel,
        clocks: ClocksPanel,
        prints: PrintsPanel,
        conditions: ConditionsPanel,
        parent: QWidget | None = None,
    ) -> None:
        super().__init__(parent)
        self._table = table
        self._drawer_open = False
        self._narrow = False
        self.left = QWidget()
        left = QVBoxLayout(self.left)
        left.setContentsMargins(0, 0, 0, 0)
        left.addWidget(applicant)
        left.addWidget(situation, 1)
        self._left_layout = left
        self._applicant, self._situation = applicant, situation
        self.centre = QStackedWidget()
        self._checking = QWidget()
        checking = QVBoxLayout(self._checking)
        checking.setContentsMargins(0, 0, 0, 0)
        checking.addWidget(table, 1)
        self.strip = FittingStack()
        for strip in (review, accept, refuse, scan):
            self.strip.addWidget(strip)
        checking.addWidget(self.strip)
        for page in (finder, self._checking, large):
            self.centre.addWidget(page)
        middle = QWidget()
        column = QVBoxLayout(middle)
        column.setContentsMargins(0, 0, 0, 0)
        column.addWidget(head)
        column.addWidget(self.centre, 1)
        self.right = SheddingColumn(needed=(conclusion, clocks), spare=(prints, conditions))
        row = QHBoxLayout(self)
        row.setContentsMargins(0, 0, 0, 0)
        row.addWidget(self.left)
        row.addWidget(middle, 1)
        row.addWidget(self.right)
        self._boxes = (left, checking, column, self.right.column, row)
        self._finder, self._large, self._review = finder, large, review
        self.setTabOrder(applicant, situation)
        self.fit()

    def show_finder(self) -> None:
        self.centre.setCurrentWidget(self._finder)

    def show_table(self) -> None:
        self.centre.setCurrentWidget(self._checking)

    def show_large(self) -> None:
        self.centre.setCurrentWidget(self._large)

    @property
    def is_finding(self) -> bool:
        return self.centre.currentWidget() is self._finder

    @property
    def is_large(self) -> bool:
        return self.centre.currentWidget() is self._large

    def show_strip(self, strip: QWidget | None = None) -> None:
        """The review panel, or a strip in its place."""
        self.strip.setCurrentWidget(strip or self._review)

    def show_situation(self, *, visible: bool) -> None:
        """Without an item there is nothing to ask: the applicant has the column."""
        self._situation.setVisible(visible)
        self._left_layout.setStretch(0, 0 if visible else 1)

    def set_narrow(self, *, narrow: bool) -> None:
        """Narrower than the smallest usual screen: the left column is a drawer (Alt+I)."""
        self._narrow = narrow
        self.fit()

    def toggle_drawer(self) -> None:
        self._drawer_open = not self._drawer_open
        self.fit()

    def open_drawer(self) -> None:
        if not self.left.isVisible():
            self._drawer_open = True
            self.fit()

    def fit(self) -> None:
        """Sizes after a change of screen, scale or theme."""
        compact = theme.look().compact
        gutter = theme.px("size.gutter")
        for box in self._boxes:
            box.setSpacing(gutter)
        self.left.setFixedWidth(theme.px(LEFT_COMPACT if compact else LEFT))
        self.right.setFixedWidth(theme.px(RIGHT_COMPACT if compact else RIGHT))
        self.left.setVisible(not self._narrow or self._drawer_open)
        tall = theme.px(118 if compact else 200)
        self.strip.setMinimumHeight(tall)
        self._table.fit()

    def resizeEvent(self, event: object) -> None:
        super().resizeEvent(event)  # type: ignore[arg-type]
        self.fit()
