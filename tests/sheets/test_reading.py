"""A file is what its content says."""

import datetime as dt
import io
import zipfile
from pathlib import Path

import openpyxl
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from openpyxl.cell.rich_text import CellRichText, TextBlock
from openpyxl.cell.text import InlineFont

from sheets.cells import Cell
from sheets.grid import Grid
from sheets.reading import read
from tests.sheets.lists import as_csv, as_xlsx, saved
from tests.sheets.old_workbook import old_workbook

LIST = [["姓名", "联系电话"], ["䶮宇", "16900000001"], ["𠅤明", "16900000002"]]


def told(grid: Grid) -> list[list[str]]:
    return [[cell.text for cell in line.cells] for line in grid.lines()]


def one(data: bytes, name: str = "list.csv") -> list[list[str]]:
    (grid,) = read(data, name)
    return told(grid)


@pytest.mark.parametrize("encoding", ["utf-8", "utf-8-sig", "utf-16", "gb18030"])
@pytest.mark.parametrize("delimiter", [",", ";", "\t"])
def test_encoding_and_delimiter_are_found_out(encoding: str, delimiter: str) -> None:
    assert one(as_csv(LIST, encoding=encoding, delimiter=delimiter)) == LIST


@settings(deadline=None)
@given(
    st.lists(
        st.lists(st.text("䶮张·Ab1 ，；、/", min_size=1).map(str.strip), min_size=3, max_size=3),
        min_size=1,
        max_size=20,
    ),
    st.sampled_from(["utf-8-sig", "utf-16", "gb18030"]),
    st.sampled_from(",;\t"),
)
def test_any_list_is_read_as_it_was_written(
    table: list[list[str]], encoding: str, delimiter: str
) -> None:
    written = [["姓名", "电话", "备注"], *table]
    assert one(as_csv(written, encoding=encoding, delimiter=delimiter)) == written


def test_an_old_files_private_characters_get_their_real_places() -> None:
    assert one("姓名\r\n\ue863宇\r\n".encode()) == [["姓名"], ["䶮宇"]]
    assert one("姓名\r\n".encode("gb18030") + b"\xfe\x9f\xfe\x59\r\n") == [["姓名"], ["䶮\u9fb4"]]


def test_rows_count_as_the_spreadsheet_program_shows_them() -> None:
    data = '姓名,备注\r\n"张三","两班倒\r\n有餐补"\r\n\r\n李四,\r\n'.encode()
    (grid,) = read(data, "list.csv")
    assert [(line.number, [cell.text for cell in line.cells]) for line in grid.lines()] == [
        (1, ["姓名", "备注"]),
        (2, ["张三", "两班倒\n有餐补"]),
        (3, []),
        (4, ["李四", ""]),
    ]


def test_a_line_that_names_the_delimiter_is_no_row() -> None:
    assert one("sep=;\r\n姓名;电话\r\n张三;1,5\r\n".encode()) == [["姓名", "电话"], ["张三", "1,5"]]


def test_commas_inside_cells_dont_make_it_a_comma_file() -> None:
    table = [
        ["招聘岗位", "待遇"],
        ["焊工,电工", "包吃,包住,五险,年终奖"],
        ["车工", "面议"],
        ["钳工", "包吃,包住,双休"],
    ]
    assert one(as_csv(table, delimiter=";")) == table


def test_ragged_rows_and_nul_bytes_are_taken() -> None:
    assert one("姓名,电话\r\n张\0三\r\n李四,1,2,3\r\n".encode()) == [
        ["姓名", "电话"],
        ["张三"],
        ["李四", "1", "2", "3"],
    ]


def test_numbers_protected_from_the_spreadsheet_come_back_bare() -> None:
    assert one(b"=\"0169\",'990102\n'+86 169,'=x\n") == [["0169", "990102"], ["+86 169", "=x"]]


def test_a_workbooks_cells_are_read_as_a_person_sees_them() -> None:
    book = openpyxl.Workbook()
    sheet = book.active
    sheet["B3"] = 20.0
    sheet["C3"] = 9.90102199001011e17
    sheet["D3"] = 2.5
    sheet["E3"] = dt.date(1980, 5, 6)
    sheet["F3"] = dt.datetime(1980, 5, 6, 7, 8)
    sheet["G3"] = True
    sheet["H3"], sheet["H3"].data_type = "#N/A", "e"
    sheet["I3"] = CellRichText("仅", TextBlock(InlineFont(b=True), "白班"))
    sheet["J3"] = "两班倒\r\n有餐补 "
    sheet["K3"], sheet["K3"].number_format = 29347, '[$-804]yyyy"年"m"月"d"日";@'
    (grid,) = read(saved(book), "list.xlsx")
    *_, line = grid.lines()
    assert line.number == 3
    assert line.cells == (
        Cell(""),
        Cell("20", 20.0),
        Cell("9.90102199001011E+17", 9.90102199001011e17),
        Cell("2.5", 2.5),
        Cell("1980-05-06"),
        Cell("1980-05-06 07:08"),
        Cell("TRUE"),
        Cell(""),
        Cell("仅白班"),
        Cell("两班倒\n有餐补"),
        Cell("1980-05-06"),
    )


def test_a_formula_counts_by_its_last_value() -> None:
    data = _with_part(
        as_xlsx([["人数"], [0]]), "xl/worksheets/sheet1.xml", b"<v>0</v>", b"<f>4*5</f><v>20</v>"
    )
    assert one(data, "list.xlsx") == [["人数"], ["20"]]


def test_merged_cells_are_repeated_downwards_but_known_as_merged() -> None:
    data = as_xlsx(
        [["某公司", "焊工", 2], [None, "车工", 3], [None, "钳工", 4]], merged=["A1:A2", "B3:C3"]
    )
    (grid,) = read(data, "list.xlsx")
    first, second, third = grid.lines()
    assert first.cells[0] == Cell("某公司")
    assert second.cells[0] == Cell("某公司", filled=True)
    assert third.cells[0] == Cell("")
    assert third.spans == {1: 2}


def test_hidden_sheets_are_named_as_hidden() -> None:
    book = openpyxl.Workbook()
    book.active.title = "岗位"
    book.create_sheet("字典").sheet_state = "hidden"
    book.create_sheet("更深").sheet_state = "veryHidden"
    grids = read(saved(book), "list.xlsx")
    assert [(grid.name, grid.hidden) for grid in grids] == [
        ("岗位", False),
        ("字典", True),
        ("更深", True),
    ]


@pytest.mark.parametrize("name", ["list.xls", "list.et", "list.xlsx", "list.csv"])
def test_an_old_workbook_is_read_whatever_it_is_called(name: str) -> None:
    data = old_workbook(
        [["单位名称", "招聘人数"], ["双河晨露公司", 20.0], ["", 3.0]], merged=[(1, 2, 0, 0)]
    )
    (grid,) = read(data, name)
    assert grid.name == "名单"
    assert told(grid) == [["单位名称", "招聘人数"], ["双河晨露公司", "20"], ["双河晨露公司", "3"]]


def test_an_open_document_sheet_is_read() -> None:
    assert one(open_document("<table:table-cell office:value-type='string'><text:p>姓名</text:p>"
                             "</table:table-cell>"), "list.ods") == [["姓名"]]  # fmt: skip


def open_document(cells: str, *, doctype: str = "") -> bytes:
    names = "".join(
        f' xmlns:{short}="urn:oasis:names:tc:opendocument:xmlns:{short}:1.0"'
        for short in ("office", "table", "text")
    )
    content = (
        f'<?xml version="1.0" encoding="UTF-8"?>{doctype}<office:document-content{names}>'
        f"<office:body><office:spreadsheet><table:table table:name='名单'><table:table-row>{cells}"
        "</table:table-row></table:table></office:spreadsheet></office:body>"
        "</office:document-content>"
    )
    out = io.BytesIO()
    with zipfile.ZipFile(out, "w", zipfile.ZIP_DEFLATED) as archive:
        archive.writestr("mimetype", "application/vnd.oasis.opendocument.spreadsheet")
        archive.writestr("content.xml", content)
        archive.writestr(
            "META-INF/manifest.xml",
            "<manifest:manifest xmlns:manifest="
            '"urn:oasis:names:tc:opendocument:xmlns:manifest:1.0"/>',
        )
    return out.getvalue()


def _with_part(data: bytes, name: str, old: bytes, new: bytes) -> bytes:
    out = io.BytesIO()
    with zipfile.ZipFile(io.BytesIO(data)) as before, zipfile.ZipFile(out, "w") as after:
        for part in before.infolist():
            content = before.read(part)
            after.writestr(
                part.filename, content.replace(old, new) if part.filename == name else content
            )
    return out.getvalue()


def test_a_path_is_read_like_bytes(tmp_path: Path) -> None:
    path = tmp_path / "list.csv"
    path.write_bytes(as_csv(LIST))
    assert told(read(path, "list.csv")[0]) == LIST
