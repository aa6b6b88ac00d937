"""What goes out opens in a spreadsheet program, harmless and whole, and can be read again."""

import csv
import io
import json
import os
import zipfile
from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path

import openpyxl
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from sheets.cells import HARMFUL, Cell, cleaned, harmless, typed
from sheets.reading import read
from sheets.rejects import Rejected, write_rejects
from sheets.rows import rows
from sheets.workbook import Chart, Sheet, Table, Workbook, workbook_bytes, write_workbook
from sheets.writing import Format, stream_table, write_table
from tests.sheets.lists import JOBS, Lines, as_csv, look, taken

COLUMNS = ("name", "phone", "openings", "public")
ROWS: list[tuple[object, ...]] = [
    ("=赵强", "+86 16911112222", 20, True),
    ("李四", "169000000011", None, False),
]


def written(columns: tuple[str, ...], table: list[tuple[object, ...]], format: Format) -> bytes:
    out = io.BytesIO()
    assert stream_table(columns, table, out, format) == len(table)
    return out.getvalue()


def test_csv_is_utf8_with_a_mark_and_harmless() -> None:
    data = written(COLUMNS, ROWS, "csv")
    assert data.startswith(b"\xef\xbb\xbf")
    assert list(csv.reader(io.StringIO(data.decode("utf-8-sig")))) == [
        [*COLUMNS],
        ["'=赵强", "'+86 16911112222", "20", "true"],
        ["李四", "'169000000011", "", "false"],
    ]


def test_xlsx_holds_text_numbers_and_truth_but_no_formula() -> None:
    sheet = openpyxl.load_workbook(io.BytesIO(written(COLUMNS, ROWS, "xlsx"))).active
    assert [*sheet.iter_rows(values_only=True)] == [
        COLUMNS,
        ("'=赵强", "'+86 16911112222", 20, True),
        ("李四", "'169000000011", None, False),
    ]
    assert sheet.freeze_panes == "A2"
    assert sheet["A1"].font.bold
    assert {cell.data_type for line in sheet.iter_rows() for cell in line} <= {"s", "n", "b"}


def test_json_lines_keep_everything_as_it_is() -> None:
    data = written(("name", "groups"), [("=赵强", ["D01", "D02"])], "jsonl")
    assert json.loads(data) == {"name": "=赵强", "groups": ["D01", "D02"]}


@settings(deadline=None)
@given(st.text())
def test_nothing_harmless_made_begins_a_formula(text: str) -> None:
    assert harmless(text).lstrip(" \u3000")[:1] not in {*HARMFUL}


@settings(deadline=None)
@given(st.text(st.characters(exclude_categories=["Cs", "Cc", "Co"]), max_size=40))
def test_what_was_made_harmless_is_read_as_it_was(text: str) -> None:
    kept = cleaned(text)
    if not kept.startswith(("'", '="')):
        assert typed(harmless(kept)).text == kept


@settings(deadline=None)
@given(
    st.lists(
        st.tuples(*[st.text(st.characters(exclude_categories=["Cs", "Co"]), max_size=20)] * 2),
        max_size=8,
    ),
    st.sampled_from(["csv", "xlsx"]),
)
def test_any_table_written_is_read_again(table: list[tuple[str, str]], format: Format) -> None:
    data = written(("姓名", "备注"), [*table, ("末", "尾")], format)
    (grid,) = read(data, "list")
    lines = {line.number: line.cells for line in grid.lines()}
    for number, row in enumerate(table, 2):
        line = lines.get(number, ())
        for at, text in enumerate(row):
            shown = line[at].text if at < len(line) else ""
            unquoted = typed(cleaned(text)).text
            assert shown in (cleaned(text), unquoted)


def test_a_text_longer_than_a_cell_is_cut_and_says_so() -> None:
    sheet = openpyxl.load_workbook(
        io.BytesIO(written(("note",), [("长" * 40_000,)], "xlsx"))
    ).active
    assert sheet["A2"].value == "长" * 32_766 + "…"


@pytest.mark.parametrize("format", ["csv", "xlsx", "jsonl"])
def test_half_characters_stop_no_export(format: Format) -> None:
    assert written(("name",), [("张\ud800",)], format)


def test_an_export_that_breaks_off_leaves_the_old_file(tmp_path: Path) -> None:
    path = tmp_path / "seekers.csv"
    path.write_text("old")

    def breaking_off() -> Iterator[tuple[str]]:
        yield ("张三",)
        raise OSError(28, "No space left on device")

    with pytest.raises(OSError, match="No space"):
        write_table(("name",), breaking_off(), path)
    assert [file.name for file in tmp_path.iterdir()] == ["seekers.csv"]
    assert path.read_text() == "old"
    assert write_table(("name",), [("张三",)], path) == 1
    assert path.read_bytes() == "\ufeffname\r\n张三\r\n".encode()


def test_a_corrected_rejects_file_is_a_list_again(tmp_path: Path) -> None:
    table: Lines = [
        ["序号", "岗位信息", None, "单位名称", "宿舍", "联系电话"],
        [None, "名称", "需求人数", None, None, None],
        [1, "焊工", "2.5", "双河晨露公司", "四人", "+86 16911112222"],
        [2, "", "3", "双河晨露公司", "", ""],
    ]
    file = look(as_csv(table), JOBS)
    path = tmp_path / "rejects.csv"
    sent_back = [Rejected(row, "招聘人数：不是整数；收押金") for row in rows(file)]
    assert write_rejects(path, sent_back, file.headers, "zh-CN") == 2
    again = taken(path.read_bytes())
    assert [row.cells for row in again] == [one.row.cells for one in sent_back]
    assert [row.cells["title"] for row in again] == [Cell("焊工"), Cell("")]
    last = path.read_text("utf-8-sig").splitlines()[1]
    assert last.endswith(",3,招聘人数：不是整数；收押金")


REPORT = Workbook(
    (
        Sheet(
            "汇总/Summary",
            "就业援助月首场招聘会",
            (
                Table(
                    ("Stage", "People", "Share"),
                    (("Came", 300, 1.0), ("Met", 200, 0.667), ("Both", 500, None)),
                    title="Who came",
                    total=True,
                    shares=frozenset({"Share"}),
                    charts=(
                        Chart("funnel", "From the door", "Stage", ("People",)),
                        Chart("column", "People", "Stage", ("People", "Share")),
                    ),
                ),
                Table(
                    ("Booth", "Visits"), (), charts=(Chart("bar", "Visits", "Booth", ("Visits",)),)
                ),
            ),
            notes=("=1+1 is a note", "People are counted once."),
        ),
    )
)


def test_a_report_has_titles_notes_tables_and_charts(tmp_path: Path) -> None:
    write_workbook(REPORT, tmp_path / "report.xlsx")
    book = openpyxl.load_workbook(tmp_path / "report.xlsx")
    assert book.sheetnames == ["汇总 Summary"]
    lines = [line for line in book.active.iter_rows(max_col=3, values_only=True) if any(line)]
    assert lines == [
        ("就业援助月首场招聘会", None, None),
        ("=1+1 is a note", None, None),
        ("People are counted once.", None, None),
        ("Who came", None, None),
        ("Stage", "People", "Share"),
        ("Came", 300, 1),
        ("Met", 200, 0.667),
        ("Both", 500, None),
        ("Booth", "Visits", None),
    ]
    assert book.active["C7"].number_format == "0.0%"


def test_a_chart_shows_the_rows_without_their_total() -> None:
    with zipfile.ZipFile(io.BytesIO(workbook_bytes(REPORT))) as parts:
        charts = [parts.read(name).decode() for name in parts.namelist() if "charts/chart" in name]
    assert len(charts) == 2
    assert all("$A$7:$A$8" in chart for chart in charts)


def test_a_pipe_is_written_to_and_stays_one(tmp_path: Path) -> None:
    pipe = tmp_path / "pipe"
    os.mkfifo(pipe)
    with ThreadPoolExecutor(1) as pool:
        read_there = pool.submit(pipe.read_bytes)
        write_table(COLUMNS, ROWS, pipe, "csv")
        assert read_there.result(5).startswith("\ufeffname".encode())
    assert pipe.is_fifo()
