"""What the engine asks its transport for, and what comes back when the centre says no or nothing."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import field
from typing import Any, Literal

from app.records import dataclass

Kind = Literal["hello", "push", "feed", "snapshot", "checksum"]


@dataclass(frozen=True, slots=True)
class Request:
    """One question to the centre; `boot` and `n` tell its reply from a late one.

    hello      `body`: a HelloRequest without its challenge   → the HelloReply
    push       `body`: a PushRequest                          → the PushReply
    feed       `body`: a FeedQuery                            → the FeedPage
    snapshot   `body`: {"scope"}                              → an iterable: the SnapshotHead, then its rows
    checksum   `body`: {"scope"}                              → the Checksums
    Replies are plain dicts in the shape of app/wire/messages.py.
    """

    kind: Kind
    boot: str
    n: int
    body: Mapping[str, Any]


@dataclass(frozen=True, slots=True)
class Wait:
    """Nothing to ask for so many milliseconds, unless the engine is woken or poked."""

    ms: int


@dataclass(frozen=True, slots=True)
class Unreachable:
    """Nobody answered who can be trusted to be the centre; `code` says how that showed."""

    code: str


@dataclass(frozen=True, slots=True)
class Refusal:
    """The centre's own no: the status and code of a `Failure`."""

    status: int
    code: str
    facts: Mapping[str, Any] = field(default_factory=dict)
