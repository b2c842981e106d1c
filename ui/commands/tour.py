"""`window-clerk tour`: a morning at the window, driven by keys: 受理, 一次性告知, 容缺受理, 不予受理, 断网.

The same program as the desk, on a fresh demo hall, offscreen unless somebody wants to watch. It leaves a
picture of every step and the notices as the printer got them, and fails when the window does not do what it
should.
"""

from __future__ import annotations

import argparse
import os
import sys
import tempfile
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field, replace
from datetime import datetime
from pathlib import Path
from typing import TYPE_CHECKING, Final

from app.services.views import SyncState
from app.settings import CentralSettings

if TYPE_CHECKING:
    from app.clock import Clock
    from app.services.views import CaseLine
    from ui.commands.driving import Driver
    from ui.desk import DeskWindow

SUMMARY: Final = "走一遍：四次办理、一次断网，全程按键，留下图片和文书"
NO_WAY: Final = 3
# What the README shows, and from which step it is taken.
SHOWN: Final = {
    "desk": "accept-4-checked",
    "confirm": "accept-5-confirm",
    "notices": "accept-6-notices",
    "offline": "outage-3-checked",
}
# For pictures that do not change from day to day: a Tuesday morning.
STILL: Final = datetime.fromisoformat("2026-03-10T10:00:00+08:00")


def main(argv: Sequence[str]) -> int:
    options = _options(argv)
    if not options.show:
        os.environ["QT_QPA_PLATFORM"] = "offscreen"
    from app.errors import AppError
    from ui.commands.driving import DrivingError

    try:
        with tempfile.TemporaryDirectory(prefix="window-clerk-tour-") as folder:
            return _tour(options, Path(folder))
    except (DrivingError, AppError) as error:
        print(f"✗ {error}", file=sys.stderr)
        return NO_WAY


def _options(argv: Sequence[str]) -> argparse.Namespace:
    parser = argparse.ArgumentParser(prog="window-clerk tour", description=SUMMARY)
    parser.add_argument(
        "--out", type=Path, default=Path("window-clerk-tour"), metavar="文件夹", help="放图片和文书"
    )
    parser.add_argument(
        "--pictures", type=Path, metavar="文件夹", help="另存说明书用的图片；时钟停在固定的一天"
    )
    parser.add_argument("--lang", choices=("zh_CN", "en"), default="zh_CN", help="界面语言")
    parser.add_argument("--theme", choices=("light", "dark"), default="light", help="浅色、深色")
    parser.add_argument("--scale", type=int, choices=(100, 125, 150), default=100, help="字号，百分比")
    parser.add_argument("--size", type=_size, default=(1920, 1080), metavar="宽x高", help="窗口大小")
    parser.add_argument("--no-central", action="store_true", help="不走断网那一段")
    parser.add_argument("--show", action="store_true", help="在屏幕上看着它走")
    return parser.parse_args(argv)


def _without_noise() -> None:
    """Qt's own remarks, but the one that the offscreen platform makes about every window."""
    from PySide6.QtCore import QMessageLogContext, QtMsgType, qInstallMessageHandler

    def pass_on(_kind: QtMsgType, _where: QMessageLogContext, text: str | None) -> None:
        if text and "propagateSizeHints" not in text:
            print(text, file=sys.stderr)

    qInstallMessageHandler(pass_on)


def _size(text: str) -> tuple[int, int]:
    width, _, height = text.partition("x")
    return int(width), int(height)


def _tour(options: argparse.Namespace, folder: Path) -> int:
    from app.clock import ShiftedClock, SystemClock
    from app.demo import open_demo
    from app.settings import Settings
    from ui import application, desk
    from ui.commands.driving import Driver
    from ui.devices.makers import open_devices

    pictures, notices = options.out / "pictures", options.out / "notices"
    _emptied(pictures, "*.png")
    _emptied(notices, "*.pdf")
    clock: Clock = ShiftedClock(STILL) if options.pictures else SystemClock()
    settings = replace(Settings.demo(folder), cache=_cache())
    _without_noise()
    program = application.make_application(sys.argv[:1], language=options.lang)
    families = application.load_fonts(settings.cache_folder, program)
    application.dress(program, options.theme, options.scale, families)
    hall = open_demo(settings, clock)
    opened = desk.build(
        hall, open_devices(data_folder=folder, demo=True, printer=f"file:{notices}"), program.problems
    )
    bugs: list[object] = []
    program.problems.raised.connect(bugs.append)
    try:
        opened.window.resize(*options.size)
        opened.gate.begin()
        opened.window.show()
        desk.after_start(opened)
        driver = Driver(opened.window, lambda: _is_busy(opened), pictures)
        # Without a window manager nobody else gives it the keyboard.
        opened.window.activateWindow()
        driver.until(opened.window.isActiveWindow, "the window has the keyboard")
        story = Story(opened, driver)
        story.morning()
        if not options.no_central and not getattr(sys, "frozen", False):  # a bundle carries the window alone
            story.outage()
        cases = hall.cases.search("", limit=10)
    finally:
        opened.close()
        program.end()
    if bugs:
        print(f"✗ {bugs}", file=sys.stderr)
        return NO_WAY
    _tell(story, cases, driver, notices)
    if options.pictures:
        _keep(driver, options.pictures)
    return 0


def _is_busy(opened: DeskWindow) -> bool:
    """Answers are awaited, or the scanner's watch still holds a key that may begin a scan."""
    from ui.devices.wedge import Wedge

    holding = any(wedge.is_holding for wedge in opened.window.findChildren(Wedge))
    return bool(opened.tasks.waiting or opened.device_tasks.waiting) or holding


@dataclass
class Story:
    """What the clerk does this morning."""

    desk: DeskWindow
    driver: Driver
    told: list[str] = field(default_factory=list)

    def morning(self) -> None:
        self.driver.picture("0-idle")
        self.accept()
        self.notify()
        self.defer()
        self.refuse()
        self.find()

    def accept(self) -> None:
        """A returning applicant's simple case: nine keys and the letters of two searches."""
        self._receive("zsl", "accept")
        self._choose("fwzl", "accept")
        self.driver.press("Enter")
        self._mark({})
        self.driver.picture("accept-4-checked")
        self.driver.press("F9")
        self.driver.picture("accept-5-confirm")
        self._decide("accept", "受理：老办事人，房屋租赁登记备案")

    def notify(self) -> None:
        """Two papers are missing: everything is told once, in writing."""
        self._receive("lyb", "notify")
        self._choose("gtgs", "notify")
        self._mark({"gtgs-01": "2", "gtgs-03": "2"})
        self.driver.picture("notify-4-checked")
        self.driver.press("F8")
        self._front("receipt", "the one-time notification is previewed")
        self.driver.picture("notify-5-preview")
        self.driver.press("Enter")
        self._printed("notify", "一次性告知：缺两份材料，个体工商户设立登记")

    def defer(self) -> None:
        """One paper may follow later, against a signed commitment."""
        self._receive("hkslxg", "defer")
        self._choose("xfjc", "defer")
        self.driver.press("Enter")
        self._mark({"xfjc-05": "3"})
        self.driver.picture("defer-4-checked")
        self.driver.press("F9")
        self.driver.picture("defer-5-confirm")
        self._decide("defer", "容缺受理：一份材料容后补交，公众聚集场所消防安全检查")

    def refuse(self) -> None:
        """Not this authority's matter: the ground, where to go, the reason, and the way to complain."""
        self._receive("syb", "refuse")
        self._choose("yljg", "refuse")
        self.driver.press("Alt+B")
        self.driver.press("2")
        self.driver.write("示例市卫生健康委员会")
        self.driver.press("Tab")
        self.driver.write("床位数超出本机关权限（示例）")
        self.driver.press("Enter")
        self.driver.picture("refuse-5-confirm")
        self._decide("refuse", "不予受理：不属于本机关职权范围，医疗机构设置审批")

    def find(self) -> None:
        """Any case, found as one types."""
        self.driver.press("Ctrl+K")
        self.driver.write("zsl")
        self.driver.picture("find")
        self.driver.press("Escape")

    def outage(self) -> None:
        """The cable is pulled, the next person is served all the same, and the cable comes back."""
        from ui.commands.cable import Cable

        self.desk.begin_centre()
        centre = self.desk.centre
        self._sure(centre is not None, "a demo hall has a centre")
        if centre is None:
            return
        centre.wait()
        self._sure(centre.url is not None, "the centre answers")
        cable = Cable(centre.url or "")
        try:
            self.desk.hall.disconnect()
            self.desk.hall.connect(CentralSettings(url=cable.url))
            self._stands(SyncState.ONLINE, "everything of the morning is at the centre")
            self.driver.picture("outage-1-synced")
            cable.pull()
            self._stands(SyncState.OFFLINE, "the window knows that it is cut off")
            self.driver.picture("outage-2-pulled")
            self._receive("lyb", "outage")
            self._choose("yljg", "outage")
            self._mark({})
            self.driver.picture("outage-3-checked")
            self.driver.press("F9")
            self._decide("outage", "断网：照常受理、照常打印，接通后自动上传，号码不变")
            self.driver.press("Alt+U")
            self.driver.picture("outage-8-pending")
            cable.plug()
            self.driver.press("Alt+R")
            self._stands(SyncState.ONLINE, "what was done meanwhile is at the centre")
            self.driver.picture("outage-9-healed")
            self.driver.press("Alt+1")
        finally:
            self.desk.hall.disconnect()
            cable.close()

    def _stands(self, state: SyncState, what: str) -> None:
        """Until the window stands so towards the centre, with nothing waiting when it is online."""

        def there() -> bool:
            sync = self.desk.hall.outbox.status()
            return sync.state is state and (state is not SyncState.ONLINE or not sync.pending)

        self.driver.until(there, what, limit_ms=60_000)

    def _receive(self, letters: str, step: str) -> None:
        self.driver.press("F2")
        self.driver.write(letters)
        self.driver.picture(f"{step}-1-applicant")
        self.driver.press("Enter")
        draft = self.desk.intake.desk.draft
        self._sure(draft is not None and bool(draft.applicant.name), f"an applicant is found by {letters}")

    def _choose(self, letters: str, step: str) -> None:
        self.driver.write(letters)
        self.driver.picture(f"{step}-2-item")
        self.driver.press("Enter")
        item = self.desk.intake.desk.item
        self._sure(item is not None and item.code == letters, f"the item {letters} is chosen")
        self.driver.picture(f"{step}-3-situation")

    def _mark(self, keys: Mapping[str, str]) -> None:
        """Every row still 待核, in the order the table moves through them: 1 unless told otherwise."""
        from app.rules.checklist import next_unchecked

        desk = self.desk.intake.desk
        for _ in range(len(desk.materials)):
            draft = desk.draft
            self._sure(draft is not None, "a visit is open")
            if draft is None:
                return
            row = next_unchecked(desk.materials, draft.marks)
            if row is None:
                return
            code = desk.materials[row].code
            self.driver.press(keys.get(code, "1"))
            after = desk.draft
            self._sure(
                after is not None and after.mark(code) != draft.mark(code), f"{code} is marked by its key"
            )

    def _decide(self, step: str, told: str) -> None:
        """The Enter that decides, the Enter that prints."""
        self.driver.press("Enter")
        self._front("receipt", "the notices of the decision are shown")
        self.driver.picture(f"{step}-6-notices")
        self.driver.press("Enter")
        self._printed(step, told)

    def _printed(self, step: str, told: str) -> None:
        self.driver.picture(f"{step}-7-printed")
        self.told.append(told)
        self.driver.press("Escape")
        self._front("intake", "the desk is free again")

    def _front(self, page: str, what: str) -> None:
        self.driver.until(lambda: self.desk.window.open_page == page, what)
        self.driver.settle()

    def _sure(self, claim: bool, what: str) -> None:
        from ui.commands.driving import DrivingError

        if not claim:
            self.driver.picture("trouble")
            raise DrivingError(f"not so: {what} (see {self.driver.pictures[-1]})")


def _emptied(folder: Path, pattern: str) -> None:
    """An earlier tour's files go; nothing else is touched."""
    for path in folder.glob(pattern):
        path.unlink()


def _cache() -> Path:
    from platformdirs import user_cache_path

    return user_cache_path("window-clerk", appauthor=False)


def _tell(story: Story, cases: Sequence[CaseLine], driver: Driver, notices: Path) -> None:
    for line in story.told:
        print(f"✓ {line}")
    for case in cases[: len(story.told)]:
        print(f"    {case.case_no}  {case.applicant}  {case.item_name}")
    printed = sorted(notices.glob("*.pdf"))
    print(f"按键 {driver.keys} 次")
    print(f"图片 {len(driver.pictures)} 张：{driver.pictures[0].parent.resolve()}")
    print(f"文书 {len(printed)} 份：{notices.resolve()}")


def _keep(driver: Driver, folder: Path) -> None:
    """Small copies for the README."""
    from PIL import Image

    folder.mkdir(parents=True, exist_ok=True)
    by_name = {path.stem: path for path in driver.pictures}
    for name, step in SHOWN.items():
        picture = Image.open(by_name[step]).convert("RGB").resize((1280, 720), Image.Resampling.LANCZOS)
        few = picture.quantize(256, method=Image.Quantize.MAXCOVERAGE, dither=Image.Dither.NONE)
        few.save(folder / f"{name}.png", optimize=True)
