"""What a window and the centre say to each other; the centre validates every word of it.

A window builds the same shapes as plain dicts (the models' JSON is the contract), so that the desk needs no
validation of its own commands. Times are ISO 8601 with a time zone; sums are hex.
"""

from __future__ import annotations

from typing import Annotated, Any, Literal

from pydantic import AfterValidator, AwareDatetime, BaseModel, ConfigDict, Field, StringConstraints

from app.wire.limits import COMMAND_BYTES, FEED_CHANGES, PUSH_COMMANDS


def _printable(text: str) -> str:
    """Refuses NUL, other control characters and lone surrogates: no database and no paper takes them."""
    if any(
        (ord(c) < 0x20 and c not in "\t\n\r") or ord(c) == 0x7F or 0xD800 <= ord(c) <= 0xDFFF for c in text
    ):
        raise ValueError("control characters are not allowed")
    return text


# The same for the description of the wire, which knows no functions.
_PRINTABLE = Field(json_schema_extra={"pattern": r"^[^\x00-\x08\x0b\x0c\x0e-\x1f\x7f]*$"})


def _within(text: str) -> str:
    if len(text.encode("utf-8", "surrogatepass")) > COMMAND_BYTES:
        raise ValueError("the payload is too large")
    return text


Text = Annotated[str, StringConstraints(max_length=4096), AfterValidator(_printable), _PRINTABLE]
Name = Annotated[str, StringConstraints(min_length=1, max_length=200), AfterValidator(_printable), _PRINTABLE]
Kind = Annotated[str, StringConstraints(pattern=r"^[a-z_]{1,40}(\.[a-z_]{1,40})?$", max_length=81)]
Id = Annotated[str, StringConstraints(pattern=r"^[0-9A-Za-z._:-]{1,80}$")]
Uuid = Annotated[
    str, StringConstraints(pattern=r"^[0-9a-f]{8}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{12}$")
]
Sha256 = Annotated[str, StringConstraints(pattern=r"^[0-9a-f]{64}$")]
Scope = Annotated[str, StringConstraints(pattern=r"^[0-9A-Z]{4}$")]  # a hall's code
DeviceCode = Annotated[str, StringConstraints(pattern=r"^[0-9A-Z]{3}$")]
Number = Annotated[int, Field(ge=0, lt=2**53)]
Proto = Annotated[int, Field(ge=0, lt=2**15)]


class Message(BaseModel):
    """Base of every message: frozen, and a field that is not known is an error."""

    model_config = ConfigDict(frozen=True, extra="forbid")


# -- commands up (sync.md 2.4) --------------------------------------------------------------------


class Command(Message):
    """What a clerk did, as it was journalled; `payload` is JSON text, hashed at the window."""

    cmd_id: Uuid
    dev_seq: Annotated[int, Field(ge=1, lt=2**53)]
    kind: Kind
    cmd_version: Annotated[int, Field(ge=1, lt=1000)]
    entity: Kind | None = None
    entity_id: Id | None = None
    base_version: Number | None = None  # the centre's version the clerk saw; None: never seen from there
    payload: Annotated[str, AfterValidator(_within)]
    payload_sha256: Sha256
    actor: Id
    at: AwareDatetime
    boot_id: Annotated[str, StringConstraints(max_length=80), AfterValidator(_printable), _PRINTABLE] = ""
    mono_ms: Annotated[int, Field(ge=0, lt=2**53)] = 0


class PushRequest(Message):
    incarnation: Annotated[int, Field(ge=1, lt=2**31)]
    proto: Proto
    from_seq: Annotated[int, Field(ge=1, lt=2**53)]
    commands: Annotated[tuple[Command, ...], Field(max_length=PUSH_COMMANDS)]


class Outcome(Message):
    """The stored result of one command; the same for every repetition of it."""

    cmd_id: Uuid
    dev_seq: int
    status: Literal["ok", "merged", "refused"]
    entity_version: int | None = None  # of the command's entity, after it
    conflict_id: str | None = None  # of the entry in the conflict inbox: always there unless ok
    code: str | None = None  # why it was refused
    facts: dict[str, Any] | None = None
    result: dict[str, Any] | None = None  # what a kind answers with, such as a number


class PushReply(Message):
    outcomes: tuple[Outcome, ...]
    device_last_seq: int
    want: int | None = None  # a number is missing: send from here


# -- changes down (sync.md 2.5) ---------------------------------------------------------------------


class Change(Message):
    """One record as the centre has it now. `seq` is gapless and in commit order within a scope."""

    seq: int
    entity: str
    id: str
    version: int
    op: Literal["put", "delete"]
    body: dict[str, Any] | None = None
    cmd_id: str | None = None  # the command that made it


class FeedPage(Message):
    scope: str
    epoch: str
    head: int
    changes: tuple[Change, ...]
    more: bool


class FeedQuery(Message):
    scope: Scope
    epoch: Annotated[str, StringConstraints(max_length=80)] = ""
    after: Number = 0
    limit: Annotated[int, Field(ge=1, le=FEED_CHANGES)] = FEED_CHANGES
    proto: Proto = 1


class SnapshotHead(Message):
    """The first line of a snapshot; each further line is a `SnapshotRow`."""

    scope: str
    epoch: str
    as_of_seq: int
    count: int


class SnapshotRow(Message):
    entity: str
    id: str
    version: int
    body: dict[str, Any]


class Checksums(Message):
    """XOR over each bucket of the records of a scope, at its `seq` (app/wire/canonical.py)."""

    scope: str
    epoch: str
    seq: int
    buckets: dict[str, str]


# -- who speaks (sync.md 2.13) ----------------------------------------------------------------------


class EnrolRequest(Message):
    code: Annotated[str, StringConstraints(pattern=r"^[0-9]{8}$")]
    device_id: Uuid
    device_code: DeviceCode
    public_key: Annotated[str, StringConstraints(pattern=r"^[0-9a-f]{64}$")]  # Ed25519, hex
    incarnation: Annotated[int, Field(ge=1, lt=2**31)] = 1
    program: Annotated[str, StringConstraints(max_length=40), AfterValidator(_printable), _PRINTABLE] = ""


class Enrolled(Message):
    device_id: str
    device_code: str
    hall: str
    hall_name: str
    succeeds: str | None = None  # the device whose work and grants this one takes over


class Challenge(Message):
    challenge: str


class HelloRequest(Message):
    """Signed over the challenge; begins a session."""

    device_id: Uuid
    incarnation: Annotated[int, Field(ge=1, lt=2**31)]
    challenge: Annotated[str, StringConstraints(max_length=200)]
    proto: Proto
    last_seq: Number = 0  # the highest number this device has given a command
    counter_no: Annotated[str, StringConstraints(max_length=20), AfterValidator(_printable)] = (
        ""  # its window
    )
    program: Annotated[str, StringConstraints(max_length=40), AfterValidator(_printable), _PRINTABLE] = ""


class ScopeHead(Message):
    scope: str
    epoch: str
    head: int


class HelloReply(Message):
    session: str  # goes with every request, which the device's key signs
    expires_in: int
    server_time: AwareDatetime
    device_last_seq: int  # below what the window holds as acknowledged: it sends the tail again (2.12)
    status: Literal["active", "suspended"]
    scopes: tuple[ScopeHead, ...]
    min_proto: int
    max_proto: int
    drain_only: bool = False  # too old: may push, may not pull (2.10)


class SignInRequest(Message):
    number: Annotated[
        str, StringConstraints(min_length=1, max_length=20), AfterValidator(_printable), _PRINTABLE
    ]
    password: Annotated[str, StringConstraints(min_length=1, max_length=1024)]


class SignedIn(Message):
    """A clerk, and what the window needs to let the same clerk in while the centre is away."""

    clerk_id: str
    number: str
    name: str
    role: Literal["clerk", "reviewer", "supervisor", "administrator"]
    verifier: str  # Argon2id
    offline_until: AwareDatetime


# -- scans (sync.md 2.11) ----------------------------------------------------------------------------


class BlobManifest(Message):
    """What a scan consists of: sha256 of each 1 MiB chunk, in order."""

    size: Annotated[int, Field(ge=1, le=512 * 1024 * 1024)]
    media_type: Annotated[str, StringConstraints(pattern=r"^[a-z]+/[a-z0-9.+-]+$", max_length=80)]
    chunks: Annotated[tuple[Sha256, ...], Field(min_length=1, max_length=512)]


class BlobMissing(Message):
    missing: tuple[str, ...]
    complete: bool


class Failure(Message):
    """Every answer that is not 2xx: a code and facts; sentences are the window's."""

    code: str
    facts: dict[str, Any] = {}
