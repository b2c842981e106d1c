"""Identity documents: every kind with the vectors of its standard, valid and invalid."""

from __future__ import annotations

from datetime import date

import pytest
from hypothesis import given
from hypothesis import strategies as st

from app.rules.identity import (
    Checked,
    IdKind,
    Typing,
    birth_date,
    check_character_credit,
    check_character_organisation,
    check_digit_18,
    check_document,
    kinds_matching,
    mask_id,
    typing_state,
)

TODAY = date(2026, 11, 23)

VALID = [
    (IdKind.RESIDENT_ID, "11010519491231002X"),
    (IdKind.RESIDENT_ID, "440524188001010014"),
    (IdKind.RESIDENT_ID, "350627199711275419"),
    (IdKind.RESIDENT_ID, "460108199003071238"),
    (IdKind.RESIDENT_ID, "460108202402290010"),
    (IdKind.HMT_RESIDENCE, "810000199001010019"),
    (IdKind.HMT_RESIDENCE, "83000019851212333X"),
    (IdKind.FOREIGN_RESIDENT, "931156198702030099"),
    (IdKind.FOREIGN_RESIDENT, "911234199001010018"),
    (IdKind.FOREIGN_RESIDENT, "USA123456789012"),
    (IdKind.HM_PERMIT, "H12345678"),
    (IdKind.HM_PERMIT, "M1234567801"),
    (IdKind.TW_PERMIT, "12345678"),
    (IdKind.TW_PERMIT, "1234567801(B)"),
    (IdKind.PASSPORT, "E12345678"),
    (IdKind.PASSPORT, "EA1234567"),
    (IdKind.PASSPORT, "123456789"),
    (IdKind.CREDIT_CODE, "91350100M000100Y43"),
    (IdKind.CREDIT_CODE, "11370113MB28693167"),
    (IdKind.CREDIT_CODE, "11110112000082827R"),
    (IdKind.CREDIT_CODE, "114403006939536635"),
    (IdKind.CREDIT_CODE, "91110000600037341L"),
]

FAULTY = [
    (IdKind.RESIDENT_ID, "23023019950212522X", "check-digit"),
    (IdKind.RESIDENT_ID, "460108199003071239", "check-digit"),
    (IdKind.RESIDENT_ID, "460108199013071238", "impossible-date"),
    (IdKind.RESIDENT_ID, "460108199002301238", "impossible-date"),
    (IdKind.RESIDENT_ID, "460108202302290010", "impossible-date"),
    (IdKind.RESIDENT_ID, "460108000001011238", "impossible-date"),
    (IdKind.RESIDENT_ID, "460108203003071238", "future-birth"),
    (IdKind.RESIDENT_ID, "46010819900307123", "wrong-length"),
    (IdKind.RESIDENT_ID, "4601081990030712380", "wrong-length"),
    (IdKind.RESIDENT_ID, "46010819900307X238", "wrong-character"),
    (IdKind.RESIDENT_ID, "060108199003071238", "wrong-character"),
    (IdKind.RESIDENT_ID, "931156198702030099", "other-kind"),
    (IdKind.RESIDENT_ID, "110105493231002", "impossible-date"),
    (IdKind.RESIDENT_ID, "", "empty"),
    (IdKind.RESIDENT_ID, " \u200b ", "empty"),
    (IdKind.RESIDENT_ID, "一二三四五六七八九十一二三四五六七八", "wrong-character"),
    (IdKind.RESIDENT_ID, "٤٦٠١٠٨١٩٩٠٠٣٠٧١٢٣٨", "wrong-character"),
    (IdKind.HMT_RESIDENCE, "460108199003071238", "wrong-area"),
    (IdKind.HMT_RESIDENCE, "810000199001010018", "check-digit"),
    (IdKind.FOREIGN_RESIDENT, "931156198702030098", "check-digit"),
    (IdKind.FOREIGN_RESIDENT, "460108199003071238", "wrong-character"),
    (IdKind.FOREIGN_RESIDENT, "USA12345678901", "wrong-shape"),
    (IdKind.HM_PERMIT, "T12345678", "wrong-shape"),
    (IdKind.HM_PERMIT, "H123456789", "wrong-shape"),
    (IdKind.TW_PERMIT, "1234567", "wrong-shape"),
    (IdKind.PASSPORT, "E1", "wrong-shape"),
    (IdKind.PASSPORT, "PASSPORT", "wrong-shape"),
    (IdKind.CREDIT_CODE, "91350100M000100Y4", "wrong-length"),
    (IdKind.CREDIT_CODE, "9135O100M000100Y43", "wrong-character"),
    (IdKind.CREDIT_CODE, "91350100Z000100Y43", "wrong-character"),
]


def codes(checked: Checked) -> list[str]:
    return [flaw.code for flaw in checked.faults]


@pytest.mark.parametrize(("kind", "number"), VALID, ids=[f"{k}-{n}" for k, n in VALID])
def test_a_valid_number_has_no_fault(kind: IdKind, number: str) -> None:
    checked = check_document(kind, number, TODAY)
    assert checked.ok
    assert checked.value == number


@pytest.mark.parametrize(("kind", "number", "code"), FAULTY, ids=[f"{k}-{c}-{n}" for k, n, c in FAULTY])
def test_a_wrong_number_is_told_why(kind: IdKind, number: str, code: str) -> None:
    assert code in codes(check_document(kind, number, TODAY))


@pytest.mark.parametrize(
    ("typed", "stored"),
    [
        ("11010519491231002x", "11010519491231002X"),
        ("１１０１０５１９４９１２３１００２ｘ", "11010519491231002X"),
        ("110105 19491231 002X", "11010519491231002X"),
        ("\u202d110105194912310 02X\u202c\r\n", "11010519491231002X"),
        ("110105491231002", "11010519491231002X"),
    ],
    ids=["lower-case x", "full-width", "spaces", "the marks a chat adds", "fifteen digits"],
)
def test_a_number_is_stored_in_one_form(typed: str, stored: str) -> None:
    assert check_document(IdKind.RESIDENT_ID, typed, TODAY).value == stored


def test_an_upgraded_number_says_what_was_typed() -> None:
    checked = check_document(IdKind.RESIDENT_ID, "110105491231002", TODAY)
    assert checked.ok
    assert [flaw.code for flaw in checked.warnings] == ["upgraded-15"]
    assert checked.warnings[0].facts["typed"] == "110105491231002"


def test_a_credit_code_failing_its_check_warns_but_does_not_block() -> None:
    checked = check_document(IdKind.CREDIT_CODE, "91350100M000100Y4A")
    assert checked.ok
    assert [flaw.code for flaw in checked.warnings] == ["credit-check"]


def test_the_oldest_living_person_may_be_registered() -> None:
    checked = check_document(IdKind.RESIDENT_ID, "440524188001010014", TODAY)
    assert checked.ok
    assert [flaw.code for flaw in checked.warnings] == ["very-old"]


def test_a_hong_kong_residents_number_shown_as_a_residents_own_is_hinted_at() -> None:
    warnings = check_document(IdKind.RESIDENT_ID, "810000199001010019", TODAY).warnings
    assert warnings[0].facts["kind"] is IdKind.HMT_RESIDENCE


@pytest.mark.parametrize("kind", IdKind)
@pytest.mark.parametrize("text", ["\x004601", "46\x0701", "\x1b[31m", "46010819900307123\x008"])
def test_a_control_character_is_named(kind: IdKind, text: str) -> None:
    checked = check_document(kind, text)
    assert codes(checked) == ["control-character"]
    assert str(checked.faults[0].facts["character"]).startswith("U+00")
    assert typing_state(kind, text) is Typing.WRONG


@pytest.mark.parametrize("kind", IdKind)
def test_a_paste_of_ten_thousand_characters_is_cut_and_refused(kind: IdKind) -> None:
    checked = check_document(kind, "1" * 10_000)
    assert codes(checked) == ["too-long"]
    assert len(checked.value) <= 64
    assert typing_state(kind, "1" * 10_000) is Typing.WRONG


def test_the_organisation_code_checks_as_in_its_standard() -> None:
    assert check_character_organisation("D2143569") == "X"


def test_a_strange_birthday_in_a_foreign_residents_number_only_warns() -> None:
    stem = "93115619871340009"
    checked = check_document(IdKind.FOREIGN_RESIDENT, stem + check_digit_18(stem), TODAY)
    assert checked.ok
    assert [flaw.code for flaw in checked.warnings] == ["impossible-date"]


@pytest.mark.parametrize(
    ("number", "kind"),
    [
        ("460108199003071238", IdKind.RESIDENT_ID),
        ("810000199001010019", IdKind.HMT_RESIDENCE),
        ("931156198702030099", IdKind.FOREIGN_RESIDENT),
        ("91350100M000100Y43", IdKind.CREDIT_CODE),
        ("H12345678", IdKind.HM_PERMIT),
        ("12345678", IdKind.TW_PERMIT),
        ("E12345678", IdKind.PASSPORT),
    ],
)
def test_a_number_tells_its_kind(number: str, kind: IdKind) -> None:
    assert kinds_matching(number, TODAY)[0] is kind


def test_nonsense_is_of_no_kind() -> None:
    assert kinds_matching("张示例") == ()


@given(st.text(max_size=40), st.sampled_from(IdKind))
def test_any_text_gets_an_answer(text: str, kind: IdKind) -> None:
    checked = check_document(kind, text, TODAY)
    typing_state(kind, text, TODAY)
    if checked.ok:
        assert check_document(kind, checked.value, TODAY).value == checked.value


@given(st.dates(date(1900, 1, 1), TODAY), st.integers(100000, 899999), st.integers(0, 999), st.data())
def test_one_wrong_digit_of_a_residents_number_is_noticed(
    born: date, area: int, serial: int, data: st.DataObject
) -> None:
    stem = f"{area}{born:%Y%m%d}{serial:03d}"
    number = stem + check_digit_18(stem)
    assert check_document(IdKind.RESIDENT_ID, number, TODAY).ok
    assert birth_date(IdKind.RESIDENT_ID, number) == born
    place = data.draw(st.integers(0, 16))
    digit = data.draw(st.sampled_from([d for d in "0123456789" if d != number[place]]))
    assert not check_document(IdKind.RESIDENT_ID, number[:place] + digit + number[place + 1 :], TODAY).ok


@given(st.text(alphabet="0123456789ABCDEFGHJKLMNPQRTUWXY", min_size=9, max_size=9), st.integers(0, 999999))
def test_a_credit_code_with_its_own_check_character_has_no_warning(body: str, area: int) -> None:
    stem = f"91{area:06d}{body}"
    assert check_document(IdKind.CREDIT_CODE, stem + check_character_credit(stem)).warnings == ()


@pytest.mark.parametrize(("kind", "number"), VALID, ids=[f"{k}-{n}" for k, n in VALID])
def test_nobody_is_told_wrong_while_typing_a_right_number(kind: IdKind, number: str) -> None:
    for length in range(1, len(number)):
        assert typing_state(kind, number[:length], TODAY) is not Typing.WRONG, number[:length]
    assert typing_state(kind, number, TODAY) is Typing.COMPLETE


@pytest.mark.parametrize(
    ("kind", "typed"),
    [
        (IdKind.RESIDENT_ID, "0"),
        (IdKind.RESIDENT_ID, "9"),
        (IdKind.RESIDENT_ID, "46010a"),
        (IdKind.RESIDENT_ID, "460108199913"),
        (IdKind.RESIDENT_ID, "4601081990023"),
        (IdKind.RESIDENT_ID, "460108203"),
        (IdKind.RESIDENT_ID, "460108199003071239"),
        (IdKind.HMT_RESIDENCE, "46"),
        (IdKind.FOREIGN_RESIDENT, "1"),
        (IdKind.HM_PERMIT, "X"),
        (IdKind.TW_PERMIT, "A"),
        (IdKind.CREDIT_CODE, "91O"),
        (IdKind.PASSPORT, "E-"),
    ],
)
def test_what_can_no_longer_become_right_is_told_at_once(kind: IdKind, typed: str) -> None:
    assert typing_state(kind, typed, TODAY) is Typing.WRONG


def test_fifteen_digits_are_not_called_wrong_while_eighteen_may_follow() -> None:
    assert typing_state(IdKind.RESIDENT_ID, "110105491231002", TODAY) is Typing.INCOMPLETE
    assert typing_state(IdKind.RESIDENT_ID, "460108199003071", TODAY) is Typing.INCOMPLETE


@pytest.mark.parametrize(
    ("number", "masked"),
    [
        ("460107199003071234", "460107********1234"),
        ("H12345678", "H*****678"),
        ("USA123456789012", "USA123*****9012"),
        ("1234", "****"),
        ("", ""),
    ],
)
def test_a_number_is_shown_masked(number: str, masked: str) -> None:
    assert mask_id(number) == masked


def test_a_credit_code_is_public() -> None:
    assert mask_id("91350100M000100Y43", IdKind.CREDIT_CODE) == "91350100M000100Y43"


@given(st.text(min_size=1, max_size=30))
def test_a_mask_hides_something_and_keeps_the_length(number: str) -> None:
    masked = mask_id(number)
    assert len(masked) == len(number)
    assert "*" in masked
