"""A window is made known to its centre, a new one takes over, and what a lost one did is handed in."""

from __future__ import annotations

import json
from collections.abc import Iterator
from dataclasses import replace
from pathlib import Path

import pytest

from app.bootstrap import Hall, begin_anew, device_key_store, open_hall
from app.clock import FrozenClock
from app.credentials import KeyStore
from app.errors import Conflict, NotAllowed, StoreUnavailable
from app.services.views import SyncState
from app.settings import Settings, read_settings
from app.sync.client import Client
from app.sync.enrolling import enrol
from app.wire.messages import Command
from tests.services.window import NUMBER, PASSWORD, Window
from tests.support.running_centre import HALL, RunningCentre
from tests.sync.conftest import a_hall, enrolled_line
from tests.sync.watching import connected
from ui.commands import doctor, export_journal
from ui.commands import enrol as enrol_command

SITE = """# written by the administrator
data = "data"

[hall]
name = "美兰区政务服务中心"  # as on the door
code = "HKML"
counter = "3 号综合窗口"
counter_no = "3"
device_code = "C03"
issuer = "海口市美兰区政务服务中心（演示）"
notice_word = "演示政务"
demo = true

[keys]
kind = "demo"

[limits]
supplement_days = 90
"""


@pytest.fixture
def site(tmp_path: Path) -> Path:
    path = tmp_path / "site.toml"
    path.write_text(SITE, encoding="utf-8")
    return path


@pytest.fixture
def stranger(centre: RunningCentre) -> Iterator[Client]:
    made = Client(centre.url, None)
    yield made
    made.close()


def test_the_command_enrols_and_notes_the_address(
    site: Path, centre: RunningCentre, capsys: pytest.CaptureFixture[str]
) -> None:
    assert enrol_command.main([centre.url, centre.code(), "--site", str(site)]) == 0
    settings = read_settings(site)
    assert settings.central.url == centre.url
    assert "# as on the door" in site.read_text(encoding="utf-8")  # the rest is as it was written
    assert "C03" in capsys.readouterr().out
    assert [device.code for device in centre.server.devices.list(HALL)] == ["C03"]
    assert enrol_command.main([centre.url, centre.code(), "--site", str(site)]) == 1  # once is enough
    assert "--succeed" in capsys.readouterr().err
    assert enrol_command.main([centre.url, centre.code(), "--site", str(site), "--succeed", "C08"]) == 0
    assert read_settings(site).hall.device_code == "C08"
    assert {device.code for device in centre.server.devices.list(HALL)} == {"C03", "C08"}


def test_the_doctor_says_whether_the_centre_answers(
    site: Path, centre: RunningCentre, capsys: pytest.CaptureFixture[str]
) -> None:
    assert enrol_command.main([centre.url, centre.code(), "--site", str(site)]) == 0
    capsys.readouterr()
    doctor.main(["--site", str(site)])
    assert f"✓ 中心：{centre.url} 有应答" in capsys.readouterr().out
    text = site.read_text(encoding="utf-8")
    site.write_text(text.replace(centre.url, "http://127.0.0.1:9"), encoding="utf-8")
    doctor.main(["--site", str(site)])
    told = capsys.readouterr().out
    assert "– 中心：http://127.0.0.1:9" in told
    assert "no-connection" in told


@pytest.mark.parametrize(
    ("url", "code"),
    [
        ("http://centre.example", "12345678"),
        ("ftp://127.0.0.1", "12345678"),
        ("https://centre.example", "1234"),
        ("https://centre.example", "1234567八"),
    ],
    ids=["unsafe", "no http", "short", "letters"],
)
def test_what_cannot_be_meant_is_said_before_anything_is_sent(
    site: Path, url: str, code: str, capsys: pytest.CaptureFixture[str]
) -> None:
    assert enrol_command.main([url, code, "--site", str(site)]) == 1
    assert capsys.readouterr().err
    assert site.read_text(encoding="utf-8") == SITE


def test_a_wrong_code_changes_nothing(
    site: Path, centre: RunningCentre, capsys: pytest.CaptureFixture[str]
) -> None:
    wrong = f"{(int(centre.code()) + 1) % 10**8:08d}"
    assert enrol_command.main([centre.url, wrong, "--site", str(site)]) == 1
    assert "bad-code" in capsys.readouterr().err
    assert site.read_text(encoding="utf-8") == SITE


def test_a_lost_answer_is_asked_for_again(hall: Hall, centre: RunningCentre, stranger: Client) -> None:
    keys, code = device_key_store(hall.settings), centre.code()

    def ask(*, again: bool = False) -> None:
        enrol(hall.store, stranger, keys, hall.clock, url=centre.url, code=code, hall=HALL, again=again)

    ask()
    with pytest.raises(NotAllowed, match="already-enrolled"):
        ask()
    ask(again=True)  # the same key and the same code: the same answer
    assert len(centre.server.devices.list(HALL)) == 1


def test_a_code_of_another_hall(hall: Hall, centre: RunningCentre, stranger: Client) -> None:
    keys = device_key_store(hall.settings)
    with pytest.raises(Conflict, match="other-hall"):
        enrol(hall.store, stranger, keys, hall.clock, url=centre.url, code=centre.code(), hall="HKXY")
    with hall.store.read() as unit:
        assert unit.state.enrolment() is None


@pytest.mark.expects_log("the key of this device cannot be used")
def test_a_device_without_its_key_says_so(hall: Hall, centre: RunningCentre) -> None:
    enrolled_line(hall, centre)
    (hall.settings.data / "demo-device-C03.key").unlink()
    with connected(hall, centre.url) as watch:
        watch.until_state(SyncState.NEEDS_ENROLMENT)
        assert hall.outbox.status().code == "no-key"


@pytest.mark.expects_log("the rest is sent again")
def test_a_new_device_takes_over_with_what_the_old_one_still_had(
    centre: RunningCentre, settings: Settings, clock: FrozenClock
) -> None:
    hall = a_hall(settings, clock)
    window = Window(hall, clock)
    enrolled_line(hall, centre)
    with connected(hall, centre.url) as watch:
        hall.session.sign_in(NUMBER, PASSWORD)
        watch.until_state(SyncState.ONLINE)
        sent = hall.intake.accept(window.visit())
        watch.until_sent()
    waiting = hall.intake.accept(window.visit())
    hall.close()
    with pytest.raises(StoreUnavailable, match="rolled-back"):
        begin_anew(settings, "C03")  # its own code again
    begin_anew(settings, "C09")
    renamed = replace(settings, hall=replace(settings.hall, device_code="C09"))
    again = open_hall(renamed, clock)
    try:
        line = _succeeding(again, centre)
        assert line == centre.server.devices.by_code(HALL, "C03").id
        with connected(again, centre.url) as watch:
            again.session.sign_in(NUMBER, PASSWORD)
            watch.until_state(SyncState.ONLINE)
            watch.until_sent()
        assert again.outbox.status().conflicts == 0
        assert again.cases.case(sent.case.id).case_no == sent.case.case_no
        assert again.cases.case(waiting.case.id).case_no == waiting.case.case_no
    finally:
        again.close()
    statuses = {device.code: device.status for device in centre.server.devices.list(HALL)}
    assert statuses == {"C03": "succeeded", "C09": "active"}


def _succeeding(hall: Hall, centre: RunningCentre) -> str | None:
    keys: KeyStore = device_key_store(hall.settings)
    client = Client(centre.url, None)
    try:
        taken = enrol(
            hall.store,
            client,
            keys,
            hall.clock,
            url=centre.url,
            code=centre.code("C09", succeeds="C03"),
            hall=HALL,
        )
    finally:
        client.close()
    return taken.succeeds


def test_the_rescue_file_holds_every_decision_as_the_wire_has_it(
    hall: Hall, window: Window, site: Path, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    hall.session.sign_in(NUMBER, PASSWORD)
    made = [hall.intake.accept(window.visit()) for _ in range(2)]
    file = tmp_path / "C03.journal"
    arguments = ["--site", str(site), str(file)]
    assert export_journal.main(arguments) == 0  # while the desk is open
    assert "2 条" in capsys.readouterr().out
    head, *lines = [json.loads(line) for line in file.read_text(encoding="utf-8").splitlines()]
    with hall.store.read() as unit:
        device_id = unit.state.get("device_id")
    assert head == {
        "format": "window-clerk-journal",
        "version": 1,
        "device_id": device_id,
        "device_code": "C03",
        "hall": HALL,
    }
    commands = [Command.model_validate(line) for line in lines]
    assert [command.dev_seq for command in commands] == [1, 2]
    assert {command.entity_id for command in commands} == {each.case.id for each in made}
    assert file.stat().st_mode & 0o077 == 0
    assert export_journal.main(arguments) == 1  # never over another file


def test_a_rescue_file_without_the_database(
    site: Path, tmp_path: Path, settings: Settings, clock: FrozenClock
) -> None:
    hall = a_hall(settings, clock)
    hall.session.sign_in(NUMBER, PASSWORD)
    made = hall.intake.accept(Window(hall, clock).visit())
    hall.close()
    (settings.data / "store" / "hall.db").unlink()
    file = tmp_path / "C03.journal"
    assert export_journal.main(["--site", str(site), str(file)]) == 0
    head, line = [json.loads(text) for text in file.read_text(encoding="utf-8").splitlines()]
    assert (head["device_code"], head["device_id"]) == ("C03", "")
    assert line["entity_id"] == made.case.id
