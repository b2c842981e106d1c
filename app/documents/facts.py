"""The words a template may use: every named fact and condition of a notice, as Chinese paper writes them."""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable, Mapping
from datetime import date, datetime
from typing import Final

from app.clock import hall_time
from app.documents.content import MaterialLine, NoticeContent, PauseStep
from app.rules.case import RefusalGround
from app.rules.catalogue import CaseType, Form, PartyKind, Source, TimeLimit, TimeUnit
from app.rules.checklist import MaterialState, MissingReason
from app.rules.identity import IdKind, mask_id
from app.rules.naming import mask_phone

UNPUBLISHED: Final = "未公布"
BLANK: Final = "____________"
NONE: Final = "无"
DATE_BLANK: Final = "______年____月____日"
FEW_MATERIALS: Final = 15  # a list of so many rows still leaves the notice on one page

ID_KINDS: Final = {
    IdKind.RESIDENT_ID: "居民身份证",
    IdKind.HMT_RESIDENCE: "港澳台居民居住证",
    IdKind.FOREIGN_RESIDENT: "外国人永久居留身份证",
    IdKind.HM_PERMIT: "港澳居民来往内地通行证",
    IdKind.TW_PERMIT: "台湾居民来往大陆通行证",
    IdKind.PASSPORT: "护照",
    IdKind.CREDIT_CODE: "统一社会信用代码",
}
UNITS: Final = {TimeUnit.WORKING_DAY: "个工作日", TimeUnit.NATURAL_DAY: "个自然日", TimeUnit.HOUR: "小时"}
FORMS: Final = {
    Form.ORIGINAL: "原件",
    Form.COPY: "复印件",
    Form.ORIGINAL_AND_COPY: "原件和复印件",
    Form.ELECTRONIC: "电子",
    Form.PAPER_AND_ELECTRONIC: "纸质和电子",
}
SOURCES: Final = {
    Source.APPLICANT: "申请人自备",
    Source.GOVERNMENT: "政府部门核发",
    Source.COUNTER: "窗口生成",
    Source.THIRD_PARTY: "其他单位出具",
}
STATES: Final = {
    MaterialState.COMPLETE: "齐全",
    MaterialState.MISSING: "缺",
    MaterialState.DEFERRED: "容缺",
    MaterialState.EXEMPT: "免提交",
    MaterialState.UNCHECKED: "待核",
}
REASONS: Final = {
    MissingReason.NOT_BROUGHT: "未提交",
    MissingReason.EXPIRED: "已过有效期",
    MissingReason.UNCLEAR: "内容不清楚",
    MissingReason.NO_SEAL: "缺少印章",
    MissingReason.OTHER: "不符合要求",
}
STEPS: Final = {
    PauseStep.HEARING: "听证",
    PauseStep.TENDER: "招标",
    PauseStep.AUCTION: "拍卖",
    PauseStep.INSPECTION: "检验",
    PauseStep.TESTING: "检测",
    PauseStep.QUARANTINE: "检疫",
    PauseStep.APPRAISAL: "鉴定",
    PauseStep.EXPERT_REVIEW: "专家评审",
}
CASE_TYPES: Final = {CaseType.ON_THE_SPOT: "即办件", CaseType.COMMITTED: "承诺件"}
GROUNDS: Final = {
    RefusalGround.NO_PERMIT_NEEDED: "申请事项依法不需要取得行政许可",
    RefusalGround.NOT_OUR_AUTHORITY: "申请事项依法不属于本行政机关职权范围",
}
GROUND_LAWS: Final = {
    RefusalGround.NO_PERMIT_NEEDED: "《中华人民共和国行政许可法》第三十二条第一款第（一）项",
    RefusalGround.NOT_OUR_AUTHORITY: "《中华人民共和国行政许可法》第三十二条第一款第（二）项",
}


def day(value: date | None, unknown: str = DATE_BLANK) -> str:
    """2026年11月30日."""
    return f"{value.year}年{value.month}月{value.day}日" if value else unknown


def moment(value: datetime | None) -> str:
    """2026年11月23日10时44分, on the hall's clock."""
    if value is None:
        return "______年____月____日____时____分"
    local = hall_time(value)
    return f"{day(local.date())}{local.hour}时{local.minute:02}分"


def limit(value: TimeLimit) -> str:
    """20个工作日; 即办 for an item done on the spot; 未公布 when the catalogue does not say."""
    if value.text:
        return value.text
    if value.amount is None:
        return UNPUBLISHED
    return f"{value.amount}{UNITS[value.unit]}" if value.amount else "当场办结"


def _id(kind: IdKind, number: str, hide: bool) -> str:
    shown = (mask_id(number, kind) if hide else number) or BLANK
    return f"{ID_KINDS[kind]} {shown}"


def _number(content: NoticeContent) -> str:
    return content.number or "〔　　　　〕　　　　　号"


def _copies(content: NoticeContent) -> str:
    """一式两份: two is 两 before a measure word."""
    return "一两三四五六七八九"[content.copies - 1] if 1 <= content.copies <= 9 else str(content.copies)


def _material_count(content: NoticeContent, *states: MaterialState) -> str:
    counts = Counter(line.state for line in content.materials)
    return str(sum(counts[state] for state in states) if states else len(content.materials))


def _dated_limit(value: TimeLimit, by: date | None, content: NoticeContent) -> str:
    if by is not None and value.amount != 0:
        return f"{limit(value)}，至{day(by)}"
    if content.unpublished_year and value.amount:
        return f"{limit(value)}（{content.unpublished_year}年节假日安排未公布，届满日另行告知）"
    return limit(value)


RECEIVED: Final = frozenset({MaterialState.COMPLETE, MaterialState.EXEMPT})

Fact = Callable[[NoticeContent], str]

FACTS: Final[Mapping[str, Fact]] = {
    "number": _number,
    "case_no": lambda c: c.case_no,
    "hall": lambda c: c.office.hall,
    "issuer": lambda c: c.office.issuer,
    "counter": lambda c: c.office.counter,
    "address": lambda c: c.office.address or c.office.hall + c.office.counter,
    "phone": lambda c: c.office.phone or UNPUBLISHED,
    "complaint_phone": lambda c: c.office.complaint_phone or UNPUBLISHED,
    "review_authority": lambda c: c.office.review_authority or BLANK,
    "court": lambda c: c.office.court or BLANK,
    "clerk": lambda c: "　".join(part for part in (c.clerk_name, f"工号{c.clerk_number}") if part),
    "made_on": lambda c: day(hall_time(c.made_at).date()),
    "made_at": lambda c: moment(c.made_at),
    "copies": _copies,
    "copies_note": lambda c: (
        f"本文书一式{_copies(c)}份，申请人、受理机关各执一份。" if c.copies > 1 else "本文书由申请人持有。"
    ),
    "remark": lambda c: c.remark or NONE,
    "applicant": lambda c: c.applicant.name or BLANK,
    "you": lambda c: "你单位" if c.applicant.kind is PartyKind.ORGANISATION else "您",
    "self": lambda c: "本单位" if c.applicant.kind is PartyKind.ORGANISATION else "本人",
    "applicant_id": lambda c: _id(c.applicant.id_kind, c.applicant.id_number, hide=False),
    "applicant_id_masked": lambda c: _id(c.applicant.id_kind, c.applicant.id_number, hide=True),
    "applicant_phone": lambda c: c.applicant.phone or BLANK,
    "applicant_phone_masked": lambda c: mask_phone(c.applicant.phone) if c.applicant.phone else BLANK,
    "applicant_address": lambda c: c.applicant.address or BLANK,
    "contact": lambda c: (
        c.applicant.contact or (c.agent.name if c.agent else "") or c.applicant.name or BLANK
    ),
    "legal_representative": lambda c: c.applicant.legal_representative or BLANK,
    "agent": lambda c: c.agent.name if c.agent else NONE,
    "agent_id": lambda c: _id(c.agent.id_kind, c.agent.id_number, hide=False) if c.agent else NONE,
    "agent_id_masked": lambda c: _id(c.agent.id_kind, c.agent.id_number, hide=True) if c.agent else NONE,
    "agent_phone": lambda c: (c.agent.phone or BLANK) if c.agent else NONE,
    "agent_authority": lambda c: (c.agent.authority or BLANK) if c.agent else NONE,
    "item": lambda c: c.item.name,
    "item_code": lambda c: c.item.code or UNPUBLISHED,
    "department": lambda c: c.item.department or UNPUBLISHED,
    "case_type": lambda c: CASE_TYPES[c.item.case_type] if c.item.case_type else UNPUBLISHED,
    "legal_basis": lambda c: c.item.legal_basis or UNPUBLISHED,
    "legal_limit": lambda c: limit(c.item.legal_limit),
    "promised_limit": lambda c: limit(c.item.promised_limit),
    "legal_limit_dated": lambda c: _dated_limit(c.item.legal_limit, c.legal_by, c),
    "promised_limit_dated": lambda c: _dated_limit(c.item.promised_limit, c.promised_by, c),
    "fee": lambda c: c.item.fee or UNPUBLISHED,
    "special_steps": lambda c: "、".join(c.item.special_steps) or UNPUBLISHED,
    "result": lambda c: c.item.result or UNPUBLISHED,
    "applied_on": lambda c: day(c.applied_on or c.received_on or hall_time(c.made_at).date()),
    "received_on": lambda c: day(c.received_on),
    "accepted_on": lambda c: day(c.accepted_on),
    "promised_by": lambda c: day(c.promised_by, UNPUBLISHED),
    "legal_by": lambda c: day(c.legal_by, UNPUBLISHED),
    "notify_by": lambda c: day(c.notify_by),
    "supplement_by": lambda c: day(c.supplement_by),
    "count": _material_count,
    "count_complete": lambda c: _material_count(c, MaterialState.COMPLETE),
    "count_received": lambda c: _material_count(c, MaterialState.COMPLETE, MaterialState.EXEMPT),
    "count_exempt": lambda c: _material_count(c, MaterialState.EXEMPT),
    "count_deferred": lambda c: _material_count(c, MaterialState.DEFERRED),
    "count_missing": lambda c: _material_count(c, MaterialState.MISSING),
    "received_names": lambda c: (
        "；".join(line.name for line in c.materials if line.state in RECEIVED) or NONE
    ),
    "ground": lambda c: GROUNDS[c.refusal.ground] if c.refusal else BLANK,
    "ground_law": lambda c: GROUND_LAWS[c.refusal.ground] if c.refusal else BLANK,
    "refusal_reason": lambda c: (c.refusal.reason if c.refusal else "") or BLANK,
    "authority": lambda c: (c.refusal.authority if c.refusal else "") or BLANK,
    "step": lambda c: STEPS[c.pause.step] if c.pause else BLANK,
    "step_reason": lambda c: (c.pause.reason if c.pause else "") or BLANK,
    "step_days": lambda c: f"{c.pause.days}个工作日" if c.pause and c.pause.days is not None else BLANK,
    "step_from": lambda c: day(c.pause.starts_on if c.pause else None),
    "new_promised_by": lambda c: day(c.pause.new_promised_by if c.pause else None),
    "delivered_documents": lambda c: "；".join(c.delivered.documents if c.delivered else ()) or BLANK,
    "delivery_way": lambda c: (c.delivered.way if c.delivered else "") or "□自行领取　□邮寄　□其他________",
    "delivery_place": lambda c: (
        (c.delivered.place if c.delivered else "") or c.office.hall + c.office.counter
    ),
    "delivered_at": lambda c: moment(c.delivered.at if c.delivered else None),
    "recipient": lambda c: (c.delivered.recipient if c.delivered else "") or c.applicant.name or BLANK,
    "delivery_remark": lambda c: (c.delivered.remark if c.delivered else "") or "",
}

CONDITIONS: Final[Mapping[str, Callable[[NoticeContent], bool]]] = {
    "person": lambda c: c.applicant.kind is PartyKind.PERSON,
    "organisation": lambda c: c.applicant.kind is PartyKind.ORGANISATION,
    "agent": lambda c: c.agent is not None,
    "permit": lambda c: c.item.needs_permit is True,
    "on_the_spot": lambda c: c.item.promised_limit.amount == 0 or c.item.case_type is CaseType.ON_THE_SPOT,
    "promised_known": lambda c: limit(c.item.promised_limit) != UNPUBLISHED,
    "promised_dated": lambda c: c.promised_by is not None,
    "legal_known": lambda c: limit(c.item.legal_limit) != UNPUBLISHED,
    "special_steps": lambda c: bool(c.item.special_steps),
    "legal_basis_known": lambda c: bool(c.item.legal_basis),
    "notify_dated": lambda c: c.notify_by is not None,
    "supplement_dated": lambda c: c.supplement_by is not None,
    "deferred": lambda c: any(line.state is MaterialState.DEFERRED for line in c.materials),
    "missing": lambda c: any(line.state is MaterialState.MISSING for line in c.materials),
    "exempt": lambda c: any(line.state is MaterialState.EXEMPT for line in c.materials),
    "received": lambda c: any(line.state in RECEIVED for line in c.materials),
    "all_complete": lambda c: bool(c.materials) and all(line.state in RECEIVED for line in c.materials),
    "few_materials": lambda c: len(c.materials) <= FEW_MATERIALS,
    "remark": lambda c: bool(c.remark),
    "authority_known": lambda c: bool(c.refusal and c.refusal.authority),
    "no_permit_needed": lambda c: bool(c.refusal and c.refusal.ground is RefusalGround.NO_PERMIT_NEEDED),
    "refusal_reason": lambda c: bool(c.refusal and c.refusal.reason),
    "step_days_known": lambda c: bool(c.pause and c.pause.days is not None),
    "new_promised_dated": lambda c: bool(c.pause and c.pause.new_promised_by),
    "several_copies": lambda c: c.copies > 1,
}


def _form(line: MaterialLine) -> str:
    """原件 2份, 电子证照: as far as it is known."""
    if line.state is MaterialState.EXEMPT:
        return "电子证照"
    form = FORMS[line.form] if line.form else UNPUBLISHED
    return f"{form}{line.copies}份" if line.copies else form


def _reason(line: MaterialLine) -> str:
    text = REASONS[line.reason] if line.reason else ""
    if line.reason is MissingReason.OTHER and line.reason_note:
        return line.reason_note
    return "：".join(part for part in (text, line.reason_note) if part) or REASONS[MissingReason.NOT_BROUGHT]


def _standard(line: MaterialLine) -> str:
    """What to bring: form and copies, then the points it is examined for."""
    brought = _form(line) if line.form else ""
    return "；".join(part for part in (brought, *line.standard, line.note or "") if part) or UNPUBLISHED


Cell = Callable[[MaterialLine], str]

COLUMNS: Final[Mapping[str, tuple[str, float, str, Cell]]] = {
    # name: (heading, share of the width, alignment, text); the number is added by the table itself
    "number": ("序号", 1.0, "center", lambda _line: ""),
    "name": ("材料名称", 5.4, "left", lambda line: line.name),
    "form": ("形式", 2.1, "center", _form),
    "source": ("材料来源", 2.4, "center", lambda line: SOURCES[line.source] if line.source else UNPUBLISHED),
    "state": ("核对结果", 1.7, "center", lambda line: STATES[line.state]),
    "certificate": ("免提交凭据", 3.0, "left", lambda line: line.certificate or ""),
    "reason": ("补正原因", 3.2, "left", _reason),
    "standard": ("补交要求", 4.2, "left", _standard),
    "how_to_get": ("获取途径", 3.2, "left", lambda line: line.how_to_get or UNPUBLISHED),
    "due": ("补交期限", 2.6, "center", lambda line: day(line.due)),
    "way": ("补交方式", 2.4, "center", lambda line: line.way or "□现场 □邮寄 □线上"),
    "note": ("备注", 2.4, "left", lambda line: line.note or ""),
}


def words(content: NoticeContent) -> dict[str, str]:
    """Every named fact of a notice, ready for its template."""
    return {name: fact(content) for name, fact in FACTS.items()} | {
        f"extra.{name}": text for name, text in content.extra.items()
    }


def conditions(content: NoticeContent) -> frozenset[str]:
    """The names of the conditions that hold."""
    return frozenset(name for name, holds in CONDITIONS.items() if holds(content))
