"""Dataclasses that do not slow the start of the desk: one compilation for a class instead of six.

The type checker sees the standard decorator. At run time equality, hash, text and frozenness are shared
functions, and only `__init__` is compiled; fields, replace, asdict and pattern matching work as ever.
What is rarely asked for (other options, inheritance, methods of the class's own) is left to the standard
library altogether. tests/test_records.py holds both against each other.
"""

from __future__ import annotations

import dataclasses
from collections.abc import Callable
from dataclasses import MISSING, FrozenInstanceError
from operator import attrgetter
from reprlib import recursive_repr
from typing import TYPE_CHECKING, Any, Final

if TYPE_CHECKING:
    from dataclasses import dataclass
else:

    def dataclass(cls: type | None = None, /, **options: bool) -> Any:
        """As `dataclasses.dataclass`; quick with `frozen` and `slots` or no options."""
        if cls is None:
            return lambda given: dataclass(given, **options)
        if options.keys() - {"frozen", "slots"} or not _is_simple(cls):
            return dataclasses.dataclass(cls, **options)
        return _made(cls, **options)


__all__ = ["dataclass"]

_OWN: Final = frozenset(
    {"__init__", "__repr__", "__eq__", "__hash__", "__setattr__", "__delattr__", "__post_init__"}
    | {"__getstate__", "__setstate__", "__slots__"}
)
_PER_CLASS: Final = ("__dict__", "__weakref__")
_UNUSUAL: Final = ("ClassVar", "InitVar", "KW_ONLY")


class _Default:
    """Stands in a signature for what a factory makes."""

    def __repr__(self) -> str:
        return "<factory>"


_DEFAULT: Final = _Default()


@dataclasses.dataclass
class _Sample:
    x: int


# The library's private mark of an ordinary field.
_ORDINARY: Final = _Sample.__dataclass_fields__["x"]._field_type  # type: ignore[attr-defined]


def _is_simple(cls: type) -> bool:
    # Defining __eq__ sets __hash__ to None in the class body: both names are then its own.
    return (
        cls.__bases__ == (object,)
        and _OWN.isdisjoint(cls.__dict__)
        and not any(word in str(told) for told in cls.__annotations__.values() for word in _UNUSUAL)
    )


def _made(cls: type, *, frozen: bool = False, slots: bool = False) -> type:
    fields = tuple(_field(cls, name, told) for name, told in cls.__annotations__.items())
    names = tuple(part.name for part in fields)
    body = {name: value for name, value in vars(cls).items() if name not in names and name not in _PER_CLASS}
    if slots:
        body["__slots__"] = names
    else:
        body |= {part.name: part.default for part in fields if part.default is not MISSING}
    body["__dataclass_fields__"] = dict(zip(names, fields, strict=True))
    body["__match_args__"] = tuple(part.name for part in fields if part.init)
    made: Any = type(cls)(cls.__name__, cls.__bases__, body)
    made.__qualname__ = cls.__qualname__
    made.__init__ = _init(made, fields, frozen=frozen)
    made.__repr__ = _repr(tuple(part.name for part in fields if part.repr))
    made.__eq__ = _eq(tuple(part.name for part in fields if part.compare))
    if frozen:
        hashed = (part for part in fields if (part.compare if part.hash is None else part.hash))
        made.__hash__ = _hash(tuple(part.name for part in hashed))
        _freeze(made, names, slots=slots)
    else:
        made.__hash__ = None
    result: type = made
    return result


def _field(cls: type, name: str, told: Any) -> Any:
    """What dataclasses.fields, replace and asdict want to know of one field."""
    given = vars(cls).get(name, MISSING)
    part: Any = given if isinstance(given, dataclasses.Field) else dataclasses.field(default=given)
    if part.default.__class__.__hash__ is None:
        raise ValueError(f"mutable default {part.default.__class__} for field {name}: use default_factory")
    part.name, part.type, part.kw_only, part._field_type = name, told, False, _ORDINARY
    return part


def _values(names: tuple[str, ...]) -> Callable[[Any], tuple[Any, ...]]:
    """What gets these attributes of an object as a tuple."""
    if len(names) > 1:
        return attrgetter(*names)
    if not names:
        return lambda _: ()
    one = attrgetter(*names)
    return lambda record: (one(record),)


def _init(cls: type, fields: tuple[Any, ...], *, frozen: bool) -> Callable[..., None]:
    known: dict[str, Any] = {"_set": object.__setattr__, "_default": _DEFAULT}
    parameters, lines = ["self"], []
    for part in fields:
        value = part.name
        if part.default_factory is not MISSING:
            known[f"_new_{part.name}"] = part.default_factory
            value = f"_new_{part.name}() if {part.name} is _default else {part.name}" if part.init else ""
            value = value or f"_new_{part.name}()"
            default = "=_default"
        elif part.default is not MISSING:
            known[f"_of_{part.name}"] = part.default
            default = f"=_of_{part.name}"
            value = value if part.init else f"_of_{part.name}"
        else:
            default = ""
        if part.init:
            parameters.append(part.name + default)
        elif not default:
            continue
        lines.append(f"_set(self, {part.name!r}, {value})" if frozen else f"self.{part.name} = {value}")
    source = f"def __init__({', '.join(parameters)}):\n " + "\n ".join(lines or ["pass"])
    exec(source, known)  # noqa: S102 (as the standard library does; the names are the class's own fields)
    made: Callable[..., None] = known["__init__"]
    made.__qualname__ = f"{cls.__qualname__}.__init__"
    made.__annotations__ = {part.name: part.type for part in fields if part.init} | {"return": None}
    return made


def _repr(names: tuple[str, ...]) -> Callable[[Any], str]:
    @recursive_repr()
    def __repr__(self: Any) -> str:  # noqa: N807
        told = ", ".join(f"{name}={getattr(self, name)!r}" for name in names)
        return f"{self.__class__.__qualname__}({told})"

    return __repr__


def _eq(names: tuple[str, ...]) -> Callable[[Any, Any], bool]:
    values = _values(names)

    def __eq__(self: Any, other: Any) -> bool:  # noqa: N807
        return values(self) == values(other) if other.__class__ is self.__class__ else NotImplemented

    return __eq__


def _hash(names: tuple[str, ...]) -> Callable[[Any], int]:
    values = _values(names)

    def __hash__(self: Any) -> int:  # noqa: N807
        return hash(values(self))

    return __hash__


def _freeze(cls: Any, names: tuple[str, ...], *, slots: bool) -> None:
    def __setattr__(self: Any, name: str, value: Any) -> None:  # noqa: N807
        if type(self) is cls or name in names:
            raise FrozenInstanceError(f"cannot assign to field {name!r}")
        object.__setattr__(self, name, value)

    def __delattr__(self: Any, name: str) -> None:  # noqa: N807
        if type(self) is cls or name in names:
            raise FrozenInstanceError(f"cannot delete field {name!r}")
        object.__delattr__(self, name)

    cls.__setattr__, cls.__delattr__ = __setattr__, __delattr__
    if slots:
        cls.__getstate__, cls.__setstate__ = _getstate, _setstate


def _getstate(self: Any) -> list[Any]:
    return [getattr(self, part.name) for part in dataclasses.fields(self)]


def _setstate(self: Any, state: list[Any]) -> None:
    for part, value in zip(dataclasses.fields(self), state, strict=True):
        object.__setattr__(self, part.name, value)
