"""The decoders read what the manuals say, typed by hand, and refuse everything else.

The picture is 16 × 3: a frame that is open below, with a dot in its second row."""

import zlib
from base64 import b64encode
from binascii import crc_hqx

import pytest

from printers import Dots
from tests.printers.decoders import LANGUAGES, NotAJob, decode

ROWS = bytes.fromhex("FFFF 8011 8001")
DOTS = Dots(16, 3, ROWS)
ESCPOS = bytes.fromhex("1B40 1B6100 1D763000 0200 0300") + ROWS + bytes.fromhex("1B4A18 1D564200")
ZPL = b"^XA^PW16^LL3^LH0,0^FO0,0^GFA,6,6,2,FFFF80118001^FS^XZ"
TSPL = (
    b"\r\nSIZE 2 mm,0.4 mm\r\nGAP 3 mm,0 mm\r\nDIRECTION 0,0\r\nREFERENCE 0,0\r\nCLS\r\n"
    b"BITMAP 0,0,2,3,0,\x00\x00\x7f\xee\x7f\xfe\r\nPRINT 1,1\r\n"
)


def brother_row(row: str) -> bytes:
    """720 pins, the right-most dot first: 12 that print nothing, our 16 mirrored, the rest."""
    mirrored = f"{int(row, 16):016b}"[::-1]
    pins = int("0" * 12 + mirrored + "0" * (720 - 28), 2)
    return b"g\x00\x5a" + pins.to_bytes(90)


BROTHER = (
    b"\x00" * 400
    + bytes.fromhex("1B40 1B696101 1B692100 1B697A CE 0B 3E 1D 03000000 00 00")
    + bytes.fromhex("1B694D40 1B694101 1B694B08 1B69640000 4D00")
    + b"".join(brother_row(row) for row in ("FFFF", "8011", "8001"))
    + b"\x1a"
)


def pwg(**changed: int) -> bytes:
    header = bytearray(1796)
    header[:9] = b"PwgRaster"
    fields = {"276": 203, "280": 203, "352": 6, "356": 1, "372": 16, "376": 3, "384": 1, "388": 1}
    fields |= {"392": 2, "400": 3, "420": 1, "340": 1}
    for at, value in (fields | {name[1:]: value for name, value in changed.items()}).items():
        header[int(at) : int(at) + 4] = value.to_bytes(4)
    lines = bytes.fromhex("00 01FF  00 FF8011  00 FF8001")
    return b"RaS2" + bytes(header) + lines


JOBS = {"escpos": ESCPOS, "zpl": ZPL, "tspl": TSPL, "brother": BROTHER, "pwg": pwg()}


@pytest.mark.parametrize("language", LANGUAGES)
def test_a_job_out_of_the_manual_is_its_picture(language: str) -> None:
    assert decode(language, JOBS[language], 16) == DOTS


@pytest.mark.parametrize("language", LANGUAGES)
def test_no_part_of_a_job_is_a_job(language: str) -> None:
    job = JOBS[language]
    for length in range(len(job)):
        with pytest.raises(NotAJob):
            decode(language, job[:length], 16)


@pytest.mark.parametrize("language", LANGUAGES)
def test_a_byte_too_many_or_a_job_too_many_is_refused(language: str) -> None:
    job = JOBS[language]
    for wrong in (job + b"\0", b"\0" + job, job + b"A", job + job):
        with pytest.raises(NotAJob):
            decode(language, wrong, 16)


@pytest.mark.parametrize(("start", "legal"), [(0x0000, True), (0xFFFF, False)])
def test_z64_is_checked_by_a_crc_that_starts_with_0(start: int, legal: bool) -> None:
    data = b64encode(zlib.compress(ROWS))
    wrapped = b":Z64:%s:%04X" % (data, crc_hqx(data, start))
    job = ZPL.replace(b"FFFF80118001", wrapped)
    if legal:
        assert decode("zpl", job) == DOTS
    else:
        with pytest.raises(NotAJob, match="check"):
            decode("zpl", job)


@pytest.mark.parametrize(
    ("language", "found", "put", "says"),
    [
        ("escpos", b"\x1d\x76\x30\x00", b"\x1d\x76\x30\x01", "enlarges"),
        ("escpos", b"\x02\x00\x03\x00", b"\x02\x00\x00\x03", "wanted"),
        ("escpos", b"\x1d\x56\x42\x00", b"\x1d\x56\x42\x00\x1b\x40", "after the job"),
        ("escpos", b"\x1b\x61\x00", b"\x1b\x61\x01", "should stand"),
        ("zpl", b"FFFF", b"ffff", "upper-case"),
        ("zpl", b"A,6,6,2", b"A,6,6,3", "3 rows|dots"),
        ("zpl", b"A,6,6,2", b"A,5,6,2", "fit each other"),
        ("zpl", b"FFFF", b"FF", "says 6 bytes and has 5"),
        ("zpl", b"^XZ", b"^PQ2^XZ", "none of ours"),
        ("zpl", b"^LL3", b"^LL4", "LL4 for 3"),
        ("zpl", b"^PW16", b"^PW17", "PW17|don't hold"),
        ("tspl", b"PRINT 1,1", b"PRINT 1,2", "should stand"),
        ("tspl", b"0,\x00\x00", b"0,\r\n\x00\x00", "none of ours"),
        ("tspl", b"SIZE 2 mm", b"SIZE 20 mm", "SIZE"),
        ("tspl", b"CLS", b"CLS\r\nTEXT 0", "none of ours"),
        ("tspl", b"\r\nSIZE", b"SIZE", "should stand"),
        ("brother", b"\x03\x00\x00\x00\x00\x00", b"\x00\x00\x00\x03\x00\x00", "says"),
        ("brother", b"g\x00\x5a", b"G\x00\x5a", "no command"),
        ("brother", b"\x4d\x00g", b"\x4d\x02g", "should stand"),
        ("brother", b"\x00" * 400, b"\x00" * 200, "should stand"),
    ],
)
def test_what_the_manual_forbids_is_named(
    language: str, found: bytes, put: bytes, says: str
) -> None:
    assert JOBS[language].count(found)
    with pytest.raises(NotAJob, match=says):
        decode(language, JOBS[language].replace(found, put, 1), 16)


@pytest.mark.parametrize(
    "changed",
    [
        {"b400": 18},
        {"b392": 16},
        {"b388": 8},
        {"b352": 16},
        {"b284": 1},
        {"b276": 204},
        {"b340": 2},
    ],
)
def test_a_page_that_says_something_else_is_refused(changed: dict[str, int]) -> None:
    with pytest.raises(NotAJob):
        decode("pwg", pwg(**changed))


@pytest.mark.parametrize("language", [each for each in LANGUAGES if each != "pwg"])
def test_black_padding_is_a_bar_at_the_edge_and_refused(language: str) -> None:
    """The picture's right column is black: as 15 dots wide, that column is padding."""
    with pytest.raises(NotAJob):
        decode(language, JOBS[language].replace(b"PW16", b"PW15"), 15)
