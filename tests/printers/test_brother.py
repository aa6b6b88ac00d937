"""Brother's raster language, by its bytes."""

import pytest
from hypothesis import given

from printers import Condition, Dots, Resolution, Size, UnknownLayout
from printers.languages.brother import Brother
from tests.printers.pictures import SMALL, badge, pictures

DK_11209 = Brother(Size.LABEL_62X29, Resolution(300))
DK_22205 = Brother(Size.LABEL_62X29, Resolution(300), endless=True)
BEFORE = "1B40 1B696101 1B692100 1B697A CE 0B 3E 1D 03000000 0000 1B694D40 1B694101 1B694B08"
# Bit 12 is the picture's right-most dot: 1000000000000001, 11111111 00000000, 10100101 00001111
# from the right.
ROWS = ("00080010", "00000FF0", "000F0A50")


def answer(**said: int) -> bytes:
    """32 bytes of a printer that is well, with some of them changed: `byte8=1`."""
    well = bytearray(bytes.fromhex("80 20 42 34 43 30 00 00 00 00 3E 0B") + bytes(20))
    well[17] = 29
    for name, value in said.items():
        well[int(name.removeprefix("byte"))] = value
    return bytes(well)


def test_a_small_picture_is_these_bytes_from_right_to_left() -> None:
    rows = b"".join(b"g\x00\x5a" + bytes.fromhex(row) + bytes(86) for row in ROWS)

    assert DK_11209.encode(SMALL) == (
        bytes(400) + bytes.fromhex(BEFORE + "1B69640000 4D00") + rows + b"\x1a"
    )


def test_a_roll_without_gaps_has_no_length_and_a_margin() -> None:
    job = DK_22205.encode(SMALL)

    assert bytes.fromhex("1B697A CE 0A 3E 00 03000000 0000") in job
    assert bytes.fromhex("1B69642300 4D00") in job


def test_the_number_of_rows_begins_with_its_lowest_byte() -> None:
    job = DK_11209.encode(badge(Size.LABEL_62X29, 300))

    assert bytes.fromhex("1B697A CE 0B 3E 1D 0F010000 0000") in job  # 271
    assert job.count(b"g\x00\x5a") >= 271
    assert len(job) == len(DK_11209.encode(SMALL)) + 268 * 93


@given(pictures(696))
def test_each_row_is_read_back_from_its_720_pins(dots: Dots) -> None:
    data = DK_11209.encode(dots).partition(b"M\x00")[2]

    rows = b""
    for nth in range(dots.height):
        command, row = data[nth * 93 : nth * 93 + 3], data[nth * 93 + 3 : (nth + 1) * 93]
        assert command == b"g\x00\x5a"
        pins = f"{int.from_bytes(row, 'big'):0720b}"
        assert "1" not in pins[:12] + pins[12 + dots.width :]
        bits = pins[12 : 12 + dots.width][::-1].ljust(dots.bytes_per_row * 8, "0")
        rows += int(bits, 2).to_bytes(dots.bytes_per_row, "big")
    assert rows == dots.rows
    assert data[dots.height * 93 :] == b"\x1a"


def test_a_picture_wider_than_the_media_is_refused() -> None:
    with pytest.raises(UnknownLayout, match="696 dots, not 697"):
        DK_11209.encode(Dots(697, 1, bytes(88)))


@pytest.mark.parametrize(
    ("said", "condition"),
    [
        (answer(), "ready"),
        (answer(byte18=1), "ready"),  # a label is out
        (answer(byte11=0x4B), "ready"),  # as newer ones name die-cut labels
        (answer(byte8=1, byte10=0, byte11=0, byte17=0), "paper_out"),
        (answer(byte8=2), "paper_out"),
        (answer(byte8=4), "jam"),
        (answer(byte9=0x10), "cover_open"),
        (answer(byte9=0x40), "jam"),
        (answer(byte9=0x80), "error"),
        (answer(byte9=1), "wrong_media"),
        (answer(byte18=5, byte22=3), "hot"),
        (answer(byte18=5, byte22=4), "ready"),  # cooled down
        (b"", "unknown"),
        (answer()[:20], "unknown"),
        (bytes(32), "unknown"),
        (answer(byte9=0x10) + answer(), "ready"),
    ],
)
def test_each_answer_is_read(said: bytes, condition: Condition) -> None:
    assert DK_11209.questions == (b"\x1biS",)
    assert DK_11209.status([said]).condition == condition


@pytest.mark.parametrize(
    ("language", "loaded", "detail"),
    [
        (DK_11209, (0x0A, 62, 0), "loaded 62 mm endless, set up for 62 × 29 mm"),
        (DK_22205, (0x0B, 62, 29), "loaded 62 × 29 mm, set up for 62 mm endless"),
        (DK_11209, (0x0B, 29, 90), "loaded 29 × 90 mm, set up for 62 × 29 mm"),
    ],
)
def test_other_labels_than_set_up_are_named(
    language: Brother, loaded: tuple[int, int, int], detail: str
) -> None:
    kind, width, length = loaded

    said = language.status([answer(byte11=kind, byte10=width, byte17=length)])

    assert (said.condition, said.detail) == ("wrong_media", detail)
    assert not said.may_print


def test_its_own_beginning_is_the_filler() -> None:
    assert DK_11209.filler() == b""
    assert DK_11209.encode(SMALL).startswith(bytes(400))
