"""The words for everything the program counts: states, kinds, grounds, roles (ux.md §8)."""

from __future__ import annotations

from enum import StrEnum
from typing import Final

from app.rules.case import Act, CaseStatus, RefusalGround
from app.rules.catalogue import CaseType, Form, Necessity, PartyKind, Source, TimeUnit
from app.rules.checklist import MaterialState, MissingReason
from app.rules.identity import IdKind
from app.services.views import NoticeKind, SyncState
from ui.consultation_sentence_table import CONSULTATION_COMMANDS
from ui.key_table import QT_TRANSLATE_NOOP

LABELS: Final[dict[StrEnum, str]] = {
    MaterialState.COMPLETE: QT_TRANSLATE_NOOP("Labels", "Complete"),
    MaterialState.MISSING: QT_TRANSLATE_NOOP("Labels", "Missing"),
    MaterialState.DEFERRED: QT_TRANSLATE_NOOP("Labels", "Deferred"),
    MaterialState.EXEMPT: QT_TRANSLATE_NOOP("Labels", "Not required"),
    MaterialState.UNCHECKED: QT_TRANSLATE_NOOP("Labels", "To check"),
    MissingReason.NOT_BROUGHT: QT_TRANSLATE_NOOP("Labels", "Not brought"),
    MissingReason.EXPIRED: QT_TRANSLATE_NOOP("Labels", "Expired"),
    MissingReason.UNCLEAR: QT_TRANSLATE_NOOP("Labels", "Not legible"),
    MissingReason.NO_SEAL: QT_TRANSLATE_NOOP("Labels", "Seal missing"),
    MissingReason.OTHER: QT_TRANSLATE_NOOP("Labels", "Other"),
    CaseStatus.DRAFT: QT_TRANSLATE_NOOP("Labels", "Set aside"),
    CaseStatus.RECEIVED: QT_TRANSLATE_NOOP("Labels", "Received"),
    CaseStatus.CORRECTING: QT_TRANSLATE_NOOP("Labels", "Waiting for correction"),
    CaseStatus.ACCEPTED: QT_TRANSLATE_NOOP("Labels", "Accepted"),
    CaseStatus.REFUSED: QT_TRANSLATE_NOOP("Labels", "Not accepted"),
    CaseStatus.WITHDRAWN: QT_TRANSLATE_NOOP("Labels", "Withdrawn"),
    CaseStatus.UNDER_REVIEW: QT_TRANSLATE_NOOP("Labels", "Under review"),
    CaseStatus.SUSPENDED: QT_TRANSLATE_NOOP("Labels", "Clock stopped"),
    CaseStatus.GRANTED: QT_TRANSLATE_NOOP("Labels", "Granted"),
    CaseStatus.DENIED: QT_TRANSLATE_NOOP("Labels", "Denied"),
    CaseStatus.DELIVERED: QT_TRANSLATE_NOOP("Labels", "Delivered"),
    CaseStatus.ARCHIVED: QT_TRANSLATE_NOOP("Labels", "Archived"),
    Act.RECEIVE: QT_TRANSLATE_NOOP("Labels", "Receive"),
    Act.ACCEPT: QT_TRANSLATE_NOOP("Labels", "Accept"),
    Act.NOTIFY: QT_TRANSLATE_NOOP("Labels", "One-time notification"),
    Act.REFUSE: QT_TRANSLATE_NOOP("Labels", "Refuse to accept"),
    Act.WITHDRAW: QT_TRANSLATE_NOOP("Labels", "Withdraw the application"),
    Act.TAKE_BACK: QT_TRANSLATE_NOOP("Labels", "Take back the acceptance"),
    Act.DEEM_ACCEPTED: QT_TRANSLATE_NOOP("Labels", "Deemed accepted"),
    Act.LAPSE: QT_TRANSLATE_NOOP("Labels", "Correction limit passed"),
    Act.HAND_IN: QT_TRANSLATE_NOOP("Labels", "Hand in later"),
    Act.START_REVIEW: QT_TRANSLATE_NOOP("Labels", "Start the review"),
    Act.SUSPEND: QT_TRANSLATE_NOOP("Labels", "Stop the clock"),
    Act.RESUME: QT_TRANSLATE_NOOP("Labels", "Resume the clock"),
    Act.GRANT: QT_TRANSLATE_NOOP("Labels", "Grant"),
    Act.DENY: QT_TRANSLATE_NOOP("Labels", "Deny"),
    Act.DELIVER: QT_TRANSLATE_NOOP("Labels", "Deliver"),
    Act.ARCHIVE: QT_TRANSLATE_NOOP("Labels", "Archive"),
    RefusalGround.NO_PERMIT_NEEDED: QT_TRANSLATE_NOOP("Labels", "No permit is needed for this by law"),
    RefusalGround.NOT_OUR_AUTHORITY: QT_TRANSLATE_NOOP("Labels", "Not within this authority's powers"),
    IdKind.RESIDENT_ID: QT_TRANSLATE_NOOP("Labels", "ID card"),
    IdKind.HMT_RESIDENCE: QT_TRANSLATE_NOOP("Labels", "Residence permit (Hong Kong, Macao, Taiwan)"),
    IdKind.FOREIGN_RESIDENT: QT_TRANSLATE_NOOP("Labels", "Foreigner's permanent residence card"),
    IdKind.HM_PERMIT: QT_TRANSLATE_NOOP("Labels", "Travel permit (Hong Kong, Macao)"),
    IdKind.TW_PERMIT: QT_TRANSLATE_NOOP("Labels", "Travel permit (Taiwan)"),
    IdKind.PASSPORT: QT_TRANSLATE_NOOP("Labels", "Passport"),
    IdKind.CREDIT_CODE: QT_TRANSLATE_NOOP("Labels", "Unified social credit code"),
    PartyKind.PERSON: QT_TRANSLATE_NOOP("Labels", "Person"),
    PartyKind.ORGANISATION: QT_TRANSLATE_NOOP("Labels", "Organisation"),
    NoticeKind.MATERIALS_RECEIPT: QT_TRANSLATE_NOOP("Labels", "Receipt for materials"),
    NoticeKind.ACCEPTANCE: QT_TRANSLATE_NOOP("Labels", "Notice of acceptance"),
    NoticeKind.MATERIAL_LIST: QT_TRANSLATE_NOOP("Labels", "List of materials"),
    NoticeKind.ONE_TIME: QT_TRANSLATE_NOOP("Labels", "One-time notice"),
    NoticeKind.COMMITMENT: QT_TRANSLATE_NOOP("Labels", "Deferred-material commitment"),
    NoticeKind.REFUSAL: QT_TRANSLATE_NOOP("Labels", "Notice of non-acceptance"),
    NoticeKind.SPECIAL_STEP: QT_TRANSLATE_NOOP("Labels", "Notice of a special step"),
    NoticeKind.DELIVERY: QT_TRANSLATE_NOOP("Labels", "Proof of delivery"),
    Necessity.REQUIRED: QT_TRANSLATE_NOOP("Labels", "Must be brought"),
    Necessity.DEFERRABLE: QT_TRANSLATE_NOOP("Labels", "May follow later"),
    Necessity.OPTIONAL: QT_TRANSLATE_NOOP("Labels", "Optional"),
    Form.ORIGINAL: QT_TRANSLATE_NOOP("Labels", "Original"),
    Form.COPY: QT_TRANSLATE_NOOP("Labels", "Copy"),
    Form.ORIGINAL_AND_COPY: QT_TRANSLATE_NOOP("Labels", "Original and copy"),
    Form.ELECTRONIC: QT_TRANSLATE_NOOP("Labels", "Electronic"),
    Form.PAPER_AND_ELECTRONIC: QT_TRANSLATE_NOOP("Labels", "Paper and electronic"),
    Source.APPLICANT: QT_TRANSLATE_NOOP("Labels", "Applicant"),
    Source.GOVERNMENT: QT_TRANSLATE_NOOP("Labels", "Government office"),
    Source.COUNTER: QT_TRANSLATE_NOOP("Labels", "Made at the window"),
    Source.THIRD_PARTY: QT_TRANSLATE_NOOP("Labels", "Third party"),
    CaseType.ON_THE_SPOT: QT_TRANSLATE_NOOP("Labels", "Done on the spot"),
    CaseType.COMMITTED: QT_TRANSLATE_NOOP("Labels", "Within a promised time"),
    TimeUnit.WORKING_DAY: QT_TRANSLATE_NOOP("Labels", "working days"),
    TimeUnit.NATURAL_DAY: QT_TRANSLATE_NOOP("Labels", "days"),
    TimeUnit.HOUR: QT_TRANSLATE_NOOP("Labels", "hours"),
    SyncState.OFF: QT_TRANSLATE_NOOP("Labels", "No centre"),
    SyncState.CONNECTING: QT_TRANSLATE_NOOP("Labels", "Connecting"),
    SyncState.ONLINE: QT_TRANSLATE_NOOP("Labels", "Synced"),
    SyncState.OFFLINE: QT_TRANSLATE_NOOP("Labels", "Offline"),
    SyncState.NEEDS_ENROLMENT: QT_TRANSLATE_NOOP("Labels", "Not enrolled"),
    SyncState.RE_ENROL: QT_TRANSLATE_NOOP("Labels", "Enrol again"),
    SyncState.TOO_OLD: QT_TRANSLATE_NOOP("Labels", "Program too old"),
    SyncState.SUSPENDED: QT_TRANSLATE_NOOP("Labels", "Suspended"),
    SyncState.REVOKED: QT_TRANSLATE_NOOP("Labels", "Revoked"),
}

# Commands that are no step of a case (app/rules/case.py has those).
COMMANDS: Final[dict[str, str]] = {
    "case.amend": QT_TRANSLATE_NOOP("Labels", "Correct phone or remark"),
    "conflict.resolve": QT_TRANSLATE_NOOP("Labels", "Settle a conflict"),
    **CONSULTATION_COMMANDS,
}

ROLES: Final[dict[str, str]] = {
    "clerk": QT_TRANSLATE_NOOP("Labels", "Clerk"),
    "reviewer": QT_TRANSLATE_NOOP("Labels", "Reviewer"),
    "supervisor": QT_TRANSLATE_NOOP("Labels", "Supervisor"),
    "administrator": QT_TRANSLATE_NOOP("Labels", "Administrator"),
}

STATE_OF: Final[dict[MaterialState, str]] = {
    MaterialState.COMPLETE: "ok",
    MaterialState.MISSING: "bad",
    MaterialState.DEFERRED: "warn",
    MaterialState.EXEMPT: "share",
    MaterialState.UNCHECKED: "wait",
}
"""The shape and colour of a material's state (ui/widgets/chip.py)."""
