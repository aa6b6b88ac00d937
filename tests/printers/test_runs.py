"""Names in the scripts that people here write, and what is no writing at all."""

from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st
from PIL import ImageChops, ImageDraw, ImageFont

from printers.coverage import has_glyph
from printers.dots import INK, canvas_of
from printers.fonts import FACES, Face, covers, opened, shaping_works
from printers.fonts import Weight as FontWeight
from printers.runs import clean, drawable, graphemes, runs
from printers.typeset import Type, put

PRIVATE = "\U0010abcd"


def faces(text: str) -> list[tuple[str, str]]:
    return [(run.face.name, run.text) for run in runs(text) or ()]


def test_each_script_gets_its_font() -> None:
    assert faces("Anna Müller") == [("Noto Sans", "Anna Müller")]
    assert faces("欧阳夏丹") == [("Noto Sans CJK SC", "欧阳夏丹")]
    assert faces("ئەنۋەر") == [("Noto Naskh Arabic", "ئەنۋەر")]
    assert faces("བསྟན་འཛིན") == [("Noto Serif Tibetan", "བསྟན་འཛིན")]
    assert faces("ꀊꆀ") == [("Noto Sans Yi", "ꀊꆀ")]
    assert faces("ᠪᠠᠶᠠᠷ") == [("Noto Sans Mongolian", "ᠪᠠᠶᠠᠷ")]


def test_rare_characters_of_names_are_there() -> None:
    assert drawable("𬱟䶮㛃𫖯𰻝")
    assert faces("王\U0002a6a5") == [("Noto Sans CJK SC", "王"), ("Rare Han", "\U0002a6a5")]
    # One of each extension from B to F.
    rare = "\U00020019\U0002a71c\U0002b7a2\U0002b844\U0002cecc"
    assert {face for face, _ in faces(rare)} == {"Rare Han"}


@pytest.mark.parametrize("name", ["\U0002a6a5", "ꀊꆀ", "ᠪᠠᠶᠠᠷ"])
@pytest.mark.parametrize("px", [24, 60])
def test_a_thin_font_gets_thicker_strokes(name: str, px: int) -> None:
    canvas, once = canvas_of(300, 100), canvas_of(300, 100)
    put(ImageDraw.Draw(canvas), 0, 80, name, Type(px))
    ((run,),) = (runs(name) or (),)
    font = opened(run.face, FontWeight.MEDIUM, px)
    ImageDraw.Draw(once).text((0, 80), name, INK, font, anchor="ls")

    assert ImageChops.subtract(once.convert("L"), canvas.convert("L")).getbbox() is None
    assert canvas.tobytes() != once.tobytes()


def test_points_and_quotation_marks_belong_to_the_script_beside_them() -> None:
    assert faces("阿卜杜·热合曼") == [("Noto Sans CJK SC", "阿卜杜·热合曼")]
    assert faces("“谈过”") == [("Noto Sans CJK SC", "“谈过”")]
    assert faces("“Talked”") == [("Noto Sans", "“Talked”")]


def test_a_right_to_left_name_begins_at_the_right() -> None:
    assert faces("ئەنۋەر 2026年") == [
        ("Noto Sans", "2026"),
        ("Noto Sans CJK SC", "年"),
        ("Noto Naskh Arabic", "ئەنۋەر "),
    ]
    assert [name for name, _ in faces("Anwar ئەنۋەر")] == ["Noto Sans", "Noto Naskh Arabic"]


def test_letters_are_joined() -> None:
    assert shaping_works()


def test_what_no_font_has_is_known_before_drawing() -> None:
    assert not drawable("王\U00030001")
    assert not drawable(PRIVATE)
    assert drawable("")


@pytest.mark.parametrize("face", FACES, ids=lambda face: face.name)
def test_the_character_map_agrees_with_what_is_drawn(face: Face) -> None:
    font = opened(face, FontWeight.BOLD, 32)
    box = bytes(font.getmask(PRIVATE))
    asked = "Aé国𬱟ئۇབꀊᠪЖ한あΩ𠮷"

    for character in asked:
        drawn = bytes(font.getmask(character)) != box
        assert drawn == has_glyph(face.file(), face.index, character), character
    assert covers(face, "")


def test_a_file_without_a_character_map_is_refused(tmp_path: Path) -> None:
    empty = tmp_path / "no.ttf"
    empty.write_bytes(b"\x00\x01\x00\x00\x00\x00" + bytes(6))

    with pytest.raises(ValueError, match=r"no\.ttf has no character map"):
        has_glyph(empty, 0, "A")
    with pytest.raises(OSError):
        ImageFont.truetype(str(empty), 20)


def test_marks_stay_with_their_letters() -> None:
    assert graphemes("བསྟན") == ["བ", "སྟ", "ན"]
    assert graphemes("e\u0301a") == ["e\u0301", "a"]
    assert graphemes("") == []


@given(st.text())
def test_cleaning_leaves_no_control_and_is_done_once(text: str) -> None:
    once = clean(text)

    assert clean(once) == once
    assert not any(ord(c) < 32 or 0x202A <= ord(c) <= 0x202E for c in once)
    assert not any(0x2066 <= ord(c) <= 0x2069 or 0xD800 <= ord(c) <= 0xDFFF for c in once)
    assert once == once.strip()


@given(st.text())
def test_splitting_loses_nothing(text: str) -> None:
    assert "".join(graphemes(text)) == text


@given(st.text(alphabet="Aé 国·ئۇབྷꀊᠪ\u200d1\u0301“"))
def test_runs_hold_every_character_once(text: str) -> None:
    found = runs(text)

    if found is not None:
        assert sorted("".join(run.text for run in found)) == sorted(text)
