"""States of a case (办件) and the one table of permitted moves (product.md §3)."""

from __future__ import annotations

from enum import StrEnum
from types import MappingProxyType
from typing import Final

from app.errors import Conflict


class CaseStatus(StrEnum):
    DRAFT = "draft"  # 暂存
    RECEIVED = "received"  # 收件: taken in, five-day clock running
    CORRECTING = "correcting"  # 补正: told once in writing what is missing
    ACCEPTED = "accepted"  # 受理
    REFUSED = "refused"  # 不予受理
    WITHDRAWN = "withdrawn"  # 撤回申请
    UNDER_REVIEW = "under_review"
    SUSPENDED = "suspended"  # clock stopped by a special step
    GRANTED = "granted"
    DENIED = "denied"
    DELIVERED = "delivered"
    ARCHIVED = "archived"


class Act(StrEnum):
    RECEIVE = "receive"
    ACCEPT = "accept"
    NOTIFY = "notify"  # 一次性告知
    REFUSE = "refuse"
    WITHDRAW = "withdraw"
    TAKE_BACK = "take_back"  # 撤回受理, within ten minutes
    DEEM_ACCEPTED = "deem_accepted"  # 视为受理, Licence Law art. 32(4)
    LAPSE = "lapse"  # supplement limit passed: counts as withdrawn
    HAND_IN = "hand_in"  # a supplement that is still incomplete
    START_REVIEW = "start_review"
    SUSPEND = "suspend"
    RESUME = "resume"
    GRANT = "grant"
    DENY = "deny"
    DELIVER = "deliver"
    ARCHIVE = "archive"


MOVES: Final = MappingProxyType(
    {
        (CaseStatus.DRAFT, Act.RECEIVE): CaseStatus.RECEIVED,
        (CaseStatus.DRAFT, Act.ACCEPT): CaseStatus.ACCEPTED,
        (CaseStatus.DRAFT, Act.NOTIFY): CaseStatus.CORRECTING,
        (CaseStatus.DRAFT, Act.REFUSE): CaseStatus.REFUSED,
        (CaseStatus.RECEIVED, Act.ACCEPT): CaseStatus.ACCEPTED,
        (CaseStatus.RECEIVED, Act.NOTIFY): CaseStatus.CORRECTING,
        (CaseStatus.RECEIVED, Act.REFUSE): CaseStatus.REFUSED,
        (CaseStatus.RECEIVED, Act.WITHDRAW): CaseStatus.WITHDRAWN,
        (CaseStatus.RECEIVED, Act.DEEM_ACCEPTED): CaseStatus.ACCEPTED,
        (CaseStatus.CORRECTING, Act.ACCEPT): CaseStatus.ACCEPTED,
        (CaseStatus.CORRECTING, Act.HAND_IN): CaseStatus.CORRECTING,
        (CaseStatus.CORRECTING, Act.WITHDRAW): CaseStatus.WITHDRAWN,
        (CaseStatus.CORRECTING, Act.LAPSE): CaseStatus.WITHDRAWN,
        (CaseStatus.ACCEPTED, Act.TAKE_BACK): CaseStatus.DRAFT,
        (CaseStatus.ACCEPTED, Act.HAND_IN): CaseStatus.ACCEPTED,
        (CaseStatus.ACCEPTED, Act.WITHDRAW): CaseStatus.WITHDRAWN,
        (CaseStatus.ACCEPTED, Act.START_REVIEW): CaseStatus.UNDER_REVIEW,
        (CaseStatus.ACCEPTED, Act.SUSPEND): CaseStatus.SUSPENDED,
        (CaseStatus.UNDER_REVIEW, Act.SUSPEND): CaseStatus.SUSPENDED,
        (CaseStatus.SUSPENDED, Act.RESUME): CaseStatus.UNDER_REVIEW,
        (CaseStatus.UNDER_REVIEW, Act.WITHDRAW): CaseStatus.WITHDRAWN,
        (CaseStatus.ACCEPTED, Act.GRANT): CaseStatus.GRANTED,
        (CaseStatus.ACCEPTED, Act.DENY): CaseStatus.DENIED,
        (CaseStatus.UNDER_REVIEW, Act.GRANT): CaseStatus.GRANTED,
        (CaseStatus.UNDER_REVIEW, Act.DENY): CaseStatus.DENIED,
        (CaseStatus.GRANTED, Act.DELIVER): CaseStatus.DELIVERED,
        (CaseStatus.DENIED, Act.DELIVER): CaseStatus.DELIVERED,
        (CaseStatus.DELIVERED, Act.ARCHIVE): CaseStatus.ARCHIVED,
    }
)


def after(status: CaseStatus, act: Act) -> CaseStatus:
    """The state after an act; Conflict("move-not-permitted") when the table has no such move."""
    try:
        return MOVES[status, act]
    except KeyError:
        raise Conflict("move-not-permitted", status=status, act=act) from None


class RefusalGround(StrEnum):
    """The only grounds for not accepting (行政许可法 art. 32(1), (2)); incomplete materials are never one."""

    NO_PERMIT_NEEDED = "no_permit_needed"  # 依法不需要取得行政许可
    NOT_OUR_AUTHORITY = "not_our_authority"  # 不属于本机关职权范围
