"""The centre as an application: routes, what stands before them, and what happens when one fails."""

from __future__ import annotations

import asyncio
import logging
import sys
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from typing import Any, Final

from fastapi import FastAPI
from fastapi.openapi.utils import get_openapi
from starlette.concurrency import run_in_threadpool

from app.central import failures
from app.central.observing import Observing, start_log
from app.central.packing import Packing, Unpacking
from app.central.routes import auth, blobs, devices, health, queue, sync
from app.central.server import Server
from app.central.serving import forget_seldom
from app.central.settings import read_settings
from app.clock import SystemClock
from app.wire.limits import PROTO

log = logging.getLogger(__name__)

TITLE: Final = "Window Clerk central"
_UPKEEP_SECONDS: Final = 6 * 3600


def create_app(server: Server) -> FastAPI:
    """The application of a server; the server is closed by who made it."""

    @asynccontextmanager
    async def life(_app: FastAPI) -> AsyncIterator[None]:
        async with server.pokes.running():
            upkeep = asyncio.create_task(_upkeep(server))
            try:
                yield
            finally:
                upkeep.cancel()
                await asyncio.gather(upkeep, return_exceptions=True)
                server.metrics.end()

    app = FastAPI(
        title=TITLE, version=str(PROTO), lifespan=life, docs_url=None, redoc_url=None, redirect_slashes=False
    )
    app.state.server = server
    for part in (devices, auth, sync, queue, blobs, health):
        app.include_router(part.router)
    for kind in failures.HANDLED:
        app.add_exception_handler(kind, failures.handler)
    # The last one added stands outermost.
    app.add_middleware(Unpacking)
    app.add_middleware(Packing)
    app.add_middleware(Observing, metrics=server.metrics, clock=server.clock)
    app.openapi = lambda: _openapi(app)  # type: ignore[method-assign]
    return app


def worker() -> FastAPI:
    """What each process of `window-central serve` runs, with the settings of its environment."""
    start_log(sys.stderr)
    app = create_app(Server.open(read_settings(), SystemClock()))
    forget_seldom()
    return app


async def _upkeep(server: Server) -> None:
    """Now and then: what nobody needs any more goes. Several processes may do it at once."""
    while True:
        await asyncio.sleep(_UPKEEP_SECONDS)
        try:
            swept, trimmed = await run_in_threadpool(server.tidy)
        except failures.HANDLED as error:
            log.warning("upkeep failed: %s", type(error).__name__, exc_info=error)
        else:
            log.info("upkeep: %s chunks swept, %s changes trimmed", swept, trimmed)


def _openapi(app: FastAPI) -> dict[str, Any]:
    """The description as it is true: session and signature are both needed, not one of them."""
    if app.openapi_schema is None:
        described = get_openapi(title=app.title, version=app.version, routes=app.routes)
        for operations in described["paths"].values():
            for operation in operations.values():
                if "security" in operation:
                    operation["security"] = [{name: [] for each in operation["security"] for name in each}]
        app.openapi_schema = described
    return app.openapi_schema
