"""Scanned papers: checked to be what they say, then kept encrypted under the hash of their content."""

from __future__ import annotations

import io
import warnings
from typing import Final

from app.errors import Conflict, Problem, Rejected
from app.services.changes import Subject
from app.services.house import House
from app.services.views import ScanProgress

_MOST_PIXELS: Final = 120_000_000  # an A3 page at 600 dpi has 70 million
_MOST_PAGES: Final = 500


class ScansService:
    """Takes in and gives out scanned pages."""

    def __init__(self, house: House) -> None:
        self._house = house

    def add(self, data: bytes, name: str) -> str:
        """Keeps a scanned page or document; gives its sha256.

        Rejected: scan-empty, scan-too-big, scan-unknown-kind, scan-damaged (truncated or not what it says),
        scan-too-many-pixels, scan-too-many-pages, scan-locked (an encrypted PDF).
        """
        clerk = self._house.desk.signed_in()
        limit = self._house.settings.limits.scan_megabytes * 1_000_000
        if not data:
            raise _refused("empty", name)
        if len(data) > limit:
            raise _refused("too-big", name, size=len(data), limit=limit)
        media_type, pages = _examined(data, name)
        sha256 = self._house.store.blobs.put(data)
        with self._house.store.unit() as unit:
            unit.scans.put(
                sha256,
                size=len(data),
                media_type=media_type,
                name=name[-200:],
                pages=pages,
                added_at=self._house.now(),
                added_by=clerk.id,
            )
        self._house.tell(frozenset({Subject.SCANS}))
        return sha256

    def read(self, sha256: str) -> bytes:
        """The bytes of a scan, proven whole.

        Unavailable (scan-not-there, scan-on-its-way, centre-away) for one of another window that is not here.
        """
        return self._house.blob(sha256)

    def progress(self, case_id: str) -> ScanProgress:
        """How many of a case's scans and notices the centre has; those of other windows are not counted."""
        with self._house.store.read() as unit:
            case = unit.cases.get(case_id)
            marks = case["marks"] if case is not None else {}
            named = {sha256 for mark in marks.values() for sha256 in mark.get("scans", ())}
            named |= {row["pdf_sha256"] for row in unit.notices.of_case(case_id)}
            states = unit.uploads.of(named)
        ours = {sha256 for sha256 in named if sha256 in states or self._house.store.blobs.has(sha256)}
        sent = sum(states.get(sha256) == "done" for sha256 in ours)
        return ScanProgress(sent=sent, total=len(ours))

    def media_type(self, sha256: str) -> str:
        """What kind of file a scan is. Conflict("no-such-scan"), and Unavailable as `read`."""
        self._house.bring(sha256)
        with self._house.store.read() as unit:
            row = unit.scans.get(sha256)
        if row is None:
            raise Conflict("no-such-scan", sha256=sha256)
        return str(row["media_type"])


def _refused(code: str, name: str, **facts: object) -> Rejected:
    return Rejected([Problem("scan", f"scan-{code}", {"name": name, **facts})])


def _examined(data: bytes, name: str) -> tuple[str, int]:
    """Media type and pages of a file whose whole content was looked at; the name's ending is not believed."""
    if data[:1024].find(b"%PDF-") >= 0:
        return "application/pdf", _pdf_pages(data, name)
    for start, media_type in _IMAGES:
        if data.startswith(start):
            return media_type, _image_pages(data, name)
    raise _refused("unknown-kind", name)


_IMAGES: Final = (
    (b"\xff\xd8\xff", "image/jpeg"),
    (b"\x89PNG\r\n\x1a\n", "image/png"),
    (b"II*\x00", "image/tiff"),
    (b"MM\x00*", "image/tiff"),
)


def _pdf_pages(data: bytes, name: str) -> int:
    import logging

    from pypdf import PdfReader
    from pypdf.errors import PdfReadError, PyPdfError

    # pypdf mends what it can and says so in its log; a mended paper is no evidence.
    quiet = logging.getLogger("pypdf")
    level = quiet.level
    quiet.setLevel(logging.CRITICAL)
    try:
        reader = PdfReader(io.BytesIO(data), strict=True)
        if reader.is_encrypted:
            raise _refused("locked", name)
        pages = len(reader.pages)
        for page in reader.pages[:_MOST_PAGES]:
            _ = page.mediabox
    except (PdfReadError, PyPdfError, ValueError, KeyError, TypeError, AttributeError, IndexError) as error:
        raise _refused("damaged", name, why=str(error)[:200]) from error
    except RecursionError as error:
        raise _refused("damaged", name, why="nested too deep") from error
    finally:
        quiet.setLevel(level)
    if pages == 0:
        raise _refused("damaged", name, why="no pages")
    if pages > _MOST_PAGES:
        raise _refused("too-many-pages", name, pages=pages, limit=_MOST_PAGES)
    return pages


def _image_pages(data: bytes, name: str) -> int:
    from PIL import Image, UnidentifiedImageError

    try:
        with warnings.catch_warnings():
            warnings.simplefilter("ignore", Image.DecompressionBombWarning)
            with Image.open(io.BytesIO(data), formats=("JPEG", "PNG", "TIFF")) as image:
                width, height = image.size
                if width * height > _MOST_PIXELS:
                    raise _refused("too-many-pixels", name, width=width, height=height)
                pages = getattr(image, "n_frames", 1)
                if pages > _MOST_PAGES:
                    raise _refused("too-many-pages", name, pages=pages, limit=_MOST_PAGES)
                image.load()  # decodes every line: a truncated scan is found out here
    except (UnidentifiedImageError, OSError, SyntaxError, ValueError, EOFError) as error:
        raise _refused("damaged", name, why=str(error)[:200]) from error
    except Image.DecompressionBombError as error:
        raise _refused("too-many-pixels", name) from error
    return int(pages)
