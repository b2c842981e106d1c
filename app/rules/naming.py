"""Names and phones as people give them: any legal name passes, what no name holds is named by its code.

A name may be 50 characters and more, foreign, with «·», with any character of GB 18030-2022.
"""

from __future__ import annotations

import re
import unicodedata
from typing import Final

from app.rules.identity import Checked, Flaw, character_name, fold_width

LONGEST_NAME: Final = 120
MIDDLE_DOT: Final = "·"  # U+00B7, the separator GB 13000 prescribes
_DOTS: Final = {ord(dot): MIDDLE_DOT for dot in "•‧・･⋅∙·᛫⸱●˙"}
_PERSON_SIGNS: Final = frozenset("·-'’.,`ʻʼ")
_ORGANISATION_SIGNS: Final = _PERSON_SIGNS | frozenset('()（）&/+“”"《》〈〉、，。：:#№@!！*—–_%~～【】[]')
# Characters that GB 18030 of 2000 kept in the private area and that Unicode has since named;
# old card readers still return them.
_FORMER_PRIVATE: Final = {
    "\ue816": "\U00020087",
    "\ue817": "\U00020089",
    "\ue818": "\U000200cc",
    "\ue81e": "\u9fb4",
    "\ue826": "\u9fb5",
    "\ue82b": "\u9fb6",
    "\ue82c": "\u9fb7",
    "\ue831": "\U000215d7",
    "\ue832": "\u9fb8",
    "\ue83b": "\U0002298f",
    "\ue843": "\u9fb9",
    "\ue854": "\u9fba",
    "\ue855": "\U000241fe",
    "\ue864": "\u9fbb",
}
_MOBILE: Final = re.compile(r"1[3-9][0-9]{9}")
_LANDLINE: Final = re.compile(
    r"(0(?:10|2[0-9]|[3-9][0-9]{2}))([2-9][0-9]{6,7})(?:(?:转|EXT|X|#)([0-9]{1,6}))?"
)
_ABROAD: Final = re.compile(r"\+(?!86)[1-9][0-9]{6,14}")


def is_han(character: str) -> bool:
    """Whether a character is Chinese, also where Python's Unicode tables are older than it."""
    code = ord(character)
    return (
        0x3400 <= code <= 0x4DBF
        or 0x4E00 <= code <= 0x9FFF
        or 0xF900 <= code <= 0xFAFF
        or 0x20000 <= code <= 0x3FFFD  # planes 2 and 3 hold nothing but ideographs
        or code in (0x3005, 0x3007)
    )


def is_radical(character: str) -> bool:
    """A radical (部首) is in GB 18030 but hardly ever in a name: a copied PDF gives ⼀ for 一."""
    return 0x2E80 <= ord(character) <= 0x2FDF


def _looks_like_emoji(character: str) -> bool:
    code = ord(character)
    return 0x1F000 <= code <= 0x1FAFF or 0x2600 <= code <= 0x27BF or code in (0x20E3, 0xFE0E, 0xFE0F, 0x200D)


def _flaw_of(character: str, signs: frozenset[str], *, digits: bool) -> Flaw | None:
    """Why a character cannot stand in a name; None when it can."""
    category = unicodedata.category(character)
    facts: dict[str, object] = {"character": character_name(character)}
    if category == "Co":
        if character in _FORMER_PRIVATE:
            facts["meant"] = _FORMER_PRIVATE[character]
        return Flaw("private-use-character", facts)
    if category == "Cs":
        return Flaw("broken-character", facts)
    if category in ("Cc", "Zl", "Zp"):
        return Flaw("control-character", facts)
    if is_han(character) or is_radical(character) or character in signs or character == " ":
        return None
    if _looks_like_emoji(character):
        return Flaw("emoji", facts)
    if category in ("Nd", "No") and not digits:
        return Flaw("digit-in-name", facts)
    if category[0] in "LMN":
        return None
    return Flaw("not-in-names", {**facts, "shown": character if category[0] in "PS" else ""})


def _compose(text: str) -> str:
    """Letters with their accents composed; Chinese characters are left exactly as given.

    NFC over the whole text would change compatibility ideographs, which stand in legal names.
    """
    return re.sub(
        r"[^\u2e80-\u9fff\uf900-\ufaff\U00020000-\U0003fffd]+",
        lambda run: unicodedata.normalize("NFC", run.group()),
        text,
    )


def normal_name(text: str) -> str:
    """A name as it is stored and printed: one kind of dot, no padding spaces, plain Latin letters."""
    without_marks = "".join(c for c in text if unicodedata.category(c) != "Cf")
    letters = "".join(fold_width(c) if c == "\u3000" or fold_width(c).isalnum() else c for c in without_marks)
    dotted = letters.translate(_DOTS)
    spaced = re.sub(r"[ \t\r\n\u00a0\u2000-\u200a\u202f\u205f]+", " ", dotted).strip()
    spaced = re.sub(r" ?· ?", MIDDLE_DOT, spaced)
    # Card readers pad two-character names («张  三»): a space between Chinese characters is never meant.
    result: list[str] = []
    for place, character in enumerate(spaced):
        inside = 0 < place < len(spaced) - 1
        if character == " " and inside and is_han(spaced[place - 1]) and is_han(spaced[place + 1]):
            continue
        # «买买提.示例»: a full stop between Chinese characters is meant as the dot.
        if character in ".．" and inside and is_han(spaced[place - 1]) and is_han(spaced[place + 1]):
            result.append(MIDDLE_DOT)
            continue
        result.append(character)
    return _compose("".join(result))


def check_name(text: str, *, organisation: bool = False) -> Checked:
    """All that is wrong or doubtful about a name; a character that stands in no name is told by its code."""
    if len(text) > LONGEST_NAME * 4:  # a paste: do not walk through ten thousand characters
        return Checked(text[:LONGEST_NAME], (Flaw("too-long", {"length": len(text), "limit": LONGEST_NAME}),))
    value = normal_name(text)
    if not value:
        return Checked("", (Flaw("empty"),))
    signs = _ORGANISATION_SIGNS if organisation else _PERSON_SIGNS
    faults: list[Flaw] = []
    told: set[str] = set()
    for character in value:
        flaw = None if character in told else _flaw_of(character, signs, digits=organisation)
        if flaw is not None:
            told.add(character)
            faults.append(flaw)
    if len(value) > LONGEST_NAME:
        faults.append(Flaw("too-long", {"length": len(value), "limit": LONGEST_NAME}))
    if not faults and not any(is_han(c) or is_radical(c) or c.isalpha() for c in value):
        faults.append(Flaw("no-letter"))
    warnings = [
        Flaw("radical-in-name", {"character": character_name(c), "meant": unicodedata.normalize("NFKC", c)})
        for c in dict.fromkeys(value)
        if is_radical(c)
    ]
    return Checked(value, tuple(faults), tuple(warnings))


def check_phone(text: str) -> Checked:
    """A mobile number, a landline with its area code, or a number abroad with its country code."""
    controls = [c for c in text[:64] if unicodedata.category(c) == "Cc" and not c.isspace()]
    if controls:
        return Checked("", (Flaw("control-character", {"character": character_name(controls[0])}),))
    if len(text) > 64:
        return Checked(text[:64], (Flaw("too-long", {"length": len(text), "limit": 20}),))
    folded = fold_width("".join(c for c in text if unicodedata.category(c) != "Cf"))
    compact = re.sub(r"[\s\-‐‑–—()]", "", folded).upper()
    if not compact:
        return Checked("", (Flaw("empty"),))
    national = re.sub(r"^(?:\+86|0086|86(?=1[3-9][0-9]{9}$))", "", compact)
    if _MOBILE.fullmatch(national):
        return Checked(national)
    landline = _LANDLINE.fullmatch(national)
    if landline:
        area, number, extension = landline.groups()
        return Checked(f"{area}-{number}" + (f"转{extension}" if extension else ""))
    abroad = re.sub(r"^00(?=[1-9])", "+", compact)
    if _ABROAD.fullmatch(abroad):
        return Checked(abroad)
    if national.isascii() and national.isdigit():
        if national[0] == "1" and len(national) != 11:
            return Checked(national, (Flaw("phone-length", {"length": len(national), "expected": 11}),))
        if national[0] in "2345678" and len(national) in (7, 8):
            return Checked(national, (Flaw("area-code-missing"),))
    return Checked(compact, (Flaw("not-a-phone"),))


def mask_phone(phone: str) -> str:
    """A phone fit for a screen: 138****0000."""
    if len(phone) >= 11 and phone.isdigit():
        return f"{phone[:3]}****{phone[-4:]}"
    if len(phone) >= 8:
        return f"{phone[:-6]}****{phone[-2:]}"
    return "*" * len(phone)


def mask_name(name: str) -> str:
    """A person's name where only the surname is shown: 张*."""
    return f"{name[:1]}*" if name else ""
