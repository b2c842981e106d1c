"""What went wrong as an answer: the tree of errors becomes an HTTP status and a `Failure`, here alone."""

from __future__ import annotations

import logging
from collections.abc import Mapping
from datetime import datetime
from typing import Any, Final

from fastapi.exceptions import RequestValidationError
from sqlalchemy.exc import DBAPIError, SQLAlchemyError
from starlette.exceptions import HTTPException
from starlette.requests import Request
from starlette.responses import JSONResponse

from app.central.refusals import Refused
from app.errors import AppError, Conflict, NotAllowed, Rejected, Unavailable
from app.wire.messages import Failure

log = logging.getLogger(__name__)

HANDLED: Final = (AppError, RequestValidationError, HTTPException, SQLAlchemyError)
_OF_STATUS: Final = {404: "not-found", 405: "method-not-allowed", 400: "malformed"}
_PROBLEMS: Final = 20  # told at most
_BUSY_SECONDS: Final = 2
_LONGEST: Final = 80


def answers(*statuses: int, good: Mapping[str, Any] | None = None) -> dict[int | str, dict[str, Any]]:
    """The documented failures of a route, and the content of a good answer that is not JSON."""
    told: dict[int | str, dict[str, Any]] = {200: {"content": dict(good)}} if good else {}
    for status in statuses:
        told[status] = {"model": Failure, "description": _MEANINGS[status]}
    return told


_MEANINGS: Final = {
    400: "The body cannot be read",
    401: "Unknown device, wrong signature, or the session has ended: say hello again",
    403: "The device or the clerk may not do this",
    404: "There is nothing of that name in this hall",
    409: "The device must enrol again, or fetch a snapshot",
    413: "The body is too large, also once it is unpacked",
    415: "The body is packed or marked in a way the centre does not know",
    422: "The content is not what was agreed; nothing was stored",
    426: "The program is too old; it may still push when drain_allowed",
    429: "Too many requests; retry_after says when",
    503: "Busy or out of order; nothing was decided, try again after retry_after",
}


def answer(error: Exception) -> JSONResponse:
    """The answer to a request that failed. Nothing that the caller sent is repeated in it."""
    status, code, facts, headers = _told(error)
    failure = Failure(code=code, facts={name: _plain(value) for name, value in facts.items()})
    return JSONResponse(failure.model_dump(mode="json"), status_code=status, headers=headers)


async def handler(_request: Request, error: Exception) -> JSONResponse:
    """For the application's table of exception handlers."""
    return answer(error)


def _told(error: Exception) -> tuple[int, str, Mapping[str, object], dict[str, str]]:
    """Status, code, facts and headers of an error."""
    match error:
        case Refused():
            wait = error.facts.get("retry_after")
            headers = {"Retry-After": str(wait)} if wait is not None else {}
            return error.status, error.code, error.facts, headers
        case Rejected():
            problems = [{"where": each.field, "why": each.code} for each in error.problems]
            return 422, error.code, {"problems": problems}, {}
        case NotAllowed():
            return 403, error.code, error.facts, {}
        case Conflict():
            return 409, error.code, error.facts, {}
        case Unavailable():
            return _out_of_order(error, error.code)
        case SQLAlchemyError():
            return _out_of_order(error, "busy")
        case RequestValidationError():
            return 422, "malformed", {"problems": _problems(error)}, {}
        case HTTPException():
            code = _OF_STATUS.get(error.status_code, "refused")
            return error.status_code, code, {}, dict(error.headers or {})
        case _:
            log.error("a request met a bug", exc_info=error)
            return 500, "bug", {}, {}


def _out_of_order(error: Exception, code: str) -> tuple[int, str, Mapping[str, object], dict[str, str]]:
    """The database or the disk: never a decision, always worth another try.

    A statement that cannot work is a bug and yet no decision either: the window keeps its command.
    """
    if isinstance(error, DBAPIError):
        log.error("database: %s", type(error.orig).__name__, exc_info=error)
    else:
        log.error("out of order: %s", type(error).__name__, exc_info=error)
    return 503, code, {"retry_after": _BUSY_SECONDS}, {"Retry-After": str(_BUSY_SECONDS)}


def _problems(error: RequestValidationError) -> list[dict[str, str]]:
    return [
        {"where": ".".join(_word(part) for part in problem["loc"])[:_LONGEST], "why": str(problem["type"])}
        for problem in error.errors()[:_PROBLEMS]
    ]


def _word(part: object) -> str:
    """A part of a place: the name of a field. A name that the caller made up is not repeated."""
    text = str(part)
    return text if text.isascii() and text.replace("_", "").isalnum() and len(text) <= _LONGEST else "?"


def _plain(value: object) -> Any:
    """A fact as JSON has it."""
    if isinstance(value, datetime):
        return value.isoformat()
    return value if isinstance(value, str | int | float | bool | list | dict | None) else str(value)
