"""Words noted by decisions are found at once; folding them in, whenever and how often, changes no answer."""

from __future__ import annotations

from hashlib import sha256

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from app.errors import StoreUnavailable
from db.local import gram
from db.local.cases import Cases
from db.local.decisions import Decision, Envelope, Plan, Reservation, envelope
from db.local.drafts import Drafts
from db.local.fresh import fold, found_by
from db.local.ids import uuid7
from db.local.packing import packed, unpacked
from db.local.parties import Parties
from db.local.rows import to_json
from db.local.store import Store
from db.local.unit import Unit
from tests.db.hall import MORNING, acceptance, case_row
from tests.db.test_search import TOKENS, kept, scanned

WORDS = st.frozensets(TOKENS, max_size=4)
STEPS = st.lists(
    st.one_of(
        st.tuples(st.just("decided"), WORDS),
        st.tuples(st.just("pulled"), WORDS),
        st.tuples(st.just("moved"), st.integers(0, 11), WORDS),
        st.tuples(st.just("fold"), st.integers(1, 4)),
    ),
    max_size=12,
)
QUERIES = st.lists(st.lists(TOKENS, max_size=3), max_size=3)


class UndoneError(Exception):
    """Leaves the unit without keeping the rows."""


def of_person(number: int, tokens: frozenset[str]) -> dict[str, object]:
    return {
        "id": f"party-{number}",
        "record": {"name": f"{number}"},
        "tokens": tokens,
        "kind": "person",
        "id_kind": "resident_id",
        "id_number": f"{number}",
        "name": f"{number}",
        "phone": "",
        "seen_at": MORNING,
    }


def written(unit: Unit, number: int, tokens: frozenset[str], *, decided: bool) -> None:
    """A case and its applicant, as a decision writes them or as they come from the centre."""
    row, person = case_row(f"case-{number}", f"no-{number}", party_id=None), of_person(number, tokens)
    if decided:
        unit.cases.insert_ready(*Cases.ready(row, tokens))
        unit.parties.upsert_ready(*Parties.ready(**person))  # type: ignore[arg-type]
    else:
        unit.cases.insert(row, tokens)
        unit.parties.upsert(**person)  # type: ignore[arg-type]


def moved(unit: Unit, number: int, before: frozenset[str], after: frozenset[str]) -> None:
    """Other words for a case and its applicant."""
    unit.cases.reindex(f"case-{number}", before, after)
    unit.parties.upsert_ready(*Parties.ready(**of_person(number, after)))  # type: ignore[arg-type]


@settings(suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(steps=STEPS, query=QUERIES)
def test_fresh_and_folded_words_are_found_alike(
    store: Store, steps: list[tuple[object, ...]], query: list[list[str]]
) -> None:
    with pytest.raises(UndoneError):
        compare(store, steps, query)


def compare(store: Store, steps: list[tuple[object, ...]], query: list[list[str]]) -> None:
    rows: list[frozenset[str]] = []
    with store.unit() as unit:
        for step in steps:
            match step:
                case ("moved", int(at), frozenset(tokens)) if rows:
                    moved(unit, at % len(rows), rows[at % len(rows)], tokens)
                    rows[at % len(rows)] = tokens
                case ("fold", int(limit)):
                    fold(store._sql, limit)
                case ("decided" | "pulled" as how, frozenset(tokens)):
                    written(unit, len(rows), tokens, decided=how == "decided")
                    rows.append(tokens)
            found = [f"{at}" for at in scanned(rows, query)]
            assert [line["id"] for line in unit.cases.search(query)] == [f"case-{at}" for at in found]
            assert [line["name"] for line in unit.parties.find(query, 50)] == found
        raise UndoneError


def test_folding_empties_what_is_fresh_into_one_segment(store: Store) -> None:
    with store.unit() as unit:
        for number in range(5):
            written(unit, number, frozenset({"王"}), decided=True)
        assert fold(store._sql, 3) == 3
        found = [line["id"] for line in unit.cases.search([["王"]])]
        assert found == ["case-4", "case-3", "case-2", "case-1", "case-0"]
        while fold(store._sql, 3):
            pass
        assert store._sql.execute("SELECT count(*) FROM fresh").fetchone() == (0,)
        assert len(unit.parties.find([["王"]])) == 5


def test_a_question_without_a_word_has_no_answer() -> None:
    assert found_by("case", []) is found_by("case", [["-"], ["王"]]) is None


@given(text=st.text())
def test_letters_are_compared_as_the_index_compares_them(text: str) -> None:
    token = gram.folded(text)
    assert gram.small(token) == kept(text)


@given(text=st.binary(max_size=5000))
def test_packed_bytes_come_back(text: bytes) -> None:
    assert unpacked(packed(text)) == text


def test_a_broken_frame_is_named_and_an_older_text_is_taken_as_it_is() -> None:
    frame = bytearray(packed("材料".encode() * 50))
    frame[-1] ^= 1
    with pytest.raises(StoreUnavailable, match="packed-text"):
        unpacked(bytes(frame))
    assert unpacked('{"n":1}') == unpacked(b'{"n":1}') == b'{"n":1}'


def test_an_envelope_of_an_older_program_is_read_and_done(store: Store) -> None:
    reserved = Reservation(uuid7(1_700_000_000_000), MORNING, lambda _series: 0)
    decision = acceptance()(reserved)
    made = envelope(
        reserved,
        decision,
        dev_seq=1,
        kind="case.accept",
        cmd_version=1,
        actor="clerk-1",
        boot_id="b",
        mono_ms=1,
    )
    head = {
        name: getattr(made, name) for name in made.__slots__ if name not in ("calls", "words", "steps", "v")
    }
    older = to_json({**head, "v": 1})[:-1] + f',"steps":[{",".join(made.steps)}]}}'
    assert Envelope.parse(older.encode()) == Envelope.parse(made.body()) == made
    with store.unit() as unit:
        Envelope.parse(older.encode()).write(unit, 1)
        (line,) = unit.cases.search([["d1234"]])
        (notice,) = unit.notices.of_case(line["id"])
        assert notice["content"] == {"title": "受理通知书"}
        command = unit.outbox.get(made.cmd_id)
    assert command is not None
    assert command["payload"] == decision.payload.encode()
    assert command["payload_sha256"] == sha256(command["payload"]).digest()


def test_a_plan_is_closed_by_its_decision() -> None:
    plan = Plan()
    Decision("case", "case-1", {}, plan)
    with pytest.raises(ValueError, match="nothing can be added"):
        plan.do(Drafts.delete, "draft-1")
