"""What an administrator types: every command as a process of its own, beside a server that runs."""

from __future__ import annotations

import json
import re
import shutil
from pathlib import Path
from typing import Any

import httpx2
import pytest

from tests.support.central_http import PASSWORD, Window
from tests.support.central_process import Central


@pytest.fixture
def central(tmp_path: Path) -> Central:
    """A centre with the hall HKML and two people."""
    made = Central(tmp_path / "data")
    made.run("init")
    made.run("hall", "add", "HKML", "美兰区政务服务中心")
    made.run("clerk", "add", "HKML", "1001", "王小明", typed=f"{PASSWORD}\n")
    made.run("clerk", "add", "HKML", "2001", "李主任", "--role", "supervisor", typed=f"{PASSWORD}\n")
    return made


def enrolled(central: Central, http: httpx2.Client, code: str, *words: str) -> Window:
    """A window that was enrolled as a person would."""
    said = central.run("enrol", "HKML", "--device", code, *words)
    found = re.search(r"window-clerk enrol (\S+) (\d{8})", said)
    assert found is not None, said
    assert found[1] == str(http.base_url).rstrip("/")
    window = Window(http, code)
    window.enrol(found[2]).raise_for_status()
    window.hello().raise_for_status()
    return window


def records(window: Window) -> dict[str, Any]:
    lines = window.ask("GET", "/sync/v1/snapshot?scope=HKML").raise_for_status().text.splitlines()
    return {row["id"]: row["body"] for row in map(json.loads, lines[1:])}


@pytest.mark.story
def test_a_centre_is_backed_up_lost_restored_and_goes_on(central: Central, tmp_path: Path) -> None:
    with central.serving() as http:
        window = enrolled(central, http, "C03")
        clerk = window.sign_in().raise_for_status().json()["clerk_id"]
        scan = window.uploads(b"a page")
        first, second = window.opens(clerk, 1, scans=(scan,)), window.opens(clerk, 2)
        assert window.push(first).json()["device_last_seq"] == 1
        epoch = window.hello().json()["scopes"][0]["epoch"]
        said = central.spawn("backup", str(tmp_path / "disk"))
        assert "验证过" in said
        (backup,) = (tmp_path / "disk").iterdir()
        assert window.push(second).json()["device_last_seq"] == 2
        assert "正在运行" in central.run("restore", str(backup), code=1)
        counted = 'window_central_requests_total{route="/sync/v1/push",status="200"} 2.0'
        assert counted in central.spawn("metrics")
        assert counted in http.get("/metrics").text
        assert str(http.base_url).rstrip("/") in central.run("doctor")
    log = [json.loads(line) for line in central.said().splitlines() if line.startswith("{")]
    told = [line for line in log if line.get("route") == "/sync/v1/push"]
    assert [line["status"] for line in told] == [200, 200]
    assert {line["device"] for line in told} == {window.id}
    assert "李雷" not in central.said()
    assert "11010519491231002X" not in central.said()

    (central.data / "central.db").write_bytes(b"the disk has eaten it")
    (central.data / "central.db-wal").unlink(missing_ok=True)
    shutil.rmtree(central.data / "scans")
    central.run("doctor", code=1)
    assert "新的纪元" in central.spawn("restore", str(backup))
    assert "✓ 扫描件" in central.spawn("doctor", "--deep")
    with central.serving() as http:
        window.http = http
        hello = window.hello().raise_for_status().json()
        assert hello["device_last_seq"] == 1
        assert hello["scopes"][0]["epoch"] != epoch
        # The window sends its tail again: what the backup has is answered as before, the rest is new.
        outcomes = window.push(first, second).raise_for_status().json()["outcomes"]
        assert [outcome["status"] for outcome in outcomes] == ["ok", "ok"]
        assert {first["entity_id"], second["entity_id"]} <= set(records(window))
        assert window.ask("GET", f"/blobs/v1/{scan}/chunk/0").content == b"a page"


@pytest.mark.story
def test_a_lost_window_s_journal_is_brought_in_by_a_manager(central: Central, tmp_path: Path) -> None:
    journal = tmp_path / "journal.jsonl"
    manager = ("import-journal", str(journal), "--by", "2001")
    with central.serving() as http:
        lost = enrolled(central, http, "C03")
        clerk = lost.sign_in().raise_for_status().json()["clerk_id"]
        commands = [lost.opens(clerk, seq) for seq in (1, 2, 3)]
        lost.push(commands[0]).raise_for_status()
        head = {"format": "window-clerk-journal", "version": 1, "device_id": lost.id, "device_code": "C03"}
        lines = [head | {"hall": "HKML"}, *commands]
        journal.write_text("".join(json.dumps(line) + "\n" for line in lines), encoding="utf-8")
        assert "还在用" in central.run(*manager, typed=f"{PASSWORD}\n", code=1)
        central.run("device", "revoke", "HKML", "C03")
        assert lost.push(commands[1]).status_code == 403
        assert "密码不对" in central.run(*manager, typed="guess\n", code=1)
        clerk_says = central.run(
            "import-journal", str(journal), "--by", "1001", typed=f"{PASSWORD}\n", code=1
        )
        assert "需要值班长" in clerk_says
        assert "导入 2 条，1 条中心已经有了" in central.run(*manager, typed=f"{PASSWORD}\n")
        assert "导入 0 条，3 条中心已经有了" in central.run(*manager, typed=f"{PASSWORD}\n")
        window = enrolled(central, http, "C04")
        assert {command["entity_id"] for command in commands} <= set(records(window))
        changed = journal.read_text(encoding="utf-8").replace("13800000000", "13811111111")
        journal.write_text(changed, encoding="utf-8")
        assert "改动过" in central.run(*manager, typed=f"{PASSWORD}\n", code=1)
        journal.write_text("no journal\n", encoding="utf-8")
        assert "不是窗口导出的日志" in central.run(*manager, typed=f"{PASSWORD}\n", code=1)
    assert "C03  已吊销  已收 3 条" in central.run("device", "list", "HKML")


@pytest.mark.story
def test_what_cannot_be_meant_is_told_in_a_sentence(central: Central, tmp_path: Path) -> None:
    assert "已经有了" in central.run("hall", "add", "HKML", "again", code=1)
    assert "四位" in central.run("hall", "add", "hk", "", code=1)
    assert "至少 8 个字符" in central.run("clerk", "add", "HKML", "3", "王", typed="short\n", code=1)
    assert "没有这个大厅" in central.run("enrol", "ZZZZ", code=1)
    assert "没有这个工号" in central.run("clerk", "suspend", "HKML", "9", code=1)
    assert "必须加密" in central.run("serve", "--host", "0.0.0.0", code=2)
    assert "PostgreSQL" in central.run("serve", "--workers", "2", code=2)
    assert "不是完整的备份" in central.run("restore", str(tmp_path), code=1)
    assert "没有命令" in central.run("fly", code=2)
    assert "import-journal" in central.run()
    assert json.loads(central.run("openapi"))["paths"]["/sync/v1/push"]
    (central.data / "server.key").unlink()
    assert "没有服务器钥匙" in central.run("doctor", code=1)
