"""A hall with three lawyers on duty on Wednesday 2026-11-25, for tests of consultations."""

from __future__ import annotations

from datetime import date, time

from app.bootstrap import Hall
from app.rules.catalogue import PartyKind
from app.rules.consultation import Client, Matter
from app.rules.identity import IdKind
from app.rules.roster import Duty, Lawyer, Seat
from app.services.consultations import ConsultationService

WEDNESDAY = date(2026, 11, 25)
NEXT_WEDNESDAY = date(2026, 12, 2)
ZHANG = Client("张示例", "13800000000", id_number="460107198801101234")
LI = Client("李样本", "13800000001")
WANG = Client("王示例", "13800000002")
SHOP = Client(
    "海口示例小馆", "0898-65300001", PartyKind.ORGANISATION, IdKind.CREDIT_CODE, "92460108MA5TL0007J"
)
LEASE = Matter("lease", "店铺租赁合同续签条款")
LAWYERS = (
    Lawyer("l1", "示例律师甲", "示例律师事务所", ("劳动用工", "合同"), "二楼法律服务室 1"),
    Lawyer("l2", "示例律师乙", "示例律师事务所", ("租赁", "物业", "相邻"), "二楼法律服务室 2"),
    Lawyer("l3", "示例律师丙", "样本律师事务所", ("公司设立", "税费", "知识产权"), "二楼法律服务室 3"),
)


def seat(at: str = "09:30", lawyer: str = "l2", day: date = WEDNESDAY) -> Seat:
    return Seat(day, time.fromisoformat(at), lawyer)


def with_lawyers(hall: Hall, *days: date) -> ConsultationService:
    """The service of a hall whose lawyers are known and on duty on these days."""
    service = hall.consultations
    for lawyer in LAWYERS:
        service.roster.save_lawyer(lawyer)
    for day in days or (WEDNESDAY,):
        service.roster.save(day, [Duty(lawyer.id, lawyer.room) for lawyer in LAWYERS])
    return service


def person(number: int) -> Client:
    return Client(
        f"示例{'甲乙丙丁戊己庚辛壬癸'[number % 10]}{'一二三四五六七八九'[number // 10 % 9]}",
        f"139{number:08d}",
    )
