"""The server as several processes on one PostgreSQL: pokes, answers and figures are everybody's."""

from __future__ import annotations

import json
import shutil
from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor
from contextlib import contextmanager
from pathlib import Path
from typing import Any, Final

import httpx2
import pytest

from app.clock import SystemClock
from tests.support.central_http import PASSWORD, Window
from tests.support.central_process import Central
from tests.support.running_centre import running_centre

EVENTS: Final = "/sync/v1/events?scope=HKML"


@contextmanager
def listening(window: Window) -> Iterator[Iterator[int]]:
    """The numbers of the pokes a window hears."""
    headers = window.signed("GET", EVENTS)
    with window.http.stream("GET", EVENTS, headers=headers) as stream:
        assert stream.status_code == 200
        assert stream.headers["Content-Type"].startswith("text/event-stream")
        yield (pokes(line) for line in stream.iter_lines() if line.startswith("data:"))


def pokes(line: str) -> int:
    """A poke says which hall and how far, and nothing else."""
    told = json.loads(line.removeprefix("data:"))
    assert set(told) == {"scope", "seq"}
    assert told["scope"] == "HKML"
    return int(told["seq"])


def until(heard: Iterator[int], seq: int) -> int:
    """Listens until this number; how many pokes that took. Each says more than the last."""
    last, count = -1, 0
    for number in heard:
        assert number > last
        last, count = number, count + 1
        if number >= seq:
            return count
    raise AssertionError("the stream ended")


def head(window: Window) -> int:
    return int(window.ask("GET", "/sync/v1/feed?scope=HKML&limit=1").raise_for_status().json()["head"])


def test_a_window_that_listens_hears_of_what_others_did(tmp_path: Path) -> None:
    with running_centre(tmp_path, SystemClock()) as centre:
        centre.clerk()
        with httpx2.Client(base_url=centre.url, trust_env=False) as http:
            writer, reader = Window(http, "C03"), Window(http, "C04")
            for window in (writer, reader):
                window.enrol(centre.code()).raise_for_status()
                window.hello().raise_for_status()
            clerk = writer.sign_in("07", "password-07").raise_for_status().json()["clerk_id"]
            with listening(reader) as heard:
                assert next(heard) == 0
                assert centre.server.metrics.listeners._value.get() == 1
                for seq in range(1, 21):
                    writer.push(writer.opens(clerk, seq)).raise_for_status()
                # Twenty commits in quick succession are fewer pokes: one in 50 ms, the last never left out.
                assert 1 <= until(heard, head(writer)) <= 20
        assert reader.session


@pytest.mark.story
def test_two_workers_on_postgresql_are_one_centre(tmp_path: Path, postgres_url: str) -> None:
    central = Central(tmp_path / "data", postgres_url)
    central.run("init")
    central.run("hall", "add", "HKML", "美兰区政务服务中心")
    central.run("clerk", "add", "HKML", "1001", "王小明", typed=f"{PASSWORD}\n")
    with central.serving("--workers", "2") as http:
        windows = [enrolled(central, http, f"C0{number}") for number in range(4)]
        clerks = [window.sign_in().raise_for_status().json()["clerk_id"] for window in windows]
        address = str(http.base_url)

        def work(window: Window, clerk: str) -> None:
            """A window with connections of its own, so that both workers serve it."""
            for seq in range(1, 11):
                with httpx2.Client(base_url=address, trust_env=False, timeout=60) as own:
                    window.http = own
                    command = window.opens(clerk, seq)
                    answers = {window.push(command).raise_for_status().text for _ in range(2)}
                (reply,) = map(json.loads, answers)
                assert reply["outcomes"][0]["status"] == "ok"
            window.http = http

        with listening(windows[0]) as first, listening(windows[1]) as second:
            assert [next(first), next(second)] == [0, 0]
            with ThreadPoolExecutor(len(windows)) as threads:
                list(threads.map(work, windows, clerks))
            total = head(windows[2])
            assert until(first, total) >= 1
            assert until(second, total) >= 1
        page: dict[str, Any] = windows[3].ask("GET", "/sync/v1/feed?scope=HKML").json()
        assert [change["seq"] for change in page["changes"]] == list(range(1, total + 1))
        assert sum(change["entity"] == "case" for change in page["changes"]) == 40
        served = {
            line["pid"] for line in map(json.loads, log(central)) if line.get("route") == "/sync/v1/push"
        }
        assert len(served) == 2, "both workers had a part in it"
        counted = 'window_central_requests_total{route="/sync/v1/push",status="200"} 80.0'
        assert counted in http.get("/metrics").text
        # The tests' cluster does without fsync, and the doctor does not let that pass.
        found = central.run("doctor", code=1)
        assert "✓ 数据库：PostgreSQL" in found
        assert "✗ 落盘：fsync = off" in found
        assert f"✓ 大厅 HKML：{total} 次变更，编号连续" in found
    backed_up_and_restored(central, tmp_path / "disk", total)


def backed_up_and_restored(central: Central, disk: Path, total: int) -> None:
    """With PostgreSQL's own tools, where they are installed; the feed goes on under another epoch."""
    if shutil.which("pg_dump") is None:
        assert "没有 PostgreSQL 的备份工具" in central.run("backup", str(disk), code=1)
        return
    central.run("backup", str(disk))
    (backup,) = disk.iterdir()
    with central.serving() as http:
        late = enrolled(central, http, "C09")
        epoch = late.hello().json()["scopes"][0]["epoch"]
    central.run("restore", str(backup))
    with central.serving() as http:
        late.http = http
        assert late.hello().status_code == 401, "it was enrolled after the backup"
        window = enrolled(central, http, "C09")
        assert head(window) == total
        assert window.hello().json()["scopes"][0]["epoch"] != epoch


def log(central: Central) -> list[str]:
    return [line for line in central.said().splitlines() if line.startswith("{")]


def enrolled(central: Central, http: httpx2.Client, code: str) -> Window:
    said = central.run("enrol", "HKML", "--device", code)
    window = Window(http, code)
    window.enrol(said.split()[-1]).raise_for_status()
    window.hello().raise_for_status()
    return window
