"""`window-clerk catalogue check|import FILE…`: an administrator adds items to the catalogue without code."""

from __future__ import annotations

import argparse
import sys
from collections.abc import Callable, Iterator, Sequence
from contextlib import AbstractContextManager, contextmanager
from getpass import getpass
from pathlib import Path
from typing import Final

from app.errors import AppError, Problem, Rejected
from app.rules.catalogue import ServiceItem
from app.rules.catalogue_file import Parsed
from app.services.catalogue import CatalogueService, ImportReport, Outcome, check_file, known_certificates
from app.settings import RESOURCES, Settings, default_site_file, read_settings
from ui.commands.catalogue_words import doubt, fault, trouble

SUMMARY: Final = "事项目录：检查、导入文件"
DONE: Final = 0
FAULTS: Final = 1  # a file has faults: nothing of it was taken
USAGE: Final = 2  # argparse's own
NO_STORE: Final = 3  # the hall's store cannot be opened

Opener = Callable[[], AbstractContextManager[CatalogueService]]


def _arguments(argv: Sequence[str]) -> argparse.Namespace:
    parser = argparse.ArgumentParser(prog="window-clerk catalogue", description=SUMMARY)
    acts = parser.add_subparsers(dest="act", required=True, metavar="check|import")
    for act, words in (("check", "检查文件，不改动目录"), ("import", "检查并导入；有一处错就整份不导入")):
        one = acts.add_parser(act, help=words, description=words)
        one.add_argument("files", nargs="+", type=Path, metavar="文件", help="事项文件，或者装着它们的文件夹")
    bring = acts.choices["import"]
    bring.add_argument("--by", default="administrator", metavar="工号", help="谁导入的，记入审计")
    place = bring.add_mutually_exclusive_group()
    place.add_argument("--site", type=Path, metavar="site.toml", help="哪个大厅的设置；不写为本机的")
    place.add_argument("--demo", type=Path, metavar="文件夹", help="数据放在该文件夹的示例大厅")
    return parser.parse_args(argv)


def main(argv: Sequence[str]) -> int:
    """Runs the command; see the constants above for what it returns."""
    options = _arguments(argv)
    if options.act == "check":
        return check(options.files, RESOURCES)
    return import_files(options.files, options.by, lambda: _hall(options.site, options.demo))


@contextmanager
def _hall(site: Path | None, demo: Path | None) -> Iterator[CatalogueService]:
    """The catalogue of this machine's hall, of the hall of a site file, or of a demo hall."""
    from app.bootstrap import open_hall

    settings = Settings.demo(demo) if demo is not None else read_settings(site or default_site_file())
    passphrase = getpass("本机数据的口令：") if settings.keys.kind == "passphrase" else None
    hall = open_hall(settings, passphrase=passphrase)
    try:
        yield hall.catalogue
    finally:
        hall.close()


def _files(paths: Sequence[Path]) -> Iterator[Path]:
    """The files named, and those in the folders named."""
    for path in paths:
        if path.is_dir():
            yield from sorted(path.glob("*.json"))
        else:
            yield path


def _plain(text: str) -> str:
    """Text for a terminal: what is not printable cannot move its cursor."""
    return "".join(char if char.isprintable() else f"\\u{ord(char):04x}" for char in text)


def _say_faults(path: Path, problems: Sequence[Problem], doubts: Sequence[Problem]) -> None:
    print(_plain(f"✗ {path}：{len(problems)} 处错误，整份没有采用"), file=sys.stderr)
    for problem in problems:
        print(_plain(f"    {fault(problem)}"), file=sys.stderr)
    _say_doubts(doubts)


def _say_doubts(doubts: Sequence[Problem]) -> None:
    for problem in doubts:
        print(_plain(f"    提醒 {doubt(problem)}"), file=sys.stderr)


def _summary(item: ServiceItem) -> str:
    counts = f"{len(item.questions)} 个情形问题，{len(item.materials)} 份材料"
    return f"{item.code} {item.name}（{counts}，版本 {item.version[:8]}）"


def _doubled(path: Path, parsed: Parsed, seen: dict[str, Path]) -> Parsed:
    """The same file, or a fault when an earlier one of this command has the same item code."""
    if parsed.item is None:
        return parsed
    first = seen.setdefault(parsed.item.code, path)
    if first == path:
        return parsed
    return Parsed(None, (Problem("code", "code-in-two-files", {"first": str(first)}),), parsed.warnings)


def check(paths: Sequence[Path], resources: Path) -> int:
    """Says of every file what is wrong with it; changes nothing."""
    certificates = frozenset(known_certificates(resources))
    seen: dict[str, Path] = {}
    wrong = count = 0
    for path in _files(paths):
        count += 1
        parsed = _doubled(path, check_file(path, certificates), seen)
        if parsed.item is None:
            wrong += 1
            _say_faults(path, parsed.problems, parsed.warnings)
        else:
            print(_plain(f"✓ {path}：{_summary(parsed.item)}"))
            _say_doubts(parsed.warnings)
    if not count:
        print("没有找到 .json 文件。请写明文件，或者装着它们的文件夹。", file=sys.stderr)
    return FAULTS if wrong or not count else DONE


_OUTCOMES: Final = {Outcome.ADDED: "新增", Outcome.CHANGED: "更新", Outcome.UNCHANGED: "没有变化"}


def _say_report(path: Path, report: ImportReport) -> None:
    print(_plain(f"✓ {path}：{_OUTCOMES[report.outcome]} {_summary(report.item)}"))
    if report.former_name is not None:
        words = (
            f"代码 {report.item.code} 原来是《{report.former_name}》；不是要替换它的话，请换一个代码再导入"
        )
        print(_plain(f"    提醒 {words}"), file=sys.stderr)
    _say_doubts(report.warnings)


def import_files(paths: Sequence[Path], by: str, opener: Opener) -> int:
    """Takes every good file into the hall's catalogue; a file with a fault is refused as a whole."""
    wrong = count = 0
    try:
        with opener() as catalogue:
            for path in _files(paths):
                count += 1
                try:
                    _say_report(path, catalogue.import_file(path, by))
                except Rejected as refused:
                    wrong += 1
                    _say_faults(path, refused.problems, ())
    except AppError as error:
        print(_plain(trouble(error)), file=sys.stderr)
        return NO_STORE
    if not count:
        print("没有找到 .json 文件。请写明文件，或者装着它们的文件夹。", file=sys.stderr)
    return FAULTS if wrong or not count else DONE
