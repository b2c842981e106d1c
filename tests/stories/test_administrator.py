"""An administrator's commands as they are typed: first start, check-up, backup, and the way back."""

from __future__ import annotations

import os
import shutil
import subprocess
import sys
from dataclasses import dataclass
from pathlib import Path

import pytest

ROOT = Path(__file__).resolve().parents[2]
pytestmark = pytest.mark.story

KEY_PHRASE = "a key phrase of the hall"
RECOVERY = "a phrase for bad days"
PASSWORD = "Sample-Pass-2026"
HALL = {
    "--name": "示例区政务服务中心",
    "--code": "YC01",
    "--counter": "3 号窗口",
    "--counter-no": "3",
    "--device-code": "A01",
    "--issuer": "示例局",
    "--notice-word": "示政",
    "--keys": "passphrase",
    "--admin-number": "1001",
    "--admin-name": "张示例",
}


@dataclass(frozen=True)
class Machine:
    """A person's machine: its home and what is typed on it."""

    home: Path

    @property
    def site(self) -> Path:
        return self.home / "site.toml"

    def type(self, *arguments: str, answers: tuple[str, ...] = ()) -> subprocess.CompletedProcess[str]:
        environment = {
            **os.environ,
            "HOME": str(self.home),
            "XDG_CONFIG_HOME": str(self.home / "config"),
            "XDG_DATA_HOME": str(self.home / "data"),
            "QT_QPA_PLATFORM": "offscreen",
            "PYTHONPATH": str(ROOT),
            "PYTHONUTF8": "1",
        }
        return subprocess.run(
            [sys.executable, "-m", "ui", *arguments],
            input="".join(f"{answer}\n" for answer in answers),
            env=environment,
            cwd=self.home,
            capture_output=True,
            text=True,
            timeout=120,
            check=False,
        )

    def init(self, **changes: str) -> subprocess.CompletedProcess[str]:
        given = {
            **HALL,
            "--data": "hall",
            **{f"--{name.replace('_', '-')}": it for name, it in changes.items()},
        }
        options = [part for pair in given.items() for part in pair if part]
        return self.type("init", "--site", str(self.site), *options, answers=(KEY_PHRASE, PASSWORD))


@pytest.fixture
def machine(tmp_path: Path) -> Machine:
    home = tmp_path / "home"
    home.mkdir()
    return Machine(home)


def test_a_hall_is_made_checked_saved_and_brought_back_on_another_machine(
    machine: Machine, tmp_path: Path
) -> None:
    made = machine.init()
    assert made.returncode == 0, made.stderr
    assert "管理员 1001 张示例" in made.stdout
    for text in (made.stdout, machine.site.read_text(encoding="utf-8")):
        assert KEY_PHRASE not in text
        assert PASSWORD not in text

    sound = machine.type("doctor", "--deep", "--site", str(machine.site), answers=(KEY_PHRASE,))
    assert sound.returncode == 0, sound.stdout + sound.stderr
    assert "✓ 数据" in sound.stdout
    assert "✗" not in sound.stdout

    saved = machine.type(
        "backup",
        str(tmp_path / "disk"),
        "--recovery",
        "--site",
        str(machine.site),
        answers=(KEY_PHRASE, RECOVERY),
    )
    assert saved.returncode == 0, saved.stderr
    (backup,) = (tmp_path / "disk").iterdir()

    other = Machine(tmp_path / "other")
    other.home.mkdir()
    shutil.copy(machine.site, other.site)
    wrong = other.type(
        "restore", str(backup), "--site", str(other.site), answers=("another key phrase", "not the phrase")
    )
    assert wrong.returncode == 1
    assert not (other.home / "hall" / "store").exists()
    back = other.type(
        "restore", str(backup), "--site", str(other.site), answers=("another key phrase", RECOVERY)
    )
    assert back.returncode == 0, back.stderr
    sound = other.type("doctor", "--site", str(other.site), answers=("another key phrase",))
    assert "✓ 数据" in sound.stdout, sound.stdout


def test_a_second_init_does_not_touch_the_hall(machine: Machine) -> None:
    assert machine.init().returncode == 0
    before = machine.site.read_bytes()
    again = machine.init(admin_number="2002", admin_name="李样本")
    assert again.returncode == 1, "a hall with clerks takes further ones from its administrator only"
    assert machine.site.read_bytes() == before
    wrong_key = machine.type("doctor", "--site", str(machine.site), answers=("not the phrase",))
    assert wrong_key.returncode == 1
    assert "✗ 钥匙" in wrong_key.stdout


def test_settings_with_a_fault_are_told_and_not_left_behind(machine: Machine) -> None:
    made = machine.init(code="toolong", device_code="no")
    assert made.returncode == 1
    assert "hall.code" in made.stderr
    assert "hall.device_code" in made.stderr
    assert not machine.site.exists()


def test_broken_off_answers_leave_no_settings(machine: Machine) -> None:
    cut = machine.type("init", "--site", str(machine.site), answers=("示例大厅",))
    assert cut.returncode == 1
    assert "Traceback" not in cut.stderr
    assert not machine.site.exists()


def test_a_machine_without_a_hall_is_told_the_way(machine: Machine) -> None:
    lost = machine.type("doctor")
    assert lost.returncode == 1
    assert "window-clerk init" in lost.stdout
    assert "Traceback" not in lost.stderr


def test_the_demo_hall_can_be_checked_before_it_is_opened(machine: Machine) -> None:
    fresh = machine.type("doctor", "--demo", str(machine.home / "demo"))
    assert fresh.returncode == 0, fresh.stdout + fresh.stderr
    assert "演示" in fresh.stdout


def test_a_damaged_backup_is_refused_and_nothing_is_changed(machine: Machine, tmp_path: Path) -> None:
    assert machine.init().returncode == 0
    disk = tmp_path / "disk"
    assert (
        machine.type("backup", str(disk), "--site", str(machine.site), answers=(KEY_PHRASE,)).returncode == 0
    )
    (backup,) = disk.iterdir()
    database = next(backup.glob("*.db"))
    content = bytearray(database.read_bytes())
    content[len(content) // 2] ^= 1
    database.write_bytes(content)
    before = sorted(path.name for path in (machine.home / "hall" / "store").iterdir())
    for command in (("backup", "--verify"), ("restore",)):
        refused = machine.type(*command, str(backup), "--site", str(machine.site), answers=(KEY_PHRASE,))
        assert refused.returncode == 1
        assert "Traceback" not in refused.stderr
    assert sorted(path.name for path in (machine.home / "hall" / "store").iterdir()) == before


def test_no_printer_on_this_machine_is_a_note_not_a_fault(machine: Machine) -> None:
    assert machine.init().returncode == 0
    sound = machine.type("doctor", "--site", str(machine.site), answers=(KEY_PHRASE,))
    assert sound.returncode == 0, sound.stdout
    assert "打印机" in sound.stdout
