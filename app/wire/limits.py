"""What both ends of the wire hold each other to: protocol versions, sizes, times."""

from __future__ import annotations

from typing import Final

PROTO: Final = 1  # spoken by this program
OLDEST_PROTO: Final = 1  # still understood by this program's centre

PUSH_COMMANDS: Final = 100  # in one push, at most
PUSH_BYTES: Final = 256 * 1024  # of payload in one push; a single larger command goes alone
COMMAND_BYTES: Final = 1024 * 1024  # of one command's payload, at most
FEED_CHANGES: Final = 1000  # in one page of the feed, at most
CHUNK_BYTES: Final = 1024 * 1024  # of a scan
BODY_BYTES: Final = 4 * 1024 * 1024  # of any request, unpacked
JSON_DEPTH: Final = 32

SESSION_SECONDS: Final = 15 * 60  # a device's session
CHALLENGE_SECONDS: Final = 60
OFFLINE_SIGN_IN_HOURS: Final = 72  # a clerk's verifier at a window without the centre
ENROL_SECONDS: Final = 10 * 60  # a one-time code
ENROL_TRIES: Final = 5
KEEP_ACKED_DAYS: Final = 30  # a window keeps what the centre has, to refill a restored one (sync.md 2.12)
KEEP_FEED_DAYS: Final = 90
