"""What the services hand out: frozen values, never rows or sessions."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import field
from datetime import date, datetime
from enum import StrEnum
from typing import Any

from app.records import dataclass
from app.rules.case import CaseStatus, RefusalGround
from app.rules.catalogue import ServiceItem, TimeLimit, TimeUnit
from app.rules.checklist import Mark, Tally
from app.rules.party import Agent, Party


class NoticeKind(StrEnum):
    """The notices of the intake flow (domain/documents.md)."""

    MATERIALS_RECEIPT = "materials_receipt"  # 收件凭证
    ACCEPTANCE = "acceptance"  # 受理通知书
    MATERIAL_LIST = "material_list"  # 材料清单
    ONE_TIME = "one_time"  # 一次性告知书
    COMMITMENT = "commitment"  # 容缺受理承诺书
    REFUSAL = "refusal"  # 不予受理通知书
    SPECIAL_STEP = "special_step"  # 特殊环节告知书
    DELIVERY = "delivery"  # 送达回证


@dataclass(frozen=True, slots=True)
class HallView:
    """Where this desk stands; issuer and phones are configuration (None = 未公布)."""

    name: str  # 美兰区政务服务中心
    code: str  # four characters, used in case numbers
    counter: str  # 3 号综合窗口
    counter_no: str
    device_code: str  # three characters
    issuer: str  # 机关名称 over the seal place
    notice_word: str  # 机关代字
    phone: str | None = None
    complaint_phone: str | None = None
    query_url: str | None = None
    demo: bool = False


@dataclass(frozen=True, slots=True)
class ClerkView:
    id: str
    number: str  # 工号
    name: str
    role: str  # clerk | supervisor | administrator


@dataclass(frozen=True, slots=True)
class DraftView:
    """A line of the idle window's list of unfinished visits."""

    id: str
    title: str  # applicant's name or empty
    item_name: str | None
    saved_at: datetime
    owner: str
    case_no: str | None


@dataclass(frozen=True, slots=True)
class NoticeView:
    """One notice of a case; `pdf_sha256` addresses the archived PDF."""

    id: str
    kind: NoticeKind
    number: str  # 机关代字〔年份〕顺序号
    copies: int
    pages: int
    pdf_sha256: str
    made_at: datetime
    printed_at: datetime | None
    reprints: int
    void: bool = False  # its acceptance was taken back
    counter: str = ""  # the window it was made at, as its paper says


@dataclass(frozen=True, slots=True)
class ClockView:
    """The clocks of a case as dates; None = not published or not running. `light`: green amber red grey."""

    received_on: date | None
    notify_by: date | None  # five-day notification clock
    accepted_on: date | None
    promised_by: date | None
    legal_by: date | None
    paused_since: date | None
    pause_reason: str | None
    days_left: int | None  # working days to the nearest running limit; negative when passed
    light: str
    deemed: bool = False  # 视为受理
    unpublished_year: int | None = None  # a clock cannot be computed: this year's holidays are not published
    supplement_by: date | None = None  # the hall's limit for what was asked for
    deferred_by: date | None = None  # the earliest promised hand-in day of a deferred material
    left_in: TimeUnit = TimeUnit.WORKING_DAY  # unit of days_left


@dataclass(frozen=True, slots=True)
class EventView:
    at: datetime
    kind: str
    clerk: str
    facts: Mapping[str, Any] = field(default_factory=dict)


@dataclass(frozen=True, slots=True)
class CaseLine:
    """One hit of a search or row of a list; id and phone are already masked."""

    id: str
    case_no: str
    applicant: str
    id_masked: str
    phone_masked: str
    item_name: str
    status: CaseStatus
    opened_on: date
    sync_state: str  # local | synced | conflict


@dataclass(frozen=True, slots=True)
class CaseView:
    """A whole case as the desk and the 办件 page show it."""

    id: str
    case_no: str
    status: CaseStatus
    applicant: Party
    agent: Agent | None
    item: ServiceItem
    answers: Mapping[str, str]
    marks: Mapping[str, Mark]
    clocks: ClockView
    notices: tuple[NoticeView, ...]
    events: tuple[EventView, ...]
    counter: str
    clerk: str
    version: int
    sync_state: str
    central_no: str | None = None  # 43-character 办件编号, filled by the centre
    ground: RefusalGround | None = None
    authority: str | None = None  # who is competent instead
    reason: str | None = None  # of a refusal or a withdrawal
    remark: str = ""
    take_back_until: datetime | None = None


@dataclass(frozen=True, slots=True)
class PrintLine:
    """A notice that would print."""

    kind: NoticeKind
    copies: int


@dataclass(frozen=True, slots=True)
class DeferredLine:
    """A material that may follow later against a commitment."""

    code: str
    name: str
    due: date
    way: str


@dataclass(frozen=True, slots=True)
class Confirmation:
    """What F9 would do: shown in the strip before the second Enter; nothing is written yet."""

    item: ServiceItem
    applicant: Party
    tally: Tally
    deferred: tuple[DeferredLine, ...]
    promised: TimeLimit
    legal: TimeLimit
    promised_by: date | None
    legal_by: date | None
    unpublished_year: int | None
    prints: tuple[PrintLine, ...]
    case_no: str | None = None  # set on a supplement visit

    @property
    def sheets(self) -> int:
        """How many copies come out in all."""
        return sum(line.copies for line in self.prints)


@dataclass(frozen=True, slots=True)
class Decided:
    """What a decision made: the case and the notices to print, in order."""

    case: CaseView
    notices: tuple[NoticeView, ...]


@dataclass(frozen=True, slots=True)
class PartyLine:
    """A known applicant found by name, initials, last digits of ID or phone."""

    party: Party
    id_masked: str
    phone_masked: str
    last_visit: date | None
    last_item: str | None
    visits: int


@dataclass(frozen=True, slots=True)
class CertificateView:
    """An electronic certificate known here that can stand in for a paper (免提交)."""

    type: str
    number: str
    holder_id: str
    issued_on: date | None
    expires_on: date | None
    issuer: str | None


class SyncState(StrEnum):
    """How this window and the centre stand to each other."""

    OFF = "off"  # no centre is set up: everything stays here
    CONNECTING = "connecting"
    ONLINE = "online"
    OFFLINE = "offline"  # work goes on, what was done waits
    NEEDS_ENROLMENT = "needs_enrolment"  # the centre does not know this device
    RE_ENROL = "re_enrol"  # the centre knows another story of this device (sync.md 2.8)
    TOO_OLD = "too_old"  # may hand its work in, gets nothing more (2.10)
    SUSPENDED = "suspended"  # the same, by a person (2.13)
    REVOKED = "revoked"


@dataclass(frozen=True, slots=True)
class LinkView:
    """What the link to the centre says of itself."""

    state: SyncState = SyncState.OFF
    since: datetime | None = None  # of this state
    last_contact: datetime | None = None  # the last answer of the centre
    retry_at: datetime | None = None
    code: str | None = None  # what went wrong the last time


@dataclass(frozen=True, slots=True)
class ScanProgress:
    """扫描件上传中 3/5: how many of a case's scans and notices made here the centre has."""

    sent: int
    total: int

    @property
    def is_whole(self) -> bool:
        return self.sent == self.total


@dataclass(frozen=True, slots=True)
class SyncView:
    """What the chip in the top bar says; without a centre `central` is False and the state OFF."""

    central: bool
    pending: int
    oldest_pending: datetime | None
    state: SyncState = SyncState.OFF
    since: datetime | None = None
    last_contact: datetime | None = None
    retry_at: datetime | None = None
    code: str | None = None
    conflicts: int = 0  # open entries that wait for a person
    scans_waiting: int = 0


@dataclass(frozen=True, slots=True)
class PendingLine:
    """One entry of the outbox (待传清单, Alt+U)."""

    dev_seq: int
    kind: str
    case_no: str | None
    at: datetime
    state: str  # pending | acked | refused
    attempts: int = 0
    last_error: str | None = None
    applicant: str = ""
    item_name: str = ""


@dataclass(frozen=True, slots=True)
class Author:
    """Who did something at which window; what is not known is empty."""

    clerk: str = ""  # id
    clerk_name: str = ""
    device_code: str = ""
    counter_no: str = ""
    at: datetime | None = None


@dataclass(frozen=True, slots=True)
class ConflictLine:
    """One open entry of the conflict inbox (待处理)."""

    id: str
    kind: str  # fields | refused | …
    case_id: str | None
    case_no: str | None
    command_kind: str  # what was done: case.amend, case.accept, …
    at: datetime
    device_code: str
    counter_no: str
    clerk_name: str
    code: str | None  # why it was refused
    fields: tuple[str, ...]  # flat names that clash: phone, marks/m1, …


@dataclass(frozen=True, slots=True)
class FieldClash:
    """A field both sides changed: plain values as in the case's row."""

    name: str
    mine: Any
    theirs: Any
    base: Any = None  # before both


@dataclass(frozen=True, slots=True)
class ConflictView:
    """A whole entry: `mine` is the command that lost, `theirs` what the centre has."""

    line: ConflictLine
    clashes: tuple[FieldClash, ...]
    mine_by: Author
    theirs_by: Author
    facts: Mapping[str, Any] = field(default_factory=dict)
    payload: Mapping[str, Any] = field(default_factory=dict)  # of a refused command: the fields it would set
    is_open: bool = True
    decided_by: str | None = None  # name, else id
    decided_at: datetime | None = None
    note: str = ""
    choices: Mapping[str, str] = field(default_factory=dict)  # of a settled one: field → mine | theirs


@dataclass(frozen=True, slots=True)
class UnfinishedLine:
    """A decision that was journalled and never done: a crash came between (keep or discard)."""

    cmd_id: str
    kind: str
    case_no: str | None
    applicant: str
    at: datetime
