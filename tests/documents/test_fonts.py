"""The fonts: unpacked once and whole, and together they draw every character a legal name may hold."""

from __future__ import annotations

import json
import time
from pathlib import Path

import pytest
from fontTools.ttLib import TTFont

from app.documents import fonts as fonts_module
from app.documents.fonts import FontFiles, damaged, prepare
from app.errors import Unavailable

MEGABYTE = 1024 * 1024
# GB 18030-2022, level 3: the blocks it takes over from the international set, and twelve unified
# ideographs that stand among the compatibility ones.
LEVEL_3 = (
    (0x4E00, 0x9FEF),
    (0x3400, 0x4DB5),
    (0x20000, 0x2A6D6),
    (0x2A700, 0x2B734),
    (0x2B740, 0x2B81D),
    (0x2B820, 0x2CEA1),
    (0x2CEB0, 0x2EBE0),
)
LEVEL_3_SINGLE = (
    0xFA0E, 0xFA0F, 0xFA11, 0xFA13, 0xFA14, 0xFA1F, 0xFA21, 0xFA23, 0xFA24, 0xFA27, 0xFA28, 0xFA29,
)  # fmt: skip


def level_3() -> list[int]:
    ranged = [code for first, last in LEVEL_3 for code in range(first, last + 1)]
    return [*ranged, *LEVEL_3_SINGLE]


def drawn(path: Path) -> set[int]:
    """The characters whose glyph really has an outline."""
    with TTFont(path, lazy=True) as font:
        return _outlined(font)


def _outlined(font: TTFont) -> set[int]:
    offsets = font["loca"]
    order = font.getReverseGlyphMap()
    return {
        code for code, name in font.getBestCmap().items() if offsets[order[name] + 1] > offsets[order[name]]
    }


def test_all_87887_characters_of_gb_18030_2022_level_3_are_drawn(fonts: FontFiles) -> None:
    have = drawn(fonts.base) | drawn(fonts.wide) | drawn(fonts.rare)
    wanted = level_3()
    assert len(wanted) == 87_887
    assert [f"U+{code:04X}" for code in wanted if code not in have] == []


def test_bold_has_every_character_of_base_so_a_window_never_mixes_a_hole_in(fonts: FontFiles) -> None:
    assert drawn(fonts.bold) == drawn(fonts.base)


def test_letters_of_foreign_names_and_the_name_dot_are_drawn(fonts: FontFiles) -> None:
    have = drawn(fonts.base) | drawn(fonts.wide) | drawn(fonts.latin)
    wanted = "·•ÀÉÑÖØÜßàéñöøüşŞğĞıİžŽščČłŁőűåÅæÆœŒđĐțșăâîẾếựỹ"
    assert [char for char in wanted if ord(char) not in have] == []


def test_the_packed_fonts_stay_within_15_megabytes_and_carry_their_licences() -> None:
    packed = list(fonts_module.PACKED.glob("*.xz"))
    assert len(packed) == 5
    assert sum(path.stat().st_size for path in packed) <= 15 * MEGABYTE
    for name in ("NotoSansSC", "HanaMinB", "WindowClerkLatin"):
        assert "Copyright" in (fonts_module.PACKED / f"LICENSE-{name}.txt").read_text(encoding="utf-8")


def test_the_list_of_checksums_names_the_packed_files() -> None:
    listed = json.loads((fonts_module.PACKED / "fonts.json").read_text(encoding="utf-8"))
    for name, entry in listed.items():
        assert (fonts_module.PACKED / f"{name}.ttf.xz").stat().st_size == entry["xz"]


def test_a_second_start_unpacks_nothing(fonts: FontFiles) -> None:
    before = {path: path.stat().st_mtime_ns for path in fonts.every()}
    started = time.perf_counter()
    again = prepare(fonts.base.parents[1])
    assert time.perf_counter() - started < 0.05
    assert again == fonts
    assert {path: path.stat().st_mtime_ns for path in again.every()} == before
    assert damaged(again) == ()


def test_a_face_cut_short_by_a_power_failure_is_unpacked_again(tmp_path: Path) -> None:
    made = prepare(tmp_path)
    whole = made.latin.read_bytes()
    made.latin.write_bytes(whole[:1000])
    (made.latin.parent / ".latin-left-over").write_bytes(b"half")
    assert prepare(tmp_path).latin.read_bytes() == whole


def test_a_face_changed_in_place_is_found_by_the_full_check(tmp_path: Path) -> None:
    made = prepare(tmp_path)
    spoiled = bytearray(made.latin.read_bytes())
    spoiled[-1] ^= 1
    made.latin.write_bytes(spoiled)
    assert damaged(made) == ("latin",)


def test_a_cache_that_cannot_be_written_is_said_so(tmp_path: Path) -> None:
    (tmp_path / "fonts").write_text("a file where the folder should be")
    with pytest.raises(Unavailable) as caught:
        prepare(tmp_path)
    assert caught.value.code == "font-cache"
    assert caught.value.facts["folder"] == str(tmp_path / "fonts")
