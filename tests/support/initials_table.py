"""Makes resources/names/initials.txt: `python -m tests.support.initials_table`."""

from __future__ import annotations

from pathlib import Path

from app.rules.initials import table

PATH = Path(__file__).parents[2] / "resources" / "names" / "initials.txt"
_HEAD = (
    "# First letter of the usual reading of each Chinese character; made from pypinyin's dictionary (MIT).\n"
    "# Each line: code point of the first character, then one letter per character, - where none is known.\n"
)


def written() -> str:
    """The file as the dictionary gives it today."""
    from pypinyin.pinyin_dict import pinyin_dict

    return _HEAD + table({code: readings.split(",")[0] for code, readings in pinyin_dict.items()})


if __name__ == "__main__":
    PATH.write_text(written(), encoding="utf-8")
