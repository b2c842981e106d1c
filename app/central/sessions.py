"""Who speaks, for a quarter of an hour: tokens that every worker can check without asking the database."""

from __future__ import annotations

import base64
import hashlib
import hmac
import os
from datetime import datetime, timedelta
from typing import Final

from app.central.refusals import Refused
from app.clock import Clock
from app.wire.limits import CHALLENGE_SECONDS, SESSION_SECONDS

_CHALLENGE: Final = "c"
_SESSION: Final = "s"
_LONGEST: Final = 400


class Sessions:
    """Makes and reads sessions and challenges.

    A token is its content and the HMAC over it. It proves only that this centre gave it to that device; what
    the device may do is looked up with every request, and without the device's key a token is worth nothing.
    """

    def __init__(self, key: bytes, clock: Clock) -> None:
        self._key = key
        self._clock = clock

    def challenge(self) -> str:
        """Something to sign that nobody could know before; good for a minute and for one hello."""
        return self._sealed(_CHALLENGE, os.urandom(16).hex(), CHALLENGE_SECONDS)

    def check_challenge(self, challenge: str) -> datetime:
        """Until when it is good. Refused(401): "bad-challenge", "challenge-expired"."""
        opened = self._opened(_CHALLENGE, challenge)
        if opened is None:
            raise Refused(401, "bad-challenge")
        if opened[1] <= self._clock.now():
            raise Refused(401, "challenge-expired")
        return opened[1]

    def session(self, device_id: str) -> str:
        return self._sealed(_SESSION, device_id, SESSION_SECONDS)

    def device_of(self, session: str) -> str:
        """Whose session it is. Refused(401): "bad-session", "session-expired"."""
        opened = self._opened(_SESSION, session)
        if opened is None:
            raise Refused(401, "bad-session")
        if opened[1] <= self._clock.now():
            raise Refused(401, "session-expired")
        return opened[0]

    def _sealed(self, use: str, content: str, seconds: int) -> str:
        until = int((self._clock.now() + timedelta(seconds=seconds)).timestamp())
        text = f"{use}.{content}.{until}"
        return f"{text}.{self._mark(text)}"

    def _opened(self, use: str, token: str) -> tuple[str, datetime] | None:
        """Content and end of a token of this use; None when this centre did not make it."""
        text, _, mark = token.rpartition(".")
        if len(token) > _LONGEST or not token.isascii() or not hmac.compare_digest(self._mark(text), mark):
            return None
        found, content, until = text.split(".")
        if found != use:
            return None
        return content, datetime.fromtimestamp(int(until), self._clock.now().tzinfo)

    def _mark(self, text: str) -> str:
        digest = hmac.new(self._key, text.encode(), hashlib.sha256).digest()
        return base64.urlsafe_b64encode(digest).decode("ascii").rstrip("=")
