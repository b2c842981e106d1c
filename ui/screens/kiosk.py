"""The kiosk: a visitor chooses a matter, sees the wait, takes a number with its slip, and is forgotten."""

from __future__ import annotations

import uuid
from functools import partial
from typing import TYPE_CHECKING, Any, Final

from PySide6.QtCore import QCoreApplication, QEvent, QObject, Qt, QTimer, QTranslator, Signal
from PySide6.QtGui import QKeyEvent
from PySide6.QtWidgets import QApplication, QStackedWidget, QVBoxLayout, QWidget

from app.devices.ports import IdCard, IdCardReader
from app.devices.slips import SlipPrinter
from app.errors import AppError, Conflict, DeviceUnavailable
from app.records import dataclass
from app.rules.identity import IdKind, check_document
from app.rules.naming import mask_name
from app.rules.queue_order import Tile
from app.services.queue.views import Offer, Person, Taken
from ui import messages
from ui.screens.kiosk_home import KioskHome
from ui.screens.kiosk_pages import Choice, Said, SayingPage, TypingPage
from ui.screens.slipping import SlipPress

if TYPE_CHECKING:
    from app.bootstrap import Hall
    from ui.tasks import Tasks

IDLE_S: Final = 30  # back to the first page
WARN_S: Final = 20  # said before
DONE_S: Final = 12  # a taken number stands so long
LOOK_MS: Final = 5_000  # how often people and printer are looked at
CARD_MS: Final = 700
_TOUCHES: Final = frozenset({QEvent.Type.MouseButtonPress, QEvent.Type.KeyPress, QEvent.Type.TouchBegin})


@dataclass(frozen=True, slots=True)
class KioskDevices:
    """What stands in the kiosk."""

    slips: SlipPrinter
    cards: IdCardReader


class Kiosk(QWidget):
    """The screen and its flow; asks the queue on the store worker and devices on theirs."""

    spoken = Signal(str)  # a sentence for who cannot read it

    def __init__(self, hall: Hall, tasks: Tasks, device_tasks: Tasks, devices: KioskDevices) -> None:
        super().__init__()
        self._hall, self._queue, self._tasks, self._device_tasks = hall, hall.queue, tasks, device_tasks
        self._devices = devices
        self._press = SlipPress(hall, device_tasks, devices.slips)
        self._person = Person()
        self._tile: Tile | None = None
        self._request = ""
        self._offers: dict[str, Offer] = {}
        self._reading = False
        self._quiet_s = 0
        self._limit_s = IDLE_S
        self._copies = 0
        self._english: list[QTranslator] = []
        self.home = KioskHome(hall, self._queue.rules.tiles)
        self.saying = SayingPage()
        self.typing = TypingPage()
        self._stack = QStackedWidget()
        for page in (self.home, self.saying, self.typing):
            self._stack.addWidget(page)
        whole = QVBoxLayout(self)
        whole.setContentsMargins(0, 0, 0, 0)
        whole.addWidget(self._stack)
        self.setObjectName("canvas")
        self.setWindowTitle(self.tr("Take a number"))
        self._connect()
        self._timers()
        self.restart()

    def _connect(self) -> None:
        self.home.chosen.connect(self.choose)
        self.home.card_wanted.connect(self.read_card)
        self.home.help_wanted.connect(self._ask_help)
        self.home.listen_wanted.connect(self._speak)
        self.home.language_wanted.connect(self._switch_language)
        self.home.changed.connect(self._on_mode)
        self.typing.done.connect(self._on_typed)
        self.typing.left.connect(self._ask_to_take)
        self._press.printed.connect(self._on_printed)
        self._press.failed.connect(self._on_not_printed)
        self._press.presence.connect(self.home.show_printer)
        app = QApplication.instance()
        if app is not None:
            app.installEventFilter(self)

    def _timers(self) -> None:
        for interval, act in ((1000, self._on_second), (LOOK_MS, self.look), (CARD_MS, self._look_for_card)):
            timer = QTimer(self, interval=interval)
            timer.timeout.connect(act)
            timer.start()

    # -- the first page ------------------------------------------------------------------------------

    def restart(self) -> None:
        """Nothing of the visitor before is left."""
        self._person, self._tile, self._request, self._copies = Person(), None, "", 0
        self._quiet_s, self._limit_s = 0, IDLE_S
        self.typing.begin()
        self.home.show_time(self._hall.clock.now())
        self.home.greet("")
        self.saying.say(Said("", "text.primary", ""), ())
        self._stack.setCurrentWidget(self.home)
        self.look()

    def look(self) -> None:
        """How many people are before, and whether there is paper."""
        self._tasks.run(self._queue.taking.offers, done=self._on_offers, failed=self._on_trouble, owner=self)
        self._press.look()

    def _on_offers(self, offers: dict[str, Offer]) -> None:
        self._offers = offers
        self.home.show_offers(offers)

    def _look_for_card(self) -> None:
        """A card on the reader needs no key; a reader of samples would never stop finding one."""
        if self._reading or self._stack.currentWidget() is not self.home or not self._person.is_empty:
            return
        self._reading = True
        self._device_tasks.run(
            self._card_lying_there, done=self._on_card, failed=self._on_no_card, owner=self
        )

    def _card_lying_there(self) -> IdCard | None:
        state = self._devices.cards.probe()
        if not state.ok or state.reason == "sample":
            return None
        try:
            return self._devices.cards.read()
        except DeviceUnavailable:
            return None

    def read_card(self) -> None:
        """The card panel was touched."""
        if self._reading:
            return
        self._reading = True
        self._device_tasks.run(
            self._devices.cards.read, done=self._on_card, failed=self._on_card_refused, owner=self
        )

    def _on_no_card(self, _error: AppError) -> None:
        self._reading = False

    def _on_card_refused(self, _error: AppError) -> None:
        """No reader, or no card: the number can be typed or left out."""
        self._reading = False
        self.home.greet(self.tr("The card was not read. Put it flat, or just choose below."))

    def _on_card(self, card: IdCard | None) -> None:
        self._reading = False
        if card is None or self._stack.currentWidget() is not self.home:
            return
        self._person = Person(card.name, card.id_kind, card.id_number, from_card=True)
        self._touch()
        self.home.greet(self.tr("Hello, {name}. What is it about?").format(name=mask_name(card.name)))

    # -- taking --------------------------------------------------------------------------------------

    def choose(self, tile: Tile) -> None:
        """A tile was touched: what it would mean, before anything is taken."""
        self._touch()
        self._tile, self._request = tile, uuid.uuid4().hex
        self._ask_to_take()

    def _ask_to_take(self) -> None:
        tile = self._tile
        if tile is None:
            self.restart()
            return
        offer = self._offers.get(tile.business)
        if offer is not None and not offer.open_counters:
            self._refuse(Conflict("no-open-counter", business=tile.business))
            return
        lines = [self._ahead(offer), self._wait(offer)]
        if not self._person.is_empty:
            lines.append(self._who())
        notice = self.tr("The hall closes soon: it may be too late today.") if self._closing else ""
        said = Said(
            "ticket-confirmation-outline", "accent.text", self.home.title_of(tile), "", tuple(lines), notice
        )
        choices = [
            Choice(self.tr("Back"), self.restart, icon="arrow-left-bold"),
            Choice(self.tr("Take a number"), self.take, strong=True, icon="ticket-confirmation-outline"),
        ]
        if self._person.is_empty:
            choices.insert(1, Choice(self.tr("Type my ID number"), self._open_typing))
        self._say(said, choices)

    def _ahead(self, offer: Offer | None) -> str:
        if offer is None:
            return self.tr("The number of people waiting is not known")
        return self.tr("%n people are before you", "", offer.ahead)

    def _wait(self, offer: Offer | None) -> str:
        if offer is None or offer.estimate is None:
            return self.tr("How long it takes cannot be said")
        told = offer.estimate
        if told.low_min == told.high_min:
            return self.tr("about {high} minutes (estimate)").format(high=told.high_min)
        return self.tr("about {low}–{high} minutes (estimate)").format(low=told.low_min, high=told.high_min)

    def _who(self) -> str:
        from app.rules.identity import mask_id

        number = mask_id(self._person.id_number, self._person.id_kind)
        return f"{mask_name(self._person.name)} {number}".strip()

    @property
    def _closing(self) -> bool:
        return self._queue.taking.is_closing

    def take(self) -> None:
        """Once, however often it is touched."""
        tile = self._tile
        if tile is None:
            return
        self._touch()
        self.saying.disable()
        person, request = self._person, self._request
        self._tasks.run(
            partial(
                self._queue.taking.take,
                tile.business, kind=tile.kind, person=person, item=tile.item, request=request,
            ),
            done=self._on_taken, failed=self._refuse, owner=self,
        )  # fmt: skip

    def _on_taken(self, taken: Taken) -> None:
        self._say(
            Said(
                "printer-outline", "accent.text", self.tr("Your slip is being printed"), taken.ticket.number
            ),
            (),
        )
        self._press.print(taken)

    def _on_printed(self, taken: Taken) -> None:
        slip = taken.slip
        lines = [self.tr("%n people are before you", "", slip.ahead)]
        if slip.counters:
            lines.append(self.tr("Please watch window {counters}").format(counters="、".join(slip.counters)))
        notice = self.tr("The hall closes soon: it may be too late today.") if slip.closing else ""
        said = Said(
            "check-circle", "ok.fg", self.tr("Please take your slip"), slip.number, tuple(lines), notice
        )
        self._say(said, (Choice(self.tr("Finished"), self.restart, strong=True),))
        self._limit_s = DONE_S

    def _on_not_printed(self, taken: Taken, error: AppError) -> None:
        """Nothing came out: the number is void and says so. Perhaps something did: only a person can tell."""
        if error.facts.get("printed") == "no":
            self._void(taken, error.code)
            return
        said = Said(
            "alert", "warn.fg", self.tr("Did your slip come out?"), taken.ticket.number,
            (messages.device(error.code),),
        )  # fmt: skip
        self._say(
            said,
            (
                Choice(self.tr("No, I do not want it"), partial(self._void, taken, error.code)),
                Choice(self.tr("No, print it again"), partial(self._again, taken, error.code), strong=True),
                Choice(self.tr("Yes, I have it"), partial(self._on_printed, taken)),
            ),
        )

    def _again(self, taken: Taken, why: str) -> None:
        self._touch()
        self.saying.disable()
        self._copies += 1
        copy = self._copies

        def reprinted(slip: Any) -> None:
            self._press.print(Taken(taken.ticket, slip))

        self._tasks.run(
            lambda: self._queue.taking.reprinted(taken.ticket.id, why, copy),
            done=reprinted, failed=self._refuse, owner=self,
        )  # fmt: skip

    def _void(self, taken: Taken, why: str) -> None:
        self._tasks.run(
            lambda: self._queue.taking.void(taken.ticket.id, f"not-printed:{why}"),
            done=lambda _ticket: self._on_void(taken, why), failed=self._refuse, owner=self,
        )  # fmt: skip

    def _on_void(self, taken: Taken, why: str) -> None:
        said = Said(
            "alert-octagon-outline", "bad.fg", self.tr("No slip: number {number} is void").format(
                number=taken.ticket.number
            ), "",
            (messages.device(why), self.tr("Please go to the information desk or to another machine.")),
        )  # fmt: skip
        self._say(said, (Choice(self.tr("Back to the start"), self.restart, strong=True),))
        self._press.look()

    def _refuse(self, error: AppError) -> None:
        """No number was given: why, and where to go."""
        lines = tuple(
            part for part in messages.sentence(error).replace("。", "。\n").split("\n") if part.strip()
        )
        said = Said("information-outline", "warn.fg", self.tr("No number was taken"), "", lines)
        self._say(said, (Choice(self.tr("Back to the start"), self.restart, strong=True),))

    def _on_trouble(self, _error: AppError) -> None:
        self.home.show_offers({})

    # -- a typed number ------------------------------------------------------------------------------

    def _open_typing(self) -> None:
        self._touch()
        self.typing.begin()
        self._stack.setCurrentWidget(self.typing)

    def _on_typed(self, number: str) -> None:
        self._touch()
        checked = check_document(IdKind.RESIDENT_ID, number, self._hall.house.today())
        if not checked.ok:
            self.typing.complain(self.tr("This number has a mistake: please look again."))
            return
        self._person = Person("", IdKind.RESIDENT_ID, checked.value)
        self.typing.begin()
        self._ask_to_take()

    # -- what the whole screen does ----------------------------------------------------------------------

    def _say(self, said: Said, choices: tuple[Choice, ...] | list[Choice]) -> None:
        self.saying.say(said, choices)
        self._stack.setCurrentWidget(self.saying)

    def _ask_help(self) -> None:
        said = Said(
            "account-voice", "accent.text", self.tr("Somebody will help you"), "",
            (self.tr("Please go to the information desk beside the entrance."),),
        )  # fmt: skip
        self._say(said, (Choice(self.tr("Back to the start"), self.restart, strong=True),))

    def _speak(self) -> None:
        self.spoken.emit(
            self.tr(
                "Please put your ID card on the reader, or touch what you come for. Then touch take a number."
            )
        )

    def _switch_language(self) -> None:
        """English and back; the sentences of the program are English, Chinese is a translation."""
        if self._english:
            for translator in self._english:
                QCoreApplication.installTranslator(translator)
            self._english = []
        else:
            app = QApplication.instance()
            found = app.findChildren(QTranslator) if app is not None else []
            self._english = [each for each in found if QCoreApplication.removeTranslator(each)]
        self.home.retext(english=bool(self._english))
        self.typing.retext()
        self.restart()

    def _on_mode(self) -> None:
        self._place()

    @property
    def page(self) -> QWidget | None:
        return self._stack.currentWidget()

    def _touch(self) -> None:
        self._quiet_s, self._limit_s = 0, IDLE_S
        self._warn(0)

    def _on_second(self) -> None:
        self.home.show_time(self._hall.clock.now())
        if self._stack.currentWidget() is self.home and self._person.is_empty and not self.home.is_changed:
            return
        self._quiet_s += 1
        left = self._limit_s - self._quiet_s
        if left <= 0:
            self.home.reset_modes()
            self.restart()
        elif self._limit_s == IDLE_S and self._quiet_s >= WARN_S:
            self._warn(left)

    def _warn(self, seconds: int) -> None:
        """So many seconds until everything is forgotten; 0 = no warning."""
        text = self.tr("Back to the start in %n seconds", "", seconds) if seconds else ""
        self.home.warn(text)
        self.saying.warn(text)
        self.typing.warn(text)

    def eventFilter(self, watched: QObject, event: QEvent) -> bool:
        if event.type() in _TOUCHES:
            self._touch()
        return super().eventFilter(watched, event)

    def _place(self) -> None:
        unit = min(self.width() / 1920, self.height() / 1080)
        self.home.set_unit(unit)
        for page in (self.saying, self.typing):
            page.set_unit(unit, low=self.home.is_low)

    def resizeEvent(self, _event: object) -> None:
        self._place()

    def keyPressEvent(self, event: QKeyEvent) -> None:
        """Nothing on the keyboard closes a kiosk; F11 lets whoever looks after it out of the full screen."""
        if event.key() == Qt.Key.Key_F11:
            self.setWindowState(self.windowState() ^ Qt.WindowState.WindowFullScreen)

    def not_spoken(self, error: AppError) -> None:
        """Nobody is left waiting for a voice that does not come."""
        self.home.greet(messages.device(error.code))

    def close_down(self) -> None:
        """At the end of the program."""
        app = QApplication.instance()
        if app is not None:
            app.removeEventFilter(self)
        for timer in self.findChildren(QTimer):
            timer.stop()
