"""The catalogue at a window: shipped, added to by an administrator, kept in every version."""

from __future__ import annotations

import json
import os
import shutil
from collections.abc import Iterator
from contextlib import contextmanager
from datetime import UTC, datetime, timedelta
from pathlib import Path
from typing import Any

import pytest

from app.clock import FrozenClock
from app.errors import Conflict, Rejected
from app.rules.catalogue import Facts, ServiceItem, materials_for, unanswered
from app.services.catalogue import CatalogueService, Outcome
from app.services.changes import Changes, Subject
from app.settings import RESOURCES
from db.local.store import Store

# Written as an administrator would, after the guide: no readings, unknown figures null, two situations.
GYM: dict[str, Any] = {
    "format": 1,
    "code": "tyjy",
    "name": "经营高危险性体育项目许可",
    "aliases": ["游泳馆许可"],
    "department": "示例区旅游和文化广电体育局",
    "needs_permit": True,
    "applicants": ["person", "organisation"],
    "legal_limit": None,
    "promised_limit": {"amount": 5, "unit": "working_day"},
    "questions": [
        {
            "code": "sport",
            "text": "什么项目？",
            "choices": [{"code": "swim", "text": "游泳"}, {"code": "climb", "text": "攀岩"}],
        },
        {
            "code": "pool",
            "text": "池水检测过吗？",
            "choices": [{"code": "yes", "text": "检测过"}, {"code": "no", "text": "没有"}],
            "when": {"question": "sport", "in": ["swim"]},
        },
    ],
    "materials": [
        {"code": "tyjy-01", "name": "申请书", "necessity": "required"},
        {
            "code": "tyjy-02",
            "name": "水质检测报告",
            "necessity": "required",
            "when": {"question": "pool", "in": ["yes"]},
        },
        {
            "code": "tyjy-03",
            "name": "攀岩设施合格证明",
            "necessity": None,
            "when": {"question": "sport", "in": ["climb"]},
        },
        {"code": "tyjy-04", "name": "授权委托书", "necessity": "required", "when": {"agent": True}},
    ],
    "materials_complete": False,
    "sources": ["示例办事指南"],
}


@pytest.fixture
def clock() -> FrozenClock:
    return FrozenClock(datetime(2026, 11, 23, 2, 0, tzinfo=UTC))


@pytest.fixture
def key() -> bytes:
    return os.urandom(32)


@contextmanager
def opened(folder: Path, key: bytes, clock: FrozenClock) -> Iterator[Store]:
    store = Store.open(folder, key, clock)
    try:
        yield store
    finally:
        store.close()


@pytest.fixture
def store(tmp_path: Path, key: bytes, clock: FrozenClock) -> Iterator[Store]:
    with opened(tmp_path / "data", key, clock) as open_store:
        yield open_store


@pytest.fixture
def catalogue(store: Store, clock: FrozenClock) -> CatalogueService:
    return CatalogueService(store, RESOURCES, clock)


def written(folder: Path, record: dict[str, Any], name: str = "item.json") -> Path:
    path = folder / name
    path.write_text(json.dumps(record, ensure_ascii=False), encoding="utf-8")
    return path


def codes(items: tuple[ServiceItem, ...]) -> list[str]:
    return [item.code for item in items]


def test_the_first_start_takes_in_the_shipped_items(catalogue: CatalogueService) -> None:
    assert len(catalogue.items()) == 23
    assert catalogue.item("fwzl").name == "房屋租赁登记备案"
    assert catalogue.search("fwzl")[0].item.code == "fwzl"
    assert catalogue.refused == ()


def test_an_item_nobody_here_wrote_is_imported_found_by_initials_and_trims_its_list(
    tmp_path: Path, catalogue: CatalogueService
) -> None:
    report = catalogue.import_file(written(tmp_path, GYM), "administrator")
    assert (report.outcome, report.warnings) == (Outcome.ADDED, ())
    for typed in ("jygwx", "gaoweixian", "高危险", "yygxk", "youyong", "tyjy", "lyhwh"):
        assert "tyjy" in [hit.item.code for hit in catalogue.search(typed)], typed
    item = catalogue.search("jygwx")[0].item

    def owed(**answers: str) -> list[str]:
        return [material.code for material in materials_for(item, Facts(answers))]

    assert [question.code for question in unanswered(item, Facts({"sport": "climb"}))] == []
    assert [question.code for question in unanswered(item, Facts({"sport": "swim"}))] == ["pool"]
    assert owed(sport="swim", pool="yes") == ["tyjy-01", "tyjy-02"]
    assert owed(sport="climb", pool="yes") == ["tyjy-01", "tyjy-03"]
    assert [m.code for m in materials_for(item, Facts({}, agent=True))] == ["tyjy-01", "tyjy-04"]
    assert item.legal_limit.amount is None


def test_an_imported_item_is_there_after_a_restart_and_survives_an_update_of_the_program(
    tmp_path: Path, key: bytes, clock: FrozenClock
) -> None:
    resources = tmp_path / "resources"
    shutil.copytree(RESOURCES / "catalogue", resources / "catalogue")
    mine = json.loads((resources / "catalogue" / "items" / "tx.json").read_bytes())
    mine["fee"] = "本大厅不收费"
    with opened(tmp_path / "data", key, clock) as store:
        service = CatalogueService(store, resources, clock)
        service.import_file(written(tmp_path, GYM), "administrator")
        mine_version = service.import_file(written(tmp_path, mine, "tx.json"), "administrator").item.version
        gym = service.item("tyjy")
        old = service.item("fwzl")
    shipped = resources / "catalogue" / "items"
    for code in ("fwzl", "tx"):
        newer = json.loads((shipped / f"{code}.json").read_bytes())
        newer["note"] = "新版"
        written(shipped, newer, f"{code}.json")
    with opened(tmp_path / "data", key, clock) as store:
        service = CatalogueService(store, resources, clock)
        assert len(service.items()) == 24
        assert service.item("tyjy") == gym
        assert service.item("tx").version == mine_version
        assert service.item("fwzl").note == "新版"
        assert service.item("fwzl", old.version) == old


def test_a_case_keeps_the_version_it_was_taken_under(tmp_path: Path, catalogue: CatalogueService) -> None:
    first = catalogue.import_file(written(tmp_path, GYM), "administrator").item
    report = catalogue.import_file(
        written(tmp_path, {**GYM, "materials": GYM["materials"][:1]}), "administrator"
    )
    assert report.outcome is Outcome.CHANGED
    assert len(catalogue.item("tyjy").materials) == 1
    assert catalogue.item("tyjy", first.version) == first
    back = catalogue.import_file(written(tmp_path, GYM), "administrator")
    assert back.outcome is Outcome.CHANGED
    assert catalogue.item("tyjy") == first
    assert catalogue.import_file(written(tmp_path, GYM), "administrator").outcome is Outcome.UNCHANGED


def test_a_broken_file_is_refused_as_a_whole_and_changes_nothing(
    tmp_path: Path, store: Store, catalogue: CatalogueService
) -> None:
    before = catalogue.items()
    bad = {
        **GYM,
        "materials": [
            *GYM["materials"],
            {**GYM["materials"][0], "when": {"question": "nobody", "in": ["x"]}},
        ],
    }
    with pytest.raises(Rejected) as refused:
        catalogue.import_file(written(tmp_path, bad), "administrator")
    assert {problem.field for problem in refused.value.problems} == {
        "materials[4].code",
        "materials[4].when.question",
    }
    assert catalogue.items() == before
    with store.read() as unit:
        assert unit.catalogue.get("tyjy") is None
        assert unit.audit.newest(what="catalogue-import") == []


def test_a_reading_its_characters_do_not_have_is_a_fault(tmp_path: Path, catalogue: CatalogueService) -> None:
    reading = "jing ying gao wei xian xing ti yu xiang mu xu ke"
    wrong = {**GYM, "pinyin": {GYM["name"]: [reading, reading.replace("xiang mu", "xang mu")]}}
    with pytest.raises(Rejected) as refused:
        catalogue.import_file(written(tmp_path, wrong), "administrator")
    assert [(p.code, p.facts["char"]) for p in refused.value.problems] == [("pinyin-mismatch", "项")]


def test_a_reading_somebody_wrote_stays_and_the_others_are_filled_in(
    tmp_path: Path, catalogue: CatalogueService
) -> None:
    both = {**GYM, "name": "重庆转入登记", "pinyin": {"重庆转入登记": "zhong qing zhuan ru deng ji"}}
    item = catalogue.import_file(written(tmp_path, both), "administrator").item
    assert {reading.text: reading.pinyin for reading in item.readings} == {
        "重庆转入登记": ("zhong qing zhuan ru deng ji",),
        "游泳馆许可": ("you yong guan xu ke",),
        "示例区旅游和文化广电体育局": ("shi li qu lv you he wen hua guang dian ti yu ju",),
    }


def test_characters_no_dictionary_reads_are_left_to_be_found_as_they_are(
    tmp_path: Path, catalogue: CatalogueService
) -> None:
    rare = "\U000323af"  # beyond the dictionary; the rest of the name is read
    item = catalogue.import_file(written(tmp_path, {**GYM, "name": f"{rare}山登记"}), "administrator").item
    assert item.readings[0].pinyin == ("- shan deng ji",)
    assert catalogue.search(rare)[0].item.code == "tyjy"
    assert catalogue.search("shandj")[0].item.code == "tyjy"


def test_a_certificate_type_nobody_knows_is_a_doubt_not_a_fault(
    tmp_path: Path, catalogue: CatalogueService
) -> None:
    material = {**GYM["materials"][0], "certificate": "moon_licence"}
    report = catalogue.import_file(
        written(tmp_path, {**GYM, "materials": [material], "questions": []}), "administrator"
    )
    assert [(w.field, w.code) for w in report.warnings] == [
        ("materials[0].certificate", "unknown-certificate")
    ]
    assert catalogue.certificates()["resident_id"] == "居民身份证"


def test_an_import_is_audited_and_told_to_whoever_listens(
    tmp_path: Path, store: Store, clock: FrozenClock
) -> None:
    told: list[Changes] = []
    service = CatalogueService(store, RESOURCES, clock, told.append)
    assert told == []
    item = service.import_file(written(tmp_path, GYM), "clerk-7").item
    assert told == [frozenset({Subject.CATALOGUE})]
    with store.read() as unit:
        (line,) = unit.audit.newest(what="catalogue-import")
    assert (line["clerk"], line["subject"], line["facts"]["version"]) == ("clerk-7", "tyjy", item.version)


def test_an_import_under_the_code_of_another_item_tells_its_former_name(
    tmp_path: Path, catalogue: CatalogueService
) -> None:
    report = catalogue.import_file(written(tmp_path, {**GYM, "code": "fwzl"}), "administrator")
    assert (report.outcome, report.former_name) == (Outcome.CHANGED, "房屋租赁登记备案")


def test_an_item_or_version_that_never_was_is_a_conflict(catalogue: CatalogueService) -> None:
    for code, version in (("nothing", None), ("fwzl", "0" * 16)):
        with pytest.raises(Conflict, match="item-unknown"):
            catalogue.item(code, version)


def test_what_was_used_comes_first_among_equals(catalogue: CatalogueService) -> None:
    usual = [hit.item.code for hit in catalogue.search("县级", 20)]
    assert len(usual) > 2
    catalogue.used(usual[-1])
    assert catalogue.search("县级")[0].item.code == usual[-1]
    assert [hit.item.code for hit in catalogue.search("")] == [usual[-1]]


@pytest.mark.parametrize(
    ("make", "code"),
    [
        (lambda path: None, "no-file"),
        (lambda path: path.mkdir(), "not-a-file"),
        (lambda path: os.mkfifo(path), "not-a-file"),
        (lambda path: path.write_bytes(b""), "empty-file"),
        (lambda path: path.write_bytes(os.urandom(64) + b"\xff"), "not-utf8"),
        (lambda path: _sparse(path, 50_000_000), "too-big"),
    ],
)
def test_what_is_no_catalogue_file_is_refused_in_one_word(
    tmp_path: Path, catalogue: CatalogueService, make: Any, code: str
) -> None:
    path = tmp_path / "strange.json"
    make(path)
    with pytest.raises(Rejected) as refused:
        catalogue.import_file(path, "administrator")
    assert [problem.code for problem in refused.value.problems] == [code]


def _sparse(path: Path, size: int) -> None:
    with path.open("wb") as stream:
        stream.truncate(size)


@pytest.mark.expects_log("damaged and was left out")
def test_a_damaged_shipped_file_is_left_out_and_named_and_the_rest_stands(
    tmp_path: Path, store: Store, clock: FrozenClock
) -> None:
    resources = tmp_path / "resources"
    shutil.copytree(RESOURCES / "catalogue", resources / "catalogue")
    broken = resources / "catalogue" / "items" / "tx.json"
    broken.write_bytes(broken.read_bytes()[:-20])
    service = CatalogueService(store, resources, clock)
    assert len(service.items()) == 22
    assert [(name, problems[0].code) for name, problems in service.refused] == [("tx.json", "not-json")]
    shutil.copy(RESOURCES / "catalogue" / "items" / "tx.json", broken)
    clock.advance(timedelta(days=1))
    assert len(CatalogueService(store, resources, clock).items()) == 23
