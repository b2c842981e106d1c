"""A clerk signs in with the centre, and the window learns how to let the same clerk in without it."""

from __future__ import annotations

from fastapi import APIRouter

from app.central.callers import Central, Reader
from app.central.failures import answers
from app.central.limits import SIGN_INS
from app.wire.messages import SignedIn, SignInRequest

router = APIRouter(prefix="/auth/v1", tags=["auth"])


@router.post("/sign-in", responses=answers(400, 401, 403, 413, 415, 422, 429, 503))
def sign_in(body: SignInRequest, device: Reader, server: Central) -> SignedIn:
    """Only clerks of the device's hall; 403 wrong-password (tries_left), locked-out (until), inactive."""
    server.limits.take("sign-in", device.id, SIGN_INS)
    return server.clerks.sign_in(device, body)
