"""Sample facts for the notices: 示例 people only."""

from __future__ import annotations

from dataclasses import replace
from datetime import UTC, date, datetime

from app.documents.content import (
    Delivered,
    ItemFacts,
    MaterialLine,
    NoticeContent,
    Office,
    Pause,
    PauseStep,
    Refusal,
)
from app.rules.case import RefusalGround
from app.rules.catalogue import CaseType, Form, PartyKind, Source, TimeLimit
from app.rules.checklist import MaterialState, MissingReason
from app.rules.identity import IdKind
from app.rules.party import Agent, Party

OFFICE = Office(
    hall="示例区政务服务中心",
    issuer="示例区行政审批服务局",
    counter="3号综合窗口",
    phone="0898-00000000",
    complaint_phone=None,
    demo=True,
)
PERSON = Party(
    name="张示例",
    id_kind=IdKind.RESIDENT_ID,
    id_number="460107199001011234",
    phone="13800000000",
    address="示例区示例路1号",
)
ORGANISATION = Party(
    kind=PartyKind.ORGANISATION,
    name="示例（海口）餐饮管理有限公司",
    id_kind=IdKind.CREDIT_CODE,
    id_number="91460100MA5EXAMP0X",
    phone="0898-11111111",
    contact="李样本",
    legal_representative="王示范",
)
AGENT = Agent(
    name="李样本",
    id_number="460107199202021234",
    phone="13900000000",
    authority="授权委托书（2026年11月20日）",
)
ITEM = ItemFacts(
    name="食品经营许可（首次申请）",
    code="spjyxk",
    department="示例区市场监督管理局",
    case_type=CaseType.COMMITTED,
    legal_basis="《食品经营许可和备案管理办法》",
    legal_limit=TimeLimit(20),
    promised_limit=TimeLimit(5),
    fee="不收费",
    special_steps=("现场核查",),
    needs_permit=True,
)
NAMES = (
    "食品经营许可申请书",
    "营业执照副本",
    "经营者身份证明",
    "与食品经营相适应的主要设备设施布局、操作流程等文件",
    "食品安全自查、从业人员健康管理、进货查验记录、食品安全事故处置等保证食品安全的规章制度",
    "从业人员健康证明",
    "经营场所使用证明",
    "食品安全管理员培训合格证明",
    "户外招牌设计效果图",
    "房屋租赁登记备案证明",
    "授权委托书",
    "消防安全告知承诺书",
)
MADE = datetime(2026, 11, 23, 2, 44, tzinfo=UTC)


def lines(count: int = 12, state: MaterialState = MaterialState.COMPLETE) -> tuple[MaterialLine, ...]:
    """`count` materials; every third one stands in the certificate library."""
    made = []
    for index in range(count):
        exempt = state is MaterialState.COMPLETE and index % 3 == 1
        made.append(
            MaterialLine(
                name=NAMES[index % len(NAMES)] + (f"（{index + 1}）" if index >= len(NAMES) else ""),
                state=MaterialState.EXEMPT if exempt else state,
                form=None if exempt else Form.ORIGINAL,
                copies=None if exempt else 1,
                source=Source.GOVERNMENT if exempt else Source.APPLICANT,
            )
        )
    return tuple(made)


DEFERRED = (
    MaterialLine(
        name="食品安全管理员培训合格证明",
        state=MaterialState.DEFERRED,
        form=Form.COPY,
        copies=1,
        due=date(2026, 11, 27),
        way="现场补交",
    ),
    MaterialLine(
        name="户外招牌设计效果图",
        state=MaterialState.DEFERRED,
        form=Form.ELECTRONIC,
        due=date(2026, 11, 30),
    ),
)
MISSING = (
    MaterialLine(
        name="从业人员健康证明",
        state=MaterialState.MISSING,
        form=Form.ORIGINAL,
        copies=1,
        reason=MissingReason.EXPIRED,
        reason_note="已于2026年10月8日到期",
        standard=("在有效期内", "每名从业人员一份"),
        how_to_get="到有资质的健康检查机构办理",
    ),
    MaterialLine(
        name="经营场所使用证明",
        state=MaterialState.MISSING,
        form=Form.COPY,
        reason=MissingReason.NO_SEAL,
        standard=("房屋权属证明或租赁合同", "复印件加盖公章"),
    ),
)

BASE = NoticeContent(
    office=OFFICE,
    applicant=PERSON,
    item=ITEM,
    case_no="ML01-261123-A03-0098-K",
    clerk_number="07",
    clerk_name="周示例",
    made_at=MADE,
    number="示例政务受〔2026〕A03-00098号",
    qr="YCT:ML01-261123-A03-0098-K:0f3a9c21",
    materials=lines(),
    applied_on=date(2026, 11, 23),
    received_on=date(2026, 11, 23),
    accepted_on=date(2026, 11, 23),
    promised_by=date(2026, 11, 30),
    legal_by=date(2026, 12, 21),
    notify_by=date(2026, 11, 30),
    copies=2,
)
SAMPLES = {
    "acceptance": BASE,
    "material_list": replace(BASE, materials=lines(9) + DEFERRED),
    "materials_receipt": replace(BASE, applicant=ORGANISATION, agent=AGENT),
    "one_time": replace(BASE, materials=lines(7) + MISSING, supplement_by=date(2026, 12, 23)),
    "commitment": replace(BASE, applicant=ORGANISATION, agent=AGENT, materials=lines(10) + DEFERRED),
    "refusal": replace(
        BASE,
        materials=(),
        refusal=Refusal(
            RefusalGround.NOT_OUR_AUTHORITY,
            "经营场所位于示例县，不在本机关管辖区域内。",
            "示例县行政审批服务局",
        ),
    ),
    "special_step": replace(
        BASE,
        pause=Pause(
            PauseStep.EXPERT_REVIEW,
            "经营场所布局涉及特殊加工工艺",
            days=10,
            starts_on=date(2026, 11, 25),
            new_promised_by=date(2026, 12, 14),
        ),
    ),
    "delivery": replace(
        BASE,
        delivered=Delivered(documents=("受理通知书（示例政务受〔2026〕A03-00098号）", "食品经营许可证")),
    ),
}
