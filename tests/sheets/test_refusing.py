"""A file that can't be taken is refused whole, in one sentence."""

import io
import struct
import zipfile
import zlib
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from sheets.reading import read
from sheets.refused import SENTENCES, Refused
from sheets.rows import found, rows
from tests.sheets.lists import PEOPLE, as_csv, as_xlsx
from tests.sheets.old_workbook import old_workbook
from tests.sheets.test_reading import open_document

BROKEN = Path(__file__).parents[1] / "data" / "broken"
SHEET = "xl/worksheets/sheet1.xml"
SOUND = as_xlsx([["姓名", "电话"], ["张三", 1]])  # made once: it bears its time


def why(data: bytes, name: str = "list.xlsx") -> str:
    with pytest.raises(Refused) as refused:
        list(rows(found(name, read(data, name), PEOPLE)))
    assert name in str(refused.value)
    assert "nothing was kept" in str(refused.value)
    return refused.value.code


@pytest.mark.parametrize(
    ("name", "code"),
    [
        ("blank.csv", "blank"),
        ("bytes.csv", "undecodable"),
        ("cut.xlsx", "damaged"),
        ("empty.csv", "empty"),
        ("no-header.csv", "no_header"),
        ("no-workbook.xlsx", "unknown_format"),
        ("password.xlsx", "password"),
        ("picture.csv", "unknown_format"),
        ("renamed-xls.xlsx", "damaged"),
    ],
)
def test_every_broken_file_has_its_reason(name: str, code: str) -> None:
    assert why((BROKEN / name).read_bytes(), name) == code


def test_the_list_of_broken_files_is_whole() -> None:
    assert len(list(BROKEN.iterdir())) == 9


@pytest.mark.parametrize(
    "data", [b"%PDF-1.7", b"<html><table>", b'\xef\xbb\xbf<?xml version="1.0"?>', b"\x1f\x8b\x08"]
)
def test_what_is_no_spreadsheet_is_refused(data: bytes) -> None:
    assert why(data) == "unknown_format"


def test_an_old_workbook_with_a_password_says_so() -> None:
    assert why(old_workbook([["姓名"], ["张三"]], locked=True), "list.xls") == "password"


def test_a_document_of_another_program_is_no_damaged_list() -> None:
    data = (BROKEN / "renamed-xls.xlsx").read_bytes()
    assert why(data + "WordDocument".encode("utf-16-le")) == "unknown_format"


def test_utf8_with_broken_bytes_is_not_taken_for_another_encoding() -> None:
    assert why(as_csv([["姓名", "电话"], ["张三", "1"]])[:-5], "list.csv") == "undecodable"


def test_an_odd_utf16_file_is_undecodable() -> None:
    assert why("姓名\n张三".encode("utf-16")[:-1], "list.csv") == "undecodable"


def test_a_quotation_mark_that_never_closes_swallows_nothing_silently() -> None:
    data = '姓名,电话\r\n张三,1\r\n"李四,2\r\n王五,3\r\n'.encode()
    with pytest.raises(Refused) as refused:
        list(rows(found("list.csv", read(data, "list.csv"), PEOPLE)))
    assert refused.value.code == "open_quote"
    assert refused.value.values["row"] == "3"


def test_a_file_over_32_mb_is_too_big() -> None:
    assert why(b"x" * (33 << 20)) == "too_big"


@pytest.mark.slow
def test_more_than_100_000_rows_are_too_many() -> None:
    lines = [b"\xe5\xa7\x93\xe5\x90\x8d,note", *[b"a,b"] * 100_000]
    data = b"\r\n".join(lines)
    assert sum(1 for _ in rows(found("list", read(data, "list"), PEOPLE))) == 100_000
    assert why(data + b"\r\na,b") == "too_many_rows"


def changed(old: bytes, new: bytes, *, part: str = SHEET) -> bytes:
    out = io.BytesIO()
    data = as_xlsx([["姓名", "电话"], ["张三", 1]])
    with zipfile.ZipFile(io.BytesIO(data)) as before, zipfile.ZipFile(out, "w") as after:
        for entry in before.infolist():
            content = before.read(entry)
            assert old in content or entry.filename != part
            after.writestr(
                entry.filename, content.replace(old, new) if entry.filename == part else content
            )
    return out.getvalue()


@pytest.mark.parametrize(
    "doctype",
    [
        b'<!DOCTYPE x [<!ENTITY a "ha"><!ENTITY b "&a;&a;&a;&a;">]>',
        b'<!DOCTYPE x [<!ENTITY a SYSTEM "file:///etc/passwd">]>',
        b'<!DOCTYPE x SYSTEM "http://127.0.0.1/x.dtd">',
    ],
)
def test_entities_are_refused_before_they_are_read(doctype: bytes) -> None:
    assert why(changed(b"<worksheet", doctype + b"<worksheet")) == "unsafe"
    assert why(changed(b"<styleSheet", doctype + b"<styleSheet", part="xl/styles.xml")) == "unsafe"
    assert why(open_document("", doctype=doctype.decode())) == "unsafe"


def test_a_lone_cell_far_out_does_not_fill_the_memory() -> None:
    assert why(changed(b'r="B2"', b'r="XFD1048576"')) == "too_wide"


@pytest.mark.parametrize("reference", [b"XFE2", b"A99999999", b"ZZZZ1", b"A0", b"2", b""])
def test_a_cell_that_can_not_be_is_damage(reference: bytes) -> None:
    assert why(changed(b'r="B2"', b'r="' + reference + b'"')) == "damaged"


def test_a_lone_cell_far_out_in_an_old_workbook_does_not_either() -> None:
    far = [["姓名"], *[[""]] * 65_000, ["", *[""] * 200, "x"]]
    assert why(old_workbook(far), "list.xls") == "too_wide"


def test_an_old_workbook_that_counts_more_than_it_holds_is_damaged() -> None:
    data = old_workbook([["姓名"], ["张三"]], merged=[(0, 1, 0, 0)])
    counted = b"\xe5\0\x0a\0\1\0"
    assert why(data.replace(counted, counted[:4] + b"\xff\xff"), "list.xls") == "damaged"


def test_a_dimension_is_not_believed() -> None:
    data = changed(b'ref="A1:B2"', b'ref="A1:XFD1048576"')
    assert [row.number for row in rows(found("x", read(data, "x"), PEOPLE))] == [2]


def test_formatted_empty_cells_may_reach_anywhere() -> None:
    data = changed(
        b"</row></sheetData>", b'</row><row r="1048576"><c r="XFD1048576" s="0"/></row></sheetData>'
    )
    assert [row.number for row in rows(found("x", read(data, "x"), PEOPLE))] == [2]


def test_a_repeated_cell_does_not_fill_the_memory() -> None:
    cell = "<table:table-cell table:number-columns-repeated='{}'>{}</table:table-cell>"
    assert why(open_document(cell.format(2_000_000_000, "<text:p>x</text:p>"))) == "too_wide"


def test_a_sheet_that_unpacks_to_gigabytes_is_too_big() -> None:
    out = io.BytesIO()
    with zipfile.ZipFile(out, "w", zipfile.ZIP_DEFLATED) as archive:
        archive.writestr("xl/workbook.xml", "<workbook/>")
        with archive.open("xl/media/picture.bin", "w") as part:
            for _ in range(170):
                part.write(bytes(1 << 20))
    assert len(out.getvalue()) < 1 << 20
    assert why(out.getvalue()) == "too_big"


def test_a_declared_size_is_not_believed() -> None:
    packer = zlib.compressobj(9, zlib.DEFLATED, -15)
    packed = b"".join(packer.compress(bytes(1 << 20)) for _ in range(170)) + packer.flush()
    name, size = b"xl/media/image1.png", 10  # says ten bytes, unpacks to 170 MB
    crc = zlib.crc32(bytes(size))
    fields = struct.pack("<5H3I", 20, 0, 8, 0, 0, crc, len(packed), size)
    local = b"PK\3\4" + fields + struct.pack("<2H", len(name), 0) + name + packed
    central = b"PK\1\2" + struct.pack("<H", 20) + fields
    central += struct.pack("<5H2I", len(name), 0, 0, 0, 0, 0, 0) + name
    end = b"PK\5\6" + struct.pack("<4H2IH", 0, 0, 1, 1, len(central), len(local), 0)
    assert why(local + central + end) == "too_big"


@settings(deadline=None)
@given(
    st.binary(max_size=200), st.sampled_from([b"", b"PK\3\4", b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1"])
)
def test_any_bytes_are_read_or_refused(data: bytes, beginning: bytes) -> None:
    try:
        list(rows(found("x", read(beginning + data, "x"), PEOPLE)))
    except Refused as refused:
        assert str(refused)


@settings(deadline=None)
@given(st.data())
def test_a_workbook_with_changed_bytes_is_read_or_refused(data: st.DataObject) -> None:
    content = bytearray(SOUND)
    for _ in range(data.draw(st.integers(1, 5))):
        content[data.draw(st.integers(0, len(content) - 1))] = data.draw(st.integers(0, 255))
    try:
        list(rows(found("x", read(bytes(content), "x"), PEOPLE)))
    except Refused as refused:
        assert str(refused)


@settings(deadline=None)
@given(st.data())
def test_an_old_workbook_with_changed_bytes_is_read_or_refused(data: st.DataObject) -> None:
    content = bytearray(old_workbook([["姓名", "电话"], ["张三", 1.0]], merged=[(0, 1, 0, 0)]))
    for _ in range(data.draw(st.integers(1, 5))):
        content[data.draw(st.integers(0, 2000))] = data.draw(st.integers(0, 255))
    try:
        list(rows(found("x", read(bytes(content), "x"), PEOPLE)))
    except Refused as refused:
        assert str(refused)


def test_every_sentence_says_that_nothing_was_kept() -> None:
    for sentence in SENTENCES.values():
        assert "%(name)s" in sentence
        assert "nothing was kept" in sentence
