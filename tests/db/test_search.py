"""The gram index gives what a scan over every row would give, newest first, whatever was typed."""

from __future__ import annotations

from collections.abc import Collection
from pathlib import Path

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from db.local import gram
from db.local.store import Store
from tests.db.hall import case_row, opened

# Separators, quotes and operators of the full-text language, digits, letters of either case, rare characters.
CHARACTERS = "王小示例𬳵·ABab019 -\"'*():^+ＡＮＤ"
TOKENS = st.text(alphabet=CHARACTERS, max_size=3)
ROWS = st.lists(st.frozensets(TOKENS, max_size=6), max_size=12)
QUERIES = st.lists(st.lists(TOKENS, max_size=3), max_size=3)


def kept(token: str) -> str:
    return gram.folded(token).lower() if token.isascii() else fold_ascii(gram.folded(token))


def fold_ascii(text: str) -> str:
    """The tokenizer folds the case of ASCII letters only."""
    return "".join(character.lower() if character.isascii() else character for character in text)


def scanned(rows: list[frozenset[str]], query: list[list[str]]) -> list[int]:
    """What a look at every row finds: of every group at least one token; nothing for a group without any."""
    groups = [{kept(token) for token in group} - {""} for group in query]
    if not groups or not all(groups):
        return []
    tokens = [{kept(token) for token in row} for row in rows]
    return [at for at in reversed(range(len(rows))) if all(group & tokens[at] for group in groups)]


@pytest.fixture(scope="module")
def desk(tmp_path_factory: pytest.TempPathFactory) -> Path:
    return tmp_path_factory.mktemp("search") / "hall"


class UndoneError(Exception):
    """Leaves the unit without keeping the rows."""


@settings(suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(rows=ROWS, query=QUERIES)
def test_search_finds_what_a_scan_finds(
    store: Store, rows: list[frozenset[str]], query: list[list[str]]
) -> None:
    with pytest.raises(UndoneError):
        compare(store, rows, query)


def compare(store: Store, rows: list[frozenset[str]], query: list[list[str]]) -> None:
    with store.unit() as unit:
        for number, tokens in enumerate(rows):
            unit.cases.insert(case_row(f"case-{number}", f"no-{number}"), tokens)
        found = [line["id"] for line in unit.cases.search(query)]
        assert found == [f"case-{at}" for at in scanned(rows, query)]
        for number, tokens in enumerate(rows):
            unit.cases.reindex(f"case-{number}", tokens, {"moved"})
        moved: Collection[str] = ["moved"]
        assert len(unit.cases.search([moved])) == len(rows)
        assert [line for line in unit.cases.search(query) if "moved" not in str(query)] == []
        raise UndoneError


def test_at_most_fifty_and_the_newest(desk: Path) -> None:
    store = opened(desk)
    with store.unit() as unit:
        for number in range(60):
            unit.cases.insert(case_row(f"case-{number:02}", f"no-{number}"), {"王"})
        found = [line["id"] for line in unit.cases.search([["王"]])]
    assert found == [f"case-{number:02}" for number in range(59, 9, -1)]
    store.close()


def test_the_same_tokens_in_any_order_are_the_same_index_text() -> None:
    assert gram.indexed(["b", "a", "a", "-", ""]) == gram.indexed(["a", "b"]) == "a b"
    assert gram.expression([["a"], ["c", "b"]]) == '"a" AND ("b" OR "c")'
