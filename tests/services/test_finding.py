"""Finding a case or a person again, and who may see what."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace
from datetime import date
from pathlib import Path

import pytest

from app.bootstrap import open_hall
from app.clock import FrozenClock
from app.errors import Conflict
from app.rules.identity import IdKind
from app.settings import Settings
from tests.services.conftest import MONDAY_TEN
from tests.services.window import FWZL, LI, MISSING, NUMBER, PASSWORD, ZHANG, Window


def took_three(window: Window) -> list[str]:
    """Case numbers of 张示例 (fwzl), 李样本 (cjrz) and 张示例 again (tx)."""
    made = [
        window.hall.intake.accept(window.visit()).case.case_no,
        window.hall.intake.accept(window.visit("cjrz", applicant=LI)).case.case_no,
    ]
    window.wait(hours=1)
    made.append(
        window.hall.intake.accept(window.visit("tx", {"insured": "employee", "sex": "male"})).case.case_no
    )
    return made


@pytest.fixture(scope="module")
def filled(tmp_path_factory: pytest.TempPathFactory, font_cache: Path) -> Iterator[tuple[Window, list[str]]]:
    """A hall with three cases, for tests that only look."""
    clock = FrozenClock(MONDAY_TEN)
    settings = replace(Settings.demo(tmp_path_factory.mktemp("filled")), cache=font_cache)
    hall = open_hall(settings, clock)
    hall.session.add_clerk(NUMBER, "周示例", PASSWORD)
    hall.session.sign_in(NUMBER, PASSWORD)
    window = Window(hall, clock)
    yield window, took_three(window)
    hall.close()


@pytest.fixture
def busy(filled: tuple[Window, list[str]]) -> Window:
    return filled[0]


@pytest.fixture
def three(filled: tuple[Window, list[str]]) -> list[str]:
    return filled[1]


@pytest.mark.parametrize(
    ("text", "which"),
    [
        ("张", [2, 0]),
        ("张示例", [2, 0]),
        ("zsl", [2, 0]),
        ("lyb", [1]),
        ("1234", [2, 0]),
        ("0026", [1]),
        ("13800002222", [1]),
        ("138", [2, 1, 0]),
        ("460108", [1]),
        ("残疾人证", [1]),
        ("fwzl", [0]),
        ("房屋租赁", [0]),
        ("张 退休", [2]),
        ("zsl 1234", [2, 0]),
        ("0002", [1]),
        ("", [2, 1, 0]),
        ("例张", []),
        ("王", []),
        ("9", []),
        ("\x00", []),
        ("' OR 1=1 --", []),
        ('"* NEAR(', []),
        ("长" * 10_000, []),
    ],
)
def test_a_case_is_found_as_it_is_asked_for(
    busy: Window, three: list[str], text: str, which: list[int]
) -> None:
    assert [line.case_no for line in busy.hall.cases.search(text)] == [three[index] for index in which]


def test_a_line_hides_what_it_need_not_show(busy: Window, three: list[str]) -> None:
    line = busy.hall.cases.search(three[1])[0]
    assert (line.id_masked, line.phone_masked) == ("460108********0026", "138****2222")
    assert (line.applicant, line.opened_on) == ("李样本", date(2026, 11, 23))


@pytest.mark.parametrize("spell", [str, str.lower, lambda n: n.replace("-", ""), lambda n: f" {n}\r\n"])
def test_the_barcode_of_a_notice_opens_its_case(busy: Window, three: list[str], spell: object) -> None:
    case = busy.hall.cases.by_no(spell(three[0]))  # type: ignore[operator]
    assert case is not None
    assert case.case_no == three[0]


def test_the_number_of_a_notice_opens_its_case_too(busy: Window, three: list[str]) -> None:
    case = busy.hall.cases.by_no("演示政务〔2026〕C03-00001号")
    assert case is not None
    assert case.case_no == three[0]


def test_an_unknown_number_is_nobodys(window: Window) -> None:
    assert window.hall.cases.by_no("HKML-261123-C03-0001-9") is None
    with pytest.raises(Conflict, match="no-such-case"):
        window.hall.cases.case("nobody")


def test_seeing_a_full_number_is_audited_first(window: Window) -> None:
    case = window.hall.intake.accept(window.visit("cjrz", applicant=LI)).case
    assert window.hall.cases.reveal(case.id) == LI.id_number
    with window.hall.store.read() as unit:
        audited = unit.audit.newest(1)[0]
    assert (audited["what"], audited["subject"], audited["facts"]["case_no"]) == (
        "reveal",
        case.id,
        case.case_no,
    )
    assert LI.id_number not in str(audited)


def test_looking_at_the_full_number_of_a_visit_is_audited_too(window: Window) -> None:
    window.hall.parties.revealed("visit-1")
    with window.hall.store.read() as unit:
        audited = unit.audit.newest(1)[0]
    assert (audited["what"], audited["subject"]) == ("reveal", "visit-1")


class TestApplicants:
    @pytest.mark.parametrize("text", ["张示例", "zsl", "张", "1234", "1111", "13800001111"])
    def test_who_was_here_is_found_in_one_line(self, busy: Window, three: list[str], text: str) -> None:
        (line,) = busy.hall.parties.find(text)
        assert line.party.name == "张示例"
        assert (line.visits, line.last_item, line.last_visit) == (2, "企业职工正常退休", date(2026, 11, 23))
        assert (line.id_masked, line.phone_masked) == ("460107********1234", "138****1111")
        assert line.party.party_id

    @pytest.mark.parametrize("text", ["", "1", "zz", "不在"])
    def test_who_was_not_is_not(self, busy: Window, three: list[str], text: str) -> None:
        assert busy.hall.parties.find(text) == ()

    def test_a_document_tells_whether_its_bearer_is_known(self, busy: Window, three: list[str]) -> None:
        known = busy.hall.parties.known(IdKind.RESIDENT_ID, LI.id_number)
        assert known is not None
        assert known.party.name == "李样本"
        assert busy.hall.parties.known(IdKind.PASSPORT, LI.id_number) is None

    def test_the_answers_of_the_last_time_come_back(self, busy: Window, three: list[str]) -> None:
        party = busy.hall.parties.find("zsl")[0].party.party_id
        assert busy.hall.parties.last_answers(party, "fwzl") == FWZL
        assert busy.hall.parties.last_answers(party, "xfjc") == {}

    def test_one_document_is_one_person_whatever_the_name(self, window: Window) -> None:
        took_three(window)
        window.hall.intake.accept(
            window.visit(applicant=replace(ZHANG, name="张示例二", phone="13900003333"))
        )
        assert [line.party.name for line in window.hall.parties.find("1234")] == ["张示例二"]
        assert window.hall.parties.find("1111") == ()

    def test_an_organisation_is_found_by_its_name_and_its_contact(self, window: Window) -> None:
        from app.rules.catalogue import PartyKind
        from app.rules.party import Party

        firm = Party(
            PartyKind.ORGANISATION,
            "海南样本商贸有限公司",
            IdKind.CREDIT_CODE,
            "91350100M000100Y43",
            contact="何样本",
        )
        window.hall.intake.accept(window.visit("spjy", {"business": "sales"}, firm))
        for text in ("样本商贸", "何样本", "hyb", "91350100M0", "0Y43"):
            assert [line.party.name for line in window.hall.parties.find(text)] == [firm.name], text
        assert [line.applicant for line in window.hall.cases.search("何样本")] == [firm.name]
        assert window.hall.cases.search("样本商贸")[0].id_masked == "91350100M000100Y43"


def test_a_whole_case_shows_its_timeline_in_order(window: Window) -> None:
    case = window.hall.intake.notify(window.visit(marks={"fwzl-01": MISSING})).case
    window.wait(days=1)
    window.hall.intake.withdraw(case.id, "申请人撤回申请")
    shown = window.hall.cases.case(case.id)
    assert [event.kind for event in shown.events] == ["notify", "withdraw"]
    assert shown.events[0].facts["asked_for"] == ["fwzl-01"]
    assert shown.events[0].facts["clerk_name"] == "周示例"
