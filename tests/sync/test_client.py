"""The line to the centre over a real socket: signed, packed, bounded, and every failure by its name."""

from __future__ import annotations

import socket
import threading
from pathlib import Path

import pytest

from app.sync.client import CentreAway, CentreRefused, Client, Patience
from app.sync.signing import DeviceKey, Line
from tests.support.fault_proxy import FaultProxy, Faults
from tests.support.running_centre import HALL, RunningCentre
from tests.sync.conftest import hello_of

FEED = {"scope": HALL, "epoch": "", "after": 0, "limit": 1000, "proto": 1}


def test_a_signed_request_is_answered(client: Client) -> None:
    page = client.get("/sync/v1/feed", FEED)
    assert (page["scope"], page["head"], page["changes"]) == (HALL, 0, [])


def test_a_large_body_is_packed_and_its_signature_holds(client: Client) -> None:
    chunks = [f"{number:064x}" for number in range(300)]
    manifest = {"size": 300 * 1024 * 1024, "media_type": "image/png", "chunks": chunks}
    reply = client.post(f"/blobs/v1/{'a' * 64}/missing", manifest)
    assert sorted(reply["missing"]) == chunks  # packed too: it is over a kilobyte


def test_gzip_is_spoken_to_a_centre_that_does_not_know_zstd(client: Client) -> None:
    client._coding = "gzip"
    manifest = {"size": 40 << 20, "media_type": "image/png", "chunks": [f"{n:064x}" for n in range(40)]}
    assert len(client.post(f"/blobs/v1/{'b' * 64}/missing", manifest)["missing"]) == 40


def test_a_refusal_is_the_centres_own_word(client: Client) -> None:
    with pytest.raises(CentreRefused) as refused:
        client.get("/sync/v1/feed", {**FEED, "scope": "HKXY"})
    assert (refused.value.status, refused.value.code) == (403, "other-hall")


def test_another_key_is_refused(client: Client, centre: RunningCentre) -> None:
    assert client.line is not None
    thief = Line(client.line.device_id, DeviceKey(b"\x01" * 32))
    thief.session = client.line.session
    stolen = Client(centre.url, thief)
    with pytest.raises(CentreRefused, match="bad-signature"):
        stolen.get("/sync/v1/feed", FEED)
    with pytest.raises(CentreRefused, match="bad-signature"):
        stolen.hello(hello_of(thief))
    stolen.close()


def test_nobody_there(client: Client) -> None:
    with socket.create_server(("127.0.0.1", 0)) as closed:
        port = closed.getsockname()[1]
    lonely = Client(f"http://127.0.0.1:{port}", client.line)
    with pytest.raises(CentreAway) as away:
        lonely.get("/sync/v1/feed", FEED)
    assert away.value.reason == "no-connection"
    lonely.close()


@pytest.mark.parametrize(
    ("answer", "reason"),
    [
        (b"HTTP/1.1 200 OK\r\nContent-Length: 5\r\n\r\nhello", "not-the-centre"),
        (b"HTTP/1.1 200 OK\r\nContent-Length: 2\r\n\r\n[]", "not-the-centre"),
        (b"HTTP/1.1 302 Found\r\nLocation: http://login.example/\r\nContent-Length: 0\r\n\r\n", "http-302"),
        (b"HTTP/1.1 502 Bad Gateway\r\nContent-Length: 4\r\n\r\noops", "http-502"),
        (b'HTTP/1.1 404 Not Found\r\nContent-Length: 14\r\n\r\n{"detail":"no"}', "http-404"),
        (b"HTTP/1.1 200 OK\r\nContent-Length: 900\r\n\r\n{", "cut"),
        (b"HTTP/1.1 200 OK\r\nContent-Encoding: zstd\r\nContent-Length: 4\r\n\r\n\x28\xb5\x2f\xfd", "cut"),
        (b"HTTP/1.1 200 OK\r\nContent-Encoding: gzip\r\nContent-Length: 4\r\n\r\nnope", "cut"),
        (b"HTTP/1.1 200 OK\r\nContent-Encoding: br\r\nContent-Length: 2\r\n\r\n{}", "not-the-centre"),
        (b"\x00\x01\x02 what is this\r\n\r\n", "cut"),
    ],
    ids=[
        "no JSON",
        "no object",
        "portal",
        "proxy",
        "other server",
        "cut",
        "cut zstd",
        "no gzip",
        "br",
        "no HTTP",
    ],
)
def test_whatever_else_answers_is_not_the_centre(client: Client, answer: bytes, reason: str) -> None:
    with socket.create_server(("127.0.0.1", 0)) as listening:

        def once() -> None:
            taken, _ = listening.accept()
            with taken:
                taken.recv(65536)
                taken.sendall(answer)

        thread = threading.Thread(target=once)
        thread.start()
        other = Client(f"http://127.0.0.1:{listening.getsockname()[1]}", client.line)
        with pytest.raises(CentreAway) as away:
            other.get("/sync/v1/feed", FEED)
        thread.join()
        other.close()
    assert away.value.reason == reason


def test_a_request_that_hangs_ends_when_the_window_closes(client: Client, centre: RunningCentre) -> None:
    with FaultProxy(centre.port, Faults(silent=True)) as silent:
        hanging = Client(silent.url, client.line)
        told: list[str] = []
        begun = threading.Event()

        def ask() -> None:
            begun.set()
            try:
                hanging.get("/sync/v1/feed", FEED)
            except CentreAway as away:
                told.append(away.reason)

        thread = threading.Thread(target=ask)
        thread.start()
        begun.wait()
        while not silent.connections:
            thread.join(0.01)
        hanging.abort()
        thread.join()  # at once, not after the twenty seconds an answer may take
        with pytest.raises(CentreAway, match="stopped"):
            hanging.get("/sync/v1/feed", FEED)
        hanging.close()
    assert told == ["stopped"]


def test_a_silent_centre_is_given_up(client: Client, centre: RunningCentre) -> None:
    with FaultProxy(centre.port, Faults(silent=True)) as silent:
        waiting = Client(silent.url, client.line)
        with pytest.raises(CentreAway) as away:
            waiting.post("/sync/v1/push", {}, patience=Patience(1, 0.2))
        waiting.close()
    assert away.value.reason == "no-answer"


def test_the_same_request_twice_over_a_doubling_line_is_one(client: Client, centre: RunningCentre) -> None:
    with FaultProxy(centre.port, Faults(double=True)) as doubling:
        twice = Client(doubling.url, client.line)
        assert twice.get("/sync/v1/feed", FEED)["head"] == 0
        twice.close()
        assert doubling.connections == 1


@pytest.mark.expects_log("Invalid HTTP request")
def test_a_centre_that_does_not_speak_tls(client: Client, tmp_path: Path, centre: RunningCentre) -> None:
    distrusting = Client(centre.url.replace("http:", "https:"), client.line)
    with pytest.raises(CentreAway) as away:
        distrusting.get("/sync/v1/feed", FEED)
    assert away.value.reason == "not-the-centre"
    distrusting.close()
    missing = Client("https://127.0.0.1:1", client.line, ca=tmp_path / "none.pem")
    with pytest.raises(CentreAway, match="no-authority"):
        missing.get("/sync/v1/feed", FEED)
    missing.close()


def test_pokes_come_until_the_line_is_cut(client: Client) -> None:
    pokes = client.pokes(HALL)
    assert next(pokes) == (HALL, 0)
    client.abort()
    with pytest.raises(CentreAway, match="stopped"):
        list(pokes)
