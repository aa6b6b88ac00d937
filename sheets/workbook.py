"""A workbook said in data: sheets with titles, notes, tables, and charts of these tables."""

import io
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING, Literal

from sheets.writing import fitting, whole_file, width, write_cells

if TYPE_CHECKING:
    from xlsxwriter import Workbook as Writer
    from xlsxwriter.worksheet import Worksheet

INK, SOFT, LINE = "#1F2933", "#52606D", "#CBD2D9"
COLOURS = ("#1F6F78", "#D9822B", "#7B8794", "#B44D4D")
CHART_SIZE = {"width": 620, "height": 320}  # pixels; the height of about sixteen rows
CHART_ROWS = 17
FORBIDDEN = str.maketrans(dict.fromkeys("[]:*?/\\", " "))  # in a sheet's name, says Excel

Value = str | int | float | bool | None


@dataclass(frozen=True, slots=True)
class Chart:
    """`labels` and `values` are columns of the table that the chart belongs to.

    A funnel is read from the top down: bars in the table's order, each with its number.
    """

    kind: Literal["column", "bar", "funnel"]
    title: str
    labels: str
    values: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Table:
    """`total`: the last row sums up the others, stands out, and is in no chart.

    Columns in `shares` hold fractions and are shown as per cent.
    """

    columns: tuple[str, ...]
    rows: tuple[tuple[Value, ...], ...]
    title: str = ""
    total: bool = False
    shares: frozenset[str] = frozenset()
    charts: tuple[Chart, ...] = ()


@dataclass(frozen=True, slots=True)
class Sheet:
    """From the top: the title, the notes (a paragraph each), the tables one below the other."""

    name: str
    title: str
    tables: tuple[Table, ...]
    notes: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class Workbook:
    sheets: tuple[Sheet, ...]


def workbook_bytes(book: Workbook) -> bytes:
    """The workbook as an XLSX file."""
    import xlsxwriter  # held in memory only by who writes a workbook

    out = io.BytesIO()
    with xlsxwriter.Workbook(out, {"in_memory": True}) as writer:
        for sheet in book.sheets:
            _write_sheet(writer, sheet)
    return out.getvalue()


def write_workbook(book: Workbook, path: Path) -> None:
    """Write the workbook beside `path`, then put it there. Raises OSError."""
    data = workbook_bytes(book)
    with whole_file(path) as out:
        out.write(data)


def _write_sheet(writer: "Writer", sheet: Sheet) -> None:
    page = writer.add_worksheet(sheet.name.translate(FORBIDDEN)[:31])
    page.hide_gridlines(2)
    page.set_landscape()
    page.set_paper(9)  # A4
    page.fit_to_pages(1, 0)
    title = writer.add_format({"bold": True, "font_size": 16, "font_color": INK})
    note = writer.add_format({"font_color": SOFT})
    page.write_string(0, 0, fitting(sheet.title), title)
    row = 1
    for text in sheet.notes:
        page.write_string(row, 0, fitting(text), note)
        row += 1
    for column, values in enumerate(_columns(sheet)):
        page.set_column(column, column, width(values))
    widest = max((len(table.columns) for table in sheet.tables), default=0)
    for table in sheet.tables:
        row = _write_table(writer, page, table, row + 1, beside=widest + 1)


def _columns(sheet: Sheet) -> list[list[object]]:
    columns: list[list[object]] = []
    for table in sheet.tables:
        for at, name in enumerate(table.columns):
            if at == len(columns):
                columns.append([])
            columns[at] += [name, *(row[at] for row in table.rows)]
    return columns


def _write_table(
    writer: "Writer", page: "Worksheet", table: Table, row: int, *, beside: int
) -> int:
    """Returns the first free row below the table and its charts."""
    heading = writer.add_format({"bold": True, "font_size": 12, "font_color": INK})
    head = writer.add_format(
        {"bold": True, "bottom": 2, "bottom_color": COLOURS[0], "valign": "top", "text_wrap": True}
    )
    if table.title:
        page.write_string(row, 0, fitting(table.title), heading)
        row += 1
    for column, name in enumerate(table.columns):
        page.write_string(row, column, fitting(name), head)
    top = row + 1
    for at, values in enumerate(table.rows):
        last = table.total and at == len(table.rows) - 1
        _write_row(writer, page, table, values, top + at, bold=last)
    bottom = top + len(table.rows) - 1
    data_bottom = bottom - 1 if table.total else bottom
    for at, chart in enumerate(table.charts):
        if data_bottom >= top:
            picture = _chart(writer, page.get_name(), table, chart, (top, data_bottom))
            page.insert_chart(row + at * CHART_ROWS, beside, picture)
    return max(bottom + 2, row + len(table.charts) * CHART_ROWS)


def _write_row(
    writer: "Writer",
    page: "Worksheet",
    table: Table,
    values: tuple[Value, ...],
    row: int,
    *,
    bold: bool,
) -> None:
    edge = {"bold": True, "top": 1} if bold else {"bottom": 4, "bottom_color": LINE}
    plain = writer.add_format(edge)
    whole = writer.add_format({**edge, "num_format": "#,##0"})
    broken = writer.add_format({**edge, "num_format": "#,##0.0"})
    share = writer.add_format({**edge, "num_format": "0.0%"})

    def number(at_row: int, column: int, value: float) -> None:
        as_share = table.columns[column] in table.shares
        style = share if as_share else whole if value == int(value) else broken
        page.write_number(at_row, column, value, style)

    for column in range(len(values)):
        page.write_blank(row, column, None, plain)
    write_cells(
        values,
        row,
        lambda at_row, column, text: page.write_string(at_row, column, text, plain),
        number,
        lambda at_row, column, truth: page.write_boolean(at_row, column, truth, plain),
    )


def _chart(
    writer: "Writer", name: str, table: Table, chart: Chart, between: tuple[int, int]
) -> object:
    top, bottom = between
    kind = "column" if chart.kind == "column" else "bar"
    picture = writer.add_chart({"type": kind})
    labels = table.columns.index(chart.labels)
    for at, values in enumerate(map(table.columns.index, chart.values)):
        picture.add_series(
            {
                "name": table.columns[values],
                "categories": [name, top, labels, bottom, labels],
                "values": [name, top, values, bottom, values],
                "fill": {"color": COLOURS[at % len(COLOURS)]},
                "gap": 25 if chart.kind == "funnel" else 60,
                "data_labels": {"value": chart.kind != "column" or bottom - top < 16},
            }
        )
    picture.set_title({"name": chart.title, "name_font": {"size": 12, "color": INK}})
    picture.set_legend({"none": True} if len(chart.values) == 1 else {"position": "bottom"})
    quiet = {"major_gridlines": {"visible": True, "line": {"color": LINE}}, "min": 0}
    if kind == "bar":  # the first row on top, as in the table
        picture.set_y_axis({"reverse": True})
        picture.set_x_axis({**quiet, "visible": chart.kind != "funnel"})
    else:
        picture.set_y_axis(quiet)
    picture.set_size(CHART_SIZE)
    return picture
