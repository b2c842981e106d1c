"""Every repository method runs against the real schema and gives back what was put in."""

from __future__ import annotations

import inspect
from collections.abc import Callable
from datetime import date, timedelta
from pathlib import Path
from typing import Any

import pytest

from app.clock import FrozenClock
from app.errors import Conflict
from db.local.journal import Place
from db.local.store import Store
from db.local.unit import Unit
from tests.db.hall import MORNING, accept, case_row

SHA = "ab" * 32


def put_draft(unit: Unit, id: str = "draft-1", owner: str = "clerk-1", minutes: int = 0) -> None:
    unit.drafts.put(
        id,
        {"id": id, "applicant": {"name": "李样本"}},
        title="李样本",
        owner=owner,
        saved_at=MORNING + timedelta(minutes=minutes),
        item_code="fwzl",
        item_name="房屋租赁",
    )


def put_party(unit: Unit, id: str = "party-1", number: str = "460108199001011234", **changes: Any) -> None:
    values: dict[str, Any] = {
        "kind": "person",
        "id_kind": "resident_id",
        "id_number": number,
        "name": "张示例",
        "phone": "13800000000",
        "seen_at": MORNING,
        "item_code": "fwzl",
        "item_name": "房屋租赁",
        **changes,
    }
    unit.parties.upsert(id, {"name": values["name"]}, {*values["name"], "d1234"}, **values)


def put_notice(unit: Unit) -> None:
    unit.cases.insert(case_row("case-1", "no-1"), {"张", "d1234"})
    unit.notices.insert(
        {
            "id": "notice-1", "case_id": "case-1", "kind": "acceptance", "number": "示例〔2026〕1号",
            "copies": 2, "pages": 1, "pdf_sha256": SHA, "content": {"title": "受理通知书"},
            "made_at": MORNING, "made_by": "c",
        }
    )  # fmt: skip


def drafts(unit: Unit) -> None:
    put_draft(unit)
    put_draft(unit, "draft-2", "clerk-2", minutes=5)
    put_draft(unit)
    kept = unit.drafts.get("draft-1")
    assert kept is not None
    assert kept["record"]["applicant"] == {"name": "李样本"}
    assert [draft["id"] for draft in unit.drafts.list()] == ["draft-2", "draft-1"]
    assert [draft["id"] for draft in unit.drafts.list("clerk-1")] == ["draft-1"]
    assert unit.drafts.delete("draft-1")
    assert not unit.drafts.delete("draft-1")
    assert unit.drafts.get("draft-1") is None


def cases(unit: Unit) -> None:
    unit.cases.insert(case_row("case-1", "no-1"), {"张", "示", "d1234"})
    unit.cases.insert(
        case_row("case-2", "no-2", status="received", notify_by="2026-11-27", central_no="C43"), {"李", "d9"}
    )
    found = unit.cases.get("case-1")
    assert found is not None
    assert found["answers"] == {"who": "owner"}
    assert found["opened_at"] == "2026-11-23T01:00:00.000000+00:00"
    assert found["accepted_on"] == "2026-11-23"
    assert found["extra"] == {}
    assert unit.cases.by_no("no-2") == unit.cases.get("case-2") == unit.cases.by_central_no("C43")
    assert unit.cases.get("nobody") is None
    assert [line["id"] for line in unit.cases.newest()] == ["case-2", "case-1"]
    assert [line["id"] for line in unit.cases.newest(before="case-2")] == ["case-1"]
    assert [line["id"] for line in unit.cases.search([["张", "李"], ["d1234"]])] == ["case-1"]
    assert [row["id"] for row in unit.cases.due("notify_by", date(2026, 11, 27))] == ["case-2"]
    assert unit.cases.due("notify_by", date(2026, 11, 26)) == []
    assert unit.cases.without_notify_day() == []
    assert [row["id"] for row in unit.cases.due("promised_by", "2026-12-31")] == ["case-1"]
    assert [row["id"] for row in unit.cases.due("legal_by", "2026-12-31")] == ["case-1"]
    for clock in ("supplement_by", "pause_until", "deferred_by"):
        assert unit.cases.due(clock, "2026-12-31") == []
    assert [line["id"] for line in unit.cases.of_party("party-1")] == ["case-2", "case-1"]
    assert unit.cases.last_answers("party-1", "fwzl") == {"who": "owner"}
    assert unit.cases.last_answers("party-1", "other") is None
    assert unit.cases.update("case-1", 1, {"status": "suspended", "marks": {}}) == 2
    with pytest.raises(Conflict) as meanwhile:
        unit.cases.update("case-1", 1, {"status": "accepted"})
    assert meanwhile.value.facts == {"id": "case-1", "version": 1, "found": 2}
    with pytest.raises(Conflict, match="no-such-case"):
        unit.cases.update("nobody", 1, {"status": "accepted"})
    with pytest.raises(ValueError, match="case_no"):
        unit.cases.update("case-1", 2, {"case_no": "another"})
    with pytest.raises(ValueError, match="colour"):
        unit.cases.update("case-1", 2, {"colour": "red"})
    with pytest.raises(ValueError, match="not indexed"):
        unit.cases.reindex("case-1", {"wrong"}, {"王"})
    with pytest.raises(Conflict, match="no-such-case"):
        unit.cases.reindex("nobody", (), ())
    unit.cases.reindex("case-1", {"d1234", "示", "张"}, {"王", "d1234"}, tok_v=2)
    assert [line["id"] for line in unit.cases.search([["王"]])] == ["case-1"]
    assert unit.cases.search([["张"]]) == []
    assert unit.cases.search([[]]) == unit.cases.search([]) == unit.cases.search([["-"]]) == []
    assert [row["id"] for row in unit.cases.with_other_tokens(2)] == ["case-2"]


def parties(unit: Unit) -> None:
    put_party(unit)
    put_party(unit, "another-id", name="张新名", item_code=None, item_name=None)
    put_party(unit, "party-2", "460108199001015678", name="李样本", visit=False)
    known = unit.parties.known("resident_id", "460108199001011234")
    assert known is not None
    assert (known["id"], known["name"], known["visits"]) == ("party-1", "张新名", 2)
    assert known["last_item_code"] == "fwzl"
    assert unit.parties.get("party-1") == known
    assert unit.parties.get("another-id") is None
    assert [party["id"] for party in unit.parties.find([["新"], ["d1234"]])] == ["party-1"]
    assert unit.parties.find([["示"]]) == [], "the former name is out of the index"
    assert [party["id"] for party in unit.parties.find([["d1234"]])] == ["party-2", "party-1"]
    assert unit.parties.find([[]]) == []


def notices(unit: Unit) -> None:
    put_notice(unit)
    assert [notice["id"] for notice in unit.notices.unprinted()] == ["notice-1"]
    unit.notices.mark_printed("notice-1", MORNING, "clerk-1")
    unit.notices.mark_printed("notice-1", MORNING + timedelta(hours=1), "clerk-2")
    assert unit.notices.add_reprint("notice-1", MORNING, "clerk-2", "卡纸") == 1
    assert unit.notices.add_reprint("notice-1", MORNING, "clerk-2", "遗失") == 2
    kept = unit.notices.get("notice-1")
    assert kept is not None
    assert (kept["printed_by"], kept["reprints"], kept["content"]) == ("clerk-1", 2, {"title": "受理通知书"})
    assert [entry["reason"] for entry in unit.notices.reprints("notice-1")] == ["卡纸", "遗失"]
    assert unit.notices.by_number("示例〔2026〕1号") == kept
    assert unit.notices.of_case("case-1") == [kept]
    assert unit.notices.unprinted() == []
    with pytest.raises(Conflict, match="no-such-notice"):
        unit.notices.add_reprint("nobody", MORNING, "clerk-1", "")


def catalogue(unit: Unit) -> None:
    item = {"code": "fwzl", "version": "1", "name": "房屋租赁", "body": {"materials": []}}
    unit.catalogue.put([item], imported_at=MORNING, imported_by="admin")
    unit.catalogue.put([{**item, "version": "2"}], imported_at=MORNING, imported_by="admin")
    assert [(row["code"], row["version"]) for row in unit.catalogue.current()] == [("fwzl", "2")]
    first, current = unit.catalogue.get("fwzl", "1"), unit.catalogue.get("fwzl")
    assert first is not None
    assert current is not None
    assert (first["current"], current["version"]) == (0, "2")
    assert unit.catalogue.fingerprint()[0] == 1
    assert unit.catalogue.withdraw("fwzl")
    assert not unit.catalogue.withdraw("fwzl")
    assert unit.catalogue.current() == []


def certificates(unit: Unit) -> None:
    row = {"id": "1", "type": "id-card", "number": "N1", "holder_id": "4601", "expires_on": date(2026, 12, 1)}
    unit.certificates.put(row)
    unit.certificates.put({**row, "id": "2", "issuer": "示例机关"})
    assert [entry["issuer"] for entry in unit.certificates.of_holder("4601")] == ["示例机关"]
    assert len(unit.certificates.expiring(date(2026, 12, 1))) == 1
    assert unit.certificates.expiring("2026-11-30") == []


def clerks(unit: Unit) -> None:
    row = {
        "id": "c1", "number": "1001", "name": "王样本", "role": "clerk", "password_hash": "$argon2id$",
        "created_at": MORNING,
    }  # fmt: skip
    unit.clerks.insert(row)
    unit.clerks.update("c1", {"failed_tries": 3, "locked_until": MORNING})
    kept = unit.clerks.by_number("1001")
    assert kept is not None
    assert (kept["failed_tries"], kept["active"]) == (3, 1)
    assert unit.clerks.get("c1") == kept
    assert unit.clerks.list() == [kept]
    with pytest.raises(Conflict, match="no-such-clerk"):
        unit.clerks.update("nobody", {"active": 0})


def events(unit: Unit) -> None:
    unit.events.append("case-1", at=MORNING, kind="accept", clerk="c1", facts={"due": date(2026, 12, 1)})
    unit.events.append("case-1", at=MORNING - timedelta(days=1), kind="print", clerk="c1")
    assert [(e["kind"], e["facts"]) for e in unit.events.of_case("case-1")] == [
        ("accept", {"due": "2026-12-01"}),
        ("print", {}),
    ]


def audit(unit: Unit) -> None:
    unit.audit.append(at=MORNING, clerk="c1", what="reveal", subject="case-1")
    unit.audit.append(at=MORNING, clerk="c1", what="sign_in")
    assert [line["what"] for line in unit.audit.newest(2)] == ["sign_in", "reveal"]
    assert [line["subject"] for line in unit.audit.newest(what="reveal", subject="case-1")] == ["case-1"]


def outbox(unit: Unit) -> None:
    row = {
        "dev_seq": 7, "cmd_id": "cmd-7", "kind": "case.accept", "cmd_version": 1, "entity": "case",
        "entity_id": "case-1", "base_version": None, "payload": b"{}", "payload_sha256": b"0" * 32,
        "actor": "c1", "at_wall": MORNING, "boot_id": "b", "at_mono_ms": 5, "state": "pending",
    }  # fmt: skip
    put_notice(unit)
    unit.outbox.append(row)
    assert unit.outbox.count() == 1
    assert unit.outbox.oldest() == "2026-11-23T01:00:00.000000+00:00"
    assert [(line["dev_seq"], line["case_no"]) for line in unit.outbox.pending()] == [(7, "no-1")]
    kept = unit.outbox.get("cmd-7")
    assert kept is not None
    assert kept["payload"] == b"{}"
    assert unit.outbox.of_entity("case-1") == [kept]
    assert unit.outbox.about_consultation("case-1") == []


def scans(unit: Unit) -> None:
    for name in ("身份证.jpg", "again.jpg"):
        unit.scans.put(SHA, size=9, media_type="image/jpeg", name=name, added_at=MORNING, added_by="c1")
    kept = unit.scans.get(SHA)
    assert kept is not None
    assert kept["name"] == "身份证.jpg"


def settings(unit: Unit) -> None:
    unit.settings.put("theme", {"name": "dark", "scale": 1.25})
    assert unit.settings.get("theme") == {"name": "dark", "scale": 1.25}
    assert unit.settings.get("absent", 3) == 3
    assert unit.settings.all() == {"theme": {"name": "dark", "scale": 1.25}}


def state(unit: Unit) -> None:
    unit.state.put("colour", "red")
    assert unit.state.get("colour") == "red"
    unit.state.forget("colour")
    assert unit.state.get("colour") is None
    assert unit.state.next_seq() == 1
    unit.state.raise_number("case:261123", 5)
    unit.state.raise_number("case:261123", 3)
    assert unit.state.highest("case:261123") == 5
    assert unit.state.numbers() == {"case:261123": 5}
    place = Place(3, "cmd-1", "journal-20261123.log", 77)
    unit.state.put_journal_place(place)
    assert unit.state.journal_place() == place
    unit.state.counted(next_seq=9, numbers={"case:261123": 4, "notice:2026": 2}, at="2026-11-24")
    unit.state.counted(next_seq=10, numbers={}, at="2026-11-23", place=place)
    assert unit.state.get("newest_at") == "2026-11-24"
    assert unit.state.numbers() == {"case:261123": 5, "notice:2026": 2}
    assert unit.state.next_seq() == 10


def unfinished(unit: Unit) -> None:
    unit.unfinished.put("cmd-1", 4, MORNING, b"{}")
    unit.unfinished.put("cmd-1", 5, MORNING, b"again")
    assert unit.unfinished.get("cmd-1") == b"{}"
    assert (unit.unfinished.list(), unit.unfinished.count()) == ([b"{}"], 1)
    unit.unfinished.delete("cmd-1")
    with pytest.raises(Conflict, match="no-such-unfinished"):
        unit.unfinished.get("cmd-1")


CHECKS: dict[str, Callable[[Unit], None]] = {
    check.__name__: check
    for check in (
        drafts, cases, parties, notices, catalogue, certificates, clerks, events, audit, outbox, scans,
        settings, state, unfinished,
    )
}  # fmt: skip


@pytest.mark.parametrize("name", CHECKS)
def test_repository(name: str, store: Store) -> None:
    with store.unit() as unit:
        CHECKS[name](unit)


# Whose every method is there for one service, and is tested with it.
BY_SERVICES = frozenset({"consultations", "tickets"})


def test_no_repository_method_goes_unchecked(store: Store) -> None:
    with store.read() as unit:
        repositories = vars(unit)
    written = sorted(Path(__file__).parent.glob("test_*repositories.py"))
    source = "".join(path.read_text(encoding="utf-8") for path in written)
    for name, repository in repositories.items():
        if name in BY_SERVICES:
            continue
        for method, _ in inspect.getmembers(repository, inspect.ismethod):
            # What ends in _ready is executed by every decision (db/local/decisions.py).
            if not method.startswith("_") and not method.endswith("_ready"):
                assert f".{name}.{method}(" in source, f"{name}.{method} is executed by no test"


def half_done(store: Store) -> None:
    with store.unit() as unit:
        unit.settings.put("half", 1)
        unit.cases.insert(case_row("case-2", "no-1"), {"张"})


def test_a_used_case_number_is_a_conflict_and_leaves_nothing(store: Store) -> None:
    with store.unit() as unit:
        unit.cases.insert(case_row("case-1", "no-1"), {"张"})
    with pytest.raises(Conflict, match="already-there"):
        half_done(store)
    with store.read() as unit:
        assert unit.settings.get("half") is None
        assert len(unit.cases.search([["张"]])) == 1


def test_a_moment_without_a_zone_is_a_bug(store: Store) -> None:
    with pytest.raises(ValueError, match="time zone"), store.unit() as unit:
        unit.audit.append(at=MORNING.replace(tzinfo=None), clerk="c1", what="x")


def test_characters_beyond_the_plane_and_quotes_come_back_as_they_went_in(
    store: Store, clock: FrozenClock
) -> None:
    name = '𬳵示例·O\'Brien "样本" %_;--'
    accept(store, name)
    with store.read() as unit:
        (line,) = unit.cases.newest()
        assert line["applicant_name"] == name
        assert [hit["id"] for hit in unit.cases.search([["𬳵"]])] == [line["id"]]
        assert [hit["id"] for hit in unit.cases.search([['"']])] == []
