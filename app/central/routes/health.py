"""Whether the server lives, whether it can work, and its figures."""

from __future__ import annotations

import ipaddress
from typing import Literal

import sqlalchemy as sa
from fastapi import APIRouter, Request, Response
from prometheus_client import CONTENT_TYPE_LATEST
from pydantic import BaseModel

from app.central.callers import Central, address_of
from app.central.failures import answers
from app.central.refusals import Refused
from db.central.schema import HEAD, version

router = APIRouter(tags=["health"])


class Health(BaseModel):
    """What a balancer asks for."""

    status: Literal["live", "ready"]


@router.get("/health/live", responses=answers(413, 415))
def live() -> Health:
    """The process answers."""
    return Health(status="live")


@router.get("/health/ready", responses=answers(413, 415, 503))
def ready(server: Central) -> Health:
    """The database answers and has the shape this program knows."""
    with server.engine.connect() as connection:
        connection.execute(sa.text("SELECT 1"))
    if version(server.engine) not in (HEAD, None):
        raise Refused(503, "other-schema", retry_after=10)
    return Health(status="ready")


@router.get(
    "/metrics",
    response_class=Response,
    responses=answers(403, 413, 415, 503, good={"text/plain": {"schema": {"type": "string"}}}),
)
def metrics(request: Request, server: Central) -> Response:
    """For Prometheus; only from the networks the settings name."""
    try:
        address = ipaddress.ip_address(address_of(request))
    except ValueError:
        address = None
    if address is None or not any(address in network for network in server.metrics_from):
        raise Refused(403, "not-here")
    return Response(server.metrics.text(), media_type=CONTENT_TYPE_LATEST)
