"""A file an administrator wrote: made into an item, or refused as a whole with the path of each fault."""

from __future__ import annotations

import copy
import json
import time
from typing import Any

import pytest

from app.rules.catalogue import AllOf, Answered, AnyOf, ApplicantIs, Facts, Not, PartyKind, materials_for
from app.rules.catalogue_file import catalogue_record, load_item, parse_item
from app.rules.catalogue_json import MAX_BYTES

GOOD: dict[str, Any] = {
    "format": 1,
    "code": "yqdj",
    "name": "养犬登记",
    "department": "示例部门",
    "needs_permit": None,
    "applicants": ["person", "organisation"],
    "legal_limit": {"amount": 10, "unit": "working_day"},
    "promised_limit": {"amount": 5, "unit": "working_day"},
    "questions": [
        {
            "code": "first",
            "text": "第一次登记吗？",
            "choices": [{"code": "yes", "text": "是"}, {"code": "no", "text": "不是"}],
        },
        {
            "code": "lost",
            "text": "证丢了吗？",
            "choices": [{"code": "yes", "text": "丢了"}, {"code": "no", "text": "没有"}],
            "when": {"question": "first", "in": ["no"]},
        },
    ],
    "materials": [
        {"code": "m1", "name": "申请表", "necessity": "required"},
        {
            "code": "m2",
            "name": "原证",
            "necessity": "deferrable",
            "when": {
                "all": [{"question": "first", "in": ["no"]}, {"not": {"question": "lost", "in": ["yes"]}}]
            },
            "deferral": {"days": 5, "ways": ["现场"], "basis": "示例办法"},
        },
        {
            "code": "m3",
            "name": "授权委托书",
            "necessity": None,
            "when": {"any": [{"agent": True}, {"applicant": "organisation"}]},
        },
    ],
    "materials_complete": True,
    "sources": ["示例办事指南"],
}


def changed(**changes: Any) -> dict[str, Any]:
    return {**copy.deepcopy(GOOD), **changes}


def put(path: str, value: Any) -> dict[str, Any]:
    """The good file with one value put elsewhere: keys and indexes parted by dots; … takes the key out."""
    whole = copy.deepcopy(GOOD)
    *steps, last = path.split(".")
    inner: Any = whole
    for step in steps:
        inner = inner[int(step)] if isinstance(inner, list) else inner[step]
    key: Any = int(last) if isinstance(inner, list) else last
    if value is ...:
        del inner[key]
    else:
        inner[key] = value
    return whole


def found(value: object) -> list[tuple[str, str]]:
    parsed = parse_item(value)
    assert parsed.item is None or not parsed.problems
    return [(problem.field, problem.code) for problem in parsed.problems]


def question(code: str, when: object = None) -> dict[str, Any]:
    return {
        "code": code,
        "text": f"{code}？",
        "choices": [{"code": "a", "text": "甲"}, {"code": "b", "text": "乙"}],
        "when": when,
    }


def test_a_good_file_becomes_the_item_it_says() -> None:
    item = parse_item(GOOD).item
    assert item is not None
    assert item.materials[1].when == AllOf(
        (Answered("first", frozenset({"no"})), Not(Answered("lost", frozenset({"yes"}))))
    )
    assert item.materials[2].when == AnyOf(
        (ApplicantIs(agent=True), ApplicantIs(kind=PartyKind.ORGANISATION))
    )
    owed = materials_for(item, Facts({"first": "no", "lost": "no"}))
    assert [material.code for material in owed] == ["m1", "m2"]


def test_the_version_is_what_the_file_says_not_how_it_is_written() -> None:
    item = parse_item(GOOD).item
    assert item is not None
    reordered = dict(reversed(list(GOOD.items())))
    spelled_out = changed(fee=None, aliases=[], place=None, note=None)
    for same in (reordered, spelled_out, catalogue_record(item)):
        other = parse_item(same).item
        assert other is not None
        assert other.version == item.version
    another = parse_item(changed(fee="不收费")).item
    assert another is not None
    assert another.version != item.version


@pytest.mark.parametrize(
    ("path", "value", "field", "code"),
    [
        ("name", ..., "name", "missing"),
        ("name", "  ", "name", "blank"),
        ("name", " 养犬登记", "name", "edge-space"),
        ("name", "养犬\x00登记", "name", "bad-character"),
        ("name", "养犬\u202e登记", "name", "bad-character"),
        ("name", "养犬\ud800登记", "name", "bad-character"),
        ("name", "养犬\ue000登记", "name", "bad-character"),
        ("name", "养" * 10_000, "name", "too-long"),
        ("name", 5, "name", "wrong-type"),
        ("code", "YQDJ", "code", "bad-code"),
        ("code", "yqdj\n", "code", "bad-code"),
        ("format", 2, "format", "other-format"),
        ("format", True, "format", "wrong-type"),
        ("needs_permit", 0, "needs_permit", "wrong-type"),
        ("applicants", [], "applicants", "too-few"),
        ("applicants", ["person", "person"], "applicants[1]", "doubled-entry"),
        ("applicants", ["robot"], "applicants[0]", "not-one-of"),
        ("legal_limit.amount", 1.5, "legal_limit.amount", "wrong-type"),
        ("legal_limit.amount", float("nan"), "legal_limit.amount", "wrong-type"),
        ("legal_limit.amount", -1, "legal_limit.amount", "out-of-range"),
        ("legal_limit.amount", 10**100, "legal_limit.amount", "out-of-range"),
        ("legal_limit.unit", "month", "legal_limit.unit", "not-one-of"),
        ("legal_limit.unit", ..., "legal_limit.unit", "missing"),
        ("legal_limit", ..., "legal_limit", "missing"),
        ("legal_limit", 20, "legal_limit", "wrong-type"),
        ("colour", "red", "colour", "unknown-key"),
        ("materials.1.colour", "red", "materials[1].colour", "unknown-key"),
        ("materials.0.copies", 0, "materials[0].copies", "out-of-range"),
        ("materials.0.copies", "一份", "materials[0].copies", "wrong-type"),
        ("materials.0.necessity", "maybe", "materials[0].necessity", "not-one-of"),
        ("materials.2", "申请表", "materials[2]", "wrong-type"),
        ("materials.2.code", "m1", "materials[2].code", "doubled-code"),
        ("materials.0.deferral", {"days": 5}, "materials[0].deferral", "deferral-not-allowed"),
        ("materials.1.deferral.days", 0, "materials[1].deferral.days", "out-of-range"),
        ("materials.1.when.all", [], "materials[1].when.all", "too-few"),
        ("materials.1.when", {}, "materials[1].when", "empty-condition"),
        ("materials.1.when.agent", True, "materials[1].when", "mixed-condition"),
        ("materials.1.when.all.0.question", "fist", "materials[1].when.all[0].question", "unknown-question"),
        ("materials.1.when.all.0.in", ["non"], "materials[1].when.all[0].in[0]", "unknown-choice"),
        ("materials.1.when.all.0.in", "no", "materials[1].when.all[0].in", "wrong-type"),
        ("materials.1.when.all.0.in", ..., "materials[1].when.all[0].in", "missing"),
        ("materials.1.when.all.0.question", ..., "materials[1].when.all[0].question", "missing"),
        (
            "materials.1.deferral.when",
            {"question": "x", "in": ["y"]},
            "materials[1].deferral.when.question",
            "",
        ),
        ("materials.2.when.any.0.agent", "yes", "materials[2].when.any[0].agent", "wrong-type"),
        ("questions.0.choices", [], "questions[0].choices", "too-few"),
        ("questions.0.choices.1.code", "yes", "questions[0].choices[1].code", "doubled-code"),
        ("questions.1.code", "first", "questions[1].code", "doubled-code"),
        (
            "questions.0.when",
            {"question": "lost", "in": ["no"]},
            "questions[0].when.question",
            "question-cycle",
        ),
        ("sources", [], "sources", "too-few"),
        ("limits", [{"when": {"agent": True}}], "limits[0]", "empty-limit"),
        ("basic_code", "12345", "basic_code", "bad-basic-code"),
        ("implementation_code", "1" * 30, "implementation_code", "bad-implementation-code"),
        ("pinyin", {"养犬": "yang quan"}, 'pinyin["养犬"]', "pinyin-of-nothing"),
        ("pinyin", {"养犬登记": "yang quan deng"}, 'pinyin["养犬登记"]', "pinyin-length"),
        ("pinyin", {"养犬登记": ["Yang quan"]}, 'pinyin["养犬登记"][0]', "bad-pinyin"),
    ],
)
def test_each_fault_is_named_with_its_path(path: str, value: object, field: str, code: str) -> None:
    faults = found(put(path, value))
    assert (field, code or "unknown-question") in faults


def test_one_mistake_is_told_once() -> None:
    for path, value in (("name", ...), ("name", 5), ("materials.2.code", "m1"), ("sources", [])):
        assert len(found(put(path, value))) == 1


def test_all_faults_are_told_at_once_not_only_the_first() -> None:
    bad = put("materials.1.when.all.0.question", "nobody")
    bad["materials"][2]["code"] = "m1"
    bad["questions"][0]["choices"] = []
    del bad["sources"]
    bad["colour"] = 1
    codes = {code for _, code in found(bad)}
    assert codes >= {"unknown-question", "doubled-code", "too-few", "missing", "unknown-key"}


def test_a_circle_of_question_conditions_is_told_with_the_questions_in_it() -> None:
    when = [{"question": code, "in": ["a"]} for code in ("q1", "q2", "q3")]
    questions = [question("q1", when[1]), question("q2", when[2]), question("q3", when[0])]
    problems = parse_item(changed(questions=questions, materials=[])).problems
    assert [(p.field, p.code) for p in problems] == [
        ("questions[0].when.question", "question-cycle"),
        ("questions[1].when.question", "question-cycle"),
    ]
    assert problems[0].facts["cycle"] == ("q1", "q2", "q3", "q1")


def test_a_question_that_depends_on_itself_is_a_circle_and_one_on_a_later_is_out_of_order() -> None:
    itself = [question("q1", {"question": "q1", "in": ["a"]})]
    assert found(changed(questions=itself, materials=[])) == [
        ("questions[0].when.question", "question-cycle")
    ]
    later = [question("q1", {"not": {"question": "q2", "in": ["a"]}}), question("q2")]
    assert found(changed(questions=later, materials=[])) == [
        ("questions[0].when.not.question", "question-later")
    ]


def test_five_hundred_materials_are_taken() -> None:
    many = [{"code": f"m{n}", "name": f"材料{n}", "necessity": "required"} for n in range(500)]
    item = parse_item(changed(materials=many)).item
    assert item is not None
    assert len(item.materials) == 500


def test_a_condition_nested_too_deep_is_a_fault_with_the_path_where_it_goes_too_far() -> None:
    deep: dict[str, Any] = {"agent": True}
    for _ in range(10):
        deep = {"not": deep}
    faults = found(put("materials.0.when", deep))
    assert faults == [("materials[0].when" + ".not" * 10, "too-deep")]
    assert not found(put("materials.0.when", deep["not"]))


def test_a_condition_nested_thousands_deep_is_refused_without_harm() -> None:
    text = json.dumps(put("materials.0.when", "HERE"))
    for depth in (900, 5_000, 200_000):
        deep = '{"not":' * depth + '{"agent":true}' + "}" * depth
        parsed = load_item(text.replace('"HERE"', deep).encode())
        assert [problem.code for problem in parsed.problems] == ["too-deep"]


def file_faults(data: bytes) -> list[str]:
    parsed = load_item(data)
    assert parsed.item is None
    return [problem.code for problem in parsed.problems]


def test_what_is_no_json_is_told_with_its_line() -> None:
    problems = load_item(b'{\n  "format": 1,\n  "code": yqdj\n}').problems
    assert [(p.code, p.facts["line"]) for p in problems] == [("not-json", 3)]
    for data in (b"{", b"[1,]", "｛”format”：1｝".encode(), b'{"a": 1} {"b": 2}'):
        assert file_faults(data) == ["not-json"]


def test_an_empty_file_a_list_and_a_bare_word_are_refused() -> None:
    assert file_faults(b"") == ["empty-file"]
    assert file_faults(b" \n\t") == ["empty-file"]
    for data in (b"[]", b"null", b"7", b'"fwzl"', b"true"):
        assert file_faults(data) == ["wrong-type"]


def test_a_file_in_another_encoding_is_told_to_be_saved_as_utf_8() -> None:
    text = json.dumps(GOOD, ensure_ascii=False, indent=1)
    assert file_faults(text.encode("gb18030")) == ["not-utf8"]
    assert file_faults(text.encode("utf-16")) == ["not-utf8"]
    assert file_faults(text.encode("utf-32")) == ["not-utf8"]
    assert file_faults(text.encode()[:-1000] + b"\xff") == ["not-utf8"]
    assert load_item(b'{\n"name": "\xff"}').problems[0].facts["line"] == 2


def test_the_mark_windows_editors_put_before_utf_8_is_passed_over() -> None:
    assert load_item(json.dumps(GOOD).encode("utf-8-sig")).item is not None


def test_a_key_written_twice_is_a_fault_with_its_path() -> None:
    text = json.dumps(GOOD).replace('"name": "\\u7533', '"name": "x", "name": "\\u7533')
    problems = load_item(text.encode()).problems
    assert [(p.field, p.code) for p in problems] == [("materials[0].name", "doubled-key")]


@pytest.mark.parametrize("number", ["NaN", "Infinity", "-Infinity", "1e400", "9" * 5000, "1.0", "-0.0"])
def test_a_number_that_is_no_figure_is_refused_where_it_stands(number: str) -> None:
    text = json.dumps(GOOD).replace('"amount": 10', f'"amount": {number}')
    problems = load_item(text.encode()).problems
    assert [(p.field, p.code) for p in problems] == [("legal_limit.amount", "wrong-type")]
    assert len(str(problems[0].facts["value"])) < 50


def test_a_file_of_fifty_megabytes_is_refused_before_it_is_read_as_json() -> None:
    data = b'{"name": "' + b"a" * 50_000_000 + b'"}'
    begun = time.perf_counter()
    assert file_faults(data) == ["too-big"]
    assert time.perf_counter() - begun < 0.1
    assert len(data) > MAX_BYTES


def test_doubts_do_not_stand_against_a_file() -> None:
    doubtful = changed(
        promised_limit={"amount": 30, "unit": "working_day"},
        implementation_code="11370113MB2869316X4373017003001",
    )
    doubtful["questions"].append(question("spare"))
    parsed = parse_item(doubtful)
    assert parsed.item is not None
    assert {(p.field, p.code) for p in parsed.warnings} == {
        ("promised_limit.amount", "promised-longer"),
        ("implementation_code", "credit-code-check"),
        ("questions[2]", "question-unused"),
    }


def test_an_implementation_code_must_end_in_the_basic_code() -> None:
    codes = {"implementation_code": "11370113MB286931674373017003001", "basic_code": "373017003002"}
    assert found(changed(**codes)) == [("implementation_code", "codes-differ")]


def test_strange_keys_are_shown_short_and_harmless() -> None:
    faults = found(changed(**{"\x1b[31m" + "k" * 5000: 1, "": 2}))
    assert all(len(field) < 80 and field.isprintable() for field, _ in faults)
    assert [code for _, code in faults] == ["unknown-key", "unknown-key"]
