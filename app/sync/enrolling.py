"""A device is made known to the centre with a one-time code, once (sync.md 2.13)."""

from __future__ import annotations

from typing import Any, Final

from app.clock import Clock
from app.credentials import KeyStore
from app.errors import Conflict, NotAllowed
from app.records import dataclass
from app.sync.client import CentreAway, CentreRefused, Client
from app.sync.signing import DeviceKey
from db.local.rows import moment
from db.local.store import Store

CODE_DIGITS: Final = 8


@dataclass(frozen=True, slots=True)
class Enrolment:
    """What the centre said when it took this device."""

    device_id: str
    device_code: str
    hall: str
    hall_name: str
    succeeds: str | None = None


def enrol(
    store: Store,
    client: Client,
    keys: KeyStore,
    clock: Clock,
    *,
    url: str,
    code: str,
    hall: str,
    program: str = "",
    again: bool = False,
) -> Enrolment:
    """Hands the public key of this device to the centre, and remembers that it took it.

    NotAllowed: "enrolment-refused" (reason: what the centre said, such as a wrong or used code),
    "already-enrolled". Conflict("other-hall") when the code is another hall's. CentreAway, StoreUnavailable.
    The same code twice is harmless: a device whose answer was lost asks with the same key again. `again` is
    for a centre that was begun anew and knows no device any more.
    """
    with store.read() as unit:
        device_id, device_code = unit.state.get("device_id") or "", unit.state.get("device_code") or ""
        incarnation = int(unit.state.get("incarnation") or 1)
        known = unit.state.enrolment()
    if known is not None and not again:
        raise NotAllowed("already-enrolled", hall=known["hall_name"], device_code=device_code)
    key = DeviceKey.of(keys, enrolled=False)
    body: dict[str, Any] = {
        "code": code,
        "device_id": device_id,
        "device_code": device_code,
        "public_key": key.public,
        "incarnation": incarnation,
        "program": program[:40],
    }
    try:
        reply = client.enrol(body)
    except CentreRefused as refused:
        facts = {**refused.facts, "reason": refused.code}
        raise NotAllowed("enrolment-refused", **facts) from refused
    try:
        taken = Enrolment(
            str(reply["device_id"]),
            str(reply["device_code"]),
            str(reply["hall"]),
            str(reply["hall_name"]),
            reply.get("succeeds"),
        )
    except KeyError as error:
        raise CentreAway("not-the-centre") from error
    if taken.hall != hall or taken.device_id != device_id:
        raise Conflict("other-hall", theirs=taken.hall, mine=hall, hall_name=taken.hall_name)
    with store.unit() as unit:
        unit.state.put_enrolment(
            {
                "device_id": device_id,
                "hall": taken.hall,
                "hall_name": taken.hall_name,
                "url": url,
                "at": moment(clock.now()),
                "succeeds": taken.succeeds,
            }
        )
        unit.audit.append(
            at=clock.now(),
            clerk="",
            what="enrolled",
            subject=device_code,
            facts={"hall": taken.hall, "url": url},
        )
    return taken
