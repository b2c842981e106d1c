"""Which item the person came for: by initials, pinyin, characters, code or department."""

from __future__ import annotations

from collections.abc import Callable, Sequence

from PySide6.QtCore import Qt, Signal
from PySide6.QtWidgets import QHBoxLayout, QWidget

from app.rules.catalogue import ServiceItem
from ui import messages, theme
from ui.models.hits import Hit
from ui.widgets.hit_list import Finder
from ui.widgets.keys import KeyCap
from ui.widgets.labels import RoleLabel
from ui.widgets.panel import Panel
from ui.widgets.states import EmptyState

SHOWN = 12


class ItemFinder(Panel):
    """Search the catalogue in memory; nothing found leads on, it never dead-ends."""

    chosen = Signal(object)  # ServiceItem
    non_standard_wanted = Signal()

    def __init__(
        self,
        search: Callable[[str, int], Sequence[ServiceItem]],
        every: Callable[[], Sequence[ServiceItem]],
        keys: dict[str, str],
        parent: QWidget | None = None,
    ) -> None:
        super().__init__(self.tr("Item"), "magnify", parent)
        self._search = search
        self._every = every
        self._items: dict[str, ServiceItem] = {}
        self._department: str | None = None
        self._by_department = False
        self.finder = Finder(self.tr("Initials, pinyin, characters, code or department"))
        self._empty = EmptyState("", "", icon="magnify-remove-outline")
        self._empty.add_act(
            self.tr("Register a non-standard item"),
            keys["non_standard"],
            self.non_standard_wanted.emit,
            icon="file-plus-outline",
        )
        self._empty.add_act(
            self.tr("By department"), keys["by_department"], self.by_department, icon="domain"
        )
        self.finder.show_instead(self._empty)
        self.body.addWidget(self.finder, 1)
        foot = self.add_foot()
        for caps, words in (
            (("↑", "↓"), self.tr("choose")),
            (("Enter",), self.tr("take")),
            ((keys["by_department"],), self.tr("by department")),
        ):
            pair = QHBoxLayout()
            pair.setSpacing(theme.px(6))
            for key in caps:
                pair.addWidget(KeyCap(key))
            pair.addWidget(RoleLabel(words, "small"))
            foot.addLayout(pair)
        foot.addStretch(1)
        self.finder.asked.connect(self._on_asked)
        self.finder.taken.connect(self._on_taken)
        self.finder.nothing_taken.connect(lambda _text: None)

    def open_finder(self) -> None:
        """Show what is usual here and wait for a word."""
        self._by_department = False
        self._department = None
        self.finder.clear()

    def focus_here(self) -> None:
        self.finder.setFocus(Qt.FocusReason.OtherFocusReason)

    def by_department(self) -> None:
        """Alt+D: the departments first, then what each of them does."""
        self._by_department = True
        self._department = None
        self.finder.clear()
        self.focus_here()

    def back(self) -> bool:
        """Esc: from a department to all of them, from there to the search."""
        if self.finder.text:
            self.finder.clear()
            return True
        if self._department is not None:
            self._department = None
            self.finder.clear()
            return True
        if self._by_department:
            self.open_finder()
            return True
        return False

    def _on_asked(self, text: str) -> None:
        if self._by_department and self._department is None:
            self._offer_departments(text)
            return
        if self._department is not None:
            listed: Sequence[ServiceItem] = [
                item
                for item in self._every()
                if (item.department or "") == self._department and text in item.name
            ]
        else:
            listed = self._search(text, SHOWN)
            if not text:
                # What this window takes often first, then the whole catalogue: an empty field is no dead end.
                often = {item.code for item in listed}
                listed = [*listed, *(item for item in self._every() if item.code not in often)]
        self._items = {item.code: item for item in listed}
        hits = [
            Hit(
                item.code,
                item.name,
                " · ".join(filter(None, (item.department, *item.aliases[:2]))),
                right=messages.label(item.case_type) if item.case_type is not None else "",
                icon="file-document-outline",
            )
            for item in listed
        ]
        self._show(text, hits)

    def _offer_departments(self, text: str) -> None:
        counts: dict[str, int] = {}
        for item in self._every():
            counts[item.department or ""] = counts.get(item.department or "", 0) + 1
        hits = [
            Hit(
                f"department:{name}",
                name or self.tr("Department not published"),
                right=self.tr("{count} items").format(count=count),
                icon="domain",
            )
            for name, count in sorted(counts.items())
            if text in name
        ]
        self._show(text, hits)

    def _show(self, text: str, hits: Sequence[Hit]) -> None:
        self.finder.show_hits(text, hits)
        if not hits:
            self._empty.say(
                self.tr("Nothing found for “{text}”").format(text=text[:40]),
                self.tr(
                    "Try the initials, or look by department. What the catalogue does not have yet can be "
                    "registered as non-standard once the centre is connected."
                ),
            )

    def _on_taken(self, hit: Hit) -> None:
        key = str(hit.key)
        if key.startswith("department:"):
            self._department = key.removeprefix("department:")
            self.finder.clear()
            return
        self.chosen.emit(self._items[key])
