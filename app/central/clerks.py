"""Who may sign in at the windows of a hall; passwords are known here only as Argon2id hashes."""

from __future__ import annotations

import os
from datetime import datetime, timedelta
from functools import cached_property
from typing import Any, Final, NoReturn

import sqlalchemy as sa
from argon2 import PasswordHasher
from argon2.exceptions import InvalidHashError, VerifyMismatchError
from sqlalchemy import Connection, Engine

from app.central.devices import Device
from app.central.refusals import Refused
from app.clock import Clock
from app.errors import Conflict, NotAllowed, Problem, Rejected
from app.rules.naming import check_name
from app.wire.limits import OFFLINE_SIGN_IN_HOURS
from app.wire.messages import SignedIn, SignInRequest
from db.central.engine import reading, writing
from db.central.registering import add_clerk, note_sign_in
from db.central.tables import CENTRAL

ROLES: Final = ("clerk", "reviewer", "supervisor", "administrator")
SHORTEST_PASSWORD: Final = 8
LONGEST_PASSWORD: Final = 128
TRIES_TO_LOCK: Final = 5
_LOCK: Final = timedelta(minutes=5)
_TRIES_KEPT: Final = timedelta(days=1)
# OWASP's Argon2id with 19 MiB, as at the windows: their check while the centre is away costs the same.
_MEMORY_KIB, _PASSES, _LANES = 19_456, 2, 1

_CLERK: Final = CENTRAL.tables["clerk"]
_HALL: Final = CENTRAL.tables["hall"]
_TRY: Final = CENTRAL.tables["sign_in_try"]
# One statement, the same in both databases: two windows may count the first try at once.
_COUNTED: Final = sa.text(
    "INSERT INTO sign_in_try (hall, number, tries, last_at) VALUES (:hall, :number, 1, :at) "
    "ON CONFLICT (hall, number) DO UPDATE SET tries = sign_in_try.tries + 1, last_at = excluded.last_at "
    "RETURNING tries"
)


class Clerks:
    """The register of clerks, and their sign-in."""

    def __init__(self, engine: Engine, clock: Clock) -> None:
        self._engine = engine
        self._clock = clock
        self._hasher = PasswordHasher(_PASSES, _MEMORY_KIB, _LANES)

    def add(self, hall: str, number: str, name: str, password: str, *, role: str, id: str) -> None:
        """A new clerk. Rejected with problems; Conflict("already-there") for a number in use."""
        number = number.strip()
        checked = check_name(name)
        problems = [flaw.problem("name") for flaw in checked.faults]
        if not (number.isascii() and number.isalnum() and len(number) <= 20):
            problems.append(Problem("number", "not-a-number"))
        if role not in ROLES:
            problems.append(Problem("role", "not-a-choice", {"value": role}))
        problems += _password_problems(password)
        with writing(self._engine) as connection:
            if connection.execute(sa.select(_HALL.c.code).where(_HALL.c.code == hall)).first() is None:
                problems.append(Problem("hall", "unknown-hall", {"hall": hall}))
            if problems:
                raise Rejected(problems)
            if self._row(connection, hall, number) is not None:
                raise Conflict("already-there", number=number)
            add_clerk(
                connection,
                hall=hall,
                id=id,
                number=number,
                name=checked.value,
                role=role,
                at=self._clock.now(),
                password_hash=self._hasher.hash(_bytes(password)),
            )

    def set_password(self, hall: str, number: str, password: str) -> None:
        """A new password; a lock-out ends. Rejected; NotAllowed("unknown-clerk")."""
        problems = _password_problems(password)
        if problems:
            raise Rejected(problems)
        with writing(self._engine) as connection:
            self._change(connection, hall, number, password_hash=self._hasher.hash(_bytes(password)))
            connection.execute(sa.delete(_TRY).filter_by(hall=hall, number=number))

    def suspend(self, hall: str, number: str) -> None:
        """No more sign-ins; what was done before stays good. NotAllowed("unknown-clerk")."""
        with writing(self._engine) as connection:
            self._change(connection, hall, number, deactivated_at=self._clock.now().isoformat())

    def resume(self, hall: str, number: str) -> None:
        with writing(self._engine) as connection:
            self._change(connection, hall, number, deactivated_at=None)

    def list(self, hall: str | None = None) -> tuple[dict[str, Any], ...]:
        """hall, id, number, name, role, deactivated_at, last_sign_in_at."""
        names = ("hall", "id", "number", "name", "role", "deactivated_at", "last_sign_in_at")
        wanted = sa.select(*(_CLERK.c[name] for name in names)).order_by(_CLERK.c.hall, _CLERK.c.number)
        if hall is not None:
            wanted = wanted.where(_CLERK.c.hall == hall)
        with reading(self._engine) as connection:
            return tuple(dict(row) for row in connection.execute(wanted).mappings())

    def sign_in(self, device: Device, request: SignInRequest) -> SignedIn:
        """Who it is, and what the window needs while the centre is away; notes that it was here.

        Refused(403): "wrong-password" (tries_left), "locked-out" (until), "inactive".
        """
        row = self.proven(device.hall, request.number, request.password)
        now = self._clock.now()
        # A hash of its own: what a stolen window holds is not what the centre has.
        verifier = self._hasher.hash(_bytes(request.password))
        with writing(self._engine) as connection:
            note_sign_in(connection, hall=device.hall, clerk_id=row.id, device_id=device.id, at=now)
        return SignedIn(
            clerk_id=row.id,
            number=row.number,
            name=row.name,
            role=row.role,
            verifier=verifier,
            offline_until=now + timedelta(hours=OFFLINE_SIGN_IN_HOURS),
        )

    def proven(self, hall: str, number: str, password: str) -> sa.Row[Any]:
        """The row of the clerk whose password this is. Refused as `sign_in` does.

        A number nobody has gets the same answers after the same time.
        """
        number, now = number.strip(), self._clock.now()
        with reading(self._engine) as connection:
            row = self._row(connection, hall, number)
            locked = connection.execute(
                sa.select(_TRY.c.locked_until).filter_by(hall=hall, number=number)
            ).scalar()
        if locked is not None and now < datetime.fromisoformat(locked):
            raise Refused(403, "locked-out", until=datetime.fromisoformat(locked))
        # No transaction is open while the hash is computed: it takes longer than everything else.
        right = self._matches(row.password_hash if row else self._nobody, password)
        if row is None or not right:
            self._count_wrong(hall, number, now)
        if row.deactivated_at is not None:
            raise Refused(403, "inactive")
        with writing(self._engine) as connection:
            connection.execute(sa.delete(_TRY).filter_by(hall=hall, number=number))
            self._change(connection, hall, number, last_sign_in_at=now.isoformat())
        return row

    def _count_wrong(self, hall: str, number: str, now: datetime) -> NoReturn:
        """A lock begins with the fifth try; each further one after it begins another."""
        with writing(self._engine) as connection:
            connection.execute(sa.delete(_TRY).where(_TRY.c.last_at < (now - _TRIES_KEPT).isoformat()))
            tries = connection.execute(
                _COUNTED, {"hall": hall, "number": number, "at": now.isoformat()}
            ).scalar_one()
            until = now + _LOCK if tries >= TRIES_TO_LOCK else None
            if until is not None:
                connection.execute(
                    sa.update(_TRY).filter_by(hall=hall, number=number).values(locked_until=until.isoformat())
                )
        if until is not None:
            raise Refused(403, "locked-out", until=until)
        raise Refused(403, "wrong-password", tries_left=TRIES_TO_LOCK - tries)

    def _row(self, connection: Connection, hall: str, number: str) -> sa.Row[Any] | None:
        return connection.execute(sa.select(_CLERK).filter_by(hall=hall, number=number)).one_or_none()

    def _change(self, connection: Connection, hall: str, number: str, **values: Any) -> None:
        changed = connection.execute(sa.update(_CLERK).filter_by(hall=hall, number=number).values(**values))
        if changed.rowcount == 0:
            raise NotAllowed("unknown-clerk", hall=hall, number=number)

    @cached_property
    def _nobody(self) -> str:
        """A hash of nothing anybody knows, with today's cost."""
        return self._hasher.hash(os.urandom(16).hex())

    def _matches(self, hashed: str, password: str) -> bool:
        try:
            return self._hasher.verify(hashed, _bytes(password[:LONGEST_PASSWORD]))
        except (VerifyMismatchError, InvalidHashError):
            return False


def _password_problems(password: str) -> list[Problem]:
    if SHORTEST_PASSWORD <= len(password) <= LONGEST_PASSWORD:
        return []
    return [Problem("password", "password-length", {"shortest": SHORTEST_PASSWORD})]


def _bytes(password: str) -> bytes:
    """A password as it is hashed; half a character that a broken input method sends is no crash."""
    return password.encode("utf-8", "surrogatepass")
