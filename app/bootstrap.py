"""The window's composition: opens the store with its key and hands every service what it needs."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace
from functools import cached_property
from pathlib import Path
from typing import TYPE_CHECKING

from app.clock import Clock, SystemClock
from app.credentials import DemoKeyStore, KeyringKeyStore, KeyStore, PassphraseKeyStore, key_for
from app.errors import AppError, StoreUnavailable
from app.holidays import load_calendar
from app.rules.workdays import HolidayCalendar
from app.services.catalogue import CatalogueService
from app.services.changes import Listener, Subject
from app.services.house import Broadcast, Desk, House
from app.services.views import HallView
from app.settings import CentralSettings, HallSettings, Settings
from db.local.store import Store

if TYPE_CHECKING:
    from app.documents.paper import Paper
    from app.services.attention import AttentionService
    from app.services.cases import CasesService
    from app.services.consultations import ConsultationService
    from app.services.intake import IntakeService
    from app.services.notices import NoticesService
    from app.services.outbox import OutboxService
    from app.services.parties import PartiesService
    from app.services.queue import QueueService
    from app.services.recovery import RecoveryService
    from app.services.scans import ScansService
    from app.services.session import SessionService
    from app.sync.enrolling import Enrolment
    from app.sync.link import Link
    from db.local.recovery import Health


def hall_view(hall: HallSettings) -> HallView:
    """The hall as the window shows it."""
    return HallView(
        name=hall.name,
        code=hall.code,
        counter=hall.counter,
        counter_no=hall.counter_no,
        device_code=hall.device_code,
        issuer=hall.issuer,
        notice_word=hall.notice_word,
        phone=hall.phone,
        complaint_phone=hall.complaint_phone,
        query_url=hall.query_url,
        demo=hall.demo,
    )


class Hall:
    """An open hall: the services of one window over one store.

    A service is loaded with its first use: the desk must not wait for what nobody has asked for yet.
    """

    def __init__(
        self, house: House, catalogue: CatalogueService, device_keys: Callable[[], KeyStore]
    ) -> None:
        """Use `open_hall`."""
        self.house = house
        self._device_keys = device_keys
        self._link: Link | None = None
        self.settings: Settings = house.settings
        self.hall: HallView = house.hall
        self.clock: Clock = house.clock
        self.calendar: HolidayCalendar = house.calendar
        self.store: Store = house.store
        self.catalogue = catalogue

    @cached_property
    def session(self) -> SessionService:
        from app.services.session import SessionService

        return SessionService(self.house)

    @cached_property
    def intake(self) -> IntakeService:
        from app.services.intake import IntakeService

        return IntakeService(self.house)

    @cached_property
    def cases(self) -> CasesService:
        from app.services.cases import CasesService

        return CasesService(self.house)

    @cached_property
    def consultations(self) -> ConsultationService:
        from app.services.consultations import ConsultationService

        return ConsultationService(self.house)

    @cached_property
    def queue(self) -> QueueService:
        from app.services.queue import QueueService

        return QueueService(self.house)

    @cached_property
    def parties(self) -> PartiesService:
        from app.services.parties import PartiesService

        return PartiesService(self.house)

    @cached_property
    def notices(self) -> NoticesService:
        from app.services.notices import NoticesService

        return NoticesService(self.house)

    @cached_property
    def scans(self) -> ScansService:
        from app.services.scans import ScansService

        return ScansService(self.house)

    @cached_property
    def recovery(self) -> RecoveryService:
        from app.services.recovery import RecoveryService

        return RecoveryService(self.house)

    @cached_property
    def outbox(self) -> OutboxService:
        from app.services.outbox import OutboxService

        return OutboxService(self.house)

    @cached_property
    def attention(self) -> AttentionService:
        from app.services.attention import AttentionService

        return AttentionService(self.house)

    @property
    def health(self) -> Health:
        """What the start found that does not stop the work."""
        return self.store.health

    @property
    def paper(self) -> Paper:
        """What notices are made with; `warm()` it on the worker after the start to save the first wait."""
        return self.house.paper

    def subscribe(self, listener: Listener) -> Callable[[], None]:
        """Tells `listener` what each transaction touched, on the thread it ran; call the result to leave."""
        return self.house.tell.subscribe(listener)

    def connect(self, central: CentralSettings | None = None) -> None:
        """Opens the way to the centre on threads of its own; nothing when none is set or it is open.

        After the start: the desk can be used without it. `central` goes before the settings (demo halls).
        """
        central = central or self.settings.central
        if self._link is not None or central.url is None or not central.enabled:
            return
        from app.sync.link import Link

        self._link = Link(self.house, central, self._device_keys, program=program_version())
        self.house.sync = self._link
        self._link.start()
        self.house.tell(frozenset({Subject.SYNC, Subject.OUTBOX}))

    def disconnect(self) -> None:
        """Ends the way to the centre; what waits stays in the store."""
        link, self._link, self.house.sync = self._link, None, None
        if link is not None:
            link.stop()

    def close(self) -> None:
        """Ends the way to the centre, then lets the store go."""
        self.disconnect()
        self.store.close()


def store_folder(settings: Settings) -> Path:
    """Where the store of this window lies."""
    return settings.data / "store"


def key_store(settings: Settings, passphrase: str | None = None) -> KeyStore:
    """The place of this window's key. StoreUnavailable("no-key", reason="passphrase-needed")."""
    match settings.keys.kind:
        case "demo":
            return DemoKeyStore(settings.data / "demo.key", demo=settings.hall.demo)
        case "passphrase":
            if passphrase is None:
                raise StoreUnavailable("no-key", reason="passphrase-needed", kind="passphrase")
            return PassphraseKeyStore(settings.data / "store.key", passphrase)
        case "keyring":
            return KeyringKeyStore(f"{settings.hall.code}-{settings.hall.device_code}")


def device_key_store(settings: Settings, passphrase: str | None = None) -> KeyStore:
    """The place of this device's own key: beside the store's, under the device's code, for no two devices
    ever share one. Errors as `key_store`.
    """
    code = settings.hall.device_code
    match settings.keys.kind:
        case "demo":
            return DemoKeyStore(settings.data / f"demo-device-{code}.key", demo=settings.hall.demo)
        case "passphrase":
            if passphrase is None:
                raise StoreUnavailable("no-key", reason="passphrase-needed", kind="passphrase")
            return PassphraseKeyStore(settings.data / f"device-{code}.key", passphrase)
        case "keyring":
            return KeyringKeyStore(f"{settings.hall.code}-{code}-device")


def begin_anew(settings: Settings, device_code: str, passphrase: str | None = None) -> None:
    """Makes the store of this window another device's, with a code of its own (sync.md 2.8, Mend.NEW_DEVICE).

    What the former device did stays here and goes to the centre under the new one. StoreUnavailable:
    no-key, in-use, rolled-back (reason=same-code).
    """
    from db.local.recovery import Mend

    keys = key_store(settings, passphrase)
    key = key_for(keys, store_exists=True)
    hall = replace(settings.hall, device_code=device_code)
    # The keyring knows the key under the device's code: the new one must answer before the old one ends.
    renamed = key_store(replace(settings, hall=hall), passphrase)
    if renamed.load() is None:
        renamed.keep(key)
    store = Store.open(
        store_folder(settings),
        key,
        SystemClock(),
        device_code=device_code,
        mirror=settings.mirror,
        mend=Mend.NEW_DEVICE,
    )
    store.close()


def enrol_window(
    settings: Settings, code: str, clock: Clock | None = None, *, passphrase: str | None = None
) -> Enrolment:
    """Makes this window known to the centre of `settings.central`. Errors as `app.sync.enrolling.enrol`."""
    from app.sync.client import Client
    from app.sync.enrolling import enrol

    if settings.central.url is None:
        raise ValueError("no centre is set")
    hall = open_hall(settings, clock, passphrase=passphrase)
    client = Client(settings.central.url, None, ca=settings.central.ca, program=program_version())
    try:
        return enrol(
            hall.store,
            client,
            device_key_store(settings, passphrase),
            hall.clock,
            url=settings.central.url,
            code=code,
            hall=settings.hall.code,
            program=program_version(),
        )
    finally:
        client.close()
        hall.close()


def why_no_centre(central: CentralSettings) -> AppError | None:
    """Why the centre that is set cannot be reached now; None when it answers. For the doctor."""
    from app.sync.client import Client

    if central.url is None:
        raise ValueError("no centre is set")
    client = Client(central.url, None, ca=central.ca, program=program_version())
    try:
        client.alive()
    except AppError as trouble:
        return trouble
    finally:
        client.close()
    return None


def program_version() -> str:
    """As installed; empty for a source tree."""
    from importlib.metadata import PackageNotFoundError, version

    try:
        return version("window-clerk")
    except PackageNotFoundError:
        return ""


def open_hall(settings: Settings, clock: Clock | None = None, *, passphrase: str | None = None) -> Hall:
    """Opens this window's hall. StoreUnavailable, or Rejected for a faulty settings or holiday file."""
    clock = clock or SystemClock()
    folder = store_folder(settings)
    keys = key_store(settings, passphrase)
    key = key_for(keys, store_exists=(folder / "hall.db").exists())
    site = settings.site
    holidays = [settings.resources / "holidays"]
    if site is not None and (site / "holidays").is_dir():
        holidays.insert(0, site / "holidays")
    calendar = load_calendar(holidays)
    store = Store.open(folder, key, clock, device_code=settings.hall.device_code, mirror=settings.mirror)
    try:
        tell = Broadcast()
        catalogue = CatalogueService(store, settings.resources, clock, tell)
        house = House(store, clock, settings, hall_view(settings.hall), calendar, catalogue, Desk(), tell)
        return Hall(house, catalogue, lambda: device_key_store(settings, passphrase))
    except BaseException:
        store.close()
        raise
