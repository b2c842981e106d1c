"""A million synthetic cases in a store, for the bench: same tables, same index, no journal, one transaction.

Names are drawn from fixed characters, so that nobody real is met, yet the posting lists are as uneven as in a
hall: common surnames and items are met thousands of times.
"""

from __future__ import annotations

import random
from collections.abc import Callable, Iterable, Iterator, Sequence
from datetime import UTC, datetime, timedelta
from itertools import accumulate, pairwise
from typing import Any, Final

from db.local import gram
from db.local.cases import CASE
from db.local.engine import writing
from db.local.ids import uuid7
from db.local.rows import Row, moment, to_json
from db.local.store import Store

SURNAMES: Final = (
    "王李张刘陈杨黄赵吴周徐孙马朱胡郭何林高罗郑梁谢宋唐许韩邓冯曹彭曾萧田董袁潘于蒋蔡余杜叶程苏"
    "魏吕丁任沈姚卢姜崔钟谭陆汪范金石廖贾夏韦傅方白邹孟熊秦邱江尹薛闫段雷侯龙史陶黎贺顾毛郝龚邵"
    "万钱严覃武戴莫孔向汤"
)
GIVEN: Final = (
    "示例样本甲乙丙丁戊己庚辛壬癸子丑寅卯辰巳午未申酉戌亥天地玄黄宇宙洪荒日月盈昃列宿寒来暑往秋"
    "收冬藏闰余成岁律吕调阳云腾致雨露结为霜生丽水玉出昆冈剑号巨阙珠称夜光果珍柰菜重芥姜海咸河淡"
    "鳞潜羽翔龙师火帝鸟官人皇"
)
ITEMS: Final = tuple(
    f"{verb}{thing}"
    for thing in (
        "公积金提取", "房屋租赁登记", "食品经营许可", "社会保险登记", "道路运输证", "人才落户",
        "医保关系转移", "个体工商户注册", "建筑工程施工许可", "校外培训机构", "卫生许可证",
        "特种设备登记", "户外广告设置", "临时占道许可", "残疾人证",
    )
    for verb in ("办理", "变更")
)  # fmt: skip
_MARKS: Final = to_json({f"m{mark}": {"state": "complete"} for mark in range(5)})
_FIRST_DAY: Final = datetime(2021, 1, 4, 1, tzinfo=UTC)


def synthetic_rows(count: int, seed: int = 7) -> Iterator[Row]:
    """Case rows ready for SQL, the oldest first; the same seed gives the same rows."""
    rng = random.Random(seed)
    surnames = _zipf(SURNAMES)
    given = _zipf(GIVEN)
    items = _zipf(ITEMS)
    codes = {name: f"item{number:02}" for number, name in enumerate(ITEMS)}
    step = timedelta(days=5 * 365) / max(count, 1)
    for number in range(count):
        at = _FIRST_DAY + step * number
        name = surnames(rng) + given(rng) + (given(rng) if rng.random() < 0.8 else "")
        item = items(rng)
        birthday = f"{rng.randrange(1950, 2006)}{rng.randrange(1, 13):02}{rng.randrange(1, 29):02}"
        id_number = f"460108{birthday}{rng.randrange(1000):03}{rng.choice('0123456789X')}"
        yield {
            "id": uuid7(int(at.timestamp() * 1000)),
            "case_no": f"4601{at:%y%m%d}{number % 3 + 1:03}{number % 10000:04}{number:08}",
            "status": "archived",
            "item_code": codes[item],
            "item_version": "1",
            "item_name": item,
            "party_id": f"party-{number % 300_000:06}",
            "applicant_name": name,
            "id_kind": "resident_id",
            "id_number": id_number,
            "phone": f"1{rng.randrange(3, 10)}{rng.randrange(10**9):09}",
            "applicant": f'{{"name":"{name}","id_kind":"resident_id","id_number":"{id_number}"}}',
            "agent": None,
            "answers": '{"who":"self"}',
            "marks": _MARKS,
            "clerk": "c1",
            "opened_at": moment(at),
            "received_on": f"{at:%Y-%m-%d}",
            "accepted_on": f"{at:%Y-%m-%d}",
            "version": 1,
            "sync_state": "synced",
        }


def plain_tokens(row: Row) -> list[str]:
    """Grams of name and item, tails and heads of numbers: about as many as the desk's tokenizer makes."""
    name, item = row["applicant_name"], row["item_name"]
    tokens = [*name, *item]
    tokens += [a + b for text in (name, item) for a, b in pairwise(text)]
    for number in (row["id_number"], row["phone"], row["case_no"]):
        tokens += [f"d{number[-length:]}" for length in (3, 4, 5, 6)]
    tokens += [f"d{row['id_number']}", f"d{row['phone']}", f"c{row['case_no']}"]
    tokens += [f"e{row['id_number'][:length]}" for length in (6, 10, 14)]
    tokens += [f"e{row['phone'][:length]}" for length in range(3, 11)]
    letters = "".join(chr(97 + ord(character) % 26) for character in name)
    tokens += [f"p{letters[:length]}" for length in range(1, len(letters) + 1)]
    return tokens


def fill(
    store: Store,
    count: int,
    tokens: Callable[[Row], Iterable[str]] = plain_tokens,
    *,
    seed: int = 7,
    progress: Callable[[int], None] | None = None,
) -> None:
    """Writes synthetic cases straight into the tables; for a store that is used for nothing else."""
    connection = store._sql
    names = [*next(synthetic_rows(1)), "tok_check"]
    insert = CASE.insert_sql(names)
    (start,) = connection.execute('SELECT coalesce(max(rid), 0) FROM "case"').fetchone()
    with writing(connection):
        for batch_at, batch in _batches(synthetic_rows(count, seed), 10_000):
            texts = [gram.indexed(tokens(row)) for row in batch]
            connection.executemany(
                insert,
                [{**row, "tok_check": gram.check(text)} for row, text in zip(batch, texts, strict=True)],
            )
            connection.executemany(
                "INSERT INTO case_fts(rowid, t) VALUES (?, ?)",
                [(start + batch_at + number, text) for number, text in enumerate(texts, 1)],
            )
            if progress is not None:
                progress(batch_at + len(batch))
    connection.execute("PRAGMA wal_checkpoint(TRUNCATE)")
    connection.execute("ANALYZE")


def _batches(rows: Iterator[Row], size: int) -> Iterator[tuple[int, list[Row]]]:
    done, batch = 0, []
    for row in rows:
        batch.append(row)
        if len(batch) == size:
            yield done, batch
            done, batch = done + size, []
    if batch:
        yield done, batch


def _zipf(values: Sequence[Any]) -> Callable[[random.Random], Any]:
    weights = list(accumulate(1 / (rank + 2) for rank in range(len(values))))
    return lambda rng: rng.choices(values, cum_weights=weights)[0]
