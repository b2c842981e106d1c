"""Who asks: every request is signed by a device's key, and what the device may do is looked up each time."""

from __future__ import annotations

from typing import Annotated

from fastapi import Depends, Request, Security
from fastapi.security import APIKeyHeader

from app.central.devices import ACTIVE, SUSPENDED, Device
from app.central.limits import REQUESTS, STRANGERS, Rate
from app.central.observing import DEVICE
from app.central.packing import BODY
from app.central.refusals import Refused
from app.central.server import Server
from app.central.signing import check_signature
from app.wire.signing import DEVICE_HEADER, SESSION_HEADER, SIGNATURE_HEADER

_session = APIKeyHeader(
    name=SESSION_HEADER, scheme_name="session", description="What hello gave", auto_error=False
)
_signature = APIKeyHeader(
    name=SIGNATURE_HEADER,
    scheme_name="signature",
    description="Ed25519, hex, over METHOD, path?query, sha256 of the unpacked body, session; LF between",
    auto_error=False,
)
_device = APIKeyHeader(
    name=DEVICE_HEADER, scheme_name="device", description="Who says hello", auto_error=False
)

Signature = Annotated[str | None, Security(_signature)]
Named = Annotated[str | None, Security(_device)]


def server_of(request: Request) -> Server:
    """The server this application was made for."""
    server: Server = request.app.state.server
    return server


Central = Annotated[Server, Depends(server_of)]


def address_of(request: Request) -> str:
    return request.client.host if request.client else "-"


def limited(request: Request, what: str, rate: Rate) -> None:
    """Counts a request of an address. Refused(429, "too-many")."""
    server_of(request).limits.take(what, address_of(request), rate)


def stranger(request: Request) -> None:
    """For routes that nobody is known at yet."""
    limited(request, "stranger", STRANGERS)


def body_of(request: Request) -> bytes:
    """The body as it was signed."""
    body: bytes = request.scope[BODY]
    return body


def check_request(request: Request, public_key: str, signature: str | None, session: str) -> None:
    """Refused(401, "bad-signature")."""
    raw_path: bytes = request.scope.get("raw_path") or request.url.path.encode()
    query: bytes = request.scope["query_string"]
    target = (raw_path + (b"?" + query if query else b"")).decode("latin-1")
    check_signature(
        public_key,
        signature or "",
        method=request.method,
        target=target,
        body=body_of(request),
        session=session,
    )


def admitted(device: Device | None) -> Device:
    """A device that may say something. Refused: 401 "unknown-device", 403 "revoked" (reason: its status)."""
    if device is None:
        raise Refused(401, "unknown-device")
    if device.status not in (ACTIVE, SUSPENDED):
        raise Refused(403, "revoked", reason=device.status)
    return device


def speaker(
    request: Request,
    server: Central,
    session: Annotated[str | None, Security(_session)],
    signature: Signature,
) -> Device:
    """The enrolled device that signed this request; a suspended one may still hand in its work."""
    device_id = server.sessions.device_of(session or "")
    found = server.devices.find(device_id)
    if found is None:
        raise Refused(401, "unknown-device")
    check_request(request, found.public_key, signature, session or "")
    request.scope[DEVICE] = found.id
    device = admitted(found)
    server.limits.take("device", device.id, REQUESTS)
    return device


Speaker = Annotated[Device, Depends(speaker)]


def reader(device: Speaker) -> Device:
    """A device that may also be told something. Refused(403, "suspended")."""
    if device.status != ACTIVE:
        raise Refused(403, device.status)
    return device


Reader = Annotated[Device, Depends(reader)]
