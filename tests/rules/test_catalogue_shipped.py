"""The items that come with the program: whole, as their sources say, and trimmed by their situations."""

from __future__ import annotations

import itertools
import json
import re
import time
from collections.abc import Mapping
from functools import cache
from pathlib import Path

import jsonschema
import pytest

from app.rules.catalogue import (
    Facts,
    Necessity,
    PartyKind,
    ServiceItem,
    TimeLimit,
    limits_for,
    materials_for,
    questions_for,
    unanswered,
)
from app.rules.catalogue_file import catalogue_record, item_from, load_item, parse_item
from app.rules.catalogue_pinyin import reading_problems, with_readings

CATALOGUE = Path(__file__).resolve().parents[2] / "resources" / "catalogue"
FILES = sorted((CATALOGUE / "items").glob("*.json"))
ALL = {
    *("fwzl", "spjy", "ggcs", "dlhy", "hlwyy", "yljg", "jzlj_gd", "mbxx", "mbfq", "scsj", "gtgs", "xfjc"),
    *("csyx", "csdj", "cjrz", "tx", "rlzy", "yljy", "xyxf", "rcbt", "rcbt_cs", "jszc", "shjz"),
}


@cache
def item(code: str) -> ServiceItem:
    parsed = load_item((CATALOGUE / "items" / f"{code}.json").read_bytes())
    assert parsed.item is not None, parsed.problems
    return parsed.item


def owed(code: str, answers: Mapping[str, str], *, agent: bool = False) -> list[str]:
    return [material.code[-2:] for material in materials_for(item(code), Facts(answers, agent=agent))]


def by_digits(code: str, *digits: int) -> Facts:
    """The facts after answering the questions that are asked, one after another, by their digits."""
    answers: dict[str, str] = {}
    for digit in digits:
        question = unanswered(item(code), Facts(answers))[0]
        answers[question.code] = question.choices[digit - 1].code
    assert not unanswered(item(code), Facts(answers))
    return Facts(answers)


def test_all_twenty_three_items_are_there_each_in_a_file_of_its_code() -> None:
    assert {path.stem for path in FILES} == ALL
    assert {item(path.stem).code for path in FILES} == ALL


@pytest.mark.parametrize("path", FILES, ids=lambda path: path.stem)
def test_a_shipped_file_fits_the_schema_and_survives_the_round_trip(path: Path) -> None:
    schema = json.loads((CATALOGUE / "schema" / "item.schema.json").read_bytes())
    value = json.loads(path.read_bytes())
    jsonschema.validate(value, schema, cls=jsonschema.Draft202012Validator)
    parsed = load_item(path.read_bytes())
    assert parsed.item is not None
    record = catalogue_record(parsed.item)
    assert parse_item(record).item == parsed.item
    jsonschema.validate(record, schema, cls=jsonschema.Draft202012Validator)


@pytest.mark.parametrize("path", FILES, ids=lambda path: path.stem)
def test_every_reading_is_there_and_is_one_of_its_characters(path: Path) -> None:
    known = item(path.stem)
    assert not reading_problems(known)
    assert with_readings(known) is known


@pytest.mark.parametrize("path", FILES, ids=lambda path: path.stem)
def test_every_item_says_where_its_facts_come_from(path: Path) -> None:
    assert all(
        source.startswith(("http://", "https://", "GitHub LawRefBook")) for source in item(path.stem).sources
    )


@pytest.mark.parametrize("path", FILES, ids=lambda path: path.stem)
def test_every_way_through_the_questions_ends_and_every_material_is_owed_on_some_way(path: Path) -> None:
    known = item(path.stem)
    seen: set[str] = set()
    parties = list(itertools.product(known.applicants, (False, True)))

    def walk(answers: dict[str, str], party: PartyKind, agent: bool) -> None:
        facts = Facts(answers, party, agent)
        open_questions = unanswered(known, facts)
        if not open_questions:
            seen.update(material.code for material in materials_for(known, facts))
            return
        for choice in open_questions[0].choices:
            walk({**answers, open_questions[0].code: choice.code}, party, agent)

    for party, agent in parties:
        walk({}, party, agent)
    assert seen == {material.code for material in known.materials}


def test_only_the_fire_inspection_has_deferrable_materials_for_only_its_source_says_so() -> None:
    deferrable = {
        (path.stem, material.code)
        for path in FILES
        for material in item(path.stem).materials
        if material.deferrable or material.deferral is not None
    }
    assert deferrable == {("xfjc", "xfjc-04"), ("xfjc", "xfjc-05")}


def test_certificates_stand_in_only_with_types_that_are_listed() -> None:
    listed = json.loads((CATALOGUE / "certificate_types.json").read_bytes())["types"]
    used = {material.certificate for path in FILES for material in item(path.stem).materials}
    assert used - {None} == {entry["code"] for entry in listed}


def test_what_no_source_publishes_is_none() -> None:
    assert item("rcbt").materials == ()
    assert not item("rcbt").materials_complete
    assert item("hlwyy").promised_limit == TimeLimit(None)
    assert item("tx").legal_limit == TimeLimit(None)
    assert item("mbxx").legal_limit.amount is None
    assert item("mbxx").legal_limit.text == "3个月（《民办教育促进法》第17条）"
    assert item("ggcs").material("ggcs-07").necessity is None
    assert item("xfjc").needs_permit is None


def test_the_implementation_code_of_the_lease_registration_is_its_three_parts() -> None:
    known = item("fwzl")
    assert known.implementation_code == "11370113MB28693167" + "4" + str(known.basic_code)
    assert known.place is not None
    assert "济南" in known.place


LEASE = {"lessor": "person", "tenant": "person", **dict.fromkeys(("coowned", "entrusted", "mortgaged"), "no")}


@pytest.mark.parametrize(
    ("changed", "codes"),
    [
        ({}, "01 02 03 04"),
        ({"tenant": "unit"}, "01 02 03"),
        ({"coowned": "yes"}, "01 02 03 04 05"),
        ({"entrusted": "yes"}, "01 02 03 04 06"),
        ({"mortgaged": "yes"}, "01 02 03 04 07"),
        ({"lessor": "unit"}, "01 02 04 08 09"),
        ({"lessor": "unit", "tenant": "unit", "mortgaged": "yes"}, "01 02 07 08 09"),
    ],
)
def test_a_lease_registration_asks_for_what_the_situation_needs(changed: dict[str, str], codes: str) -> None:
    assert owed("fwzl", {**LEASE, **changed}) == codes.split()


def test_a_returning_lessor_with_an_identity_certificate_brings_two_papers() -> None:
    facts = Facts({**LEASE, "tenant": "unit", "sublet": "no"})
    materials = materials_for(item("fwzl"), facts)
    assert not unanswered(item("fwzl"), facts)
    brought = [material.name for material in materials if material.certificate != "resident_id"]
    assert brought == ["房屋租赁合同", "房屋所有权证明文件"]


def test_three_situations_answered_two_one_one_leave_three_papers_for_a_new_applicant() -> None:
    facts = by_digits("csyx", 2, 1, 1)
    assert len(questions_for(item("csyx"), facts)) == 3
    materials = materials_for(item("csyx"), facts)
    assert [material.code for material in materials] == ["csyx-01", "csyx-02", "csyx-03"]
    assert not any(material.certificate for material in materials)


@pytest.mark.parametrize(
    ("answers", "codes"),
    [
        ({"claimant": "mother", "parents": "both", "age": "within"}, "01 02"),
        ({"claimant": "mother", "parents": "father", "age": "within"}, "01 02 04"),
        ({"claimant": "mother", "parents": "mother", "age": "within"}, "01 02 05"),
        ({"claimant": "mother", "parents": "neither", "age": "records"}, "01 02 04 05 06"),
        ({"claimant": "mother", "parents": "both", "age": "norecords"}, "01 02 05 06"),
    ],
)
def test_a_birth_certificate_asks_by_parents_papers_and_age(answers: dict[str, str], codes: str) -> None:
    assert owed("csyx", answers) == codes.split()


def test_somebody_who_acts_for_the_applicant_brings_an_authority() -> None:
    for code, authority in (("spjy", "06"), ("dlhy", "03"), ("gtgs", "04"), ("csyx", "03")):
        assert authority not in owed(code, {"claimant": "mother"})
        assert authority in owed(code, {"claimant": "mother"}, agent=True)


def test_the_fire_inspection_defers_two_papers_under_the_commitment_procedure_only() -> None:
    committed = {m.code: m for m in materials_for(item("xfjc"), Facts({"procedure": "commitment"}))}
    ordinary = {m.code: m for m in materials_for(item("xfjc"), Facts({"procedure": "ordinary"}))}
    assert list(committed) == ["xfjc-01", "xfjc-03", "xfjc-04", "xfjc-05"]
    assert list(ordinary) == ["xfjc-02", "xfjc-03", "xfjc-04", "xfjc-05"]
    deferral = committed["xfjc-04"].deferral
    assert deferral is not None
    assert (deferral.days, deferral.ways) == (20, ("现场核查时提交",))
    assert ordinary["xfjc-04"].necessity is Necessity.REQUIRED
    assert ordinary["xfjc-04"].deferral is None
    assert not ordinary["xfjc-05"].deferrable


def test_the_fire_inspection_promises_one_day_on_commitment_and_thirteen_otherwise() -> None:
    for procedure, days in (("commitment", 1), ("ordinary", 13)):
        legal, promised = limits_for(item("xfjc"), Facts({"procedure": procedure}))
        assert (legal.amount, promised.amount) == (20, days)


def test_a_place_with_central_air_conditioning_by_its_kind_is_not_asked_about_it() -> None:
    shopping = {"procedure": "ordinary", "venue": "shopping"}
    assert [q.code for q in questions_for(item("ggcs"), Facts(shopping))] == ["procedure", "venue"]
    assert "08" in owed("ggcs", shopping)
    assert "08" not in owed("ggcs", {"procedure": "ordinary", "venue": "bath", "airconditioning": "no"})
    assert "08" in owed("ggcs", {"procedure": "ordinary", "venue": "bath", "airconditioning": "yes"})


def test_an_answer_to_a_question_no_longer_asked_counts_for_nothing() -> None:
    before = {"kind": "company", "subscription": "yes", "approval": "no"}
    assert "07" in owed("scsj", before)
    assert "07" not in owed("scsj", {**before, "kind": "partnership"})
    assert "05" in owed("scsj", {**before, "kind": "partnership"})


def test_retirement_asks_women_for_the_register_and_the_self_insured_for_no_announcement() -> None:
    assert "08" in owed("tx", {"insured": "employee", "sex": "female"})
    assert "08" not in owed("tx", {"insured": "employee", "sex": "male"})
    assert "04" in owed("tx", {"insured": "employee", "sex": "male"})
    assert "04" not in owed("tx", {"insured": "flexible", "sex": "male"})


def test_the_guide_for_administrators_shows_a_file_that_can_be_imported() -> None:
    guide = (CATALOGUE / "README.md").read_text(encoding="utf-8")
    blocks = re.findall(r"```json\n(.*?)```", guide, re.DOTALL)
    assert len(blocks) == 1
    assert load_item(blocks[0].encode()).item is not None


def test_the_shipped_items_are_made_from_their_records_in_a_few_milliseconds() -> None:
    """Start-up pays for this; measured as the best of five, for the machine is shared."""
    written = [json.dumps(catalogue_record(item(code))) for code in ALL]

    def once() -> float:
        begun = time.perf_counter()
        made = [item_from(json.loads(text), "0" * 16) for text in written]
        assert len(made) == len(ALL)
        return time.perf_counter() - begun

    assert min(once() for _ in range(5)) < 0.015
