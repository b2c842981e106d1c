"""Which halls the centre serves."""

from __future__ import annotations

import re
from typing import Final

import sqlalchemy as sa
from sqlalchemy import Engine

from app.clock import Clock
from app.errors import Conflict, Problem, Rejected
from db.central.engine import reading, writing
from db.central.epochs import new_epoch
from db.central.registering import add_hall
from db.central.tables import CENTRAL

_HALL: Final = CENTRAL.tables["hall"]
_CODE: Final = re.compile(r"[0-9A-Z]{4}")


class Halls:
    """The register of halls."""

    def __init__(self, engine: Engine, clock: Clock) -> None:
        self._engine = engine
        self._clock = clock

    def add(self, code: str, name: str) -> None:
        """A new hall with an empty feed. Rejected: code, name. Conflict("already-there")."""
        problems = []
        if not _CODE.fullmatch(code):
            problems.append(Problem("code", "hall-code"))
        if not name.strip():
            problems.append(Problem("name", "empty"))
        if problems:
            raise Rejected(problems)
        with writing(self._engine) as connection:
            if connection.execute(sa.select(_HALL.c.code).where(_HALL.c.code == code)).first() is not None:
                raise Conflict("already-there", hall=code)
            add_hall(connection, code, name.strip(), epoch=new_epoch(), at=self._clock.now())

    def list(self) -> tuple[tuple[str, str], ...]:
        """Code and name of each."""
        with reading(self._engine) as connection:
            rows = connection.execute(sa.select(_HALL.c.code, _HALL.c.name).order_by(_HALL.c.code)).all()
        return tuple((row[0], row[1]) for row in rows)
