"""Templates: the program's have no fault; the hall's own goes first, or is refused with every fault named."""

from __future__ import annotations

import copy
import json
from dataclasses import replace
from pathlib import Path
from typing import Any

import jsonschema
import pytest

from app.documents.content import content_from, content_record
from app.documents.facts import CONDITIONS, FACTS, words
from app.documents.fonts import FontFiles
from app.documents.paper import Paper
from app.documents.template import KINDS, SHIPPED, Fault, check_file, faults, site_faults
from app.errors import Rejected
from app.services.views import NoticeKind
from tests.documents.reading import pypdf_pages, squeezed
from tests.documents.samples import BASE, SAMPLES


def shipped(kind: str) -> dict[str, Any]:
    record: dict[str, Any] = json.loads((SHIPPED / f"{kind}.json").read_text(encoding="utf-8"))
    return record


def paths(found: list[Fault]) -> set[tuple[str, str]]:
    return {(fault.path, fault.code) for fault in found}


def test_every_kind_of_notice_has_a_template_and_a_sample() -> None:
    assert set(KINDS) == {kind.value for kind in NoticeKind} == set(SAMPLES)


def test_the_schema_itself_is_valid() -> None:
    jsonschema.Draft202012Validator.check_schema(
        json.loads((SHIPPED / "schema.json").read_text(encoding="utf-8"))
    )


@pytest.mark.parametrize("kind", KINDS)
def test_a_shipped_template_has_no_fault(kind: str) -> None:
    template, found = check_file(SHIPPED / f"{kind}.json", kind)
    assert found == []
    assert template is not None


@pytest.mark.parametrize("kind", KINDS)
def test_a_notice_survives_its_record_in_the_archive(kind: str) -> None:
    record = json.loads(json.dumps(content_record(SAMPLES[kind])))
    assert content_from(record) == SAMPLES[kind]


def test_faults_are_named_with_their_paths() -> None:
    record = copy.deepcopy(shipped("acceptance"))
    record["blocks"][1]["text"] = "{you}于{no_such_fact}**提出"
    record["blocks"][1]["when"] = ["not deferred", "moon_is_full"]
    record["blocks"][0]["colour"] = "red"
    record["title"] = "受理{"
    assert paths(faults(record, "acceptance")) >= {
        ("/blocks/1/text", "unknown-fact"),
        ("/blocks/1/text", "open-bold"),
        ("/blocks/1/when/1", "unknown-condition"),
        ("/blocks/0", "shape"),
        ("/title", "stray-brace"),
    }


def test_an_unknown_column_a_wrong_kind_and_a_missing_end_are_faults() -> None:
    record = copy.deepcopy(shipped("material_list"))
    record["blocks"] = [block for block in record["blocks"] if block["type"] != "closing"]
    record["blocks"][1]["columns"][1] = "weight"
    assert paths(faults(record, "acceptance")) == {
        ("/blocks/1/columns/1", "unknown-column"),
        ("/kind", "wrong-kind"),
        ("/blocks", "no-closing"),
    }


@pytest.mark.parametrize("broken", ["[]", "null", '{"schema": 1}', '"受理"', "{", "\ufeff{}"])
def test_a_file_that_is_no_template_at_all_is_refused(tmp_path: Path, broken: str) -> None:
    path = tmp_path / "acceptance.json"
    path.write_text(broken, encoding="utf-8")
    template, found = check_file(path, "acceptance")
    assert template is None
    assert found != []


def test_the_halls_own_template_goes_first_and_a_change_is_seen(fonts: FontFiles, tmp_path: Path) -> None:
    paper = Paper(fonts, tmp_path)
    record = shipped("refusal")
    record["title"] = "不予受理决定书"
    record["blocks"].insert(1, {"type": "text", "text": "本厅另行说明：{extra.local_rule}"})
    own = tmp_path / "refusal.json"
    own.write_text(json.dumps(record), encoding="utf-8")
    content = replace(SAMPLES["refusal"], extra={"local_rule": "见大厅公告{不是占位符}**也不是标记**"})
    printed = squeezed("".join(pypdf_pages(paper.render("refusal", content).pdf)))
    assert "不予受理决定书" in printed
    assert "本厅另行说明：见大厅公告{不是占位符}**也不是标记**" in printed
    own.unlink()
    assert "不予受理通知书" in squeezed(pypdf_pages(paper.render("refusal", content).pdf)[0])


def test_a_broken_own_template_is_refused_and_never_replaced_in_silence(
    fonts: FontFiles, tmp_path: Path
) -> None:
    paper = Paper(fonts, tmp_path)
    (tmp_path / "acceptance.json").write_bytes("受理".encode("gb18030"))
    with pytest.raises(Rejected) as caught:
        paper.render("acceptance", BASE)
    assert caught.value.code == "template"
    assert [problem.code for problem in caught.value.problems] == ["not-utf-8"]
    assert caught.value.problems[0].facts["file"] == str(tmp_path / "acceptance.json")


def test_every_fact_and_condition_can_be_told_of_every_sample() -> None:
    for content in SAMPLES.values():
        assert set(words(content)) == set(FACTS)
        assert all(isinstance(holds(content), bool) for holds in CONDITIONS.values())


def test_every_file_of_the_halls_folder_is_checked_for_the_doctor(tmp_path: Path) -> None:
    (tmp_path / "acceptance.json").write_text(json.dumps(shipped("acceptance")), encoding="utf-8")
    (tmp_path / "refusal.json").write_text("{", encoding="utf-8")
    (tmp_path / "acceptence.json").write_text("{}", encoding="utf-8")
    found = site_faults(tmp_path)
    assert {name: [fault.code for fault in faults] for name, faults in found.items()} == {
        "acceptence.json": ["unknown-notice"],
        "refusal.json": ["not-json"],
    }
    assert site_faults(tmp_path / "nowhere") == {}
