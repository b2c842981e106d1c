"""What a case or an applicant can be found by, and what a typed search asks for: exact tokens only.

The store's index holds tokens (sync.md §6): each character and each pair of neighbours, `p`+prefixes of a
name's initials, `q`+prefixes of the item's, `d`+last digits, `e`+first digits, `c`+case number. A search is
an AND of OR-groups of such tokens, so every key stroke is a few list look-ups however many cases there are.
"""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Iterable, Sequence
from enum import StrEnum
from itertools import pairwise
from typing import Final

from app.records import dataclass
from app.rules.identity import fold_width
from app.rules.initials import Initials
from app.rules.naming import is_han, is_radical
from app.rules.numbering import fold, looks_like_case_number, parse_case_number

TOKENS_VERSION: Final = 1
LONGEST_QUERY: Final = 64
_LONGEST_INITIALS: Final = 8
_LONG: Final = 5
_LAST: Final = range(3, 7)
_FIRST_ID: Final = range(6, 18)
_FIRST_PHONE: Final = range(3, 11)
# A number typed whole or in part: digits, perhaps with letters inside (123x, 0017k, 91350100m0), or the
# letters of a permit with its digits (h12345678). «zsl1238» and «1238zsl» are initials and last digits.
_NUMBER: Final = re.compile(
    r"[0-9]+[a-z]?|[0-9][0-9a-z]*[0-9][a-z]?|[0-9]{7,}[0-9a-z]+|[a-z]{1,3}[0-9]{7,}[0-9a-z]*"
)
_INNER_DASH: Final = re.compile(r"(?<=[0-9])-(?=[0-9a-z])|(?<=[a-z])-(?=[0-9])")
_RUNS: Final = re.compile(r"[0-9]{2,}x(?![a-z])|[0-9]+|[a-z]+|[^\x00-\x7f]+")


@dataclass(frozen=True, slots=True)
class Findable:
    """The texts by which one record is found."""

    names: tuple[str, ...] = ()  # persons: applicant, agent, contact
    organisations: tuple[str, ...] = ()
    numbers: tuple[str, ...] = ()  # identity documents
    phones: tuple[str, ...] = ()
    item_name: str = ""
    item_spellings: tuple[str, ...] = ()  # initials of the item's name, its code
    case_no: str = ""


class TermKind(StrEnum):
    CASE = "case"
    DIGITS = "digits"
    LETTERS = "letters"
    CHARACTERS = "characters"


@dataclass(frozen=True, slots=True)
class Term:
    """One thing a search asks for."""

    kind: TermKind
    text: str


def _latin(text: str) -> str:
    """Latin letters without their accents, lower case; empty when the text is written in another script."""
    plain = "".join(c for c in unicodedata.normalize("NFD", text) if unicodedata.category(c) != "Mn").lower()
    return plain if plain.isascii() and plain.isalpha() else ""


def _characters(text: str) -> str:
    """What is indexed one by one: the characters of a name or item without its signs and Latin letters."""
    return "".join(
        c
        for c in text
        if not c.isascii()
        and (is_han(c) or is_radical(c) or unicodedata.category(c)[0] in "LM")
        and not _latin(c)
    )


def _pairs(text: str) -> Iterable[str]:
    return (first + second for first, second in pairwise(text))


def _covering(text: str) -> list[str]:
    """The pairs a search asks for: all of a short text's, of a long one enough to cover it.

    A pasted company name would ask for a dozen lists, many of them long; `keeps` compares the whole anyway.
    """
    pairs = list(_pairs(text))
    return pairs if len(text) < _LONG else [*pairs[::2], pairs[-1]]


def _prefixes(mark: str, text: str) -> Iterable[str]:
    return (mark + text[:length] for length in range(1, min(len(text), _LONGEST_INITIALS) + 1))


def _name_tokens(name: str, initials: Initials, *, person: bool) -> Iterable[str]:
    characters = _characters(name)
    yield from characters
    yield from _pairs(characters)
    for spelling in initials.spellings(characters, person=person, longest=_LONGEST_INITIALS):
        yield from _prefixes("p", spelling)
    words = [word for part in re.split(r"[\s\-.'’,]+", name) if (word := _latin(part))]
    for word in words:
        yield from _prefixes("p", word)
    yield from _prefixes("p", "".join(word[0] for word in words))


def _number_tokens(number: str, first: range) -> Iterable[str]:
    folded = "".join(c for c in number.lower() if c.isascii() and c.isalnum())
    if not folded:
        return
    yield f"d{folded}"
    for length in _LAST:
        if length < len(folded):
            yield f"d{folded[-length:]}"
    for length in first:
        if length < len(folded):
            yield f"e{folded[:length]}"


def index_tokens(found_by: Findable, initials: Initials) -> frozenset[str]:
    """Every token a record is found by."""
    tokens: set[str] = set()
    for name in found_by.names:
        tokens.update(_name_tokens(name, initials, person=True))
    for name in found_by.organisations:
        tokens.update(_name_tokens(name, initials, person=False))
    for number in found_by.numbers:
        tokens.update(_number_tokens(number, _FIRST_ID))
    for phone in found_by.phones:
        tokens.update(_number_tokens(phone, _FIRST_PHONE))
    characters = _characters(found_by.item_name)
    tokens.update(characters)
    tokens.update(_pairs(characters))
    for spelling in found_by.item_spellings:
        tokens.update(_prefixes("q", spelling.lower()))
    if found_by.case_no:
        compact = fold(found_by.case_no).replace("-", "").lower()
        tokens.add(f"c{compact}")
        parsed = parse_case_number(found_by.case_no)
        if parsed:
            tail = f"{parsed.counter:04d}"
            tokens.update(f"d{tail[-length:]}" for length in _LAST if length <= len(tail))
            tokens.add(f"c{tail}{parsed.check.lower()}")
    tokens.discard("")
    return frozenset(tokens)


def item_spellings(code: str, name: str, readings: Sequence[str], initials: Initials) -> tuple[str, ...]:
    """How an item is asked for by letters: the initials of its name as the catalogue reads it, its code."""
    read = [
        "".join(syllable[0] for syllable in reading.split() if syllable[0].isalpha()) for reading in readings
    ]
    spelt = read or list(initials.spellings(_characters(name), person=False))
    return tuple(dict.fromkeys(text for text in (*spelt, code.lower()) if text.isascii() and text.isalnum()))


def terms(text: str) -> tuple[Term, ...]:
    """What a typed text asks for, part by part."""
    asked: list[Term] = []
    for word in "".join(_latin(c) or c for c in fold_width(text[:LONGEST_QUERY]).lower()).split():
        compact = _INNER_DASH.sub("", word)
        if looks_like_case_number(word) and ("-" in word or parse_case_number(word)):
            asked.append(Term(TermKind.CASE, fold(word).replace("-", "").lower()))
        elif _NUMBER.fullmatch(compact):
            asked.append(Term(TermKind.DIGITS, compact))
        else:
            for run in _RUNS.findall(compact):
                if run[0].isdigit():
                    asked.append(Term(TermKind.DIGITS, run))
                elif run.isascii():
                    asked.append(Term(TermKind.LETTERS, run))
                elif characters := _characters(run):
                    asked.append(Term(TermKind.CHARACTERS, characters))
    return tuple(dict.fromkeys(asked))


def _groups_of(term: Term) -> tuple[frozenset[str], ...]:
    text = term.text
    match term.kind:
        case TermKind.CASE:
            return (frozenset({f"c{text}", f"d{text}"}),)  # eighteen digits may be a person's number too
        case TermKind.LETTERS:
            head = text[:_LONGEST_INITIALS]
            return (frozenset({f"p{head}", f"q{head}"}),)
        case TermKind.DIGITS if len(text) < _LAST.start:
            return ()  # half of all cases have any two digits
        case TermKind.DIGITS:
            # Longer than any indexed ending: the last six are asked for and the rest is compared in `keeps`.
            return (frozenset({f"d{text}", f"e{text}", f"c{text}", f"d{text[-6:]}"}),)
        case TermKind.CHARACTERS if len(text) == 1:
            return (frozenset({text}),)
        case TermKind.CHARACTERS:
            return tuple(frozenset({pair}) for pair in dict.fromkeys(_covering(text)))


def query_groups(asked: Sequence[Term]) -> tuple[frozenset[str], ...]:
    """The AND of OR-groups of tokens the store is asked; empty when there is nothing to ask yet."""
    return tuple(group for term in asked for group in _groups_of(term))


def _compact(text: str) -> str:
    return "".join(c for c in text.lower() if c.isascii() and c.isalnum())


def keeps(asked: Sequence[Term], names: Iterable[str], numbers: Iterable[str]) -> bool:
    """Whether a record the index gave really has what was asked: pairs of characters may match apart.

    `names`: the record's names and its item's; `numbers`: its documents, phones and case number.
    """
    texts = [_characters(name) for name in names]
    digits = [_compact(number) for number in numbers]
    for term in asked:
        if term.kind is TermKind.CHARACTERS and len(term.text) > 2:
            kept = any(term.text in text for text in texts)
        elif term.kind is TermKind.DIGITS and len(term.text) >= _LAST.stop:
            kept = any(number.startswith(term.text) or number.endswith(term.text) for number in digits)
        else:
            continue
        if not kept:
            return False
    return True
