"""What an administrator sets for one window in site.toml: hall, folders, keys, devices, limits."""

from __future__ import annotations

import dataclasses
import json
import os
import re
import tomllib
import types
import typing
from collections.abc import Mapping
from dataclasses import field
from pathlib import Path
from typing import Any, Final, Literal

from app.errors import Problem, Rejected
from app.records import dataclass

RESOURCES: Final = Path(__file__).resolve().parents[1] / "resources"


@dataclass(frozen=True, slots=True)
class HallSettings:
    """The hall and this window; what is None is not published and shows as 未公布."""

    name: str
    code: str  # four characters 0-9 A-Z, in every case number
    counter: str
    counter_no: str
    device_code: str  # three characters 0-9 A-Z, never used for two machines
    issuer: str  # 机关名称 over the seal place
    notice_word: str  # 机关代字
    phone: str | None = None
    complaint_phone: str | None = None
    address: str | None = None
    review_authority: str | None = None  # 行政复议机关
    court: str | None = None
    query_url: str | None = None
    demo: bool = False


@dataclass(frozen=True, slots=True)
class KeySettings:
    """Where the store's key lives; never plain text outside a demo hall."""

    kind: Literal["keyring", "passphrase", "demo"] = "keyring"


@dataclass(frozen=True, slots=True)
class DeviceSettings:
    """Which devices, as short texts such as `system:counter3`; None = what is usual."""

    printer: str | None = None
    card_reader: str | None = None
    camera: str | None = None
    scanner: str | None = None  # `serial:<port>`; None = a scanner that types like a keyboard


@dataclass(frozen=True, slots=True)
class WindowSettings:
    """How the window looks and when it locks."""

    language: Literal["zh_CN", "en"] = "zh_CN"
    theme: Literal["light", "dark", "auto"] = "light"
    scale: int = 100
    lock_idle_minutes: int = 2
    lock_open_minutes: int = 5
    sign_out_minutes: int = 30


@dataclass(frozen=True, slots=True)
class LimitSettings:
    """Limits that are the hall's own choice."""

    supplement_days: int | None = None  # natural days for what was asked for; None = not published
    amber_days: int = 2
    red_days: int = 0
    scan_megabytes: int = 30


@dataclass(frozen=True, slots=True)
class CentralSettings:
    """The centre this window hands its work to; without one everything stays here and says so."""

    url: str | None = None  # https://…; plain http only to this machine itself
    ca: Path | None = None  # the hall's own certificate authority, as PEM; None = the system's
    enabled: bool = True


@dataclass(frozen=True, slots=True)
class QueueSettings:
    """Tickets at this machine, and the screen that hangs beside it."""

    series: str | None = None  # before its own numbers, such as 3 in 3-A007; None = the device code
    slip_printer: str | None = None  # escpos:tcp:host[:port], escpos:file:/dev/…, or as `devices.printer`
    slip_way: Literal["text", "image"] = "text"
    area: str = ""  # which part of the hall a display shows; empty = all
    voice: bool = True
    volume: int = 90
    repeats: int = 2
    calm: bool = False  # no flashing
    names: bool = True  # 张* may be shown
    display: str | None = None  # name of the second screen the desk shows the hall display on


@dataclass(frozen=True, slots=True)
class Settings:
    """Everything set for this window."""

    data: Path
    hall: HallSettings
    site: Path | None = None  # the hall's own templates, holidays and rules; they go before the program's
    mirror: Path | None = None  # a second disk for the receipt journal
    cache: Path | None = None
    keys: KeySettings = KeySettings()
    devices: DeviceSettings = DeviceSettings()
    window: WindowSettings = WindowSettings()
    limits: LimitSettings = LimitSettings()
    central: CentralSettings = CentralSettings()
    queue: QueueSettings = QueueSettings()
    shortcuts: Mapping[str, str] = field(default_factory=dict)  # action id → key

    @property
    def resources(self) -> Path:
        return RESOURCES

    @property
    def cache_folder(self) -> Path:
        return self.cache or self.data / "cache"

    @property
    def log_folder(self) -> Path:
        return self.data / "log"

    @classmethod
    def demo(cls, folder: Path) -> Settings:
        """A demo hall whose data lies in `folder`; everything in it is a sample."""
        # Meant from where the person stands, not from the program's own folder.
        return read_settings(RESOURCES / "demo" / "site.toml", data=folder.absolute())


def default_site_file() -> Path:
    """Where site.toml is looked for: WINDOW_CLERK_SITE, else the user's configuration folder."""
    named = os.environ.get("WINDOW_CLERK_SITE")
    if named:
        return Path(named)
    from platformdirs import user_config_path

    return user_config_path("window-clerk", appauthor=False) / "site.toml"


def read_settings(path: Path, *, data: Path | None = None) -> Settings:
    """The settings in a site file; `data` overrides its folder.

    Rejected("settings") with every fault: unknown key, missing key, wrong type, wrong shape.
    """
    try:
        record = tomllib.loads(path.read_text(encoding="utf-8"))
    except OSError as error:
        problem = Problem("", "cannot-read", {"path": str(path), "why": error.strerror or str(error)})
        raise Rejected([problem], "settings") from error
    except (tomllib.TOMLDecodeError, UnicodeDecodeError) as error:
        raise Rejected(
            [Problem("", "not-toml", {"path": str(path), "why": str(error)})], "settings"
        ) from error
    if data is not None:
        record["data"] = str(data)
    problems: list[Problem] = []
    made = _built(Settings, record, "", problems, path.parent)
    if made is not None:
        problems += _shape_problems(made)
    if problems or made is None:
        raise Rejected(problems, "settings")
    return typing.cast("Settings", made)


def write_choice(path: Path, table: str, choices: Mapping[str, str]) -> Settings:
    """Sets texts in one table of a site file and leaves everything else in it as the administrator wrote it.

    Read back before it takes the file's place; errors as `read_settings`, and then nothing was changed.
    """
    lines = path.read_text(encoding="utf-8").splitlines()
    heads = [number for number, line in enumerate(lines) if line.strip() == f"[{table}]"]
    if not heads:
        lines += ["", f"[{table}]"]
        heads = [len(lines) - 1]
    begin = heads[0] + 1
    end = next((n for n in range(begin, len(lines)) if lines[n].lstrip().startswith("[")), len(lines))
    inside = lines[begin:end]
    for name, value in choices.items():
        # A JSON string is a TOML basic string.
        written = f"{name} = {json.dumps(value, ensure_ascii=False)}"
        places = [n for n, line in enumerate(inside) if re.match(rf"\s*{re.escape(name)}\s*=", line)]
        if places:
            inside[places[0]] = written
        else:
            inside.insert(0, written)
    half = path.with_name(f"{path.name}.new")
    half.write_text("\n".join([*lines[:begin], *inside, *lines[end:]]) + "\n", encoding="utf-8")
    try:
        settings = read_settings(half)
        os.replace(half, path)
    except BaseException:
        half.unlink(missing_ok=True)
        raise
    return settings


def _shape_problems(settings: Any) -> list[Problem]:
    hall, window, limits = settings.hall, settings.window, settings.limits
    wrong: list[Problem] = []
    if not re.fullmatch(r"[0-9A-Z]{4}", hall.code):
        wrong.append(Problem("hall.code", "four-characters", {"value": hall.code}))
    if not re.fullmatch(r"[0-9A-Z]{3}", hall.device_code):
        wrong.append(Problem("hall.device_code", "three-characters", {"value": hall.device_code}))
    wrong += [
        Problem(f"hall.{name}", "empty")
        for name in ("name", "counter", "counter_no", "issuer", "notice_word")
        if not getattr(hall, name).strip()
    ]
    if settings.keys.kind == "demo" and not hall.demo:
        wrong.append(Problem("keys.kind", "demo-key-outside-demo"))
    if window.scale not in (100, 125, 150):
        wrong.append(Problem("window.scale", "not-a-scale", {"value": window.scale}))
    for name in ("lock_idle_minutes", "lock_open_minutes", "sign_out_minutes"):
        if getattr(window, name) < 1:
            wrong.append(Problem(f"window.{name}", "too-small", {"value": getattr(window, name)}))
    if limits.supplement_days is not None and limits.supplement_days < 1:
        wrong.append(Problem("limits.supplement_days", "too-small", {"value": limits.supplement_days}))
    if limits.amber_days < limits.red_days:
        wrong.append(Problem("limits.amber_days", "below-red", {"value": limits.amber_days}))
    if settings.queue.series is not None and not re.fullmatch(r"[0-9A-Z]{0,4}", settings.queue.series):
        wrong.append(Problem("queue.series", "four-characters", {"value": settings.queue.series}))
    if not 0 <= settings.queue.volume <= 100:
        wrong.append(Problem("queue.volume", "too-large", {"value": settings.queue.volume}))
    if not 1 <= settings.queue.repeats <= 5:
        wrong.append(Problem("queue.repeats", "too-large", {"value": settings.queue.repeats}))
    if not 1 <= limits.scan_megabytes <= 200:
        wrong.append(Problem("limits.scan_megabytes", "too-large", {"value": limits.scan_megabytes}))
    if settings.central.url is not None and not is_centre_address(settings.central.url):
        wrong.append(Problem("central.url", "not-an-address", {"value": settings.central.url}))
    return wrong


def is_centre_address(url: str) -> bool:
    """Whether a window may speak to this address: https anywhere, plain http only on this machine."""
    found = re.fullmatch(
        r"(https?)://([a-z0-9.-]+|\[[0-9a-f:]+\])(:[0-9]{1,5})?(/[\w./-]*)?", url, re.IGNORECASE
    )
    return found is not None and (
        found[1].lower() == "https" or found[2].lower() in ("localhost", "127.0.0.1", "[::1]")
    )


def _built(kind: Any, record: Mapping[str, Any], where: str, problems: list[Problem], base: Path) -> Any:
    """A settings dataclass out of a TOML table; None when it has faults."""
    hints = typing.get_type_hints(kind)
    known = {part.name: part for part in dataclasses.fields(kind)}
    before = len(problems)
    problems += [Problem(f"{where}{name}", "unknown-key") for name in record if name not in known]
    values: dict[str, Any] = {}
    for name, part in known.items():
        if name in record:
            values[name] = _value(hints[name], record[name], f"{where}{name}", problems, base)
        elif part.default is dataclasses.MISSING and part.default_factory is dataclasses.MISSING:
            problems.append(Problem(f"{where}{name}", "missing"))
    return kind(**values) if len(problems) == before else None


def _value(hint: Any, value: Any, where: str, problems: list[Problem], base: Path) -> Any:
    origin = typing.get_origin(hint)
    if origin in (typing.Union, types.UnionType):
        (hint,) = (part for part in typing.get_args(hint) if part is not type(None))
        origin = typing.get_origin(hint)
    if dataclasses.is_dataclass(hint):
        if isinstance(value, dict):
            return _built(hint, value, f"{where}.", problems, base)
        problems.append(Problem(where, "not-a-table"))
    elif origin is Literal:
        if value in typing.get_args(hint):
            return value
        problems.append(Problem(where, "not-a-choice", {"value": value, "choices": typing.get_args(hint)}))
    elif hint is Path:
        if isinstance(value, str) and value:
            # A path is meant from the site file's own folder.
            return base / Path(value).expanduser()
        problems.append(Problem(where, "not-a-path", {"value": value}))
    elif origin is not None:
        if isinstance(value, dict) and all(isinstance(entry, str) for entry in value.values()):
            return dict(value)
        problems.append(Problem(where, "not-a-table-of-texts"))
    elif type(value) is hint:
        return value
    else:
        problems.append(Problem(where, "wrong-type", {"value": value, "expected": hint.__name__}))
    return None
