"""What a case can be found by, and what a typed search asks for."""

from __future__ import annotations

from datetime import date

import pytest
from hypothesis import given
from hypothesis import strategies as st

from app.rules.initials import Initials, letter, table
from app.rules.numbering import case_number
from app.rules.search_terms import (
    Findable,
    Term,
    TermKind,
    index_tokens,
    item_spellings,
    keeps,
    query_groups,
    terms,
)
from tests.support.initials_table import PATH, written

INITIALS = Initials(PATH.read_text("utf-8"))
CASE_NO = case_number("HKML", date(2026, 11, 23), "C03", 17)
CASE = Findable(
    names=("张示例",),
    numbers=("46010819900307123X",),
    phones=("13812345678",),
    item_name="房屋租赁登记备案",
    item_spellings=("fwzldjba", "fwzl"),
    case_no=CASE_NO,
)
TOKENS = index_tokens(CASE, INITIALS)
NUMBERS = ("46010819900307123X", "13812345678", CASE_NO)


def found(
    text: str, tokens: frozenset[str] = TOKENS, names: tuple[str, ...] = ("张示例", "房屋租赁登记备案")
) -> bool:
    asked = terms(text)
    groups = query_groups(asked)
    return bool(groups) and all(group & tokens for group in groups) and keeps(asked, names, NUMBERS)


NAMES_TYPED = ["张", "张示", "示例", "张示例", "z", "zs", "zsl", "ZSL", "ｚｓｌ"]
NUMBERS_TYPED = [
    *("123X", "123x", "7123x", "138", "1381234", "5678", "345678", "13812345678", "46010819900307123X"),
    *("46010819900307123x", "460108", "4601081990", "46010819900307", "0017", "017"),
]
ITEMS_TYPED = ["租", "租赁", "房屋租赁", "fwzl", "fwzldj"]
CASES_TYPED = [CASE_NO, CASE_NO.lower(), CASE_NO.replace("-", "")]
MIXED_TYPED = ["张示 租赁", "zs 5678", "zsl123x", "张 zsl", "张 12", "1381234 5678"]


@pytest.mark.parametrize("text", NAMES_TYPED + NUMBERS_TYPED + ITEMS_TYPED + CASES_TYPED + MIXED_TYPED)
def test_a_case_is_found_by(text: str) -> None:
    assert found(text)


@pytest.mark.parametrize(
    "text",
    [
        "李",
        "李示",
        "张例",
        "sl",
        "zsx",
        "1234",
        "139",
        "9999",
        "租房",
        "xfjc",
        "HKML-261123-C03-0018-C",
        "张示 消防",
        "1",
        "12",
        "",
    ],
)
def test_a_case_is_not_found_by(text: str) -> None:
    assert not found(text)


def test_pairs_that_meet_apart_are_filtered_out() -> None:
    tokens = index_tokens(Findable(names=("示例张示",)), INITIALS)
    assert all(group & tokens for group in query_groups(terms("张示例")))
    assert not found("张示例", tokens, ("示例张示",))


def test_a_long_ending_is_compared_in_full() -> None:
    assert found("900307123x")
    assert not found("800307123x")


def test_one_or_two_digits_ask_nothing_yet() -> None:
    assert query_groups(terms("12")) == ()
    assert query_groups(terms("")) == ()
    assert query_groups(terms("张 1")) == query_groups(terms("张"))


@pytest.mark.parametrize(
    ("text", "kinds"),
    [
        ("zsl1238", [TermKind.LETTERS, TermKind.DIGITS]),
        ("1238zsl", [TermKind.DIGITS, TermKind.LETTERS]),
        ("h12345678", [TermKind.DIGITS]),
        ("91350100m000100y43", [TermKind.DIGITS]),
        ("0y43", [TermKind.DIGITS]),
        ("0898-65301234", [TermKind.DIGITS]),
        (CASE_NO, [TermKind.CASE]),
        ("买买提·示例", [TermKind.CHARACTERS]),
        ("José", [TermKind.LETTERS]),
        ("Example-Sample", [TermKind.LETTERS, TermKind.LETTERS]),
        ("《》、", []),
    ],
)
def test_a_typed_text_is_taken_apart(text: str, kinds: list[TermKind]) -> None:
    assert [term.kind for term in terms(text)] == kinds


@pytest.mark.parametrize(
    ("name", "query"),
    [
        ("单样本", "syb"),
        ("曾示例", "zsl"),
        ("解示例", "xsl"),
        ("仇示例", "qsl"),
        ("区示例", "osl"),
        ("查示例", "zsl"),
        ("万俟示例", "mqsl"),
        ("乐示例", "ysl"),
        ("李重", "lz"),
        ("李重", "lc"),
        ("\U000323b0示例", "sl"),
        ("Maria Sample", "maria"),
        ("Maria Sample", "samp"),
        ("Maria Sample", "ms"),
        ("José Sample", "jose"),
        ("José Sample", "José"),
        ("买买提·示例", "mmtsl"),
    ],
)
def test_a_name_is_found_by_its_initials_in_every_usual_reading(name: str, query: str) -> None:
    tokens = index_tokens(Findable(names=(name,)), INITIALS)
    assert all(group & tokens for group in query_groups(terms(query)))
    assert query_groups(terms(query))


@pytest.mark.parametrize("character", ["𬱖", "㛃", "𠅤", "𰻝", "㵘", "䶮", "\U00031350", "龴", "\uf92c"])
def test_a_rare_character_finds_its_bearer(character: str) -> None:
    tokens = index_tokens(Findable(names=(f"张{character}",)), INITIALS)
    for query in (character, f"张{character}"):
        groups = query_groups(terms(query))
        assert groups
        assert all(group & tokens for group in groups)


han = st.characters(min_codepoint=0x4E00, max_codepoint=0x9FFF) | st.characters(
    min_codepoint=0x20000, max_codepoint=0x323AF
)


@given(st.text(alphabet=han, min_size=1, max_size=8), st.data())
def test_every_part_of_a_name_finds_it(name: str, data: st.DataObject) -> None:
    tokens = index_tokens(Findable(names=(name,)), INITIALS)
    start = data.draw(st.integers(0, len(name) - 1))
    end = data.draw(st.integers(start + 1, len(name)))
    asked = terms(name[start:end])
    assert all(group & tokens for group in query_groups(asked))
    assert keeps(asked, (name,), ())


@given(st.from_regex(r"[1-8][0-9]{16}[0-9X]", fullmatch=True), st.data())
def test_every_beginning_and_every_end_of_an_id_finds_it(number: str, data: st.DataObject) -> None:
    tokens = index_tokens(Findable(numbers=(number,)), INITIALS)
    beginning = number[: data.draw(st.integers(6, 18))]
    end = number[-data.draw(st.integers(3, 18)) :]
    for typed in (beginning, end):
        asked = terms(typed)
        assert all(group & tokens for group in query_groups(asked))
        assert keeps(asked, (), (number,))


@given(st.text(max_size=80))
def test_any_text_may_be_searched_for(text: str) -> None:
    asked = terms(text)
    assert all(isinstance(term, Term) for term in asked)
    assert all(group for group in query_groups(asked))


@given(st.text(max_size=80))
def test_tokens_are_safe_for_the_index(name: str) -> None:
    for token in index_tokens(Findable(names=(name,), phones=(name,), numbers=(name,)), INITIALS):
        assert token
        assert not any(c.isascii() and not c.isalnum() for c in token)


def test_an_item_is_asked_for_by_its_code_and_by_the_reading_the_catalogue_gives() -> None:
    assert item_spellings("fwzl", "房屋租赁登记备案", ("fang wu zu lin deng ji bei an",), INITIALS) == (
        "fwzldjba",
        "fwzl",
    )
    assert item_spellings("fwzl", "房屋租赁登记备案", (), INITIALS)[0] == "fwzldjba"


def test_the_daily_counter_with_its_check_character_finds_the_case() -> None:
    number = case_number("HKML", date(2026, 11, 23), "C03", 17)
    tokens = index_tokens(Findable(case_no=number), INITIALS)
    typed = f"0017{number[-1]}"
    assert all(group & tokens for group in query_groups(terms(typed)))


def test_the_table_of_initials_is_that_of_the_dictionary() -> None:
    assert PATH.read_text("utf-8") == written(), "run: python -m tests.support.initials_table"


def test_a_table_gives_back_what_it_was_made_from() -> None:
    readings = {0x4E00: "yī", 0x4E01: "dīng", 0x4E10: "gài", 0x20000: "ê̄", 0x9FFF: "ń"}
    known = Initials(table(readings))
    assert {code: known.of(chr(code)) for code in readings} == {
        code: letter(reading) for code, reading in readings.items()
    }
    assert known.of("丂") == ""
    assert known.of("a") == ""
    assert known.of("\U0010ffff") == ""
