"""The tour that `make run` gives a machine without a display: the real program in its own process."""

from __future__ import annotations

import os
import subprocess
import sys
from pathlib import Path

import pytest
import zxingcpp
from PIL import Image
from pypdf import PdfReader

from tests.support import needs

ROOT = Path(__file__).resolve().parents[2]
pytestmark = pytest.mark.story


def tour(out: Path, *arguments: str) -> subprocess.CompletedProcess[str]:
    environment = {**os.environ, "PYTHONPATH": str(ROOT), "PYTHONUTF8": "1"}
    environment.pop("DISPLAY", None)
    return subprocess.run(
        [sys.executable, "-m", "ui", "tour", "--out", str(out), *arguments],
        env=environment,
        cwd=out.parent,
        capture_output=True,
        text=True,
        timeout=180,
        check=False,
    )


@pytest.fixture(scope="module")
def morning(tmp_path_factory: pytest.TempPathFactory) -> Path:
    out = tmp_path_factory.mktemp("tour") / "out"
    done = tour(out)
    assert done.returncode == 0, done.stdout + done.stderr
    for told in ("受理", "一次性告知", "容缺受理", "不予受理", "断网"):
        assert f"✓ {told}" in done.stdout
    assert str(out / "pictures") in done.stdout
    assert str(out / "notices") in done.stdout
    assert "Traceback" not in done.stderr
    return out


def test_every_decision_left_its_notices(morning: Path) -> None:
    kinds = sorted(path.name.split(" ")[0] for path in (morning / "notices").glob("*.pdf"))
    assert kinds == sorted(
        [
            "一次性告知书",
            "不予受理通知书",
            "受理通知书",
            "受理通知书",
            "受理通知书",
            "容缺受理承诺书",
            "材料清单",
            "材料清单",
            "材料清单",
        ]
    )


def test_a_notice_can_be_read_and_carries_its_case_number(morning: Path) -> None:
    notice = next((morning / "notices").glob("一次性告知书*.pdf"))
    text = "".join(page.extract_text() for page in PdfReader(notice).pages)
    assert "李样本" in text
    assert "个体工商户设立登记" in text
    assert "登记申请书" in text


@needs.programs("pdftoppm")
def test_the_barcodes_on_the_paper_scan(morning: Path, tmp_path: Path) -> None:
    for number, notice in enumerate(sorted((morning / "notices").glob("*通知书*.pdf"))):
        target = tmp_path / str(number)
        subprocess.run(["pdftoppm", "-r", "200", "-png", "-f", "1", "-l", "1", notice, target], check=True)
        (page,) = tmp_path.glob(f"{number}-*.png")
        codes = {str(code.format): code.text for code in zxingcpp.read_barcodes(Image.open(page))}
        assert len(codes) == 2, codes
        assert any(text.startswith("HKML-") for text in codes.values())


def test_every_step_left_a_picture_of_the_whole_window(morning: Path) -> None:
    pictures = sorted((morning / "pictures").glob("*.png"))
    assert len(pictures) >= 25
    for path in pictures:
        image = Image.open(path).convert("L")
        assert image.size == (1920, 1080)
        shades = image.getcolors(65536)
        assert shades is not None
        assert len(shades) > 60, f"{path.name} looks empty"


@pytest.mark.slow
@needs.programs("xvfb-run", "Xvfb", "xauth")
def test_a_real_x_server_shows_the_same_window(tmp_path: Path) -> None:
    """Not the offscreen platform: X11, with its own focus and its own keyboard."""
    environment = {**os.environ, "PYTHONPATH": str(ROOT), "PYTHONUTF8": "1"}
    environment.pop("QT_QPA_PLATFORM", None)
    screen = ["xvfb-run", "-a", "-s", "-screen 0 1920x1080x24"]
    done = subprocess.run(
        [
            *screen,
            sys.executable,
            "-m",
            "ui",
            "tour",
            "--show",
            "--no-central",
            "--out",
            str(tmp_path / "out"),
        ],
        env=environment,
        cwd=tmp_path,
        capture_output=True,
        text=True,
        timeout=180,
        check=False,
    )
    assert done.returncode == 0, done.stdout + done.stderr
    assert len(list((tmp_path / "out" / "pictures").glob("*.png"))) >= 25


@pytest.mark.slow
@pytest.mark.parametrize(
    "look",
    [
        ("--theme", "dark", "--size", "1366x768"),
        ("--lang", "en", "--scale", "125"),
        ("--scale", "150"),
    ],
    ids=" ".join,
)
def test_the_same_keys_work_in_every_look(tmp_path: Path, look: tuple[str, ...]) -> None:
    done = tour(tmp_path / "out", "--no-central", *look)
    assert done.returncode == 0, done.stdout + done.stderr
