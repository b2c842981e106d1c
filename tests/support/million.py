"""A hall's store with a million cases of invented people: made once, kept outside the checkout, used again.

People, numbers and frequencies are drawn so that the search index is as uneven as a hall's: a few surnames
and items are met hundreds of thousands of times. Given names are combined from characters that nobody
combines, areas of the identity numbers do not exist.
"""

from __future__ import annotations

import hashlib
import os
import random
import shutil
import tempfile
from collections.abc import Callable, Iterator, Mapping, Sequence
from concurrent.futures import ProcessPoolExecutor
from dataclasses import dataclass
from datetime import date, datetime, time, timedelta
from functools import cache, lru_cache
from itertools import accumulate, repeat
from multiprocessing import get_context
from pathlib import Path
from typing import Any, Final, TypeVar

import platformdirs

from app.clock import HALL_ZONE, SystemClock
from app.rules.catalogue import ServiceItem
from app.rules.catalogue_file import load_item
from app.rules.identity import check_character_credit, check_digit_18
from app.rules.initials import Initials
from app.rules.numbering import case_number
from app.rules.search_terms import TOKENS_VERSION, Findable, index_tokens, item_spellings
from db.local import gram
from db.local.engine import DATABASE, connect, writing
from db.local.ids import uuid7
from db.local.rows import Columns, Row, moment, to_json
from db.local.schema import MIGRATIONS
from db.local.sealing import derived
from db.local.store import Store

ROOT: Final = Path(__file__).resolve().parents[2]
RESOURCES: Final = ROOT / "resources"
CASES: Final = 1_000_000
CASES_PER_PARTY: Final = 3
EVERY_ORGANISATION: Final = 7
BATCH: Final = 10_000
DAYS: Final = 5 * 365
WINDOWS: Final = 20
LAST_DAY: Final = date(2026, 11, 20)
HALL_CODE: Final = "YC01"
KEY: Final = hashlib.sha256(b"a store of invented people").digest()

SURNAMES: Final = (
    "王李张刘陈杨黄赵吴周徐孙马朱胡郭何林高罗郑梁谢宋唐许韩邓冯曹彭曾萧田董袁潘于蒋蔡余杜叶程苏"
    "魏吕丁任沈姚卢姜崔钟谭陆汪范金石廖贾夏韦傅方白邹孟熊秦邱江尹薛闫段雷侯龙史陶黎贺顾毛郝龚邵"
    "万钱严覃武戴莫孔向汤"
)
GIVEN: Final = (
    "示例样本甲乙丙丁戊己庚辛壬癸子丑寅卯辰巳午未申酉戌亥天地玄黄宇宙洪荒日月盈昃列宿寒来暑往秋收"
    "冬藏闰余成岁律吕调阳云腾致雨露结为霜生丽水玉出昆冈剑号巨阙珠称夜光果珍柰菜重芥姜海咸河淡鳞潜"
    "羽翔龙师火帝鸟官人皇"
)
TRADES: Final = ("餐饮管理", "商贸", "科技", "建筑工程", "物业服务", "教育咨询", "医疗器械", "运输")
AREAS: Final = ("460199", "510199", "370199", "440199", "110199", "330199")
BIRTHDAYS: Final = 56 * 365
STRIDE: Final = 73_687_877  # prime: no two people get the same number
T = TypeVar("T")


@dataclass(frozen=True, slots=True)
class Applicant:
    """One invented applicant with the words he or she is found by."""

    id: str
    kind: str
    name: str
    id_kind: str
    id_number: str
    phone: str
    record: Mapping[str, str]
    tokens: frozenset[str]


@cache
def initials() -> Initials:
    return Initials((RESOURCES / "names" / "initials.txt").read_text(encoding="utf-8"))


@cache
def items() -> tuple[ServiceItem, ...]:
    """The items that the program ships."""
    found = []
    for path in sorted((RESOURCES / "catalogue" / "items").glob("*.json")):
        parsed = load_item(path.read_bytes())
        if parsed.item is None:
            raise ValueError(f"{path.name}: {parsed.problems}")
        found.append(parsed.item)
    return tuple(found)


def _zipf(values: Sequence[T]) -> Callable[[random.Random], T]:
    weights = list(accumulate(1 / (rank + 2) for rank in range(len(values))))
    return lambda rng: rng.choices(values, cum_weights=weights)[0]


_surname = _zipf(SURNAMES)
_given = _zipf(GIVEN)


@cache
def _item_choice() -> Callable[[random.Random], ServiceItem]:
    return _zipf(items())


def _chosen(rng: random.Random) -> ServiceItem:
    return _item_choice()(rng)


@lru_cache(200_000)
def _name_tokens(name: str, person: bool) -> frozenset[str]:
    found_by = Findable(names=(name,)) if person else Findable(organisations=(name,))
    return index_tokens(found_by, initials())


@cache
def _item_tokens(code: str) -> frozenset[str]:
    item = next(item for item in items() if item.code == code)
    readings = next((reading.pinyin for reading in item.readings if reading.text == item.name), ())
    spellings = item_spellings(item.code, item.name, readings, initials())
    return index_tokens(Findable(item_name=item.name, item_spellings=spellings), initials())


def applicant(number: int, seed: int = 7) -> Applicant:
    """One invented person or, every seventh, an organisation; the same number gives the same one."""
    rng = random.Random(f"{seed}/{number}")
    phone = f"1{rng.randrange(3, 10)}{rng.randrange(10**9):09}"
    person = number % EVERY_ORGANISATION != EVERY_ORGANISATION - 1
    record: dict[str, str]
    if person:
        name = _surname(rng) + _given(rng) + (_given(rng) if rng.random() < 0.8 else "")
        born, place = divmod((number * STRIDE + seed) % (BIRTHDAYS * 1000 * len(AREAS)), 1000 * len(AREAS))
        day = date(1950, 1, 1) + timedelta(days=born)
        stem = f"{AREAS[place // 1000]}{day:%Y%m%d}{place % 1000:03}"
        id_kind, id_number = "resident_id", stem + check_digit_18(stem)
        record = {"name": name, "id_number": id_number, "phone": phone}
    else:
        name = f"示例{_given(rng)}{_given(rng)}{rng.choice(TRADES)}有限公司"
        stem = f"91{rng.choice(AREAS)}MA{number:07}"
        id_kind, id_number = "credit_code", stem + check_character_credit(stem)
        record = {"kind": "organisation", "name": name, "id_kind": id_kind, "id_number": id_number}
        record |= {"phone": phone, "contact": _surname(rng) + _given(rng)}
    tokens = _name_tokens(name, person)
    tokens |= index_tokens(Findable(numbers=(id_number,), phones=(phone,)), initials())
    kind = "person" if person else "organisation"
    return Applicant(f"party-{number:07}", kind, name, id_kind, id_number, phone, record, tokens)


def applicants(count: int, seed: int = 7) -> Iterator[Applicant]:
    """The first invented applicants."""
    return (applicant(number, seed) for number in range(count))


def parties(count: int) -> int:
    """How many applicants so many cases have."""
    return max(count // CASES_PER_PARTY, 1)


def _party_row(number: int) -> Row:
    who = applicant(number)
    seen = moment(datetime.combine(LAST_DAY - timedelta(days=DAYS), time(9), HALL_ZONE))
    text = gram.indexed(who.tokens)
    return {
        "id": who.id,
        "kind": who.kind,
        "id_kind": who.id_kind,
        "id_number": who.id_number,
        "name": who.name,
        "phone": who.phone,
        "record": to_json(who.record),
        "first_seen_at": seen,
        "last_seen_at": seen,
        "visits": CASES_PER_PARTY,
        "tok_check": gram.check(text),
        "t": text,
    }


@cache
def _item_columns(code: str) -> Row:
    item = next(item for item in items() if item.code == code)
    return {
        "item_code": item.code,
        "item_version": item.version,
        "item_name": item.name,
        "answers": to_json({question.code: question.choices[0].code for question in item.questions}),
        "marks": to_json({material.code: {"state": "complete"} for material in item.materials[:9]}),
    }


def _case_row(number: int, count: int) -> Row:
    """One case, as many on each day; the newest thousands still run."""
    rng = random.Random(f"case/{number}")
    who, item = applicant(rng.randrange(parties(count))), _chosen(rng)
    per_day = -(-count // DAYS)
    day = LAST_DAY - timedelta(days=(count - 1 - number) // per_day)
    of_day = (count - 1 - number) % per_day
    at = datetime.combine(day, time(17), HALL_ZONE) - timedelta(seconds=of_day * 40)
    case_no = case_number(HALL_CODE, day, f"{of_day % WINDOWS + 1:03}", of_day // WINDOWS + 1)
    tokens = who.tokens | _item_tokens(item.code) | index_tokens(Findable(case_no=case_no), initials())
    text = gram.indexed(tokens)
    return {
        **_item_columns(item.code),
        "id": uuid7(int(at.timestamp() * 1000)),
        "case_no": case_no,
        "status": "accepted" if number > count - count // 50 else "archived",
        "party_id": who.id,
        "applicant_name": who.name,
        "id_kind": who.id_kind,
        "id_number": who.id_number,
        "phone": who.phone,
        "applicant": to_json(who.record),
        "counter_no": str(of_day % WINDOWS + 1),
        "clerk": "c1",
        "opened_at": moment(at),
        "decided_at": moment(at + timedelta(minutes=6)),
        "received_on": day.isoformat(),
        "accepted_on": day.isoformat(),
        "promised_by": (day + timedelta(days=9)).isoformat(),
        "legal_by": (day + timedelta(days=28)).isoformat(),
        "sync_state": "synced",
        "tok_v": TOKENS_VERSION,
        "tok_check": gram.check(text),
        "t": text,
    }


def _batch(what: str, start: int, count: int) -> list[Row]:
    """A batch of rows, each with its line `t` of the index; made in a process of its own."""
    whole = parties(count) if what == "party" else count
    numbers = range(start, min(start + BATCH, whole))
    return [_party_row(number) if what == "party" else _case_row(number, count) for number in numbers]


def fill(folder: Path, count: int = CASES, progress: Callable[[str], None] = lambda _: None) -> None:
    """Writes applicants and cases into the closed, empty store of `folder`, whose key is `KEY`."""
    connection = connect(folder / DATABASE, derived(KEY, "database"))
    workers = ProcessPoolExecutor(os.cpu_count(), get_context("spawn"))
    try:
        connection.execute("PRAGMA synchronous = OFF")
        _merging(connection, automerge=4, crisismerge=16)
        for table, whole in (("party", parties(count)), ("case", count)):
            starts = range(0, whole, BATCH)
            done = 0
            for rows in workers.map(_batch, repeat(table), starts, repeat(count)):
                _write(connection, table, rows, done + 1)
                done += len(rows)
                progress(f"{table}: {done:,}")
        _merging(connection, automerge=0, crisismerge=1000)
    finally:
        workers.shutdown(cancel_futures=True)
        connection.close()


def _merging(connection: Any, **settings: int) -> None:
    """While it is filled the index merges as it goes; afterwards as the window's schema has it."""
    for table in ("case_fts", "party_fts"):
        for name, value in settings.items():
            connection.execute(f"INSERT INTO {table}({table}, rank) VALUES (?, ?)", (name, value))


def _write(connection: Any, table: str, rows: list[Row], first: int) -> None:
    names = [name for name in rows[0] if name != "t"]
    columns = Columns(f'"{table}"', " ".join(names))
    with writing(connection):
        connection.executemany(columns.insert_sql(names), rows)
        lines = [(first + place, row["t"]) for place, row in enumerate(rows)]
        connection.executemany(f"INSERT INTO {table}_fts(rowid, t) VALUES (?, ?)", lines)
        if table == "case":
            events = [(row["id"], row["decided_at"]) for row in rows]
            connection.executemany(
                "INSERT INTO event (case_id, n, at, kind, clerk, facts)"
                " VALUES (?, 1, ?, 'accept', 'c1', '{}')",
                events,
            )


def version(count: int) -> str:
    """What a kept store was made by: its schema, its tokens, its people; another one is made anew."""
    sources = [Path(__file__), *sorted(MIGRATIONS.glob("versions/*.py"))]
    digest = hashlib.sha256(f"{TOKENS_VERSION} {count}".encode())
    for path in (*sources, *sorted((RESOURCES / "catalogue" / "items").glob("*.json"))):
        digest.update(path.read_bytes())
    return digest.hexdigest()[:16]


def cache_folder() -> Path:
    """Where made stores are kept: the person's cache, unless WINDOW_CLERK_BENCH_CACHE says otherwise."""
    told = os.environ.get("WINDOW_CLERK_BENCH_CACHE")
    return Path(told) if told else platformdirs.user_cache_path("window-clerk-bench")


def kept(count: int = CASES, progress: Callable[[str], None] = lambda _: None) -> Path:
    """The folder of the made store, made now if there is none; never open it, open a copy."""
    place = cache_folder() / f"{count}-{version(count)}"
    if not place.is_dir():
        place.parent.mkdir(parents=True, exist_ok=True)
        half = Path(tempfile.mkdtemp(prefix=f"making-{count}-", dir=place.parent))
        try:
            Store.open(half, KEY, SystemClock()).close()
            fill(half, count, progress)
            for old in place.parent.glob(f"{count}-*"):
                shutil.rmtree(old)
            half.rename(place)
        except BaseException:
            shutil.rmtree(half, ignore_errors=True)
            raise
    return place


def copied(to: Path, count: int = CASES, progress: Callable[[str], None] = lambda _: None) -> Path:
    """A copy of the made store that may be written to; its key is `KEY`."""
    return Path(shutil.copytree(kept(count, progress), to))


if __name__ == "__main__":
    print(kept(progress=print))  # noqa: T201
