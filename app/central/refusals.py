"""What the centre says no to: a request with an HTTP status, a command with a code its window shows."""

from __future__ import annotations

from app.errors import AppError


class Refused(AppError):
    """A request that is not answered: nothing was stored by it.

    401 unknown-device, 403 revoked | other-hall | suspended, 409 re-enrol (reason) | rebootstrap (epoch,
    head), 422 tampered | malformed, 426 too-old (drain_allowed) | too-new, 503 busy (retry_after).
    """

    def __init__(self, status: int, code: str, **facts: object) -> None:
        super().__init__(code, **facts)
        self.status = status


class Refusal(AppError):
    """A command that is not carried out, by a rule of the hall: it is consumed and lies in the inbox."""
