"""Search as you type over a million cases: token lists in, full-text match expressions out (sync.md §6)."""

from __future__ import annotations

import zlib
from collections.abc import Collection, Iterable, Sequence

# FTS5's ascii tokenizer would split at these; dropped alike when writing and when asking.
_SEPARATORS = {code: None for code in range(128) if not chr(code).isalnum()}
_SMALL = {code: code + 32 for code in range(ord("A"), ord("Z") + 1)}

Query = Sequence[Collection[str]]


def folded(token: str) -> str:
    """A token as the index keeps it."""
    return token if token.isalnum() else token.translate(_SEPARATORS)


def small(text: str) -> str:
    """Tokens as a search compares them: FTS5's ascii tokenizer makes ASCII letters small, and no others."""
    return text.lower() if text.isascii() else text.translate(_SMALL)


def indexed(tokens: Iterable[str]) -> str:
    """The one string of distinct tokens written for a row; sorted, so that the same tokens give the same
    text.
    """
    return " ".join(sorted({kept for token in tokens if (kept := folded(token))}))


def check(text: str) -> int:
    """A check over the written tokens: a contentless row can only be deleted with exactly these."""
    return zlib.crc32(text.encode())


def expression(groups: Query) -> str | None:
    """AND of OR-groups of exact tokens; None when a group has no token, for then nothing can match."""
    parts = []
    for group in groups:
        tokens = sorted({kept for token in group if (kept := folded(token))})
        if not tokens:
            return None
        joined = " OR ".join(f'"{token}"' for token in tokens)
        parts.append(f"({joined})" if len(tokens) > 1 else joined)
    return " AND ".join(parts) if parts else None
