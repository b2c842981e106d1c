"""Who may speak to the centre: enrolment, hello, sessions, signatures, and the end of them."""

from __future__ import annotations

import json
from collections.abc import Iterator
from datetime import timedelta
from pathlib import Path
from typing import Any

import httpx2
import pytest

from app.wire.signing import SESSION_HEADER, SIGNATURE_HEADER
from db.central.registering import find_device
from tests.support.central_http import HALL, OTHER_HALL, PASSWORD, Hall, Window, running_hall

FEED = f"/sync/v1/feed?scope={HALL}"


@pytest.fixture
def hall(tmp_path: Path) -> Iterator[Hall]:
    with running_hall(tmp_path) as running:
        yield running


def refusal(reply: httpx2.Response) -> tuple[int, str]:
    """Status and code; every answer that is not good has both."""
    told = reply.json()
    assert set(told) == {"code", "facts"}
    return reply.status_code, told["code"]


def facts(reply: httpx2.Response) -> dict[str, Any]:
    return dict(reply.json()["facts"])


def test_a_window_is_enrolled_says_hello_and_reads_its_hall(hall: Hall) -> None:
    window = Window(hall.http, "C03")
    code, until = hall.server.devices.open_enrolment(HALL, by="test", device_code="C03")
    assert until - hall.clock.now() == timedelta(minutes=10)
    enrolled = window.enrol(code).json()
    assert enrolled == {
        "device_id": window.id,
        "device_code": "C03",
        "hall": HALL,
        "hall_name": f"{HALL} 政务服务中心",
        "succeeds": None,
    }
    hello = window.hello().json()
    assert hello["status"] == "active"
    assert hello["device_last_seq"] == 0
    assert [scope["scope"] for scope in hello["scopes"]] == [HALL]
    page = window.ask("GET", FEED).json()
    assert (page["scope"], page["head"], page["changes"]) == (HALL, 0, [])


def test_a_window_says_which_number_hangs_over_it(hall: Hall) -> None:
    window = hall.window()
    window.hello(counter_no="5")
    with hall.server.engine.connect() as connection:
        device = find_device(connection, window.id)
    assert device is not None
    assert device["counter_no"] == "5"


def test_a_lost_answer_to_an_enrolment_can_be_asked_for_again(hall: Hall) -> None:
    window = Window(hall.http, "C03")
    code, _ = hall.server.devices.open_enrolment(HALL, by="test")
    first = window.enrol(code)
    assert window.enrol(code).json() == first.json()
    thief = Window(hall.http, "C03")
    assert refusal(thief.enrol(code)) == (403, "bad-code")
    assert refusal(thief.enrol(code, device_id=window.id)) == (403, "bad-code")


def test_a_code_is_good_for_ten_minutes(hall: Hall) -> None:
    code, _ = hall.server.devices.open_enrolment(HALL, by="test")
    hall.clock.advance(timedelta(minutes=10))
    assert refusal(Window(hall.http, "C03").enrol(code)) == (403, "bad-code")


def test_five_wrong_tries_spoil_a_code(hall: Hall) -> None:
    code, _ = hall.server.devices.open_enrolment(HALL, by="test", device_code="C03")
    window = Window(hall.http, "C03")
    wrong = f"{(int(code) + 1) % 10**8:08d}"
    for _ in range(5):
        assert refusal(window.enrol(wrong)) == (403, "bad-code")
    assert refusal(window.enrol(code)) == (403, "bad-code")


def test_tries_for_another_window_leave_a_code_alone(hall: Hall) -> None:
    code, _ = hall.server.devices.open_enrolment(HALL, by="test", device_code="C03")
    other = Window(hall.http, "C04")
    for _ in range(5):
        assert refusal(other.enrol(code)) == (403, "bad-code")
    assert Window(hall.http, "C03").enrol(code).is_success


def test_a_device_code_is_never_used_twice_in_a_hall(hall: Hall) -> None:
    first = hall.window("C03")
    hall.server.devices.revoke(hall.server.devices.by_code(HALL, "C03"), by="test")
    code, _ = hall.server.devices.open_enrolment(HALL, by="test")
    assert refusal(Window(hall.http, "C03").enrol(code)) == (409, "device-code-taken")
    again = Window(hall.http, "C05")
    assert refusal(again.enrol(code, device_id=first.id)) == (409, "device-taken")
    # Neither failure has used the code up, and another hall has codes of its own.
    assert again.enrol(code).is_success
    assert hall.window("C03", OTHER_HALL).ask("GET", f"/sync/v1/feed?scope={OTHER_HALL}").is_success


def test_a_successor_takes_over_and_locks_its_predecessor_out(hall: Hall) -> None:
    old = hall.window("C03")
    code, _ = hall.server.devices.open_enrolment(HALL, by="test", device_code="C04", succeeds="C03")
    new = Window(hall.http, "C04")
    assert new.enrol(code).json()["succeeds"] == old.id
    assert refusal(old.ask("GET", FEED)) == (403, "revoked")
    assert refusal(old.hello()) == (403, "revoked")
    assert new.hello().is_success


def test_a_challenge_is_good_once_and_for_a_minute(hall: Hall) -> None:
    window = hall.window()
    challenge = window.challenge()
    assert window.hello(challenge).is_success
    assert refusal(window.hello(challenge)) == (401, "challenge-used")
    late = window.challenge()
    hall.clock.advance(timedelta(seconds=60))
    assert refusal(window.hello(late)) == (401, "challenge-expired")
    assert refusal(window.hello("c.made-up.1.x")) == (401, "bad-challenge")
    assert refusal(window.hello(window.session)) == (401, "bad-challenge")


def test_a_challenge_that_another_key_signed_is_not_used_up(hall: Hall) -> None:
    window = hall.window()
    forger = Window(hall.http, "C03")
    forger.id = window.id
    challenge = window.challenge()
    assert refusal(forger.hello(challenge)) == (401, "bad-signature")
    assert window.hello(challenge).is_success


def test_a_session_ends_after_a_quarter_of_an_hour(hall: Hall) -> None:
    window = hall.window()
    hall.clock.advance(timedelta(minutes=15))
    assert refusal(window.ask("GET", FEED)) == (401, "session-expired")
    window.hello().raise_for_status()
    assert window.ask("GET", FEED).is_success


def test_another_incarnation_must_enrol_again(hall: Hall) -> None:
    window = hall.window()
    reply = window.hello(incarnation=2)
    assert refusal(reply) == (409, "re-enrol")
    assert facts(reply) == {"reason": "incarnation"}


@pytest.mark.parametrize(
    "changed",
    ["method", "path", "query", "body", "session", "signature", "no-signature", "no-session", "other-key"],
)
def test_a_signature_covers_everything_that_is_said(hall: Hall, changed: str) -> None:
    window, other = hall.window("C03"), hall.window("C04")
    body = json.dumps(window.push_body()).encode()
    method, target = "POST", "/sync/v1/push"
    headers = window.signed(method, target, body) | {"Content-Type": "application/json"}
    assert hall.http.request(method, target, content=body, headers=headers).is_success
    match changed:
        case "method":
            method, target = "GET", FEED
            headers |= {SIGNATURE_HEADER: window.signed("POST", FEED)[SIGNATURE_HEADER]}
            body = b""
        case "path":
            headers |= {SIGNATURE_HEADER: window.signed(method, "/sync/v1/hello", body)[SIGNATURE_HEADER]}
        case "query":
            target += "?from=elsewhere"
        case "body":
            body += b" "
        case "session":
            headers |= {SESSION_HEADER: other.session}
        case "signature":
            headers |= {SIGNATURE_HEADER: "00" * 64}
        case "no-signature":
            del headers[SIGNATURE_HEADER]
        case "no-session":
            del headers[SESSION_HEADER]
        case "other-key":
            window.key = other.key
            headers |= window.signed(method, target, body)
    reply = hall.http.request(method, target, content=body, headers=headers)
    assert reply.status_code == 401
    assert refusal(reply)[1] in {"bad-signature", "bad-session"}


@pytest.mark.parametrize(
    "session",
    ["", "x", "s.a.b.c", "s" * 5000, "s.00000000-0000-4000-8000-000000000000.9999999999.AAAA", "é", "...."],
)
def test_a_made_up_session_is_refused(hall: Hall, session: str) -> None:
    headers = {SESSION_HEADER: session.encode(), SIGNATURE_HEADER: b"00" * 64}
    reply = hall.http.get(FEED, headers=[(name.encode(), value) for name, value in headers.items()])
    assert refusal(reply) == (401, "bad-session")


def test_a_suspended_window_hands_in_its_work_and_gets_nothing(hall: Hall) -> None:
    window, clerk = hall.window(), hall.clerk()
    window.sign_in().raise_for_status()
    hall.server.devices.suspend(hall.server.devices.by_code(HALL, "C03"), by="test")
    assert window.hello().json()["status"] == "suspended"
    assert window.push(window.command(clerk, 1)).json()["device_last_seq"] == 1
    for target in (FEED, *(f"/sync/v1/{name}?scope={HALL}" for name in ("snapshot", "checksum", "events"))):
        assert refusal(window.ask("GET", target)) == (403, "suspended")
    assert refusal(window.sign_in()) == (403, "suspended")
    hall.server.devices.resume(hall.server.devices.by_code(HALL, "C03"), by="test")
    assert window.ask("GET", FEED).is_success


def test_a_revoked_window_is_out_with_its_next_request(hall: Hall) -> None:
    window, clerk = hall.window(), hall.clerk()
    hall.server.devices.revoke(hall.server.devices.by_code(HALL, "C03"), by="test")
    assert refusal(window.push(window.command(clerk, 1))) == (403, "revoked")
    assert refusal(window.ask("GET", FEED)) == (403, "revoked")
    assert refusal(window.hello()) == (403, "revoked")


def test_a_clerk_signs_in_and_the_window_may_let_him_in_for_three_days(hall: Hall) -> None:
    window, clerk = hall.window(), hall.clerk(role="supervisor")
    told = window.sign_in().json()
    assert (told["clerk_id"], told["name"], told["role"]) == (clerk, "王小明", "supervisor")
    assert told["verifier"].startswith("$argon2id$")
    assert told["offline_until"] == (hall.clock.now() + timedelta(hours=72)).isoformat().replace(
        "+00:00", "Z"
    )
    assert window.sign_in().json()["verifier"] != told["verifier"]


def test_wrong_passwords_lock_a_number_out_whether_somebody_has_it_or_not(hall: Hall) -> None:
    window = hall.window()
    hall.clerk("1001")
    told = {}
    for number in ("1001", "9999"):
        told[number] = [
            (refusal(reply), facts(reply)) for reply in (window.sign_in(number, "no") for _ in range(6))
        ]
    assert told["1001"] == told["9999"]
    assert [code for (_, code), _ in told["1001"]] == ["wrong-password"] * 4 + ["locked-out"] * 2
    assert refusal(window.sign_in("1001")) == (403, "locked-out")
    hall.clock.advance(timedelta(minutes=5))
    window.hello().raise_for_status()
    assert window.sign_in("1001").is_success
    assert refusal(window.sign_in("1001", "no"))[1] == "wrong-password"


def test_a_clerk_of_another_hall_is_nobody_here(hall: Hall) -> None:
    hall.clerk("1001", OTHER_HALL)
    assert refusal(hall.window().sign_in("1001")) == (403, "wrong-password")


def test_a_suspended_clerk_does_not_get_in(hall: Hall) -> None:
    hall.clerk("1001")
    hall.server.clerks.suspend(HALL, "1001")
    window = hall.window()
    assert refusal(window.sign_in("1001")) == (403, "inactive")
    hall.server.clerks.resume(HALL, "1001")
    hall.server.clerks.set_password(HALL, "1001", "a new " + PASSWORD)
    assert refusal(window.sign_in("1001")) == (403, "wrong-password")
    assert window.sign_in("1001", "a new " + PASSWORD).is_success


def test_too_many_tries_of_one_address_are_told_when_to_come_back(hall: Hall) -> None:
    window = Window(hall.http, "C03")
    replies = [window.enrol("00000000") for _ in range(11)]
    assert {refusal(reply) for reply in replies[:10]} == {(403, "bad-code")}
    assert refusal(replies[10]) == (429, "too-many")
    assert replies[10].headers["Retry-After"] == str(facts(replies[10])["retry_after"]) == "30"
    hall.clock.advance(timedelta(seconds=30))
    assert refusal(window.enrol("00000000")) == (403, "bad-code")
