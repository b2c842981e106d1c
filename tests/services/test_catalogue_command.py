"""`window-clerk catalogue`: what an administrator reads when a file is good, doubtful or broken."""

from __future__ import annotations

import ast
import json
import re
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

import pytest

from app.clock import SystemClock
from app.errors import StoreUnavailable
from app.rules import catalogue_check, catalogue_json, catalogue_pinyin, catalogue_shape
from app.services import catalogue as catalogue_service
from app.services.catalogue import CatalogueService
from app.settings import RESOURCES
from db.local.store import Store
from tests.services.test_catalogue import GYM, written
from ui.commands import catalogue as command
from ui.commands.catalogue_words import DOUBTS, FAULTS


@pytest.fixture
def hall(tmp_path: Path) -> Iterator[CatalogueService]:
    store = Store.open(tmp_path / "data", b"k" * 32, SystemClock())
    yield CatalogueService(store, RESOURCES, SystemClock())
    store.close()


def test_the_shipped_catalogue_passes_its_own_check(capsys: pytest.CaptureFixture[str]) -> None:
    assert command.check([RESOURCES / "catalogue" / "items"], RESOURCES) == command.DONE
    said = capsys.readouterr()
    assert said.out.count("✓") == 23
    assert "fwzl 房屋租赁登记备案（6 个情形问题，9 份材料" in said.out


def test_a_broken_file_is_told_with_path_fault_and_what_to_do(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    bad = json.loads(json.dumps(GYM))
    bad["materials"][1]["when"] = {"any": [{"question": "pol", "in": ["yes"]}]}
    del bad["sources"]
    assert command.check([written(tmp_path, bad)], RESOURCES) == command.FAULTS
    said = capsys.readouterr().err
    assert "2 处错误，整份没有采用" in said
    assert 'materials[1].when.any[0].question：没有 "pol" 这个问题。有的是：sport、pool。' in said
    assert "sources：缺这一项。不知道的写 null。" in said


def test_two_files_with_the_same_item_code_are_told(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    one, two = written(tmp_path, GYM, "a.json"), written(tmp_path, GYM, "b.json")
    assert command.check([tmp_path], RESOURCES) == command.FAULTS
    said = capsys.readouterr()
    assert str(one) in said.out
    assert f"{two}：1 处错误" in said.err
    assert f"与 {one} 的事项代码相同" in said.err


def test_good_files_are_imported_and_broken_ones_beside_them_are_not(
    tmp_path: Path, hall: CatalogueService, capsys: pytest.CaptureFixture[str]
) -> None:
    @contextmanager
    def opener() -> Iterator[CatalogueService]:
        yield hall

    files = tmp_path / "files"
    files.mkdir()
    written(files, GYM, "a.json")
    written(files, {**GYM, "code": "B"}, "b.json")
    assert command.import_files([files], "administrator", opener) == command.FAULTS
    said = capsys.readouterr()
    assert "新增 tyjy 经营高危险性体育项目许可" in said.out
    assert 'code：代码 "B" 不合规则' in said.err
    assert hall.item("tyjy").name == GYM["name"]
    assert command.import_files([files / "a.json"], "administrator", opener) == command.DONE
    assert "没有变化" in capsys.readouterr().out


def test_an_open_desk_is_told_to_be_closed_first(capsys: pytest.CaptureFixture[str]) -> None:
    @contextmanager
    def opener() -> Iterator[CatalogueService]:
        raise StoreUnavailable("in-use", pid=1)
        yield

    assert command.import_files([Path("a.json")], "administrator", opener) == command.NO_STORE
    assert "受理台正开着。目录没有变。请先退出受理台" in capsys.readouterr().err


def test_no_control_character_of_a_file_reaches_the_terminal(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    wicked = written(tmp_path, {**GYM, "\x1b[2J": 1, "code": "\x1b[31m", "name": "\x07铃"}, "w.json")
    assert command.check([wicked], RESOURCES) == command.FAULTS
    said = capsys.readouterr()
    assert all(char.isprintable() or char == "\n" for char in said.out + said.err)


def test_the_command_imports_into_a_hall_that_then_has_the_item(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    gym, hall = written(tmp_path, GYM), ["--demo", str(tmp_path / "hall")]
    assert command.main(["import", str(gym), *hall]) == command.DONE
    assert "新增 tyjy" in capsys.readouterr().out
    assert command.main(["import", str(gym), *hall, "--by", "07"]) == command.DONE
    assert "没有变化 tyjy" in capsys.readouterr().out
    assert command.main(["check", str(gym)]) == command.DONE


def test_a_machine_without_a_hall_is_told_what_is_missing(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    absent = ["--site", str(tmp_path / "site.toml")]
    assert command.main(["import", str(written(tmp_path, GYM)), *absent]) == command.NO_STORE
    assert "大厅的设置有错" in capsys.readouterr().err
    with pytest.raises(SystemExit) as left:
        command.main(["import"])
    assert left.value.code == command.USAGE


def test_a_folder_without_files_is_told(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    assert command.check([tmp_path], RESOURCES) == command.FAULTS
    assert "没有找到 .json 文件" in capsys.readouterr().err


def _codes(called: str) -> set[str]:
    """The codes given to calls of this name in the modules that find faults."""
    modules = (catalogue_check, catalogue_json, catalogue_pinyin, catalogue_shape, catalogue_service)
    found: set[str] = set()
    for module in modules:
        for node in ast.walk(ast.parse(Path(str(module.__file__)).read_text(encoding="utf-8"))):
            if not isinstance(node, ast.Call) or len(node.args) < 2:
                continue
            if getattr(node.func, "attr", getattr(node.func, "id", "")) == called:
                inside = ast.walk(node.args[1])
                found |= {
                    part.value
                    for part in inside
                    if isinstance(part, ast.Constant) and type(part.value) is str
                }
    return {code for code in found if re.fullmatch(r"[a-z]+(-[a-z0-9]+)*", code)}


def test_every_fault_and_doubt_the_rules_can_find_has_its_words() -> None:
    faults, doubts = _codes("add") | _codes("pattern"), _codes("warn")
    others = _codes("Problem")
    assert {"missing", "bad-code", "question-cycle"} <= faults
    assert {"too-big", "no-file", "not-a-file", "pinyin-mismatch"} <= others
    assert "question-unused" in doubts
    assert faults <= FAULTS.keys()
    assert doubts <= DOUBTS.keys()
    assert others <= FAULTS.keys() | DOUBTS.keys()
