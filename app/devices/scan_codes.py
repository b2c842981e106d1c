"""What a bar code or QR code that was scanned at the window means: routed by its prefix, never guessed."""

from __future__ import annotations

from enum import StrEnum
from typing import Final
from urllib.parse import parse_qs, urlsplit

from app.records import dataclass
from app.rules.numbering import fold, looks_like_case_number, parse_case_number

LONGEST: Final = 2048  # no code of ours is longer; whatever is, is not for us


class ScanKind(StrEnum):
    CASE = "case"
    MATERIAL = "material"
    TICKET = "ticket"
    EMPLOYEE = "employee"
    UNREADABLE = "unreadable"  # has the shape of a case number, but its check character is wrong
    UNKNOWN = "unknown"


@dataclass(frozen=True, slots=True)
class Scan:
    """A scanned code: what it names, and the name."""

    kind: ScanKind
    value: str
    trace: str = ""  # of a notice's QR: the first digits of the decision's id


_PREFIXES: Final = {"M": ScanKind.MATERIAL, "T": ScanKind.TICKET, "E": ScanKind.EMPLOYEE}


def understand(text: str) -> Scan:
    """A case number (plain, `YCT:` or in an address), a material `M:`, ticket `T:` or employee card `E:`."""
    text = text.strip()
    if len(text) > LONGEST:
        return Scan(ScanKind.UNKNOWN, text[:LONGEST])
    head, colon, rest = text.partition(":")
    kind = _PREFIXES.get(fold(head)) if colon else None
    if kind is not None and rest.strip():
        return Scan(kind, rest.strip())
    if colon and fold(head) == "YCT":
        number, _, trace = rest.partition(":")
        return _case(number, trace, text)
    if colon and head.lower() in {"http", "https"}:
        return _from_address(text)
    return _case(text, "", text)


def _case(number: str, trace: str, whole: str) -> Scan:
    parsed = parse_case_number(number)
    if parsed is not None:
        return Scan(ScanKind.CASE, str(parsed), trace.strip().lower())
    if looks_like_case_number(number):
        return Scan(ScanKind.UNREADABLE, fold(number))
    return Scan(ScanKind.UNKNOWN, whole)


def _from_address(text: str) -> Scan:
    """The hall's query page as printed in a notice's QR: `…?no=<case number>&t=<trace>`."""
    try:
        fields = parse_qs(urlsplit(text).query)
    except ValueError:
        return Scan(ScanKind.UNKNOWN, text)
    return _case(fields.get("no", [""])[0], fields.get("t", [""])[0], text)
