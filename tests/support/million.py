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
from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import UTC, date, datetime, timedelta
from functools import cache
from itertools import accumulate
from pathlib import Path
from typing import Any, Final, TypeVar

import platformdirs

from app.clock import SystemClock, hall_day
from app.rules.catalogue import ServiceItem
from app.rules.catalogue_file import load_item
from app.rules.identity import check_character_credit, check_digit_18
from app.rules.initials import Initials
from app.rules.numbering import case_number
from app.rules.search_terms import TOKENS_VERSION, Findable, index_tokens, item_spellings
from db.local.ids import uuid7
from db.local.schema import HEAD
from db.local.store import Store

ROOT: Final = Path(__file__).resolve().parents[2]
RESOURCES: Final = ROOT / "resources"
CASES: Final = 1_000_000
CASES_PER_PARTY: Final = 3
BATCH: Final = 10_000
VERSION: Final = 1
YEARS: Final = 5
LAST_DAY: Final = datetime(2026, 11, 20, 9, tzinfo=UTC)
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
    tokens: str


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
def _name_tokens(name: str, person: bool) -> frozenset[str]:
    found_by = Findable(names=(name,)) if person else Findable(organisations=(name,))
    return index_tokens(found_by, initials())


@cache
def _item_tokens(code: str) -> frozenset[str]:
    item = next(item for item in items() if item.code == code)
    readings = next((reading.pinyin for reading in item.readings if reading.text == item.name), ())
    spellings = item_spellings(item.code, item.name, readings, initials())
    return index_tokens(Findable(item_name=item.name, item_spellings=spellings), initials())


def applicants(count: int, seed: int = 7) -> Iterator[Applicant]:
    """Invented persons and, every seventh, an organisation."""
    rng = random.Random(seed)
    for number in range(count):
        person = number % 7 != 6
        phone = f"1{rng.randrange(3, 10)}{rng.randrange(10**9):09}"
        if person:
            name = _surname(rng) + _given(rng) + (_given(rng) if rng.random() < 0.8 else "")
            born = date(1950, 1, 1) + timedelta(days=rng.randrange(56 * 365))
            stem = f"{rng.choice(AREAS)}{born:%Y%m%d}{rng.randrange(1000):03}"
            id_kind, id_number = "resident_id", stem + check_digit_18(stem)
            record = {"name": name, "id_number": id_number, "phone": phone}
        else:
            name = f"示例{_given(rng)}{_given(rng)}{rng.choice(TRADES)}有限公司"
            stem = f"91{rng.choice(AREAS)}MA{number:07}"
            id_kind, id_number = "credit_code", stem + check_character_credit(stem)
            contact = _surname(rng) + _given(rng)
            record = {
                "kind": "organisation",
                "name": name,
                "id_kind": id_kind,
                "id_number": id_number,
                "phone": phone,
                "contact": contact,
            }
        numbers = index_tokens(Findable(numbers=(id_number,), phones=(phone,)), initials())
        tokens = " ".join(_name_tokens(name, person) | numbers)
        kind = "person" if person else "organisation"
        yield Applicant(f"party-{number:07}", kind, name, id_kind, id_number, phone, record, tokens)


def cases(
    count: int, known: Sequence[Applicant], seed: int = 8
) -> Iterator[tuple[dict[str, Any], frozenset[str]]]:
    """Case rows, the oldest first, each with what it is found by; the newest thousands still run."""
    rng = random.Random(seed)
    choose = _zipf(items())
    step = timedelta(days=YEARS * 365) / count
    start = LAST_DAY - timedelta(days=YEARS * 365)
    today, counter = date.min, 0
    marks = {
        item.code: {material.code: {"state": "complete"} for material in item.materials[:9]}
        for item in items()
    }
    for number in range(count):
        at = start + step * number
        applicant = known[rng.randrange(len(known))]
        item = choose(rng)
        day = hall_day(at)
        counter = counter + 1 if day == today else 1
        today = day
        case_no = case_number(HALL_CODE, day, f"{counter % 20 + 1:03}", counter // 20 + 1)
        runs = number > count - count // 50
        row = {
            "id": uuid7(int(at.timestamp() * 1000)),
            "case_no": case_no,
            "status": "accepted" if runs else "archived",
            "item_code": item.code,
            "item_version": item.version,
            "item_name": item.name,
            "party_id": applicant.id,
            "applicant_name": applicant.name,
            "id_kind": applicant.id_kind,
            "id_number": applicant.id_number,
            "phone": applicant.phone,
            "applicant": applicant.record,
            "answers": {question.code: question.choices[0].code for question in item.questions},
            "marks": marks[item.code],
            "counter_no": str(counter % 20 + 1),
            "clerk": "c1",
            "opened_at": at,
            "decided_at": at + timedelta(minutes=6),
            "received_on": day,
            "accepted_on": day,
            "promised_by": day + timedelta(days=9),
            "legal_by": day + timedelta(days=28),
            "sync_state": "synced",
        }
        tokens = {*applicant.tokens.split(" "), *_item_tokens(item.code)}
        tokens |= index_tokens(Findable(case_no=case_no), initials())
        yield row, frozenset(tokens)


def fill(store: Store, count: int = CASES, progress: Callable[[str], None] = lambda _: None) -> None:
    """Writes applicants and cases through the store's own repositories."""
    known = list(applicants(max(count // CASES_PER_PARTY, 1)))
    for at in range(0, len(known), BATCH):
        with store.unit() as unit:
            for applicant in known[at : at + BATCH]:
                unit.parties.upsert(
                    applicant.id,
                    applicant.record,
                    applicant.tokens.split(" "),
                    kind=applicant.kind,
                    id_kind=applicant.id_kind,
                    id_number=applicant.id_number,
                    name=applicant.name,
                    phone=applicant.phone,
                    seen_at=LAST_DAY - timedelta(days=YEARS * 365),
                )
        progress(f"{min(at + BATCH, len(known)):,} applicants")
    made = cases(count, known)
    for at in range(0, count, BATCH):
        with store.unit() as unit:
            for _ in range(min(BATCH, count - at)):
                row, tokens = next(made)
                unit.cases.insert(row, tokens, TOKENS_VERSION)
                unit.events.append(row["id"], at=row["decided_at"], kind="accept", clerk="c1")
        progress(f"{min(at + BATCH, count):,} cases")


def version(count: int) -> str:
    """What a kept store was made by; another one is made anew."""
    told = [VERSION, HEAD, TOKENS_VERSION, count, *(f"{item.code} {item.version}" for item in items())]
    return hashlib.sha256(repr(told).encode()).hexdigest()[:16]


def cache_folder() -> Path:
    """Where made stores are kept: the person's cache, unless WINDOW_CLERK_BENCH_CACHE says otherwise."""
    told = os.environ.get("WINDOW_CLERK_BENCH_CACHE")
    return Path(told) if told else platformdirs.user_cache_path("window-clerk-bench")


def kept(count: int = CASES, progress: Callable[[str], None] = lambda _: None) -> Path:
    """The folder of the made store, made now if there is none; never open it, open a copy."""
    place = cache_folder() / f"{count}-{version(count)}"
    if not place.is_dir():
        place.parent.mkdir(parents=True, exist_ok=True)
        for old in place.parent.glob(f"{count}-*"):
            shutil.rmtree(old)
        half = place.with_name(place.name + ".part")
        store = Store.open(half, KEY, SystemClock())
        try:
            fill(store, count, progress)
        finally:
            store.close()
        half.rename(place)
    return place


def copied(to: Path, count: int = CASES, progress: Callable[[str], None] = lambda _: None) -> Path:
    """A copy of the made store that may be written to; its key is `KEY`."""
    return Path(shutil.copytree(kept(count, progress), to))


if __name__ == "__main__":
    print(kept(progress=print))  # noqa: T201
