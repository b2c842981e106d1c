"""Numbers printed on paper."""

from __future__ import annotations

from datetime import date

import pytest
from hypothesis import given
from hypothesis import strategies as st

from app.rules.numbering import (
    ALPHABET,
    CaseNumber,
    case_number,
    case_series,
    check_character,
    looks_like_case_number,
    notice_number,
    notice_series,
    parse_case_number,
)

DAY = date(2026, 11, 23)
codes = st.text(alphabet=ALPHABET, min_size=3, max_size=3)
halls = st.text(alphabet=ALPHABET, min_size=4, max_size=4)
days = st.dates(date(2020, 1, 1), date(2099, 12, 31))
counters = st.integers(1, 10**8 - 1)


def test_the_check_character_is_that_of_iso_7064_mod_37_36() -> None:
    # A Global Release Identifier as published: A1-2425G-ABC1234002-M.
    assert check_character("A12425GABC1234002") == "M"


def test_a_case_number_names_hall_day_device_and_counter() -> None:
    number = case_number("HKML", DAY, "C03", 17)
    assert number[:-1] == "HKML-261123-C03-0017-"
    parsed = parse_case_number(number)
    assert parsed == CaseNumber("HKML", DAY, "C03", 17, number[-1])
    assert str(parsed) == number


def test_the_ten_thousandth_case_of_a_day_gets_a_longer_number() -> None:
    number = case_number("HKML", DAY, "C03", 10_000)
    assert "-10000-" in number
    assert parse_case_number(number) is not None


@given(halls, days, codes, counters)
def test_every_number_written_can_be_read_again(hall: str, day: date, device: str, counter: int) -> None:
    parsed = parse_case_number(case_number(hall, day, device, counter))
    assert parsed is not None
    assert (parsed.hall, parsed.day, parsed.device, parsed.counter) == (hall, day, device, counter)


@given(st.data(), halls, days, codes, counters)
def test_one_wrong_character_is_always_noticed(
    data: st.DataObject, hall: str, day: date, device: str, counter: int
) -> None:
    number = case_number(hall, day, device, counter)
    place = data.draw(st.sampled_from([i for i, character in enumerate(number) if character != "-"]))
    wrong = data.draw(st.sampled_from([c for c in ALPHABET if c != number[place]]))
    assert parse_case_number(number[:place] + wrong + number[place + 1 :]) is None


@pytest.mark.parametrize(
    "spelling",
    [
        str.lower,
        lambda n: n.replace("-", ""),
        lambda n: f"  {n}\r\n",
        lambda n: n.replace("-", "－").replace("H", "Ｈ"),
    ],
    ids=["lower case", "without dashes", "with the scanner's line end", "full-width"],
)
def test_a_number_may_be_typed_or_scanned_carelessly(spelling: object) -> None:
    number = case_number("HKML", DAY, "C03", 17)
    parsed = parse_case_number(spelling(number))  # type: ignore[operator]
    assert str(parsed) == number


@pytest.mark.parametrize(
    "text",
    ["", "HKML", "HKML-261323-C03-0017-A", "\x00" * 19, "一" * 19, "9" * 10_000, "HKML-261123-C03-0000-0"],
    ids=["empty", "short", "month 13", "NUL", "Chinese", "a paste of ten thousand", "counter zero"],
)
def test_what_is_no_case_number_is_none(text: str) -> None:
    assert parse_case_number(text) is None


def test_a_number_with_a_wrong_check_character_still_looks_like_one() -> None:
    number = case_number("HKML", DAY, "C03", 17)
    wrong = number[:-1] + ("0" if number[-1] != "0" else "1")
    assert parse_case_number(wrong) is None
    assert looks_like_case_number(wrong)


@pytest.mark.parametrize(
    ("hall", "device", "counter"),
    [("HKM", "C03", 1), ("hkml", "C03", 1), ("HKML", "C3", 1), ("HKML", "C03", 0), ("HKML", "C03", 10**8)],
)
def test_a_code_of_the_wrong_shape_is_a_programming_error(hall: str, device: str, counter: int) -> None:
    with pytest.raises(ValueError, match=r"code has|counter runs"):
        case_number(hall, DAY, device, counter)


def test_a_notice_number_carries_word_year_and_device() -> None:
    assert notice_number("海美政务受", 2026, "C03", 12) == "海美政务受〔2026〕C03-00012号"


def test_cases_count_by_day_and_notices_by_year() -> None:
    assert case_series(DAY) != case_series(date(2026, 11, 24))
    assert notice_series(2026) != notice_series(2027)
