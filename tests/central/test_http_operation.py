"""What the centre tells about itself: health, figures, logs; and how often somebody may ask."""

from __future__ import annotations

import json
import logging
import sys
from collections.abc import Iterator
from datetime import UTC, datetime, timedelta
from pathlib import Path

import pytest

from app.central.keys import FILE, VARIABLE, load_keys, make_key
from app.central.limits import Limits, Rate, next_free
from app.central.observing import JsonLines
from app.central.refusals import Refused
from app.central.settings import DATA, DATABASE, METRICS_FROM, read_settings
from app.clock import FrozenClock
from app.errors import Rejected, StoreUnavailable
from tests.support.central_http import HALL, Hall, running_hall


@pytest.fixture
def hall(tmp_path: Path) -> Iterator[Hall]:
    with running_hall(tmp_path) as running:
        yield running


def test_a_server_says_whether_it_lives_and_can_work(hall: Hall) -> None:
    assert hall.http.get("/health/live").json() == {"status": "live"}
    assert hall.http.get("/health/ready").json() == {"status": "ready"}


@pytest.mark.expects_log("database|out of order")
def test_a_database_that_is_gone_is_busy_and_no_bug(hall: Hall, tmp_path: Path) -> None:
    window, clerk = hall.window(), hall.clerk()
    window.sign_in().raise_for_status()
    hall.server.engine.dispose()
    for path in tmp_path.glob("central.db*"):
        path.unlink()
    (tmp_path / "central.db").write_bytes(b"no database at all" * 1000)
    assert hall.http.get("/health/live").is_success
    for reply in (hall.http.get("/health/ready"), window.push(window.command(clerk, 1)), window.sign_in()):
        assert (reply.status_code, reply.json()["code"]) == (503, "busy")
        assert int(reply.headers["Retry-After"]) >= 1


def test_figures_are_counted_by_route_and_name_nobody(hall: Hall) -> None:
    window, clerk = hall.window(), hall.clerk()
    window.sign_in().raise_for_status()
    window.push(window.opens(clerk, 1), window.command(clerk, 2)).raise_for_status()
    hall.http.get("/somewhere/李雷")
    told = hall.http.get("/metrics").text
    for line in (
        'window_central_requests_total{route="/sync/v1/push",status="200"} 1.0',
        'window_central_requests_total{route="-",status="404"} 1.0',
        'window_central_commands_total{status="ok"} 1.0',
        'window_central_commands_total{status="refused"} 1.0',
        'window_central_devices{status="active"} 1.0',
        f'window_central_feed_head{{hall="{HALL}"}} 3.0',
        'window_central_request_seconds_count{route="/sync/v1/push"} 1.0',
    ):
        assert line in told.splitlines()
    assert "李雷" not in told
    assert window.id not in told


def test_figures_are_for_the_networks_that_were_named(hall: Hall) -> None:
    hall.server.metrics_from = read_settings(environment={METRICS_FROM: "10.1.0.0/16"}).metrics_from
    reply = hall.http.get("/metrics")
    assert (reply.status_code, reply.json()["code"]) == (403, "not-here")


def test_a_line_of_the_log_is_json_and_holds_no_person(hall: Hall, caplog: pytest.LogCaptureFixture) -> None:
    window = hall.window()
    with caplog.at_level(logging.INFO, "app.central.observing"):
        reply = window.ask("GET", f"/sync/v1/feed?scope={HALL}&epoch=13800000000")
    assert reply.status_code == 409
    (record,) = (each for each in caplog.records if each.name == "app.central.observing")
    line = json.loads(JsonLines().format(record))
    assert (line["route"], line["status"], line["device"]) == ("/sync/v1/feed", 409, window.id)
    assert line["request"] == reply.headers["X-Request-Id"]
    assert "13800000000" not in json.dumps(line)


def test_a_trace_says_where_and_what_kind_but_never_the_value() -> None:
    def stumbles() -> None:
        raise KeyError("欧阳绝密 11010519491231002X")

    try:
        try:
            stumbles()
        except KeyError as error:
            raise ValueError("欧阳绝密") from error
    except ValueError:
        record = logging.LogRecord(
            "a", logging.ERROR, __file__, 1, "phone %s", ("13800000000",), sys.exc_info()
        )
    line = json.loads(JsonLines().format(record))
    assert [told.split(" < ")[0] for told in line["trace"]] == ["KeyError", "ValueError"]
    assert "test_a_trace_says" in line["trace"][1]
    assert "stumbles" in line["trace"][0]
    assert "欧阳" not in json.dumps(line, ensure_ascii=False)
    assert line["told"] == "phone 138****0000"


def test_a_rate_allows_a_burst_and_then_an_even_flow() -> None:
    clock, rate = FrozenClock(datetime(2026, 11, 26, tzinfo=UTC)), Rate(burst=3, every_ms=1000)
    limits = Limits(clock)

    def passes(count: int) -> None:
        """So many at once, and not one more."""
        for _ in range(count):
            limits.take("asking", "somebody", rate)
        with pytest.raises(Refused) as refused:
            limits.take("asking", "somebody", rate)
        assert (refused.value.status, refused.value.facts) == (429, {"retry_after": 1})

    passes(3)
    limits.take("asking", "somebody else", rate)
    clock.advance(timedelta(seconds=1))
    passes(1)
    clock.advance(timedelta(minutes=1))
    passes(3)
    assert next_free(0, 5_000, rate) == (6_000, 0)


def test_the_server_s_key_is_made_once_and_read_by_its_owner_alone(tmp_path: Path) -> None:
    with pytest.raises(StoreUnavailable, match="absent"):
        load_keys(tmp_path, {})
    path = make_key(tmp_path)
    assert path.stat().st_mode & 0o077 == 0
    keys = load_keys(tmp_path, {})
    assert make_key(tmp_path) == path
    assert load_keys(tmp_path, {}) == keys
    assert keys.sessions != keys.scans
    assert load_keys(tmp_path / "elsewhere", {VARIABLE: path.read_text(encoding="ascii").strip()}) == keys
    (tmp_path / FILE).write_text("half a key", encoding="ascii")
    with pytest.raises(StoreUnavailable, match="unreadable"):
        load_keys(tmp_path, {})


def test_settings_that_cannot_be_meant_are_all_told_at_once(tmp_path: Path) -> None:
    with pytest.raises(Rejected) as caught:
        read_settings(environment={DATABASE: "mysql://root:secret@db/x", METRICS_FROM: "here, 10.0.0.0/8"})
    assert [(problem.field, problem.code) for problem in caught.value.problems] == [
        (DATABASE, "not-a-database"),
        (METRICS_FROM, "not-a-network"),
    ]
    assert "secret" not in str(caught.value)
    settings = read_settings(environment={DATA: str(tmp_path)})
    assert settings.embedded
    assert settings.database_url == f"sqlite:///{tmp_path / 'central.db'}"
