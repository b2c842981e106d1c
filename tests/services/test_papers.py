"""Notices after they were made, and scanned papers."""

from __future__ import annotations

import io
import os
from pathlib import Path

import pytest
from PIL import Image
from reportlab.pdfgen.canvas import Canvas

from app.errors import Conflict, NotAllowed, Rejected, Unavailable
from tests.services.window import Window, text_of


class TestNotices:
    def test_the_first_print_is_the_archived_file(self, window: Window) -> None:
        notice = window.hall.intake.accept(window.visit()).notices[0]
        assert window.hall.notices.pdf(notice.id) == window.hall.scans.read(notice.pdf_sha256)
        window.hall.notices.printed(notice.id)
        with pytest.raises(Conflict, match="no-such-notice"):
            window.hall.notices.printed("nobody")

    def test_a_reprint_is_marked_counted_and_logged(self, window: Window) -> None:
        decided = window.hall.intake.accept(window.visit())
        notice = decided.notices[0]
        for count, reason in enumerate(("卡纸", "申请人遗失"), start=1):
            text = text_of(window.hall.notices.reprint(notice.id, reason))
            assert f"补打{count}" in text
            assert notice.number in text
        shown = window.hall.cases.case(decided.case.id).notices[0]
        assert shown.reprints == 2
        with window.hall.store.read() as unit:
            assert [row["reason"] for row in unit.notices.reprints(notice.id)] == ["卡纸", "申请人遗失"]
            assert [row["what"] for row in unit.audit.newest(2)] == ["reprint", "reprint"]
        assert window.hall.notices.pdf(notice.id) == window.hall.scans.read(notice.pdf_sha256)

    def test_an_export_is_whole_or_not_there(self, window: Window, tmp_path: Path) -> None:
        notice = window.hall.intake.accept(window.visit()).notices[0]
        target = tmp_path / "示例.pdf"
        window.hall.notices.export(notice.id, target)
        assert target.read_bytes() == window.hall.notices.pdf(notice.id)
        with pytest.raises(Unavailable, match="cannot-write"):
            window.hall.notices.export(notice.id, tmp_path / "absent" / "示例.pdf")
        assert sorted(path.name for path in tmp_path.glob("*.pdf")) == ["示例.pdf"]

    def test_a_notice_nobody_made_is_not_there(self, window: Window) -> None:
        for act in (window.hall.notices.pdf, window.hall.notices.reprint, window.hall.notices.printed):
            with pytest.raises(Conflict, match="no-such-notice"):
                act("nobody")

    def test_the_same_decision_gives_the_same_bytes(self, window: Window) -> None:
        from app.documents.content import content_from

        notice = window.hall.intake.accept(window.visit()).notices[0]
        with window.hall.store.read() as unit:
            row = unit.notices.get(notice.id)
        assert row is not None
        again = window.hall.paper.render(row["kind"], content_from(row["content"]))
        assert again.pdf == window.hall.notices.pdf(notice.id)


def image(kind: str, size: tuple[int, int] = (200, 100)) -> bytes:
    out = io.BytesIO()
    # Noise does not compress: a truncated file really lacks pixels.
    Image.frombytes("RGB", size, os.urandom(size[0] * size[1] * 3)).save(out, kind)
    return out.getvalue()


def paper(pages: int = 1, *, password: str = "") -> bytes:
    out = io.BytesIO()
    canvas = Canvas(out, encrypt=password or None)
    for number in range(pages):
        canvas.drawString(100, 700, f"sample {number}")
        canvas.showPage()
    canvas.save()
    return out.getvalue()


class TestScans:
    @pytest.mark.parametrize(
        ("data", "media_type"),
        [
            (image("JPEG"), "image/jpeg"),
            (image("PNG"), "image/png"),
            (image("TIFF"), "image/tiff"),
            (paper(3), "application/pdf"),
        ],
        ids=["jpeg", "png", "tiff", "pdf"],
    )
    def test_a_scan_comes_back_as_it_was(self, window: Window, data: bytes, media_type: str) -> None:
        sha256 = window.hall.scans.add(data, "示例.xyz")
        assert window.hall.scans.read(sha256) == data
        assert window.hall.scans.media_type(sha256) == media_type
        assert window.hall.scans.add(data, "又一次.pdf") == sha256

    def test_a_scan_is_not_readable_on_the_disk(self, window: Window) -> None:
        data = image("PNG")
        window.hall.scans.add(data, "示例.png")
        stored = [path for path in window.hall.settings.data.rglob("*") if path.is_file()]
        assert not any(data[100:140] in path.read_bytes() for path in stored)

    @pytest.mark.parametrize(
        ("data", "code"),
        [
            (b"", "empty"),
            (b"MZ\x90\x00" * 100, "unknown-kind"),
            ("只是文字".encode(), "unknown-kind"),
            (b"%PDF-1.7\nnothing of the kind", "damaged"),
            (paper()[:400], "damaged"),
            (image("PNG")[:-300], "damaged"),
            (image("JPEG")[: len(image("JPEG")) // 2], "damaged"),
            (image("TIFF")[:300], "damaged"),
            (b"\xff\xd8\xff" + b"\x00" * 500, "damaged"),
            (paper(password="sample"), "locked"),
            (b"\x00" * 1000, "unknown-kind"),
        ],
        ids=[
            "empty", "program", "text", "no pdf", "half a pdf", "half a png", "half a jpeg", "half a tiff",
            "only a head", "locked pdf", "zeros",
        ],
    )  # fmt: skip
    def test_what_is_no_whole_scan_is_refused(self, window: Window, data: bytes, code: str) -> None:
        with pytest.raises(Rejected) as rejected:
            window.hall.scans.add(data, "示例.pdf")
        assert [(p.field, p.code) for p in rejected.value.problems] == [("scan", f"scan-{code}")]

    def test_two_hundred_megabytes_are_refused_by_their_size(self, window: Window) -> None:
        with pytest.raises(Rejected) as rejected:
            window.hall.scans.add(b"%PDF-" + bytes(200_000_000), "示例.pdf")
        assert rejected.value.problems[0].code == "scan-too-big"

    def test_a_small_file_that_unpacks_to_a_giant_is_refused(self, window: Window) -> None:
        out = io.BytesIO()
        Image.new("1", (30_000, 30_000)).save(out, "PNG")
        with pytest.raises(Rejected) as rejected:
            window.hall.scans.add(out.getvalue(), "示例.png")
        assert rejected.value.problems[0].code == "scan-too-many-pixels"

    def test_a_scan_nobody_added_has_no_kind(self, window: Window) -> None:
        with pytest.raises(Conflict, match="no-such-scan"):
            window.hall.scans.media_type("0" * 64)

    def test_nobody_signed_in_adds_nothing(self, window: Window) -> None:
        window.hall.session.sign_out()
        with pytest.raises(NotAllowed):
            window.hall.scans.add(image("PNG"), "示例.png")


class TestVisits:
    def test_a_visit_is_kept_listed_and_opened_as_it_was(self, window: Window) -> None:
        draft = window.visit(rest=None)
        window.hall.intake.save(draft)
        (line,) = window.hall.intake.drafts()
        assert (line.title, line.item_name, line.owner) == ("张示例", "房屋租赁登记备案", draft.owner)
        assert window.hall.intake.open(line.id) == draft

    def test_a_late_save_does_not_bring_a_decided_visit_back(self, window: Window) -> None:
        draft = window.visit()
        window.hall.intake.accept(draft)
        with pytest.raises(Conflict, match="already-decided"):
            window.hall.intake.save(draft)
        assert window.hall.intake.drafts() == ()

    def test_a_visit_is_thrown_away_once_and_for_all(self, window: Window) -> None:
        draft = window.visit()
        window.hall.intake.save(draft)
        window.hall.intake.discard(draft.id)
        window.hall.intake.discard(draft.id)
        with pytest.raises(Conflict, match="no-such-draft"):
            window.hall.intake.open(draft.id)
