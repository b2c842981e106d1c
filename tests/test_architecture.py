"""The map and the house rules hold: what ARCHITECTURE.md and the README promise is true of the tree."""

from __future__ import annotations

import ast
import re
import subprocess
import sys
import tomllib
from functools import cache
from itertools import pairwise
from pathlib import Path

import pytest

from tests.support import translation

ROOT = Path(__file__).resolve().parents[1]
CODE = ("app", "db", "ui")
LONGEST_FILE = 500


@cache
def tracked() -> tuple[Path, ...]:
    """The files of the project, relative to its root."""
    done = subprocess.run(
        ["git", "ls-files", "-z"], cwd=ROOT, capture_output=True, text=True, check=False, encoding="utf-8"
    )
    if done.returncode:
        pytest.skip("not a git checkout")
    return tuple(Path(name) for name in done.stdout.split("\0") if name and (ROOT / name).is_file())


def modules(*tops: str) -> list[Path]:
    return [path for path in tracked() if path.suffix == ".py" and (not tops or path.parts[0] in tops)]


@cache
def tree(path: Path) -> ast.Module:
    return ast.parse((ROOT / path).read_text(encoding="utf-8"))


@cache
def text(path: Path) -> str | None:
    """The text of a file, or None for a picture or a font."""
    raw = (ROOT / path).read_bytes()
    if b"\0" in raw[:8000]:
        return None
    try:
        return raw.decode("utf-8")
    except UnicodeDecodeError:
        return None


def test_every_import_points_at_something_purer() -> None:
    script = Path(sys.executable).with_name("lint-imports")
    done = subprocess.run([script, "--no-cache"], cwd=ROOT, capture_output=True, text=True, check=False)
    assert done.returncode == 0, done.stdout


def test_no_tracked_file_names_a_registry_or_a_path_of_one_machine() -> None:
    hosts = [
        "pypi" + ".org",
        "python" + "hosted.org",
        "registry." + "npm",
        "npm" + "mirror",
        "tuna." + "tsinghua",
    ]
    hosts += ["index" + "-url =", "extra-" + "index", "find-" + "links ="]
    folders = "|".join(
        ["work" + "/(?:main|shared)", "root" + "/", "opt" + "/(?:pypi|wheels)", "tmp" + "/brief"]
    )
    wrong = re.compile("|".join([*map(re.escape, hosts), rf"(?<![\w.])/(?:{folders})"]))
    found = []
    for path in tracked():
        for number, line in enumerate((text(path) or "").splitlines(), 1):
            if wrong.search(line):
                found.append(f"{path}:{number}: {line.strip()[:120]}")
    assert not found, "\n".join(found)


def test_no_resolver_file_with_addresses_is_tracked() -> None:
    forbidden = {"uv.lock", "pylock.toml", "poetry.lock", ".npmrc", "pip.conf", "Pipfile.lock"}
    assert not [path for path in tracked() if path.name in forbidden]


@pytest.mark.parametrize("name", ["window", "central", "dev"])
def test_a_lock_file_carries_hashes_and_no_addresses(name: str) -> None:
    lines = (ROOT / "requirements" / f"{name}.txt").read_text(encoding="utf-8").splitlines()
    pins = [number for number, line in enumerate(lines) if re.match(r"[\w.-]+==", line)]
    assert pins
    for start, end in pairwise([*pins, len(lines)]):
        assert any("--hash=sha256:" in line for line in lines[start:end]), lines[start]
    assert not [line for line in lines if "://" in line or line.startswith("-")]


def test_the_lock_files_pin_what_pyproject_asks_for() -> None:
    project = tomllib.loads((ROOT / "pyproject.toml").read_text(encoding="utf-8"))["project"]
    for name, asked in project["optional-dependencies"].items():
        locked = (ROOT / f"requirements/{name}.txt").read_text(encoding="utf-8")
        pinned = set(re.findall(r"^([\w.-]+)(?:\[[\w,-]+\])?==", locked, re.MULTILINE))
        wanted = {*project["dependencies"], *asked}
        names = {re.split(r"[^\w.-]", each)[0].lower().replace("_", "-") for each in wanted}
        names.discard("window-clerk")  # dev names the other two parts
        assert names <= pinned, f"run `make lock`: {names - pinned}"


def test_the_map_names_every_folder_of_modules_and_nothing_that_is_gone() -> None:
    chart = (ROOT / "ARCHITECTURE.md").read_text(encoding="utf-8")
    folders = {path.parent for path in modules() if len(path.parts) > 1}
    folders |= {
        Path(*path.parts[:2]) for path in tracked() if path.parts[0] == "resources" and path.parts[2:]
    }
    unnamed = sorted(f"{folder.as_posix()}/" for folder in folders if f"`{folder.as_posix()}/`" not in chart)
    assert not unnamed, f"not in ARCHITECTURE.md: {unnamed}"
    named = set(re.findall(r"`((?:app|db|ui|resources|tests|requirements)/[\w/.-]*)`", chart))
    gone = sorted(name for name in named if not (ROOT / name).exists())
    assert not gone, f"ARCHITECTURE.md names what is not there: {gone}"


def test_no_module_is_too_long_to_read_in_one_sitting() -> None:
    written = [
        path for path in tracked() if path.suffix in {".py", ".sh", ".toml"} or path.name == "Makefile"
    ]
    lengths = {path: len((text(path) or "").splitlines()) for path in written}
    assert not {str(path): length for path, length in lengths.items() if length > LONGEST_FILE}


def test_the_first_line_of_a_module_says_what_it_is_about() -> None:
    silent = []
    for path in modules():
        source = text(path) or ""
        if not source.strip() and path.name == "__init__.py":
            continue
        first = ast.get_docstring(tree(path))
        lines = [line for line in source.splitlines() if not line.startswith("#!")]
        if not first or not lines[0].startswith(('"""', 'r"""')) or len(lines[0].strip('r"')) < 10:
            silent.append(str(path))
    assert not silent


def calls(path: Path, name: str) -> list[ast.Call]:
    """The calls of anything whose last name is `name`."""
    found = []
    for node in ast.walk(tree(path)):
        if isinstance(node, ast.Call):
            target = node.func
            last = target.attr if isinstance(target, ast.Attribute) else getattr(target, "id", "")
            if last == name:
                found.append(node)
    return found


def test_colours_come_from_the_theme() -> None:
    literal = re.compile(r"#(?:[0-9A-Fa-f]{3,4}|[0-9A-Fa-f]{6}|[0-9A-Fa-f]{8})")
    found = []
    for path in modules("ui"):
        strings = (node for node in ast.walk(tree(path)) if isinstance(node, ast.Constant))
        constant = (call for call in calls(path, "QColor") if call.args)
        found += [
            f"{path}:{node.lineno}: {node.value}"
            for node in strings
            if isinstance(node.value, str) and literal.fullmatch(node.value)
        ]
        found += [
            f"{path}:{call.lineno}: QColor of a constant"
            for call in constant
            if all(isinstance(argument, ast.Constant) for argument in call.args)
        ]
    assert not found, "\n".join(found)


def test_only_the_theme_sets_a_style_sheet() -> None:
    found = [str(path) for path in modules("ui") if path.name != "theme.py" and calls(path, "setStyleSheet")]
    assert not found


def test_only_the_clock_asks_the_machine_for_the_time() -> None:
    found = []
    for path in modules(*CODE):
        if path == Path("app/clock.py"):
            continue
        for name in ("now", "utcnow", "today", "sleep", "time", "time_ns", "monotonic", "monotonic_ns"):
            for call in calls(path, name):
                owner = call.func.value if isinstance(call.func, ast.Attribute) else None
                if isinstance(owner, ast.Name) and owner.id in {"datetime", "date", "time", "dt"}:
                    found.append(f"{path}:{call.lineno}: {owner.id}.{name}()")
    assert not found, "\n".join(found)


def test_nothing_is_left_for_later() -> None:
    later = re.compile("|".join(["TO" + "DO", "FIX" + "ME", "X" + "XX", "HA" + "CK"]))
    found = []
    for path in modules():
        for number, line in enumerate((text(path) or "").splitlines(), 1):
            if later.search(line) and "#" in line:
                found.append(f"{path}:{number}: {line.strip()}")
    assert not found, "\n".join(found)


@pytest.mark.skipif(not translation.TS.exists(), reason="the window has no sentences yet")
def test_the_chinese_of_the_window_is_complete() -> None:
    assert not translation.faults()


def test_every_make_target_says_what_it_does() -> None:
    makefile = (ROOT / "Makefile").read_text(encoding="utf-8")
    asked = {"run", "test", "check", "bench", "soak", "screenshots", "i18n", "lock", "fonts", "icons"}
    described = set(re.findall(r"^([a-z0-9-]+):.*## \S", makefile, re.MULTILINE))
    assert asked | {"bundle", "clean"} <= described
