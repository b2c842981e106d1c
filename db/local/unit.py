"""One transaction's view of everything the window keeps."""

from __future__ import annotations

from db.local.base import Base
from db.local.cases import Cases
from db.local.catalogue import CatalogueItems
from db.local.certificates import Certificates
from db.local.clerks import Clerks
from db.local.consultations import Consultations
from db.local.drafts import Drafts
from db.local.engine import Connection
from db.local.events import AuditLog, Events
from db.local.inbox import Inbox
from db.local.notices import Notices
from db.local.outbox import Outbox
from db.local.parties import Parties
from db.local.scans import Scans
from db.local.settings import SettingRows
from db.local.state import DeviceState
from db.local.tickets import Tickets
from db.local.unfinished import Unfinished
from db.local.uploads import Uploads


class Unit:
    """The repositories over one connection; valid inside `store.unit()` or `store.read()` only."""

    def __init__(self, connection: Connection) -> None:
        self.drafts = Drafts(connection)
        self.cases = Cases(connection)
        self.parties = Parties(connection)
        self.notices = Notices(connection)
        self.catalogue = CatalogueItems(connection)
        self.certificates = Certificates(connection)
        self.clerks = Clerks(connection)
        self.consultations = Consultations(connection)
        self.events = Events(connection)
        self.audit = AuditLog(connection)
        self.outbox = Outbox(connection)
        self.scans = Scans(connection)
        self.settings = SettingRows(connection)
        self.state = DeviceState(connection)
        self.tickets = Tickets(connection)
        self.unfinished = Unfinished(connection)
        self.base = Base(connection)
        self.inbox = Inbox(connection)
        self.uploads = Uploads(connection)
