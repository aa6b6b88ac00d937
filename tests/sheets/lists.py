"""Small lists as offices send them, made on the spot."""

import csv
import io
from collections.abc import Sequence
from typing import Any

import openpyxl

from sheets.reading import read
from sheets.rows import Found, Row, found, rows

JOBS = {
    "employer": ("单位名称", "企业名称", "用人单位"),
    "uscc": ("统一社会信用代码",),
    "title": ("招聘岗位", "岗位名称", "职位"),
    "openings": ("招聘人数", "需求人数"),
    "reserved": ("就业困难人员专岗",),
    "wage": ("薪资待遇", "月薪"),
    "place": ("工作地点",),
    "requirements": ("岗位要求",),
    "contact": ("联系人",),
    "phone": ("联系电话", "电话"),
}
PEOPLE = {
    "name": ("姓名",),
    "id_number": ("身份证号", "身份证号码"),
    "phone": ("联系电话", "手机号"),
    "village": ("村（社区）",),
    "groups": ("人员类别",),
    "note": ("备注",),
}

Lines = Sequence[Sequence[Any]]


def as_csv(table: Lines, *, encoding: str = "utf-8", delimiter: str = ",") -> bytes:
    text = io.StringIO()
    csv.writer(text, delimiter=delimiter).writerows(table)
    return text.getvalue().encode(encoding)


def as_xlsx(table: Lines, *, merged: Sequence[str] = ()) -> bytes:
    book = openpyxl.Workbook()
    for line in table:
        book.active.append(line)
    for area in merged:
        book.active.merge_cells(area)
    return saved(book)


def saved(book: openpyxl.Workbook) -> bytes:
    out = io.BytesIO()
    book.save(out)
    return out.getvalue()


def look(data: bytes, columns: dict[str, tuple[str, ...]], name: str = "list") -> Found:
    return found(name, read(data, name), columns)


def taken(data: bytes, columns: dict[str, tuple[str, ...]] = JOBS) -> list[Row]:
    return list(rows(look(data, columns)))


def texts(data: bytes, *keys: str, columns: dict[str, tuple[str, ...]] = JOBS) -> list[list[Any]]:
    """Each data row as its number and the texts of these columns."""
    return [
        [row.number, *(row.cells[key].text if key in row.cells else None for key in keys)]
        for row in taken(data, columns)
    ]
