"""Who works at this window: sign in, with the centre or without it, lock, unlock, hand over; wrong passwords
slow down.

With a centre its word is final: it knows who was suspended and which password is right. While it is away, the
verifier it gave this window the last time lets the same clerk in for three days (sync.md 2.13).
"""

from __future__ import annotations

from collections.abc import Mapping
from datetime import datetime, timedelta
from typing import TYPE_CHECKING, Any, Final, NoReturn

from app.errors import NotAllowed, Problem, Rejected, Unavailable
from app.rules.naming import check_name
from app.services.changes import Subject
from app.services.house import House
from app.services.views import ClerkView

if TYPE_CHECKING:
    from argon2 import PasswordHasher

SHORTEST_PASSWORD: Final = 8
_LONGEST_PASSWORD: Final = 128
_FREE_TRIES: Final = 2  # from the third wrong password on there is a pause
_TRIES_TO_LOCK: Final = 5
_LOCK: Final = timedelta(minutes=5)
ROLES: Final = ("clerk", "supervisor", "administrator")
# OWASP's Argon2id with 19 MiB: about 30 ms at the desk, and far from it for whoever has stolen the disk.
_MEMORY_KIB, _PASSES, _LANES = 19_456, 2, 1


def _pause(tries: int) -> timedelta:
    """How long nobody may try again: 5 s, 15 s, then five minutes for every further try."""
    if tries >= _TRIES_TO_LOCK:
        return _LOCK
    return timedelta(seconds={3: 5, 4: 15}.get(tries, 0))


def _bytes(password: str) -> bytes:
    """A password as it is hashed; half a character that a broken input method sends is no crash."""
    return password.encode("utf-8", "surrogatepass")


def _check_verified(row: Mapping[str, Any], at: datetime) -> None:
    """Whether the centre's word for this clerk still holds while it is away. NotAllowed when it does not."""
    until = row["verified_until"]
    if until is None:
        raise NotAllowed("never-verified", number=row["number"])
    if datetime.fromisoformat(until) <= at:
        raise NotAllowed("sign-in-expired", number=row["number"], until=datetime.fromisoformat(until))


class SessionService:
    """Signs clerks in and out; passwords are known here only as Argon2id hashes."""

    def __init__(self, house: House) -> None:
        self._house = house
        self._hasher: PasswordHasher | None = None

    @property
    def current(self) -> ClerkView | None:
        """Who is signed in, locked or not."""
        return self._house.desk.clerk

    @property
    def locked(self) -> bool:
        return self._house.desk.locked

    @property
    def has_clerks(self) -> bool:
        """Whether anybody may sign in at all; a new hall has nobody."""
        with self._house.store.read() as unit:
            return bool(unit.clerks.list())

    def add_clerk(self, number: str, name: str, password: str, role: str = "clerk") -> ClerkView:
        """A new clerk. The first one of a hall needs nobody signed in; further ones an administrator.

        Rejected with problems; Conflict("already-there") for a number in use. NotAllowed("central-clerks")
        where the centre keeps them.
        """
        from db.local.ids import uuid7

        if self._has_centre():
            raise NotAllowed("central-clerks")

        number = number.strip()
        checked = check_name(name)
        problems = [flaw.problem("name") for flaw in checked.faults]
        if not (number.isascii() and number.isalnum() and len(number) <= 20):
            problems.append(Problem("number", "not-a-number"))
        if role not in ROLES:
            problems.append(Problem("role", "not-a-choice", {"value": role}))
        if not SHORTEST_PASSWORD <= len(password) <= _LONGEST_PASSWORD:
            problems.append(Problem("password", "password-length", {"shortest": SHORTEST_PASSWORD}))
        if problems:
            raise Rejected(problems)
        at = self._house.now()
        with self._house.store.read() as unit:
            first = not unit.clerks.list()
        actor = "set-up" if first else self._administrator().id
        clerk = ClerkView(uuid7(int(at.timestamp() * 1000)), number, checked.value, role)
        hashed = self._argon2().hash(_bytes(password))
        with self._house.store.unit() as unit:
            unit.clerks.insert(
                {
                    "id": clerk.id,
                    "number": clerk.number,
                    "name": clerk.name,
                    "role": clerk.role,
                    "password_hash": hashed,
                    "created_at": at,
                }
            )
            unit.audit.append(at=at, clerk=actor, what="clerk_added", subject=clerk.id, facts={"role": role})
        return clerk

    def sign_in(self, number: str, password: str) -> ClerkView:
        """Who it is, after number and password; works without any network for whom the centre has let in.

        NotAllowed: "wrong-password" (tries_left), "locked-out" (until), "inactive"; while a centre
        is away also "sign-in-expired" (until) or "never-verified".
        """
        clerk = self._proven(number, password, "sign_in")
        self._house.desk.clerk = clerk
        self._house.desk.locked = False
        self._house.tell(frozenset({Subject.SESSION}))
        return clerk

    def remember(self, told: Mapping[str, Any]) -> ClerkView:
        """Keeps what the centre said of a clerk (`SignedIn`), also how to let them in without it."""
        at = self._house.now()
        clerk = ClerkView(told["clerk_id"], told["number"], told["name"], told["role"])
        with self._house.store.unit() as unit:
            unit.clerks.admit(
                {
                    "id": clerk.id,
                    "number": clerk.number,
                    "name": clerk.name,
                    "role": clerk.role,
                    "password_hash": told["verifier"],
                    "verified_until": datetime.fromisoformat(told["offline_until"]),
                    "created_at": at,
                    "last_sign_in_at": at,
                }
            )
        return clerk

    def stand_in(self, number: str) -> ClerkView:
        """The clerk of a demo hall, whose password everybody is told: nothing is proven, nothing audited."""
        if not self._house.settings.hall.demo:
            raise ValueError("in a real hall everybody signs in")
        with self._house.store.read() as unit:
            row = unit.clerks.by_number(number)
        if row is None:
            raise NotAllowed("inactive", number=number)
        clerk = ClerkView(row["id"], row["number"], row["name"], row["role"])
        self._house.desk.clerk = clerk
        self._house.desk.locked = False
        return clerk

    def lock(self) -> None:
        """The window is left for a moment: nothing can be decided until it is unlocked."""
        clerk = self._house.desk.clerk
        if clerk is not None and not self._house.desk.locked:
            self._house.desk.locked = True
            self._audit(clerk, "lock")
            self._house.tell(frozenset({Subject.SESSION}))

    def unlock(self, number: str, password: str) -> ClerkView:
        """The same clerk comes back. NotAllowed("other-clerk") for anybody else: they hand over."""
        signed_in = self._house.desk.clerk
        if signed_in is None:
            raise NotAllowed("not-signed-in")
        if number.strip() != signed_in.number:
            raise NotAllowed("other-clerk", clerk=signed_in.number)
        clerk = self._proven(number, password, "unlock")
        self._house.desk.clerk = clerk
        self._house.desk.locked = False
        self._house.tell(frozenset({Subject.SESSION}))
        return clerk

    def hand_over(self, number: str, password: str) -> ClerkView:
        """Another clerk takes over the window; unfinished visits stay with their owners."""
        before = self._house.desk.clerk
        clerk = self._proven(number, password, "hand_over", {"from": before.id if before else None})
        self._house.desk.clerk = clerk
        self._house.desk.locked = False
        self._house.tell(frozenset({Subject.SESSION}))
        return clerk

    def sign_out(self) -> None:
        """Nobody works here."""
        clerk = self._house.desk.clerk
        if clerk is not None:
            self._audit(clerk, "sign_out")
        self._house.desk.clerk = None
        self._house.desk.locked = False
        self._house.tell(frozenset({Subject.SESSION}))

    def change_password(self, old: str, new: str) -> None:
        """The signed-in clerk's own password. NotAllowed("central-clerks") where the centre keeps it."""
        clerk = self._house.desk.signed_in()
        if self._has_centre():
            raise NotAllowed("central-clerks")
        if not SHORTEST_PASSWORD <= len(new) <= _LONGEST_PASSWORD:
            raise Rejected([Problem("password", "password-length", {"shortest": SHORTEST_PASSWORD})])
        self._proven(clerk.number, old, "change_password")
        hashed = self._argon2().hash(_bytes(new))
        with self._house.store.unit() as unit:
            unit.clerks.update(clerk.id, {"password_hash": hashed})

    def _administrator(self) -> ClerkView:
        clerk = self._house.desk.signed_in()
        if clerk.role != "administrator":
            raise NotAllowed("administrators-only", clerk=clerk.number)
        return clerk

    def _has_centre(self) -> bool:
        """Whether clerks are the centre's: from the enrolment of this device on, not before."""
        if self._house.sync is None:
            return False
        with self._house.store.read() as unit:
            return unit.state.enrolment() is not None

    def _audit(self, clerk: ClerkView, what: str) -> None:
        with self._house.store.unit() as unit:
            unit.audit.append(at=self._house.now(), clerk=clerk.id, what=what)

    def _proven(
        self, number: str, password: str, what: str, facts: dict[str, Any] | None = None
    ) -> ClerkView:
        """The clerk whose password this is; every try is audited, a wrong one counted."""
        number, at = number.strip(), self._house.now()
        with self._house.store.read() as unit:
            row = unit.clerks.by_number(number)
        if row is not None and row["locked_until"] and at < datetime.fromisoformat(row["locked_until"]):
            raise NotAllowed("locked-out", until=datetime.fromisoformat(row["locked_until"]))
        told = self._told_by_centre(row, number, password, what)
        if told is not None:
            return self._admitted(told, at, what, facts)
        # An unknown number costs the same time as a wrong password, so that numbers cannot be probed.
        right = self._matches(row["password_hash"] if row else self._nobody(), password) and row is not None
        if row is None or not right:
            self._count_wrong(row, number, at, what)
        if not row["active"]:
            raise NotAllowed("inactive", number=number)
        if self._has_centre():
            _check_verified(row, at)
        with self._house.store.unit() as unit:
            unit.clerks.update(row["id"], {"failed_tries": 0, "locked_until": None, "last_sign_in_at": at})
            unit.audit.append(at=at, clerk=row["id"], what=what, facts=facts)
        return ClerkView(row["id"], row["number"], row["name"], row["role"])

    def _told_by_centre(
        self, row: dict[str, Any] | None, number: str, password: str, what: str
    ) -> Mapping[str, Any] | None:
        """What the centre says of this clerk; None when it is away or this window has none."""
        if self._house.sync is None:
            return None
        try:
            # Whom the centre's last word does not let in without it: it is asked even when it seems away.
            until = row["verified_until"] if row is not None else None
            insists = until is None or datetime.fromisoformat(until) <= self._house.now()
            return self._house.sync.sign_in(number, password, insists=insists)
        except Unavailable:
            return None
        except NotAllowed as refused:
            if refused.code == "wrong-password":
                self._count_wrong(row, number, self._house.now(), what)
            with self._house.store.unit() as unit:
                if row is not None and refused.code == "inactive":
                    unit.clerks.update(row["id"], {"active": 0})  # nor while the centre is away
                facts = {"code": refused.code}
                unit.audit.append(
                    at=self._house.now(), clerk=number[:20], what=f"{what}_refused", facts=facts
                )
            raise

    def _admitted(
        self, told: Mapping[str, Any], at: datetime, what: str, facts: dict[str, Any] | None
    ) -> ClerkView:
        """A clerk the centre has let in, remembered for the days it may be away."""
        clerk = self.remember(told)
        with self._house.store.unit() as unit:
            unit.audit.append(at=at, clerk=clerk.id, what=what, facts={**(facts or {}), "centre": True})
        if self._house.sync is not None:
            self._house.sync.wake()  # what this clerk did here before is the centre's from now on
        return clerk

    def _count_wrong(self, row: dict[str, Any] | None, number: str, at: datetime, what: str) -> NoReturn:
        tries = (row["failed_tries"] if row else 0) + 1
        pause = _pause(tries)
        with self._house.store.unit() as unit:
            if row is not None:
                unit.clerks.update(
                    row["id"], {"failed_tries": tries, "locked_until": at + pause if pause else None}
                )
            unit.audit.append(
                at=at, clerk=number[:20], what=f"{what}_refused", facts={"tries": tries} if row else {}
            )
        if pause:
            raise NotAllowed("locked-out", until=at + pause)
        raise NotAllowed("wrong-password", tries_left=max(_TRIES_TO_LOCK - tries, 0))

    def _argon2(self) -> PasswordHasher:
        if self._hasher is None:
            from argon2 import PasswordHasher

            self._hasher = PasswordHasher(_PASSES, _MEMORY_KIB, _LANES)
        return self._hasher

    def _nobody(self) -> str:
        """A hash of nothing anybody knows, with today's cost."""
        import os

        return self._argon2().hash(os.urandom(16).hex())

    def _matches(self, hashed: str, password: str) -> bool:
        from argon2.exceptions import InvalidHashError, VerifyMismatchError

        try:
            return self._argon2().verify(hashed, _bytes(password[:_LONGEST_PASSWORD]))
        except (VerifyMismatchError, InvalidHashError):
            return False
