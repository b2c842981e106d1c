"""Which windows there are: enrolled with a one-time code, suspended, revoked, succeeded (sync.md 2.13)."""

from __future__ import annotations

import hashlib
import hmac
import re
import secrets
from datetime import datetime, timedelta
from typing import Any, Final

import sqlalchemy as sa
from sqlalchemy import Connection, Engine
from sqlalchemy.exc import IntegrityError

from app.central.refusals import Refused
from app.clock import Clock
from app.errors import Conflict, NotAllowed, Problem, Rejected
from app.records import dataclass
from app.wire.limits import ENROL_SECONDS, ENROL_TRIES
from app.wire.messages import Enrolled, EnrolRequest, HelloRequest
from db.central.engine import reading, writing
from db.central.registering import add_device
from db.central.tables import CENTRAL

_CHALLENGE: Final = CENTRAL.tables["challenge"]
_DEVICE: Final = CENTRAL.tables["device"]
_ENROLMENT: Final = CENTRAL.tables["enrolment"]
_HALL: Final = CENTRAL.tables["hall"]
_CODE: Final = re.compile(r"[0-9A-Z]{3}")
ACTIVE: Final = "active"
SUSPENDED: Final = "suspended"
REVOKED: Final = "revoked"


@dataclass(frozen=True, slots=True)
class Device:
    """A window as the centre knows it now."""

    id: str
    hall: str
    code: str
    public_key: str
    incarnation: int
    status: str
    last_seq: int
    succeeds: str | None
    program: str
    enrolled_at: str
    last_seen_at: str | None


_COLUMNS: Final = tuple(_DEVICE.c[name] for name in Device.__dataclass_fields__)


class Devices:
    """The register of windows."""

    def __init__(self, engine: Engine, clock: Clock, secret: bytes) -> None:
        """`secret` marks one-time codes: whoever reads the database cannot try all of them at leisure."""
        self._engine = engine
        self._clock = clock
        self._secret = secret

    def find(self, device_id: str) -> Device | None:
        with reading(self._engine) as connection:
            row = connection.execute(sa.select(*_COLUMNS).where(_DEVICE.c.id == device_id)).one_or_none()
        return None if row is None else Device(*row)

    def list(self, hall: str | None = None) -> tuple[Device, ...]:
        """All windows, or those of a hall."""
        wanted = sa.select(*_COLUMNS).order_by(_DEVICE.c.hall, _DEVICE.c.code)
        if hall is not None:
            wanted = wanted.where(_DEVICE.c.hall == hall)
        with reading(self._engine) as connection:
            return tuple(Device(*row) for row in connection.execute(wanted))

    def by_code(self, hall: str, code: str) -> Device:
        """The window of a hall with this code. NotAllowed("unknown-device")."""
        for device in self.list(hall):
            if device.code == code:
                return device
        raise NotAllowed("unknown-device", hall=hall, device_code=code)

    def open_enrolment(
        self, hall: str, *, by: str, device_code: str | None = None, succeeds: str | None = None
    ) -> tuple[str, datetime]:
        """A one-time code and until when it is good; for one device code when that is given.

        `succeeds`: code of the window whose work the new one takes over; it is locked out once the new one
        is in. Rejected: hall (unknown-hall), device_code (shape), succeeds (unknown-device).
        Conflict("device-code-taken").
        """
        problems = []
        if device_code is not None and not _CODE.fullmatch(device_code):
            problems.append(Problem("device_code", "device-code"))
        now = self._clock.now()
        until = now + timedelta(seconds=ENROL_SECONDS)
        with writing(self._engine) as connection:
            if connection.execute(sa.select(_HALL.c.code).where(_HALL.c.code == hall)).first() is None:
                problems.append(Problem("hall", "unknown-hall", {"hall": hall}))
            former = None
            if succeeds is not None:
                former = _device_of(connection, hall, succeeds)
                if former is None:
                    problems.append(Problem("succeeds", "unknown-device", {"device_code": succeeds}))
            if problems:
                raise Rejected(problems)
            if device_code is not None and _device_of(connection, hall, device_code) is not None:
                raise Conflict("device-code-taken", device_code=device_code)
            connection.execute(
                sa.delete(_ENROLMENT).where(_ENROLMENT.c.expires_at < (now - _KEPT).isoformat())
            )
            code = self._unused_code(connection)
            connection.execute(
                sa.insert(_ENROLMENT).values(
                    code_mark=self._mark(code),
                    hall=hall,
                    device_code=device_code,
                    succeeds=former,
                    created_at=now.isoformat(),
                    created_by=by,
                    expires_at=until.isoformat(),
                )
            )
        return code, until

    def enrol(self, request: EnrolRequest) -> Enrolled:
        """Takes a window in; the same request again gets the same answer, because the first may be lost.

        Refused: 403 "bad-code" (also one that has expired, was used or was tried too often),
        409 "device-code-taken", 409 "device-taken".
        """
        now = self._clock.now()
        with writing(self._engine) as connection:
            enrolment = self._enrolment(connection, request, now.isoformat())
        if enrolment is None:
            # Outside of the transaction that counted the try: a rollback would forget it.
            raise Refused(403, "bad-code")
        if enrolment.used_at is not None:
            return self._enrolled(request.device_id)
        try:
            with writing(self._engine) as connection:
                self._admit(connection, request, enrolment, now)
        except IntegrityError as error:
            # Another device has this code or this id, perhaps since a moment.
            taken = "device-taken" if self.find(request.device_id) else "device-code-taken"
            raise Refused(409, taken, device_code=request.device_code) from error
        return self._enrolled(request.device_id)

    def suspend(self, device: Device, *, by: str) -> None:
        """May hand in its work, gets nothing any more. NotAllowed("device-status") for one that is out."""
        self._set_status(device, SUSPENDED, by, (ACTIVE, SUSPENDED))

    def resume(self, device: Device, *, by: str) -> None:
        self._set_status(device, ACTIVE, by, (ACTIVE, SUSPENDED))

    def revoke(self, device: Device, *, by: str) -> None:
        """Out for good; what it still holds comes in through its journal alone."""
        self._set_status(device, REVOKED, by, (ACTIVE, SUSPENDED, REVOKED))

    def begin(self, device_id: str, hello: HelloRequest, until: datetime) -> None:
        """Notes a hello; its challenge is used up. Refused(401, "challenge-used")."""
        now = self._clock.now()
        seen = (
            sa.update(_DEVICE)
            .where(_DEVICE.c.id == device_id)
            .values(
                program=hello.program,
                proto=hello.proto,
                counter_no=hello.counter_no,
                last_seen_at=now.isoformat(),
            )
        )
        try:
            with writing(self._engine) as connection:
                connection.execute(sa.delete(_CHALLENGE).where(_CHALLENGE.c.expires_at < now.isoformat()))
                used = {"value": hello.challenge, "expires_at": until.isoformat()}
                connection.execute(sa.insert(_CHALLENGE).values(used))
                connection.execute(seen)
        except IntegrityError as error:
            raise Refused(401, "challenge-used") from error

    def _set_status(self, device: Device, status: str, by: str, allowed: tuple[str, ...]) -> None:
        changed = (
            sa.update(_DEVICE)
            .where(_DEVICE.c.id == device.id, _DEVICE.c.status.in_(allowed))
            .values(status=status, status_at=self._clock.now().isoformat(), status_by=by)
        )
        with writing(self._engine) as connection:
            if connection.execute(changed).rowcount == 0:
                raise NotAllowed("device-status", device_code=device.code, status=device.status)

    def _unused_code(self, connection: Connection) -> str:
        while True:
            code = f"{secrets.randbelow(10**8):08d}"
            known = sa.select(_ENROLMENT.c.code_mark).where(_ENROLMENT.c.code_mark == self._mark(code))
            if connection.execute(known).first() is None:
                return code

    def _enrolment(self, connection: Connection, request: EnrolRequest, now: str) -> sa.Row[Any] | None:
        """The row of a good code, or one that this very device has used; a wrong code is counted.

        A wrong code belongs to no enrolment; it counts as a try on each that it might have been meant for.
        """
        table = _ENROLMENT.c
        row = connection.execute(
            sa.select(_ENROLMENT).where(table.code_mark == self._mark(request.code)).with_for_update()
        ).one_or_none()
        if row is not None and row.device_code in (None, request.device_code):
            if row.used_at is not None:
                return row if self._is_repeated(connection, request, row.device_id) else None
            if row.expires_at > now and row.tries < ENROL_TRIES:
                return row
            return None
        meant = sa.or_(table.device_code.is_(None), table.device_code == request.device_code)
        connection.execute(
            sa.update(_ENROLMENT)
            .where(table.used_at.is_(None), table.expires_at > now, meant)
            .values(tries=table.tries + 1)
        )
        return None

    def _is_repeated(self, connection: Connection, request: EnrolRequest, device_id: str | None) -> bool:
        if device_id != request.device_id:
            return False
        found = sa.select(_DEVICE.c.public_key, _DEVICE.c.code).where(_DEVICE.c.id == device_id)
        row = connection.execute(found).one_or_none()
        return row is not None and tuple(row) == (request.public_key, request.device_code)

    def _admit(
        self, connection: Connection, request: EnrolRequest, enrolment: sa.Row[Any], now: datetime
    ) -> None:
        """The code is used up, the device is there, its predecessor is out: all or nothing."""
        used = (
            sa.update(_ENROLMENT)
            .where(_ENROLMENT.c.code_mark == enrolment.code_mark, _ENROLMENT.c.used_at.is_(None))
            .values(used_at=now.isoformat(), device_id=request.device_id)
        )
        if connection.execute(used).rowcount == 0:
            raise Refused(403, "bad-code")  # another window was quicker
        add_device(
            connection,
            id=request.device_id,
            hall=enrolment.hall,
            code=request.device_code,
            at=now,
            public_key=request.public_key,
            incarnation=request.incarnation,
            succeeds=enrolment.succeeds,
            program=request.program,
            enrolled_by=enrolment.created_by,
        )

    def _enrolled(self, device_id: str) -> Enrolled:
        wanted = (
            sa.select(_DEVICE.c.id, _DEVICE.c.code, _DEVICE.c.hall, _HALL.c.name, _DEVICE.c.succeeds)
            .join(_HALL, _HALL.c.code == _DEVICE.c.hall)
            .where(_DEVICE.c.id == device_id)
        )
        with reading(self._engine) as connection:
            id, code, hall, name, succeeds = connection.execute(wanted).one()
        return Enrolled(device_id=id, device_code=code, hall=hall, hall_name=name, succeeds=succeeds)

    def _mark(self, code: str) -> str:
        return hmac.new(self._secret, f"enrol {code}".encode(), hashlib.sha256).hexdigest()


_KEPT: Final = timedelta(days=1)  # a used code is known for so long, to answer a repeated request


def _device_of(connection: Connection, hall: str, code: str) -> str | None:
    """The id of the window with this code."""
    found = sa.select(_DEVICE.c.id).where(_DEVICE.c.hall == hall, _DEVICE.c.code == code)
    id: str | None = connection.execute(found).scalar()
    return id
