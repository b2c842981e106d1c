"""Line breaking: nothing is lost, no line begins or ends with a mark that may not stand there."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from app.documents.fonts import FontFiles
from app.documents.lines import NEVER_FIRST, NEVER_LAST, Span, break_lines, may_break
from app.documents.typeface import Typeface

HAN = "的一是在不了有和人这中大为上个国我以要他时来用们生到作地于出就分对成会可主发年动同工也能"
PUNCTUATION = "，。；：？！”’…—·～）》、】（《“【"


@pytest.fixture(scope="module")
def typeface(fonts: FontFiles) -> Typeface:
    return Typeface(fonts)


text = st.text(alphabet=st.sampled_from(HAN * 3 + PUNCTUATION + "AVz09- "), max_size=160)


@given(text=text, room=st.floats(min_value=60, max_value=450))
def test_breaking_a_text_loses_nothing_but_spaces_at_the_breaks(
    typeface: Typeface, text: str, room: float
) -> None:
    lines = break_lines(typeface, (Span(text),), 12, room)
    assert "".join(line.text for line in lines).replace(" ", "") == text.replace(" ", "")
    assert lines[-1].last


@given(text=text, room=st.floats(min_value=60, max_value=450))
def test_a_line_is_never_wider_than_its_room(typeface: Typeface, text: str, room: float) -> None:
    for line in break_lines(typeface, (Span(text),), 12, room):
        assert line.width <= room + 0.1


@given(data=st.data(), room=st.floats(min_value=120, max_value=450))
def test_no_line_begins_with_a_closing_mark_or_ends_with_an_opening_one(
    typeface: Typeface, data: st.DataObject, room: float
) -> None:
    # as people write: marks stand singly or in pairs between words
    word = st.text(alphabet=st.sampled_from(HAN), min_size=2, max_size=9)
    mark = st.sampled_from(
        ["，", "。", "；", "：", "？", "！", "……", "——", "·", "～", "）。", "》，", "（", "《", "“", "”，"]
    )
    pieces = data.draw(st.lists(st.tuples(word, mark), min_size=1, max_size=30))
    text = "".join(part for pair in pieces for part in pair) + "完"
    lines = break_lines(typeface, (Span(text),), 12, room)
    assert [line.text for line in lines[1:] if line.text[0] in NEVER_FIRST] == []
    assert [line.text for line in lines[:-1] if line.text[-1] in NEVER_LAST] == []


def test_the_marks_named_by_the_rule_are_all_kept() -> None:
    assert set("，。；：？！”’…—·～）》") <= NEVER_FIRST
    assert set("（《“") <= NEVER_LAST


def test_words_numbers_and_case_numbers_are_not_torn() -> None:
    assert not may_break("M", "L")
    assert not may_break("1", "2")
    assert not may_break("-", "A")
    assert may_break("年", "1")
    assert may_break("日", "内")


def test_a_word_longer_than_the_line_is_cut_rather_than_run_off_the_paper(typeface: Typeface) -> None:
    lines = break_lines(typeface, (Span("W" * 60),), 12, 100)
    assert len(lines) > 1
    assert all(line.width <= 100.1 for line in lines)


def test_a_bold_part_keeps_its_weight_across_a_break(typeface: Typeface) -> None:
    lines = break_lines(typeface, (Span("办理"), Span("食品经营许可事项", bold=True)), 12, 75)
    assert [span for line in lines for span in line.spans if span.bold] != []
    assert "".join(span.text for line in lines for span in line.spans if span.bold) == "食品经营许可事项"
