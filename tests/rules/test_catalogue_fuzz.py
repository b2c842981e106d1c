"""Broken files of every kind: the parser finds faults, never fails, never takes what the schema refuses."""

from __future__ import annotations

import copy
import json
from pathlib import Path
from typing import Any

import jsonschema
from hypothesis import given
from hypothesis import strategies as st

from app.rules.catalogue_file import catalogue_record, load_item, parse_item

CATALOGUE = Path(__file__).resolve().parents[2] / "resources" / "catalogue"
SCHEMA = jsonschema.Draft202012Validator(json.loads((CATALOGUE / "schema" / "item.schema.json").read_bytes()))
# The richest files: situations, conditions in conditions, deferral, limits of a situation.
GOOD = [
    json.loads((CATALOGUE / "items" / f"{code}.json").read_bytes())
    for code in ("xfjc", "ggcs", "csyx", "scsj")
]

words = st.sampled_from(
    (
        *(
            "question",
            "in",
            "all",
            "any",
            "not",
            "applicant",
            "agent",
            "when",
            "code",
            "text",
            "name",
            "days",
        ),
        *("person", "required", "deferrable", "working_day", "yes", "no", "procedure", "commitment", "fwzl"),
        *("", " ", "\n", "\x00", "\ud800", "a" * 41, "房屋", "fang wu", "1" * 31, "\u202e", "\ufeff"),
    )
)
scalars = (
    st.none()
    | st.booleans()
    | st.integers(-2, 5000)
    | st.integers()
    | st.floats()
    | words
    | st.text(max_size=20)
    | st.text(min_size=190, max_size=260)
)
values = st.recursive(
    scalars,
    lambda inner: (
        st.lists(inner, max_size=4) | st.dictionaries(words | st.text(max_size=5), inner, max_size=4)
    ),
    max_leaves=12,
)


def places(value: object, path: tuple[object, ...] = ()) -> list[tuple[object, ...]]:
    """Every place of a value, the value itself first."""
    found = [path]
    if isinstance(value, dict):
        for key, inner in value.items():
            found += places(inner, (*path, key))
    if isinstance(value, list):
        for index, inner in enumerate(value):
            found += places(inner, (*path, index))
    return found


@st.composite
def mutants(draw: st.DrawFn) -> Any:
    """A good file with a few things put, taken out, doubled, moved or renamed."""
    whole: Any = copy.deepcopy(draw(st.sampled_from(GOOD)))
    for _ in range(draw(st.integers(1, 3))):
        path = draw(st.sampled_from(places(whole)))
        if not path:
            continue
        inner: Any = whole
        for step in path[:-1]:
            inner = inner[step]
        last: Any = path[-1]
        act = draw(st.sampled_from(("put", "take", "double", "copy", "add")))
        if act == "put":
            inner[last] = draw(values)
        elif act == "take":
            del inner[last]
        elif act == "double" and isinstance(inner, list):
            inner.append(copy.deepcopy(inner[last]))
        elif act == "copy":
            other = draw(st.sampled_from(places(whole)))
            source: Any = whole
            for step in other:
                source = source[step]
            inner[last] = copy.deepcopy(source)
        elif isinstance(inner, dict):
            inner[draw(words | st.text(max_size=5))] = draw(values)
    return whole


@given(mutants())
def test_a_changed_file_gives_an_item_or_faults_and_nothing_else(value: Any) -> None:
    parsed = parse_item(value)
    assert (parsed.item is None) == bool(parsed.problems)
    for problem in (*parsed.problems, *parsed.warnings):
        assert problem.field.isprintable()
        assert len(problem.field) < 400


@given(mutants())
def test_what_the_published_schema_refuses_the_parser_refuses(value: Any) -> None:
    if not SCHEMA.is_valid(value):
        assert parse_item(value).problems


@given(mutants())
def test_what_the_parser_takes_says_the_same_when_written_back(value: Any) -> None:
    item = parse_item(value).item
    if item is not None:
        again = parse_item(catalogue_record(item)).item
        assert again == item


@given(values)
def test_any_value_at_all_is_refused_with_faults(value: Any) -> None:
    assert parse_item(value).problems


@given(st.binary(max_size=200))
def test_any_bytes_at_all_are_refused_with_faults(data: bytes) -> None:
    assert load_item(data).problems


@given(st.data())
def test_a_file_cut_or_spoilt_at_any_byte_never_upsets_the_reader(data: st.DataObject) -> None:
    whole = bytearray(json.dumps(data.draw(st.sampled_from(GOOD)), ensure_ascii=False).encode())
    at = data.draw(st.integers(0, len(whole) - 1))
    if data.draw(st.booleans()):
        del whole[at:]
    else:
        whole[at] = data.draw(st.integers(0, 255))
    parsed = load_item(bytes(whole))
    assert (parsed.item is None) == bool(parsed.problems)
