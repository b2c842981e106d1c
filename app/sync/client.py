"""The line to the centre: signed and packed requests, bounded answers, and every failure by its name.

    CentreAway(reason)                nobody who can be trusted to be the centre answered
    CentreRefused(status, code, …)    the centre answered, and said no

Nothing else is raised. httpx2 and zstandard are imported with the first request, on the thread that sends it:
the start of the desk needs neither.
"""

from __future__ import annotations

import json
import logging
import socket
import ssl
import threading
import weakref
import zlib
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from pathlib import Path
from typing import TYPE_CHECKING, Any, Final
from urllib.parse import urlencode

from app.errors import AppError, Unavailable
from app.records import dataclass
from app.sync.signing import Line

if TYPE_CHECKING:
    import httpx2

_SMALLEST_PACKED: Final = 1024  # a shorter body is sent as it is
_LEVEL: Final = 3
_LARGEST_ANSWER: Final = 64 * 1024 * 1024  # unpacked; a page of the feed is far below
_LONGEST_LINE: Final = 4 * 1024 * 1024  # of a snapshot
_IDLE_S: Final = 4.0  # a connection is not used again after that: servers close theirs after five seconds
_CODINGS: Final = "zstd, gzip"


@dataclass(frozen=True, slots=True)
class Patience:
    """How long to wait, in seconds: for the connection, and for each next piece of the answer."""

    connect: float
    answer: float


USUAL: Final = Patience(3, 20)
LISTENING: Final = Patience(3, 45)  # the centre says something at least every 15 seconds
HURRY: Final = Patience(2, 3)


class CentreAway(Unavailable):
    """No answer, or none that can be the centre's.

    Reasons: no-connection, no-answer, cut, certificate, no-authority, not-the-centre, http-502, stopped.
    """

    def __init__(self, reason: str) -> None:
        super().__init__("centre-away", reason=reason)
        self.reason = reason


class CentreRefused(AppError):
    """The centre's own no, with the HTTP status it gave."""

    def __init__(self, status: int, code: str, facts: Mapping[str, Any]) -> None:
        super().__init__(code, **{name: value for name, value in facts.items() if name != "code"})
        self.status = status


class Client:
    """Speaks HTTP with one centre for one device. Several threads may use it at once."""

    def __init__(
        self,
        url: str,
        line: Line | None,
        *,
        ca: Path | None = None,
        program: str = "",
        transport: httpx2.BaseTransport | None = None,
    ) -> None:
        """`line` is None only for the enrolment; `transport` is for a centre in the same process."""
        self._url = url.rstrip("/")
        self.line = line
        self._ca = ca
        self._program = program
        self._transport = transport
        self._http: httpx2.Client | None = None
        self._turn = threading.Lock()
        self._sockets: weakref.WeakSet[socket.socket] = weakref.WeakSet()
        self._closed = False
        self._coding = "zstd"

    # -- what is asked ------------------------------------------------------------------------------

    def hello(self, body: Mapping[str, Any]) -> dict[str, Any]:
        """Begins a session: a `HelloRequest` without its challenge → `HelloReply`."""
        line = self._known_line()
        challenge = self._object("POST", "/sync/v1/challenge", b"", signed=False)["challenge"]
        if not isinstance(challenge, str):
            raise CentreAway("not-the-centre")
        told = _json({**body, "challenge": challenge})
        target = "/sync/v1/hello"
        headers = line.hello_headers("POST", target, told, challenge)
        reply = self._object("POST", target, told, headers=headers, signed=False)
        if not isinstance(reply.get("session"), str):
            raise CentreAway("not-the-centre")
        line.session = reply["session"]
        return reply

    def post(
        self, path: str, body: Mapping[str, Any] | None = None, *, patience: Patience = USUAL
    ) -> dict[str, Any]:
        """One signed request with a JSON body or none → the JSON object it is answered with."""
        return self._object("POST", path, b"" if body is None else _json(body), patience=patience)

    def get(self, path: str, query: Mapping[str, Any]) -> dict[str, Any]:
        return self._object("GET", _target(path, query), b"")

    def enrol(self, body: Mapping[str, Any]) -> dict[str, Any]:
        """An `EnrolRequest`, which nobody signs yet → `Enrolled`."""
        return self._object("POST", "/devices/v1/enrol", _json(body), signed=False)

    def alive(self) -> None:
        """Asks whether anybody is there who speaks like a centre; signs nothing."""
        if self._object("GET", "/health/live", b"", signed=False, patience=HURRY).get("status") != "live":
            raise CentreAway("not-the-centre")

    def put_bytes(self, path: str, data: bytes) -> None:
        """A chunk of a scan; it is packed already."""
        headers = {"Content-Type": "application/octet-stream"}
        with self._answered("PUT", path, data, headers=headers, packs=False) as response:
            _whole(response)

    def get_bytes(self, path: str) -> tuple[bytes, str]:
        """A chunk of a scan, and the scan's media type."""
        with self._answered("GET", path, b"") as response:
            return _whole(response), response.headers.get("x-media-type", "")

    def lines(self, path: str, query: Mapping[str, Any]) -> Iterator[dict[str, Any]]:
        """The JSON objects of an NDJSON answer, as they come."""
        with self._answered("GET", _target(path, query), b"") as response:
            yield from _objects(response)

    def pokes(self, scope: str) -> Iterator[tuple[str, int]]:
        """Scope and number of each poke of the centre, until the line ends; anything else is passed over."""
        target = _target("/sync/v1/events", {"scope": scope})
        headers = {"Accept": "text/event-stream"}
        with self._answered("GET", target, b"", headers=headers, patience=LISTENING) as response:
            for line in _text_lines(response):
                poke = _poke(line)
                if poke is not None:
                    yield poke

    # -- the end ------------------------------------------------------------------------------------

    def abort(self) -> None:
        """Ends what hangs, from any thread: whoever waits, and whoever calls later, gets CentreAway."""
        self._closed = True
        for each in tuple(self._sockets):
            _shut(each)

    def close(self) -> None:
        """Lets the connections go; nobody uses the client any more."""
        self.abort()
        with self._turn:
            http, self._http = self._http, None
        if http is not None:
            http.close()

    # -- one request ---------------------------------------------------------------------------------

    def _known_line(self) -> Line:
        if self.line is None:
            raise ValueError("a client for the enrolment signs nothing")
        return self.line

    def _object(
        self,
        method: str,
        target: str,
        body: bytes,
        *,
        headers: Mapping[str, str] | None = None,
        signed: bool = True,
        patience: Patience = USUAL,
    ) -> dict[str, Any]:
        with self._answered(
            method, target, body, headers=headers, signed=signed, patience=patience
        ) as response:
            return _read_object(_whole(response))

    @contextmanager
    def _answered(
        self,
        method: str,
        target: str,
        body: bytes,
        *,
        headers: Mapping[str, str] | None = None,
        signed: bool = True,
        patience: Patience = USUAL,
        packs: bool = True,
    ) -> Iterator[httpx2.Response]:
        """A good answer, its body unread. CentreAway, CentreRefused."""
        import httpx2

        sent: dict[str, str] = {"Accept-Encoding": _CODINGS}
        if body:
            sent["Content-Type"] = "application/json"
        sent.update(headers or {})
        if signed:
            sent.update(self._known_line().headers(method, target, body))
        packed = self._packed(body, sent) if packs else body
        timeout = httpx2.Timeout(patience.answer, connect=patience.connect)
        try:
            request = self._opened().build_request(
                method,
                self._url + target,
                content=packed,
                headers=sent,
                timeout=timeout,
                extensions={"trace": self._on_trace},
            )
            response = self._opened().send(request, stream=True)
            try:
                if not response.is_success:
                    raise self._refusal(response)
                yield response
            finally:
                response.close()
        except (httpx2.HTTPError, httpx2.InvalidURL, httpx2.StreamError, OSError) as error:
            raise CentreAway(self._reason(error)) from error

    def _opened(self) -> httpx2.Client:
        import httpx2

        if self._closed:
            raise CentreAway("stopped")
        with self._turn:
            if self._http is None:
                transport = self._transport or httpx2.HTTPTransport(
                    verify=self._trust(),
                    trust_env=False,  # no proxy of the desktop, no netrc: the hall's centre is named in full
                    limits=httpx2.Limits(
                        max_connections=8, max_keepalive_connections=4, keepalive_expiry=_IDLE_S
                    ),
                )
                # A line for each request, every few seconds, would push everything else out of the log.
                logging.getLogger("httpx2").setLevel(logging.WARNING)
                agent = {"User-Agent": f"window-clerk/{self._program}".rstrip("/")}
                self._http = httpx2.Client(transport=transport, trust_env=False, headers=agent)
            return self._http

    def _trust(self) -> ssl.SSLContext | bool:
        """The hall's own authority where one is named, and then no other; else the system's.

        None of them is read for a centre on this machine: the system's take five megabytes.
        """
        if not self._url.startswith("https:"):
            return False
        try:
            return ssl.create_default_context(cafile=str(self._ca) if self._ca is not None else None)
        except (OSError, ssl.SSLError) as error:
            raise CentreAway("no-authority") from error

    def _packed(self, body: bytes, headers: dict[str, str]) -> bytes:
        if len(body) < _SMALLEST_PACKED:
            return body
        headers["Content-Encoding"] = self._coding
        if self._coding == "gzip":
            import gzip

            return gzip.compress(body, 6)
        import zstandard

        return zstandard.ZstdCompressor(level=_LEVEL).compress(body)

    def _refusal(self, response: httpx2.Response) -> AppError:
        """What an answer that is not 2xx means. Only a `Failure` is the centre's own word."""
        try:
            told = _read_object(_whole(response))
            code, facts = told["code"], told.get("facts") or {}
        except (CentreAway, KeyError):
            return CentreAway(f"http-{response.status_code}")
        if not isinstance(code, str) or not isinstance(facts, dict):
            return CentreAway(f"http-{response.status_code}")
        if response.status_code == 415:
            self._coding = "gzip"  # what every server unpacks; the request is sent again anyhow
            return CentreAway("coding")
        return CentreRefused(response.status_code, code, facts)

    def _reason(self, error: Exception) -> str:
        import httpx2

        if self._closed:
            return "stopped"
        cause: BaseException | None = error
        while cause is not None:
            if isinstance(cause, ssl.SSLCertVerificationError):
                return "certificate"
            if isinstance(cause, ssl.SSLEOFError | ssl.SSLZeroReturnError):
                return "cut"
            if isinstance(cause, ssl.SSLError):
                return "not-the-centre"  # it does not even speak TLS
            cause = cause.__cause__ or cause.__context__
        match error:
            case httpx2.ConnectError() | httpx2.ConnectTimeout():
                return "no-connection"
            case httpx2.TimeoutException():
                return "no-answer"
            case httpx2.InvalidURL() | httpx2.UnsupportedProtocol():
                return "no-address"
            case _:
                return "cut"

    def _on_trace(self, event: str, info: Mapping[str, Any]) -> None:
        """Remembers the sockets, so that a hanging request can be ended from another thread."""
        if event in ("connection.connect_tcp.complete", "connection.start_tls.complete"):
            opened = info["return_value"].get_extra_info("socket")
            if isinstance(opened, socket.socket):
                self._sockets.add(opened)
                if self._closed:
                    _shut(opened)


def _shut(opened: socket.socket) -> None:
    """Wakes whoever waits on a socket. `SSLSocket.shutdown` would take the cipher from under its reader."""
    try:
        socket.socket.shutdown(opened, socket.SHUT_RDWR)
    except OSError:
        return  # it is gone already


def _json(body: Mapping[str, Any]) -> bytes:
    """Half a character is sent as it is: the centre says what is wrong with it, and nothing crashes here."""
    return json.dumps(body, ensure_ascii=False, separators=(",", ":")).encode("utf-8", "surrogatepass")


def _target(path: str, query: Mapping[str, Any]) -> str:
    return f"{path}?{urlencode(query)}" if query else path


def _read_object(data: bytes) -> dict[str, Any]:
    try:
        read = json.loads(data)
    except (ValueError, RecursionError) as error:
        raise CentreAway("not-the-centre") from error
    if not isinstance(read, dict):
        raise CentreAway("not-the-centre")
    return read


def _whole(response: httpx2.Response) -> bytes:
    parts: list[bytes] = []
    size = 0
    for part in _unpacked(response):
        size += len(part)
        if size > _LARGEST_ANSWER:
            raise CentreAway("not-the-centre")
        parts.append(part)
    return b"".join(parts)


def _unpacked(response: httpx2.Response) -> Iterator[bytes]:
    """The body as it was before it was packed, piece by piece; a packed body that was cut is no body."""
    coding = response.headers.get("content-encoding", "").strip().lower()
    if coding in ("", "identity"):
        yield from response.iter_raw()
        return
    import zstandard

    unpacker: Any
    if coding == "gzip":
        unpacker = zlib.decompressobj(31)
    elif coding == "zstd":
        unpacker = zstandard.ZstdDecompressor().decompressobj()
    else:
        raise CentreAway("not-the-centre")
    try:
        for part in response.iter_raw():
            yield unpacker.decompress(part)
    except (zlib.error, zstandard.ZstdError) as error:
        raise CentreAway("cut") from error
    if not unpacker.eof:
        raise CentreAway("cut")


def _text_lines(response: httpx2.Response) -> Iterator[str]:
    """The lines of an answer as they come; what follows the last line end is no whole line."""
    rest = b""
    for part in _unpacked(response):
        *lines, rest = (rest + part).split(b"\n")
        if len(rest) > _LONGEST_LINE:
            raise CentreAway("not-the-centre")
        for line in lines:
            yield line.decode("utf-8", "replace").rstrip("\r")
    if rest:
        yield rest.decode("utf-8", "replace")


def _objects(response: httpx2.Response) -> Iterator[dict[str, Any]]:
    for line in _text_lines(response):
        if line:
            yield _read_object(line.encode())


def _poke(line: str) -> tuple[str, int] | None:
    """What one line of the stream of events says; None for anything that is no poke."""
    field, _, value = line.partition(":")
    if field != "data":
        return None
    try:
        told = json.loads(value)
        return str(told["scope"]), int(told["seq"])
    except (ValueError, KeyError, TypeError):
        return None
