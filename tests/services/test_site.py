"""What an administrator sets, what the log may not say, and the demo hall."""

from __future__ import annotations

import json
import logging
import subprocess
import sys
from dataclasses import replace
from datetime import date
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from app.bootstrap import key_store, open_hall
from app.clock import FrozenClock
from app.demo import CLERK_NUMBER, PASSWORD, open_demo, open_demo_hall
from app.errors import Rejected, StoreUnavailable
from app.logs import FILE, masked, start_log, stop_log
from app.rules.case import CaseStatus
from app.rules.checklist import MaterialState
from app.rules.identity import check_digit_18
from app.settings import RESOURCES, HallSettings, KeySettings, Settings, default_site_file, read_settings

SITE = """
data = "hall"
site = "site"
[hall]
name = "示例大厅"
code = "HKML"
counter = "3 号综合窗口"
counter_no = "3"
device_code = "C03"
issuer = "示例机关"
notice_word = "示例"
[limits]
supplement_days = 30
[shortcuts]
accept = "F9"
"""


class TestSettings:
    def test_a_site_file_is_read(self, tmp_path: Path) -> None:
        (tmp_path / "site.toml").write_text(SITE, "utf-8")
        settings = read_settings(tmp_path / "site.toml")
        assert settings.data == tmp_path / "hall"
        assert settings.site == tmp_path / "site"
        assert (settings.hall.code, settings.keys.kind, settings.limits.supplement_days) == (
            "HKML",
            "keyring",
            30,
        )
        assert settings.hall.phone is None
        assert settings.shortcuts == {"accept": "F9"}

    @pytest.mark.parametrize(
        ("before", "after", "where", "code"),
        [
            ('data = "hall"', "", "data", "missing"),
            ('data = "hall"', "data = 1", "data", "not-a-path"),
            ('data = "hall"', 'data = "hall"\ncolour = "red"', "colour", "unknown-key"),
            ('name = "示例大厅"', 'nam = "示例大厅"', "hall.nam", "unknown-key"),
            ('name = "示例大厅"', 'nam = "示例大厅"', "hall.name", "missing"),
            ('name = "示例大厅"', 'name = " "', "hall.name", "empty"),
            ('code = "HKML"', 'code = "hkml"', "hall.code", "four-characters"),
            ('device_code = "C03"', 'device_code = "3"', "hall.device_code", "three-characters"),
            ("supplement_days = 30", "supplement_days = 0", "limits.supplement_days", "too-small"),
            ("supplement_days = 30", 'supplement_days = "30"', "limits.supplement_days", "wrong-type"),
            ("supplement_days = 30", "supplement_days = true", "limits.supplement_days", "wrong-type"),
            ("supplement_days = 30", "amber_days = -1", "limits.amber_days", "below-red"),
            ("supplement_days = 30", "scan_megabytes = 900", "limits.scan_megabytes", "too-large"),
            ("[limits]", '[keys]\nkind = "plain"\n[limits]', "keys.kind", "not-a-choice"),
            ("[limits]", '[keys]\nkind = "demo"\n[limits]', "keys.kind", "demo-key-outside-demo"),
            ("[limits]", "[window]\nscale = 110\n[limits]", "window.scale", "not-a-scale"),
            ("[limits]", "[window]\nsign_out_minutes = 0\n[limits]", "window.sign_out_minutes", "too-small"),
            ("[shortcuts]", "[shortcuts]\nundo = 1", "shortcuts", "not-a-table-of-texts"),
            ('[hall]', 'hall = 1\n[x]', "hall", "not-a-table"),
        ],
    )  # fmt: skip
    def test_a_fault_is_told_with_its_place(
        self, tmp_path: Path, before: str, after: str, where: str, code: str
    ) -> None:
        assert before in SITE
        (tmp_path / "site.toml").write_text(SITE.replace(before, after), "utf-8")
        with pytest.raises(Rejected) as rejected:
            read_settings(tmp_path / "site.toml")
        assert (where, code) in [(problem.field, problem.code) for problem in rejected.value.problems]

    @pytest.mark.parametrize("content", [b"= 1", b"\xff\xfe", b"[hall"])
    def test_what_is_no_toml_is_told_so(self, tmp_path: Path, content: bytes) -> None:
        (tmp_path / "site.toml").write_bytes(content)
        with pytest.raises(Rejected) as rejected:
            read_settings(tmp_path / "site.toml")
        assert rejected.value.problems[0].code == "not-toml"

    def test_a_missing_file_is_told_with_its_path(self, tmp_path: Path) -> None:
        with pytest.raises(Rejected) as rejected:
            read_settings(tmp_path / "absent.toml")
        assert rejected.value.problems[0].code == "cannot-read"

    def test_the_site_file_can_be_named(self, monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
        monkeypatch.setenv("WINDOW_CLERK_SITE", str(tmp_path / "x.toml"))
        assert default_site_file() == tmp_path / "x.toml"
        monkeypatch.delenv("WINDOW_CLERK_SITE")
        assert default_site_file().name == "site.toml"

    def test_a_passphrase_is_asked_for_and_never_guessed(self, tmp_path: Path) -> None:
        hall = HallSettings("示例大厅", "HKML", "3 号", "3", "C03", "示例机关", "示例")
        settings = Settings(tmp_path, hall, keys=KeySettings("passphrase"))
        with pytest.raises(StoreUnavailable) as unavailable:
            key_store(settings)
        assert unavailable.value.facts["reason"] == "passphrase-needed"
        open_hall(settings, passphrase="a long passphrase").close()
        with pytest.raises(StoreUnavailable, match="wrong-key"):
            open_hall(settings, passphrase="another passphrase")

    def test_a_broken_notice_policy_is_refused_with_its_place(
        self, settings: Settings, tmp_path: Path
    ) -> None:
        site = tmp_path / "site"
        (site / "rules").mkdir(parents=True)
        record = json.loads((RESOURCES / "rules" / "notices.json").read_text("utf-8"))
        record["accept"] = [{"kind": "love_letter", "copies": 1}]
        del record["refuse"]
        (site / "rules" / "notices.json").write_text(json.dumps(record), "utf-8")
        hall = open_hall(replace(settings, site=site))
        with pytest.raises(Rejected) as rejected:
            _ = hall.house.policy
        hall.close()
        assert {p.field for p in rejected.value.problems} == {"accept[0]", "refuse"}


class TestLog:
    @pytest.mark.parametrize(
        ("said", "kept"),
        [
            ("card 460108199003071238 read", "card 460108********1238 read"),
            ("11010519491231002x", "110105********002x"),
            ("old 110105491231002", "old 110105*****1002"),
            ("call 13812345678 now", "call 138****5678 now"),
            ("+86 138-1234-5678", "+86**********5678"),
            ("0898-65301234", "089******1234"),
            ("passport E12345678", "passport E****5678"),
            ("H1234567801", "H******7801"),
            ("case HKML-261123-C03-0017-K", "case HKML-261123-C03-0017-K"),
            ("dev_seq 42 took 17 ms", "dev_seq 42 took 17 ms"),
            ("sha 0a1b2c", "sha 0a1b2c"),
        ],
    )
    def test_no_number_of_a_person_is_whole(self, said: str, kept: str) -> None:
        assert masked(said) == kept

    @given(st.dates(date(1900, 1, 1)), st.integers(100000, 899999), st.integers(0, 999), st.text(max_size=5))
    def test_no_id_number_passes_wherever_it_stands(
        self, born: date, area: int, serial: int, around: str
    ) -> None:
        stem = f"{area}{born:%Y%m%d}{serial:03d}"
        number = stem + check_digit_18(stem)
        assert number not in masked(f"{around} {number},{around}")

    def test_what_is_logged_is_masked_with_its_arguments_and_its_traceback(self, tmp_path: Path) -> None:
        handler = start_log(tmp_path)
        log = logging.getLogger("test.masking")
        try:
            log.info("read %s", "460108199003071238")
            try:
                int("460108199003071238 x")
            except ValueError:
                log.info("failed", exc_info=True)
        finally:
            stop_log(handler)
        text = (tmp_path / FILE).read_text("utf-8")
        assert "460108********1238" in text
        assert "460108199003071238" not in text
        assert "Traceback" in text


@pytest.fixture(scope="module")
def folder(tmp_path_factory: pytest.TempPathFactory) -> Path:
    return tmp_path_factory.mktemp("demo")


class TestDemoHall:
    def test_it_opens_with_its_clerk_and_its_cases(
        self, folder: Path, font_cache: Path, clock: FrozenClock
    ) -> None:
        hall = open_demo(replace(Settings.demo(folder), cache=font_cache), clock)
        try:
            assert hall.hall.demo
            assert hall.session.current is not None
            assert hall.session.current.number == CLERK_NUMBER
            cases = [hall.cases.case(line.id) for line in hall.cases.search("")]
            assert {case.status for case in cases} == {
                CaseStatus.ACCEPTED,
                CaseStatus.CORRECTING,
                CaseStatus.RECEIVED,
                CaseStatus.REFUSED,
                CaseStatus.SUSPENDED,
                CaseStatus.DELIVERED,
            }
            assert any(case.clocks.deemed for case in cases)
            assert all(event.at <= clock.now() for case in cases for event in case.events)
            assert len(hall.intake.drafts()) == 2
            assert hall.outbox.status().pending > len(cases)
        finally:
            hall.close()

    def test_the_first_job_leaves_exactly_two_papers_to_mark(
        self, folder: Path, font_cache: Path, clock: FrozenClock
    ) -> None:
        hall = open_demo(replace(Settings.demo(folder), cache=font_cache), clock, sign_in=False)
        try:
            assert hall.session.current is None
            hall.session.sign_in(CLERK_NUMBER, PASSWORD)
            (line,) = hall.parties.find("zsl")
            item = hall.catalogue.search("fwzl")[0].item
            answers = hall.parties.last_answers(line.party.party_id, item.code)
            held = {each.type for each in hall.parties.certificates(line.party.id_number)}
            draft = replace(hall.intake.new_draft(), applicant=line.party).with_item(item, answers)
            left = [material for material in draft.materials(item) if material.certificate not in held]
            assert [material.code for material in left] == ["fwzl-01", "fwzl-02"]
            assert len(draft.materials(item)) == 3
            assert draft.mark("fwzl-01").state is MaterialState.UNCHECKED
        finally:
            hall.close()

    def test_a_seeding_that_was_cut_off_begins_again(
        self, tmp_path: Path, font_cache: Path, clock: FrozenClock
    ) -> None:
        settings = replace(Settings.demo(tmp_path), cache=font_cache)
        half = open_hall(settings, clock)
        half.session.add_clerk("99", "半示例", "half-a-hall")
        half.close()
        (tmp_path / "demo.seeding").touch()
        hall = open_demo(settings, clock)
        try:
            assert len(hall.cases.search("")) == 9
        finally:
            hall.close()
        assert not (tmp_path / "demo.seeding").exists()

    def test_a_hall_somebody_works_in_is_never_seeded(
        self, tmp_path: Path, font_cache: Path, clock: FrozenClock
    ) -> None:
        settings = replace(Settings.demo(tmp_path), cache=font_cache)
        mine = open_hall(settings, clock)
        mine.session.add_clerk(CLERK_NUMBER, "周示例", PASSWORD)
        mine.close()
        hall = open_demo(settings, clock)
        try:
            assert hall.cases.search("") == ()
        finally:
            hall.close()

    def test_sample_cases_are_for_a_demo_hall_only(self, settings: Settings) -> None:
        with pytest.raises(ValueError, match="demo hall only"):
            open_demo(replace(settings, hall=replace(settings.hall, demo=False)))

    def test_it_can_be_made_in_a_year_without_published_holidays(self, tmp_path: Path) -> None:
        from datetime import UTC, datetime

        hall = open_demo_hall(tmp_path, FrozenClock(datetime(2028, 3, 1, 2, 0, tzinfo=UTC)))
        try:
            assert len(hall.cases.search("")) == 9
        finally:
            hall.close()


def test_opening_a_hall_loads_nothing_heavy() -> None:
    heavy = (
        "sqlalchemy sqlmodel pypinyin reportlab jsonschema argon2 cryptography.x509 keyring PIL pypdf alembic"
    )
    program = (
        "import sys, app.bootstrap, app.services.intake, app.services.session\n"
        f"print([name for name in {heavy.split()!r} if name in sys.modules])"
    )
    done = subprocess.run([sys.executable, "-c", program], capture_output=True, text=True, check=True)
    assert done.stdout.strip() == "[]"
