"""Bodies as they travel: unpacked up to a limit, looked through, and packed again on the way out."""

from __future__ import annotations

import re
import zlib
from typing import Final, Protocol

import zstandard
from starlette.datastructures import Headers, MutableHeaders
from starlette.types import ASGIApp, Message, Receive, Scope, Send

from app.central.refusals import Refused
from app.wire.limits import BODY_BYTES, JSON_DEPTH

BODY: Final = "wire.body"  # in the scope: the body as sent, before compression; what the signature is over
_SMALLEST: Final = 1024  # a shorter answer is sent as it is
_LEVEL: Final = 3
_WINDOW: Final = 8 * 1024 * 1024  # of a zstd frame; more would let a stranger reserve memory
_STRINGS: Final = re.compile(rb'"[^"]*"')
_NOT_BRACKETS: Final = bytes(each for each in range(256) if each not in b"[]{}")
_SQUARE: Final = bytes.maketrans(b"{}", b"[]")


def too_deep(body: bytes, limit: int = JSON_DEPTH) -> bool:
    """Whether JSON nests deeper than the limit; costs no stack, so that it can be asked before parsing.

    Each pass takes the innermost pairs away. What is no JSON may get either answer: the parser refuses it.
    """
    if body.count(b"[") + body.count(b"{") <= limit:
        return False
    # A payload is JSON in a string: without its thousands of escaped quotes a string is found at one go.
    plain = body.replace(b"\\\\", b"").replace(b'\\"', b"")
    brackets = _STRINGS.sub(b"", plain).translate(_SQUARE, _NOT_BRACKETS)
    for _ in range(limit):
        brackets = brackets.replace(b"[]", b"")
        if not brackets:
            return False
    return True


def unpacked(body: bytes, coding: str, limit: int = BODY_BYTES) -> bytes:
    """The body as it was before compression. One that was cut is found by its signature, not here.

    Refused: 415 "unknown-coding", 413 "too-large" as soon as it grows beyond the limit, 400 "malformed".
    """
    if coding in ("", "identity"):
        return body
    try:
        if coding == "gzip":
            gzip = zlib.decompressobj(wbits=31)
            plain = gzip.decompress(body, limit + 1)
        elif coding == "zstd":
            zstd = zstandard.ZstdDecompressor(max_window_size=_WINDOW)
            with zstd.stream_reader(body) as reader:
                plain = reader.read(limit + 1)
        else:
            raise Refused(415, "unknown-coding", coding=coding[:20])
    except (zlib.error, zstandard.ZstdError) as error:
        raise Refused(400, "malformed", reason="coding") from error
    if len(plain) > limit:
        raise Refused(413, "too-large", limit=limit)
    return plain


class _Packer(Protocol):
    def compress(self, data: bytes, /) -> bytes: ...
    def flush(self) -> bytes: ...


def _packer(accepted: str) -> tuple[str, _Packer] | None:
    """How the caller wants answers packed: zstd before gzip, which needs ten times the time."""
    codings = {part.split(";")[0].strip() for part in accepted.lower().split(",")}
    if "zstd" in codings:
        return "zstd", zstandard.ZstdCompressor(level=_LEVEL).compressobj()
    if "gzip" in codings:
        return "gzip", zlib.compressobj(_LEVEL, zlib.DEFLATED, 31)
    return None


class Unpacking:
    """Middleware: reads and unpacks a request's body once, so that all behind it see plain bytes.

    The whole body is here before anything else runs: a slow sender holds no worker thread and no connection
    of the database.
    """

    def __init__(self, app: ASGIApp) -> None:
        self._app = app

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        if scope["type"] != "http":
            await self._app(scope, receive, send)
            return
        headers = Headers(scope=scope)
        told = headers.get("content-length", "0")
        if not (told.isascii() and told.isdigit()) or int(told[:20]) > BODY_BYTES:
            raise Refused(413, "too-large", limit=BODY_BYTES)
        packed = await _whole(receive)
        if packed is None:
            return  # the caller has gone
        body = unpacked(packed, headers.get("content-encoding", "").strip().lower())
        if "json" in headers.get("content-type", "") and too_deep(body):
            raise Refused(422, "too-deep", limit=JSON_DEPTH)
        scope[BODY] = body
        # What is handed on is plain: nobody behind this shall unpack again or trust the old length.
        scope["headers"] = [
            pair for pair in scope["headers"] if pair[0] not in (b"content-encoding", b"content-length")
        ] + [(b"content-length", str(len(body)).encode("ascii"))]
        told_body = False

        async def replay() -> Message:
            nonlocal told_body
            if told_body:
                return await receive()
            told_body = True
            return {"type": "http.request", "body": body, "more_body": False}

        await self._app(scope, replay, send)


async def _whole(receive: Receive) -> bytes | None:
    """The body as it came; None when the connection ended. Refused(413) beyond the limit."""
    parts: list[bytes] = []
    size = 0
    while True:
        message = await receive()
        if message["type"] == "http.disconnect":
            return None
        part = message.get("body", b"")
        size += len(part)
        if size > BODY_BYTES:
            raise Refused(413, "too-large", limit=BODY_BYTES)
        parts.append(part)
        if not message.get("more_body", False):
            return b"".join(parts)


class Packing:
    """Middleware: packs JSON answers the way the caller accepts; streams are packed as they go."""

    def __init__(self, app: ASGIApp) -> None:
        self._app = app

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        if scope["type"] != "http":
            await self._app(scope, receive, send)
            return
        packing = _packer(Headers(scope=scope).get("accept-encoding", ""))
        if packing is None:
            await self._app(scope, receive, send)
            return
        await self._app(scope, receive, _PackedAnswer(send, *packing).send)


class _PackedAnswer:
    """Decides with the first part of an answer whether it is worth packing."""

    def __init__(self, send: Send, coding: str, packer: _Packer) -> None:
        self._send = send
        self._coding = coding
        self._packer = packer
        self._start: Message | None = None
        self._packs = False

    async def send(self, message: Message) -> None:
        if message["type"] == "http.response.start":
            self._start = message
            return
        if message["type"] != "http.response.body":
            await self._send(message)
            return
        body, more = message.get("body", b""), message.get("more_body", False)
        if self._start is not None:
            start, self._start = self._start, None
            headers = MutableHeaders(raw=start["headers"])
            kind = headers.get("content-type", "")
            # A poke must leave at once, and scans are packed already.
            self._packs = "json" in kind and (more or len(body) >= _SMALLEST)
            if self._packs:
                headers["Content-Encoding"] = self._coding
                headers.add_vary_header("Accept-Encoding")
                del headers["Content-Length"]
            await self._send(start)
        if self._packs:
            body = self._packer.compress(body) + (b"" if more else self._packer.flush())
        await self._send({"type": "http.response.body", "body": body, "more_body": more})
