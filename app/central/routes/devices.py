"""Taking a window in: the one thing that is asked without a signature by a device nobody knows."""

from __future__ import annotations

from fastapi import APIRouter, Request

from app.central.callers import Central, limited
from app.central.failures import answers
from app.central.limits import ENROLMENTS
from app.wire.messages import Enrolled, EnrolRequest

router = APIRouter(prefix="/devices/v1", tags=["devices"])


@router.post("/enrol", responses=answers(400, 403, 409, 413, 415, 422, 429, 503))
def enrol(request: Request, body: EnrolRequest, server: Central) -> Enrolled:
    """Enrols a window with a one-time code; the same request may be sent again until its answer arrives."""
    limited(request, "enrol", ENROLMENTS)
    return server.devices.enrol(body)
