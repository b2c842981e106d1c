"""受理: what is checked, what is written, what prints."""

from __future__ import annotations

import json
import threading
from dataclasses import replace
from datetime import date
from pathlib import Path

import pytest

from app.bootstrap import open_hall
from app.clock import FrozenClock
from app.errors import Conflict, NotAllowed, Rejected, StoreUnavailable
from app.rules.case import CaseStatus
from app.rules.catalogue import PartyKind
from app.rules.checklist import Mark, MaterialState
from app.rules.identity import IdKind
from app.rules.numbering import parse_case_number
from app.rules.party import Agent, Party
from app.services.changes import Changes, Subject
from app.services.views import NoticeKind
from app.settings import Settings
from tests.services.window import COMPLETE, MISSING, NUMBER, PASSWORD, ZHANG, Window, deferred, text_of


def codes(rejected: pytest.ExceptionInfo[Rejected]) -> set[tuple[str, str]]:
    return {(problem.field, problem.code) for problem in rejected.value.problems}


def test_a_complete_visit_becomes_an_accepted_case_with_its_notices(window: Window) -> None:
    decided = window.hall.intake.accept(window.visit())
    case = decided.case
    assert case.status is CaseStatus.ACCEPTED
    assert parse_case_number(case.case_no) is not None
    assert case.case_no.startswith("HKML-261123-C03-0001-")
    assert [notice.kind for notice in decided.notices] == [NoticeKind.ACCEPTANCE, NoticeKind.MATERIAL_LIST]
    assert [notice.number for notice in decided.notices] == [
        "演示政务〔2026〕C03-00001号",
        "演示政务〔2026〕C03-00002号",
    ]
    assert (case.clocks.accepted_on, case.clocks.promised_by) == (date(2026, 11, 23), date(2026, 11, 23))


def test_the_notice_says_who_what_and_until_when(window: Window) -> None:
    draft = window.visit("cjrz")
    decided = window.hall.intake.accept(draft)
    text = text_of(window.hall.notices.pdf(decided.notices[0].id))
    for said in ("张示例", "残疾人证新办", decided.case.case_no, decided.notices[0].number, "2026年12月2日"):
        assert said in text


def test_confirming_shows_what_would_happen_and_writes_nothing(window: Window) -> None:
    draft = window.fire_safety(**{"xfjc-05": deferred(date(2026, 12, 21))})
    shown = window.hall.intake.confirm(draft)
    assert [(line.kind, line.copies) for line in shown.prints] == [
        (NoticeKind.ACCEPTANCE, 2),
        (NoticeKind.COMMITMENT, 2),
        (NoticeKind.MATERIAL_LIST, 1),
    ]
    assert shown.sheets == 5
    assert [(line.code, line.due) for line in shown.deferred] == [("xfjc-05", date(2026, 12, 21))]
    assert (shown.promised_by, shown.legal_by) == (date(2026, 11, 24), date(2026, 12, 21))
    assert (shown.tally.complete, shown.tally.deferred) == (3, 1)
    assert window.hall.cases.search("") == ()


def test_accepting_with_deferred_materials_prints_a_commitment(window: Window) -> None:
    decided = window.hall.intake.accept(window.fire_safety(**{"xfjc-05": deferred(date(2026, 12, 21))}))
    kinds = [notice.kind for notice in decided.notices]
    assert kinds == [NoticeKind.ACCEPTANCE, NoticeKind.COMMITMENT, NoticeKind.MATERIAL_LIST]
    text = text_of(window.hall.notices.pdf(decided.notices[1].id))
    assert "2026年12月21日" in text
    assert decided.case.clocks.deferred_by == date(2026, 12, 21)


@pytest.mark.parametrize(
    ("due", "code"),
    [(date(2026, 12, 22), "defer-too-late"), (date(2026, 11, 22), "defer-past"), (None, "defer-no-date")],
    ids=["beyond the catalogue's 20 working days", "yesterday", "no day"],
)
def test_a_deferred_material_needs_a_day_within_the_catalogues_limit(
    window: Window, due: date | None, code: str
) -> None:
    mark = Mark(MaterialState.DEFERRED, due=due)
    with pytest.raises(Rejected) as rejected:
        window.hall.intake.accept(window.fire_safety(**{"xfjc-05": mark}))
    assert ("xfjc-05", code) in codes(rejected)


def test_a_material_the_catalogue_does_not_defer_cannot_be_deferred(window: Window) -> None:
    with pytest.raises(Rejected) as rejected:
        window.hall.intake.accept(window.fire_safety(**{"xfjc-01": deferred(date(2026, 12, 1))}))
    assert ("xfjc-01", "defer-forbidden") in codes(rejected)


def test_everything_to_mend_is_told_at_once(window: Window) -> None:
    draft = window.visit(
        answers={"lessor": "person"},
        applicant=Party(name="张\x00示例", id_number="460107198801101235", phone="123"),
        marks={"fwzl-01": MISSING},
        rest=None,
    )
    with pytest.raises(Rejected) as rejected:
        window.hall.intake.accept(replace(draft, agent=Agent(name="李样本")))
    found = codes(rejected)
    assert {
        ("applicant.name", "control-character"),
        ("applicant.id_number", "check-digit"),
        ("applicant.phone", "phone-length"),
        ("agent.id_number", "empty"),
        ("agent.authority", "empty"),
        ("answers.tenant", "unanswered"),
    } <= found


def test_missing_and_unchecked_rows_stand_against_acceptance(window: Window) -> None:
    draft = window.visit(marks={"fwzl-01": MISSING}, rest=None)
    with pytest.raises(Rejected) as rejected:
        window.hall.intake.accept(draft)
    assert codes(rejected) == {("fwzl-01", "missing"), ("fwzl-02", "unchecked"), ("fwzl-03", "unchecked")}


def test_what_was_rejected_has_used_no_number(window: Window) -> None:
    with pytest.raises(Rejected):
        window.hall.intake.accept(window.visit(rest=MISSING))
    assert "-0001-" in window.hall.intake.accept(window.visit()).case.case_no
    assert window.hall.outbox.status().pending == 1


def test_a_character_no_font_draws_stops_the_decision_before_anything_is_written(window: Window) -> None:
    draft = replace(window.visit(), applicant=replace(ZHANG, address="示例路\U0001d54f号"))
    with pytest.raises(Rejected) as rejected:
        window.hall.intake.accept(draft)
    assert rejected.value.code == "no-glyph"
    assert window.hall.cases.search("") == ()
    assert window.hall.outbox.status().pending == 0


def test_f9_pressed_twice_accepts_once(window: Window) -> None:
    draft = window.visit()
    first = window.hall.intake.accept(draft)
    with pytest.raises(Conflict) as conflict:
        window.hall.intake.accept(draft)
    assert conflict.value.code == "already-decided"
    assert conflict.value.facts["case_no"] == first.case.case_no
    assert len(window.hall.cases.search("")) == 1


def test_f9_from_two_threads_accepts_once(window: Window) -> None:
    draft = window.visit()
    outcomes: list[str] = []

    def press() -> None:
        try:
            outcomes.append(window.hall.intake.accept(draft).case.case_no)
        except Conflict as conflict:
            outcomes.append(conflict.code)

    threads = [threading.Thread(target=press) for _ in range(4)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert sorted(outcomes)[1:] == ["already-decided"] * 3


def test_cases_of_a_day_count_on_and_start_again_the_next(window: Window) -> None:
    numbers = [window.hall.intake.accept(window.visit()).case.case_no for _ in range(2)]
    window.go_to("2026-11-24")
    numbers.append(window.hall.intake.accept(window.visit()).case.case_no)
    assert [number[:20] for number in numbers] == [
        "HKML-261123-C03-0001",
        "HKML-261123-C03-0002",
        "HKML-261124-C03-0001",
    ]


def test_a_case_accepted_just_before_midnight_belongs_to_the_halls_day(window: Window) -> None:
    window.go_to("2026-11-23", "23:59")
    assert "-261123-" in window.hall.intake.accept(window.visit()).case.case_no
    window.go_to("2026-11-24", "00:00")
    assert "-261124-" in window.hall.intake.accept(window.visit()).case.case_no


def test_acceptance_needs_no_printer_and_says_what_is_unprinted(window: Window) -> None:
    decided = window.hall.intake.accept(window.visit())
    assert all(notice.printed_at is None for notice in decided.notices)
    window.hall.notices.printed(decided.notices[0].id)
    case = window.hall.cases.case(decided.case.id)
    assert [notice.printed_at is None for notice in case.notices] == [False, True]


def test_the_decision_is_one_transaction_with_one_command(window: Window) -> None:
    draft = window.visit()
    window.hall.intake.save(draft)
    decided = window.hall.intake.accept(draft)
    assert window.hall.intake.drafts() == ()
    pending = window.hall.outbox.pending()
    assert [(line.dev_seq, line.kind, line.case_no) for line in pending] == [
        (1, "case.accept", decided.case.case_no)
    ]
    assert [event.kind for event in decided.case.events] == ["accept"]


def test_the_full_disk_leaves_no_case(window: Window, monkeypatch: pytest.MonkeyPatch) -> None:
    draft = window.visit()

    def full(source: object) -> str:
        raise StoreUnavailable("disk-full", path="示例")

    monkeypatch.setattr(window.hall.store.blobs, "put", full)
    with pytest.raises(StoreUnavailable):
        window.hall.intake.accept(draft)
    monkeypatch.undo()
    assert window.hall.cases.search("") == ()
    assert "-0001-" in window.hall.intake.accept(draft).case.case_no


def test_listeners_hear_of_it_after_the_commit(window: Window) -> None:
    heard: list[Changes] = []
    seen: list[int] = []

    def listen(changes: Changes) -> None:
        heard.append(changes)
        seen.append(len(window.hall.cases.search("")))

    leave = window.hall.subscribe(listen)
    window.hall.intake.accept(window.visit())
    leave()
    window.hall.intake.accept(window.visit())
    assert [Subject.CASES in changes for changes in heard] == [True]
    assert seen == [1]


def test_nobody_signed_in_decides_nothing(window: Window) -> None:
    draft = window.visit()
    window.hall.session.sign_out()
    with pytest.raises(NotAllowed, match="not-signed-in"):
        window.hall.intake.accept(draft)


def test_a_locked_window_decides_nothing(window: Window) -> None:
    draft = window.visit()
    window.hall.session.lock()
    with pytest.raises(NotAllowed, match="locked-window"):
        window.hall.intake.accept(draft)


def test_an_organisation_with_an_agent_is_accepted(window: Window) -> None:
    firm = Party(
        PartyKind.ORGANISATION,
        "海南样本商贸（集团）有限公司",
        IdKind.CREDIT_CODE,
        "91350100M000100Y43",
        phone="0898-65300002",
        contact="何样本",
        legal_representative="何样本",
    )
    agent = Agent("李样本", IdKind.RESIDENT_ID, "460108199201090026", "13800002222", "授权书 示例2026-1")
    draft = window.visit("spjy", {"business": "sales"}, firm, agent=agent)
    case = window.hall.intake.accept(draft).case
    assert (case.applicant.name, case.agent and case.agent.authority) == (firm.name, agent.authority)
    assert [line.case_no for line in window.hall.cases.search("李样本")] == [case.case_no]
    assert [line.case_no for line in window.hall.cases.search("2222")] == [case.case_no]


def test_a_credit_code_that_fails_its_check_is_accepted(window: Window) -> None:
    firm = Party(PartyKind.ORGANISATION, "海口示例小馆", IdKind.CREDIT_CODE, "91350100M000100Y4A")
    assert (
        window.hall.intake.accept(window.visit("spjy", {"business": "sales"}, firm)).case.status == "accepted"
    )


def test_an_organisation_cannot_apply_for_what_is_only_for_persons(window: Window) -> None:
    firm = Party(PartyKind.ORGANISATION, "海口示例小馆", IdKind.CREDIT_CODE, "91350100M000100Y43")
    with pytest.raises(Rejected) as rejected:
        window.hall.intake.accept(window.visit("cjrz", applicant=firm))
    assert ("applicant.kind", "not-for-this-applicant") in codes(rejected)


def test_names_are_stored_in_their_normal_form(window: Window) -> None:
    typed = replace(
        ZHANG, name=" 买买提•示例 ", id_number="４６０１０７１９８８０１１０１２３４", phone="138 0000 1111"
    )
    case = window.hall.intake.accept(window.visit(applicant=typed)).case
    assert (case.applicant.name, case.applicant.id_number, case.applicant.phone) == (
        "买买提·示例",
        "460107198801101234",
        "13800001111",
    )


@pytest.mark.parametrize("name", ["𬱖示例", "㛃𠅤𰻝", "示" * 50, "Maria Example-Sample", "〇示例"])
def test_any_legal_name_is_accepted_printed_and_found(window: Window, name: str) -> None:
    decided = window.hall.intake.accept(window.visit(applicant=replace(ZHANG, name=name)))
    assert "".join(name.split()) in text_of(window.hall.notices.pdf(decided.notices[0].id))
    assert window.hall.cases.search(name)[0].case_no == decided.case.case_no


def test_a_promised_limit_in_an_unpublished_year_is_named_and_not_guessed(window: Window) -> None:
    window.go_to("2026-12-21")
    clocks = window.hall.intake.accept(
        window.visit("tx", {"insured": "employee", "sex": "female"})
    ).case.clocks
    assert (clocks.promised_by, clocks.unpublished_year) == (None, 2027)
    assert clocks.light == "grey"


def test_a_scan_that_is_not_in_the_store_stands_against_acceptance(window: Window) -> None:
    mark = replace(COMPLETE, scans=("0" * 64,))
    with pytest.raises(Rejected) as rejected:
        window.hall.intake.accept(window.visit(marks={"fwzl-01": mark}))
    assert codes(rejected) == {("fwzl-01", "scan-lost")}


class TestTakingBack:
    """撤回受理."""

    def test_within_ten_minutes_the_case_is_a_visit_again_and_keeps_its_number(self, window: Window) -> None:
        decided = window.hall.intake.accept(window.visit())
        window.wait(minutes=9)
        draft = window.hall.intake.take_back(decided.case.id)
        case = window.hall.cases.case(decided.case.id)
        assert (case.status, draft.case_no) == (CaseStatus.DRAFT, decided.case.case_no)
        assert all(notice.void for notice in case.notices)
        assert case.clocks.accepted_on is None
        again = window.hall.intake.accept(draft)
        assert again.case.case_no == decided.case.case_no
        assert [notice.void for notice in again.case.notices] == [True, True, False, False]

    def test_the_visit_survives_on_disk(self, window: Window) -> None:
        decided = window.hall.intake.accept(window.visit())
        draft = window.hall.intake.take_back(decided.case.id)
        assert window.hall.intake.open(draft.id) == draft

    def test_after_ten_minutes_it_is_too_late(self, window: Window) -> None:
        decided = window.hall.intake.accept(window.visit())
        window.wait(minutes=10)
        with pytest.raises(Conflict, match="take-back-too-late"):
            window.hall.intake.take_back(decided.case.id)

    def test_a_clock_set_back_opens_nothing_again(self, window: Window) -> None:
        decided = window.hall.intake.accept(window.visit())
        window.wait(minutes=-30)
        with pytest.raises(Conflict, match="take-back-too-late"):
            window.hall.intake.take_back(decided.case.id)

    def test_it_is_taken_back_once(self, window: Window) -> None:
        decided = window.hall.intake.accept(window.visit())
        window.hall.intake.take_back(decided.case.id)
        with pytest.raises(Conflict, match="move-not-permitted"):
            window.hall.intake.take_back(decided.case.id)

    def test_a_void_notice_is_not_printed_again(self, window: Window) -> None:
        decided = window.hall.intake.accept(window.visit())
        window.hall.intake.take_back(decided.case.id)
        with pytest.raises(Conflict, match="notice-void"):
            window.hall.notices.reprint(decided.notices[0].id, "卡纸")

    def test_a_received_case_goes_on_with_its_five_days(self, window: Window) -> None:
        received = window.hall.intake.receive(window.visit())
        window.go_to("2026-11-24")
        draft = window.hall.intake.reopen(received.case.case_no)
        accepted = window.hall.intake.accept(draft)
        window.hall.intake.take_back(accepted.case.id)
        case = window.hall.cases.case(accepted.case.id)
        assert case.status is CaseStatus.RECEIVED
        assert case.clocks.notify_by == date(2026, 11, 30)
        window.go_to("2026-12-01")
        assert window.hall.intake.sweep() == (case.case_no,)


def test_numbers_go_on_after_a_restart(settings: Settings, clock: FrozenClock) -> None:
    numbers = []
    for start in range(2):
        hall = open_hall(settings, clock)
        if start == 0:
            hall.session.add_clerk(NUMBER, "周示例", PASSWORD)
        hall.session.sign_in(NUMBER, PASSWORD)
        numbers.append(hall.intake.accept(Window(hall, clock).visit()).case.case_no[:20])
        found = hall.cases.search("张示例")
        hall.close()
    assert numbers == ["HKML-261123-C03-0001", "HKML-261123-C03-0002"]
    assert len(found) == 2


def test_the_site_decides_which_notices_print(window: Window, tmp_path: Path) -> None:
    site = tmp_path / "site"
    (site / "rules").mkdir(parents=True)
    shipped = window.hall.settings.resources / "rules" / "notices.json"
    changed = shipped.read_text("utf-8").replace(
        '{"kind": "acceptance", "copies": 2}', '{"kind": "acceptance", "copies": 3}'
    )
    (site / "rules" / "notices.json").write_text(changed, "utf-8")
    window.hall.house.settings = replace(window.hall.settings, site=site)
    decided = window.hall.intake.accept(window.visit())
    assert decided.notices[0].copies == 3


def test_a_visit_without_an_item_is_told_so(window: Window) -> None:
    draft = replace(window.visit(), item_code=None)
    with pytest.raises(Rejected) as rejected:
        window.hall.intake.accept(draft)
    assert codes(rejected) == {("item", "no-item")}


def test_an_item_with_five_hundred_materials_is_accepted(window: Window, tmp_path: Path) -> None:
    shipped = window.hall.settings.resources / "catalogue" / "items" / "yljy.json"
    record = json.loads(shipped.read_text("utf-8"))
    (only,) = record["materials"]
    record["materials"] = [{**only, "code": f"yljy-{n:03}", "name": f"示例材料{n}"} for n in range(500)]
    path = tmp_path / "yljy.json"
    path.write_text(json.dumps(record, ensure_ascii=False), "utf-8")
    window.hall.catalogue.import_file(path, "07")
    decided = window.hall.intake.accept(window.visit("yljy"))
    assert len(decided.case.marks) == 500
    assert "示例材料499" in text_of(window.hall.notices.pdf(decided.notices[1].id))
