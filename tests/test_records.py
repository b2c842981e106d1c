"""The quick dataclass is the standard one in everything the program does with it."""

from __future__ import annotations

import copy
import dataclasses
import pickle
from collections.abc import Mapping
from dataclasses import field
from typing import Any, ClassVar

import pytest
from hypothesis import given
from hypothesis import strategies as st

from app import records

values = st.one_of(st.integers(), st.text(max_size=3), st.none(), st.tuples(st.integers()))


class Body:
    """A record like those of the program: required, defaults, a factory, one that is not compared."""

    name: str
    count: int = 3
    marks: Mapping[str, Any] = field(default_factory=dict, hash=False)
    seen: object = field(default=None, compare=False)
    hidden: str = field(default="-", repr=False)

    @property
    def both(self) -> str:
        return f"{self.name}{self.count}"


def decorated(decorator: Any, **options: bool) -> Any:
    """The same class body under a decorator."""
    body = {name: value for name, value in vars(Body).items() if name not in ("__dict__", "__weakref__")}
    return decorator(**options)(type("Body", (), body))


OPTIONS = [{}, {"frozen": True}, {"slots": True}, {"frozen": True, "slots": True}]
PAIRS = [(decorated(records.dataclass, **each), decorated(dataclasses.dataclass, **each)) for each in OPTIONS]


@records.dataclass(frozen=True, slots=True)
class Kept:
    """A record at the top of a module, where pickle finds it."""

    name: str
    marks: tuple[int, ...] = ()


@pytest.mark.parametrize("pair", PAIRS)
@given(one=st.tuples(values, values, values), other=st.tuples(values, values, values))
def test_records_are_equal_hashed_and_told_as_the_standard_ones(
    pair: tuple[Any, Any], one: tuple[Any, ...], other: tuple[Any, ...]
) -> None:
    quick, standard = ([made(*one), made(*other)] for made in pair)
    assert (quick[0] == quick[1]) is (standard[0] == standard[1])
    assert quick[0] != standard[0]
    assert repr(quick[0]) == repr(standard[0])
    assert dataclasses.astuple(quick[0]) == dataclasses.astuple(standard[0])
    assert dataclasses.asdict(quick[0]) == dataclasses.asdict(standard[0])
    for made, same in zip(quick, standard, strict=True):
        try:
            expected: object = hash(same)
        except TypeError:
            with pytest.raises(TypeError):
                hash(made)
        else:
            assert hash(made) == expected
    changed = dataclasses.replace(quick[0], name="other")
    assert (changed.name, changed.count) == ("other", one[1])
    assert copy.copy(quick[0]) == copy.deepcopy(quick[0]) == quick[0]


@pytest.mark.parametrize("pair", PAIRS)
def test_fields_signature_and_pattern_are_those_of_the_standard_one(pair: tuple[Any, Any]) -> None:
    quick, standard = pair
    told = [[(part.name, part.type, part.default) for part in dataclasses.fields(made)] for made in pair]
    assert told[0] == told[1]
    assert quick.__match_args__ == standard.__match_args__
    assert quick.__init__.__annotations__ == standard.__init__.__annotations__
    assert getattr(quick, "__slots__", None) == getattr(standard, "__slots__", None)
    for made in pair:
        assert made("a").marks == {}
        assert made("a").marks is not made("a").marks
        assert made("a").both == "a3"
        with pytest.raises(TypeError):
            made()
        with pytest.raises(TypeError):
            made("a", nonsense=1)


@pytest.mark.parametrize("pair", PAIRS[1::2])
def test_a_frozen_record_refuses_every_change(pair: tuple[Any, Any]) -> None:
    for made in pair:
        record = made("a")
        with pytest.raises(dataclasses.FrozenInstanceError):
            record.name = "b"
        with pytest.raises(dataclasses.FrozenInstanceError):
            del record.name
        with pytest.raises((dataclasses.FrozenInstanceError, TypeError)):
            record.unknown = 1


def test_a_frozen_record_with_slots_survives_pickle() -> None:
    assert pickle.loads(pickle.dumps(Kept("a", (1, 2)))) == Kept("a", (1, 2))


def test_a_record_that_holds_itself_is_told_without_end() -> None:
    record = PAIRS[0][0]("a")
    record.seen = record
    assert "..." in repr(record)


def test_what_is_unusual_is_left_to_the_standard_library() -> None:
    @records.dataclass(frozen=True, order=True)
    class Ordered:
        n: int

    @records.dataclass
    class Counted:
        total: ClassVar[int] = 0
        n: int = 1

    @records.dataclass(frozen=True)
    class Below(Ordered):
        m: int = 2

    assert Ordered(1) < Ordered(2)
    assert [part.name for part in dataclasses.fields(Counted)] == ["n"]
    assert Below(1) == Below(1, 2)
    with pytest.raises(ValueError, match="mutable default"):

        @records.dataclass
        class Shared:
            marks: list[int] = []  # noqa: RUF012
