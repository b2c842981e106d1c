"""Sentences: every code the program raises has one; three parts, plain, no blame, no code first."""

from __future__ import annotations

import ast
import re
from datetime import UTC, date, datetime
from enum import StrEnum
from pathlib import Path

import pytest

from app.errors import AppError, Conflict, Problem, Rejected, StoreUnavailable
from app.rules import case, catalogue, checklist, identity
from app.services import views
from tests.support.translation import TS, sentences
from ui import messages
from ui.label_table import LABELS
from ui.sentence_table import DEVICES, ERRORS, PROBLEMS

ROOT = Path(__file__).resolve().parents[2]
# What administrators see on the command line has its own words there (ui/commands).
OWN_WORDS = ("catalogue", "consultation_file", "template", "holidays", "workdays", "settings")
# The centre's own errors reach a window as codes of a refusal (ui/refusals.py).
NOT_HERE = frozenset({"central", "migrations"})
RAISED = frozenset({"NotAllowed", "Conflict", "Unavailable", "DeviceUnavailable", "StoreUnavailable"})


def raised_codes() -> dict[str, str]:
    """Every literal code given to an error of app.errors, and where."""
    found: dict[str, str] = {}
    for folder in ("app", "db", "ui/devices"):
        for path in (ROOT / folder).rglob("*.py"):
            if any(word in path.stem for word in OWN_WORDS) or NOT_HERE & set(path.parts):
                continue
            for node in ast.walk(ast.parse(path.read_text("utf-8"))):
                if isinstance(node, ast.Call) and getattr(node.func, "id", "") in RAISED and node.args:
                    first = node.args[0]
                    if isinstance(first, ast.Constant) and isinstance(first.value, str):
                        found[first.value] = f"{path.relative_to(ROOT)}:{node.lineno}"
    return found


def problem_codes() -> dict[str, str]:
    """Every literal code given to a Problem or Flaw the desk can meet."""
    found: dict[str, str] = {}
    for path in (ROOT / "app").rglob("*.py"):
        if any(word in path.stem for word in OWN_WORDS) or NOT_HERE & set(path.parts):
            continue
        for node in ast.walk(ast.parse(path.read_text("utf-8"))):
            if not isinstance(node, ast.Call):
                continue
            place = {"Problem": 1, "Flaw": 0}.get(getattr(node.func, "id", ""))
            if place is None or len(node.args) <= place:
                continue
            code = node.args[place]
            if isinstance(code, ast.Constant) and isinstance(code.value, str):
                found[code.value] = f"{path.relative_to(ROOT)}:{node.lineno}"
    return found


def test_every_error_of_the_program_has_its_sentence() -> None:
    missing = {code: where for code, where in raised_codes().items() if code not in {**ERRORS, **DEVICES}}
    assert missing == {}


def test_every_problem_of_a_field_has_its_sentence() -> None:
    missing = {code: where for code, where in problem_codes().items() if code not in PROBLEMS}
    assert missing == {}


@pytest.mark.parametrize("module", [case, catalogue, checklist, identity, views])
def test_every_enum_a_person_meets_has_its_words(module: object) -> None:
    silent = {"Typing", "FieldType"}  # never shown
    for value in vars(module).values():
        if isinstance(value, type) and issubclass(value, StrEnum) and value.__name__ not in silent:
            for member in value:
                if member in LABELS:
                    assert messages.label(member)
                else:
                    assert value not in {type(known) for known in LABELS}, member


def _chinese(context: str) -> dict[str, str]:
    return {s.source: s.translations[0] for s in sentences(TS) if s.context == context}


def test_each_error_says_what_happened_what_is_safe_and_what_to_do() -> None:
    for source, text in _chinese("Errors").items():
        if source.startswith("{first}"):
            continue
        parts = [part for part in re.split(r"[。]", text) if part.strip()]
        assert len(parts) >= 3, text


def test_an_error_is_short_plain_and_blames_nobody() -> None:
    for text in _chinese("Errors").values():
        plain = re.sub(r"“[^”]*”", "", text)
        assert len(plain) <= 76, text
        for word in ("失败", "非法", "异常", "错误", "确定吗"):
            assert word not in text
        assert not re.match(r"[A-Z]-?\d", text)


def test_one_problem_is_said_itself_and_several_are_counted() -> None:
    one = Problem("phone", "not-a-phone")
    assert messages.sentence(Rejected([one])) == messages.problem(one)
    assert "1" in messages.sentence(Rejected([one, Problem("name", "empty")]))


def test_a_reason_among_the_facts_chooses_the_closer_sentence() -> None:
    plain = messages.sentence(StoreUnavailable("wrong-key"))
    close = messages.sentence(StoreUnavailable("wrong-key", reason="passphrase"))
    assert plain != close


def test_a_fact_that_is_missing_leaves_no_brace() -> None:
    for code in ERRORS:
        assert "{" not in messages.sentence(AppError(code))
    for code in PROBLEMS:
        assert "{" not in messages.problem(Problem("", code))


def test_an_unknown_code_still_makes_a_sentence_with_the_code_last() -> None:
    assert messages.sentence(Conflict("quite-new")).rstrip(".)）。").endswith("quite-new")


def test_dates_times_and_kinds_are_written_as_the_hall_writes_them(chinese: None) -> None:
    assert messages.day(date(2026, 11, 30)) == "11月30日 周一"
    assert messages.day_and_weekday(date(2026, 11, 23)) == "周一 11月23日"
    assert messages.clock_time(datetime(2026, 11, 23, 2, 42, tzinfo=UTC)) == "10:42"
    assert messages.elapsed(252) == "04:12"
    assert messages.elapsed(3852) == "1:04:12"
    assert messages.label(checklist.MaterialState.DEFERRED) == "容缺"


def test_no_sentence_hides_in_an_f_string_where_the_translators_tool_cannot_see_it() -> None:
    hidden = re.compile(r"""f['"].*\{[^}]*\b(?:tr|translate)\(""")
    found = [
        f"{path.relative_to(ROOT)}:{number}"
        for path in (ROOT / "ui").rglob("*.py")
        for number, line in enumerate(path.read_text("utf-8").splitlines(), 1)
        if hidden.search(line)
    ]
    assert found == []
