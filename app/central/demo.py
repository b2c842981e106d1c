"""The sample hall of a centre that is only shown: nothing in it is real, and its password is told aloud."""

from __future__ import annotations

import json
from typing import Final

from app.central.server import Server
from app.errors import Conflict
from app.settings import RESOURCES

HALL: Final = "HKML"
NAME: Final = "美兰区政务服务中心（演示）"
CLERK: Final = "07"
PASSWORD: Final = "demo-1234"  # noqa: S105 (as at the demo hall's windows)


def demo_hall(server: Server, *, by: str) -> tuple[str, str, str]:
    """The hall with its clerks, made at the first time, and a new one-time code: code, number, password.

    Conflict("not-a-demo") in a database with other halls: sample clerks have no place there.
    """
    known = {code for code, _ in server.halls.list()}
    if known - {HALL}:
        raise Conflict("not-a-demo", halls=len(known))
    if not known:
        server.halls.add(HALL, NAME)
    people = json.loads((RESOURCES / "demo" / "hall.json").read_text(encoding="utf-8"))["clerks"]
    there = {clerk["number"] for clerk in server.clerks.list(HALL)}
    for person in people:
        if person["number"] not in there:
            server.clerks.add(
                HALL,
                person["number"],
                person["name"],
                PASSWORD,
                role=person["role"],
                id=f"demo-{person['number']}",
            )
    code, _ = server.devices.open_enrolment(HALL, by=by)
    return code, CLERK, PASSWORD
