"""Names and phones: any legal name passes, what no name holds is named."""

from __future__ import annotations

import unicodedata

import pytest
from hypothesis import given
from hypothesis import strategies as st

from app.rules.naming import check_name, check_phone, mask_name, mask_phone


@pytest.mark.parametrize(
    "name",
    [
        "张示例",
        "𬱖示例",
        "㛃𠅤𰻝㵘䶮",
        "\U00031350示例",
        "买买提·示例",
        "示" * 50,
        "Maria Example-Sample O'Example" + " Longname" * 5,
        "José Sample",
        "Пример Образец",
        "قۇربان ئۈلگە",
        "〇示例",
        "\uf92c示例",
        "金\u2ee9",
    ],
    ids=[
        "plain", "non-BMP", "only rare", "extension H", "dotted", "fifty", "long foreign",
        "accent", "Cyrillic", "Uyghur", "zero", "compatibility ideograph", "radical",
    ],
)  # fmt: skip
def test_a_legal_name_passes_unchanged(name: str) -> None:
    checked = check_name(name)
    assert checked.ok
    assert checked.value == name


@pytest.mark.parametrize(
    ("typed", "stored"),
    [
        ("买买提•示例", "买买提·示例"),
        ("买买提・示例", "买买提·示例"),
        ("买买提‧示例", "买买提·示例"),
        ("买买提 · 示例", "买买提·示例"),
        ("买买提.示例", "买买提·示例"),
        ("买买提．示例", "买买提·示例"),
        ("  张示例\r\n", "张示例"),
        ("张　示例", "张示例"),
        ("李  四", "李四"),
        ("Ｊｏｈｎ　Ｓａｍｐｌｅ", "John Sample"),
        ("John   Sample", "John Sample"),
        ("Jose\u0301 Sample", "José Sample"),
        ("\ufeff张示例\u200b", "张示例"),
        ("St. Sample", "St. Sample"),
    ],
)
def test_a_name_is_stored_in_one_form(typed: str, stored: str) -> None:
    checked = check_name(typed)
    assert checked.ok
    assert checked.value == stored


@pytest.mark.parametrize(
    ("name", "code", "character"),
    [
        ("张\x00示例", "control-character", "U+0000"),
        ("张\x1b示例", "control-character", "U+001B"),
        ("张\u2028示例", "control-character", "U+2028"),
        ("张😀", "emoji", "U+1F600"),
        ("张❤\ufe0f", "emoji", "U+2764"),
        ("🇨🇳示例", "emoji", "U+1F1E8"),
        ("\ue000示例", "private-use-character", "U+E000"),
        ("\U000f0000示例", "private-use-character", "U+F0000"),
        ("\ud842示例", "broken-character", "U+D842"),
        ("张3", "digit-in-name", "U+0033"),
        ("张<示例>", "not-in-names", "U+003C"),
        ("张;示例", "not-in-names", "U+003B"),
    ],
)
def test_a_character_no_name_holds_is_named_by_its_code(name: str, code: str, character: str) -> None:
    checked = check_name(name)
    assert checked.faults[0].code == code
    assert checked.faults[0].facts["character"] == character


def test_a_private_character_of_an_old_card_is_told_with_what_it_means() -> None:
    fault = check_name("\ue81e示例").faults[0]
    assert fault.facts["meant"] == "龴"


def test_a_radical_copied_for_a_character_is_doubted() -> None:
    warning = check_name("⼀示例").warnings[0]
    assert (warning.code, warning.facts["meant"]) == ("radical-in-name", "一")


@pytest.mark.parametrize("name", ["", "   ", "\u200b"])
def test_no_name_is_told_so(name: str) -> None:
    assert [flaw.code for flaw in check_name(name).faults] == ["empty"]


@pytest.mark.parametrize("name", ["·", "- -", "..."])
def test_signs_alone_are_no_name(name: str) -> None:
    assert [flaw.code for flaw in check_name(name).faults] == ["no-letter"]


def test_a_paste_of_ten_thousand_characters_is_cut_and_refused() -> None:
    checked = check_name("示" * 10_000)
    assert [flaw.code for flaw in checked.faults] == ["too-long"]
    assert len(checked.value) == 120


@pytest.mark.parametrize(
    "name", ["海口示例餐饮（集团）有限公司", "海口示例2号店", "Sample & Co. Ltd", "示例（海南）“样本”公司"]
)
def test_an_organisation_may_have_brackets_and_digits(name: str) -> None:
    assert check_name(name, organisation=True).ok


@given(st.text(max_size=60))
def test_any_text_gets_an_answer_and_a_checked_name_stays_as_it_is(text: str) -> None:
    checked = check_name(text)
    if checked.ok:
        again = check_name(checked.value)
        assert again.ok
        assert again.value == checked.value


@given(st.text(max_size=60))
def test_no_name_that_passes_holds_a_control_character_or_a_private_one(text: str) -> None:
    checked = check_name(text)
    if checked.ok:
        assert not {unicodedata.category(c) for c in checked.value} & {"Cc", "Cf", "Co", "Cs", "Zl", "Zp"}


@pytest.mark.parametrize(
    ("typed", "stored"),
    [
        ("13800000000", "13800000000"),
        ("138 0000 0000", "13800000000"),
        ("138-0000-0000", "13800000000"),
        ("１３８００００００００", "13800000000"),
        ("+86 138 0000 0000", "13800000000"),
        ("8613800000000", "13800000000"),
        ("0898-65301234", "0898-65301234"),
        ("(0898)65301234", "0898-65301234"),
        ("（0898）65301234转12", "0898-65301234转12"),
        ("010-65301234", "010-65301234"),
        ("+852 2123 4567", "+85221234567"),
        ("0085221234567", "+85221234567"),
    ],
)
def test_a_phone_is_stored_in_one_form(typed: str, stored: str) -> None:
    checked = check_phone(typed)
    assert checked.ok
    assert checked.value == stored
    assert check_phone(stored).value == stored


@pytest.mark.parametrize(
    ("typed", "code"),
    [
        ("", "empty"),
        ("1380000000", "phone-length"),
        ("12800000000", "not-a-phone"),
        ("65301234", "area-code-missing"),
        ("张示例", "not-a-phone"),
        ("138\x000000000", "control-character"),
        ("1" * 10_000, "too-long"),
    ],
)
def test_a_wrong_phone_is_told_why(typed: str, code: str) -> None:
    assert [flaw.code for flaw in check_phone(typed).faults] == [code]


@given(st.text(max_size=40))
def test_any_text_as_a_phone_gets_an_answer(text: str) -> None:
    checked = check_phone(text)
    if checked.ok:
        assert check_phone(checked.value).value == checked.value


def test_phones_and_names_are_shown_masked() -> None:
    assert mask_phone("13800000000") == "138****0000"
    assert mask_phone("0898-65301234") == "0898-65****34"
    assert mask_phone("123") == "***"
    assert mask_name("张示例") == "张*"
    assert mask_name("𬱖示例") == "𬱖*"
    assert mask_name("") == ""
