"""The sample lists again, laid out as other offices do: the rows' outcomes stay the same."""

import csv
import io
import random
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any

import openpyxl
import pytest

from tests.agreements.test_shared_lists import DATA, employers, expected, seekers
from tests.sheets.lists import as_csv, as_xlsx, saved
from tests.sheets.old_workbook import old_workbook

Lines = list[list[Any]]
OUTCOME: Mapping[str, Callable[[bytes], dict[str, object]]] = {
    "employers": employers,
    "seekers": seekers,
}
OTHER_NAMES = {
    "单位名称": "* 用人单位\n（全称）",
    "统一社会信用代码": "信用代码",
    "所属行业": "行业类别",
    "展位号": "摊 位 号",
    "招聘岗位": "工种",
    "招聘人数": "需求人数（人）",
    "其中：就业困难人员专岗": "其中：援助岗位",
    "学历要求": "最低学历",
    "年龄要求": "年龄范围（岁）",
    "薪资待遇": "月薪（元/月）",
    "工作地点": "上班地点",
    "岗位要求": "任职要求",
    "联系人": "企业联系人",
    "联系电话": "联系方式(手机或座机)",
    "姓名": "求职人员姓名",
    "身份证号": "公民身份号码",
    "出生日期": "出生年月",
    "村（社区）": "所属村",
    "人员类别": "就业困难类别",
    "残疾证号": "残疾人证号码",
    "求职意向": "意向工种",
    "文化程度": "最高学历",
}


@dataclass(slots=True)
class Laid:
    """A list in a new layout; `moved` has the new row for each old one."""

    lines: Lines = field(default_factory=list)
    moved: dict[int, int] = field(default_factory=dict)

    def add(self, cells: Sequence[Any], *, was: int | None = None) -> None:
        self.lines.append(list(cells))
        if was is not None:
            self.moved[was] = len(self.lines)


def sample(name: str) -> tuple[list[str], list[tuple[int, list[str]]]]:
    """The header, and each row below it with its number."""
    text = (DATA / f"{name}.csv").read_text("utf-8-sig")
    _, head, *below = csv.reader(io.StringIO(text))
    return head, list(enumerate(below, 3))


def moved(outcome: dict[str, object], rows: Mapping[int, int]) -> dict[str, object]:
    """The expected outcome with the rows' new numbers."""
    told: dict[str, Any] = dict(outcome)
    for kind in ("held", "rejected", "warnings"):
        told[kind] = [{**one, "row": rows[one["row"]]} for one in told[kind]]
    told["duplicates"] = [
        {**two, "rows": [rows[row] for row in two["rows"]]} for two in told["duplicates"]
    ]
    return told


def check(name: str, laid: Laid, data: bytes | None = None) -> None:
    assert OUTCOME[name](data or as_xlsx(laid.lines)) == moved(expected(name), laid.moved)


NAMES = pytest.mark.parametrize("name", ["employers", "seekers"])


def plain(name: str, change: Callable[[list[str]], list[Any]] = list) -> Laid:
    head, below = sample(name)
    laid = Laid()
    laid.add(change(head))
    for number, cells in below:
        laid.add(change(cells), was=number)
    return laid


@NAMES
@pytest.mark.parametrize("seed", range(5))
def test_columns_in_any_order(name: str, seed: int) -> None:
    head, _ = sample(name)
    order = list(range(len(head)))
    random.Random(seed).shuffle(order)
    if name == "employers":  # the total stands in the employer's column: rows begin with it
        order.remove(1)
        order.insert(0, 1)
    check(name, plain(name, lambda cells: [cells[at] for at in order]))


@NAMES
def test_other_names_for_the_columns(name: str) -> None:
    laid = plain(name)
    laid.lines[0] = [OTHER_NAMES.get(text, text) for text in laid.lines[0]]
    check(name, laid)


@NAMES
def test_a_column_that_nobody_knows(name: str) -> None:
    laid = plain(name, lambda cells: [*cells[:3], "", *cells[3:]])
    laid.lines[0][3] = "是否提供宿舍"
    for line in laid.lines[1:]:
        if sum(map(bool, line)) > 2:
            line[3] = "是"
    check(name, laid)


@NAMES
@pytest.mark.parametrize("merged", [True, False])
def test_a_header_of_two_rows(name: str, merged: bool) -> None:
    head, below = sample(name)
    group = head.index("学历要求" if name == "employers" else "联系电话")
    laid = Laid()
    laid.add(["云溪市人力资源和社会保障局"])
    laid.add([*head[:group], "基本情况", *[""] * 2, *head[group + 3 :]])
    laid.add([*[""] * group, *head[group : group + 3], *[""] * (len(head) - group - 3)])
    for number, cells in below:
        laid.add(cells, was=number)
    letters = [openpyxl.utils.get_column_letter(at + 1) for at in range(len(head))]
    areas = [f"{letters[group]}2:{letters[group + 2]}2", f"A1:{letters[-1]}1"]
    areas += [f"{x}2:{x}3" for at, x in enumerate(letters) if at not in range(group, group + 3)]
    check(name, laid, as_xlsx(laid.lines, merged=areas) if merged else as_csv(laid.lines))


@NAMES
def test_titles_instructions_and_hints_around_the_header(name: str) -> None:
    head, below = sample(name)
    laid = Laid()
    laid.add(["附件2"])
    laid.add(["2027年就业援助月登记表"])
    laid.add(["填报单位（盖章）：", "", "", "", "", "填报日期：2027年1月5日"])
    laid.add([])
    laid.add(head)
    laid.add(["（必填）" if at % 2 else "" for at in range(len(head))])
    laid.add([f"{at}" for at in range(1, len(head) + 1)])
    for number, cells in below:
        laid.add(cells, was=number)
    laid.add([])
    laid.add(["填表人：周主任", "", "", "审核人：吴主任"])
    laid.add(["联系电话：0900-1234567"])
    check(name, laid)
    check(name, laid, as_csv(laid.lines, delimiter=";"))


@NAMES
def test_section_titles_and_headers_again_on_every_page(name: str) -> None:
    head, below = sample(name)
    laid = Laid()
    laid.add(head)
    areas = []
    for number, cells in below:
        starts = (bool(cells[1]) and name == "employers") or name == "seekers"
        if number % 7 == 0 and starts:
            laid.add(["一、第二批（现代服务业）"])
            laid.add(head)
        if number % 11 == 0 and starts:
            laid.add(["青岭镇"])
            areas.append(f"A{len(laid.lines)}:H{len(laid.lines)}")
        laid.add(cells, was=number)
    check(name, laid)
    check(name, laid, as_xlsx(laid.lines, merged=areas))


def test_a_subtotal_after_every_employer() -> None:
    head, below = sample("employers")
    laid = Laid()
    laid.add(head)
    for number, cells in below:
        if cells[1] and number > 4:
            laid.add(["", "小计", "", "", "", "", "12"])
        laid.add(cells, was=number)
    check("employers", laid)
    for line in laid.lines:
        if line[1] == "小计":
            line[1], line[5] = "", " 小 计："
    check("employers", laid)


def test_employer_cells_merged_and_columns_before_them() -> None:
    head, below = sample("employers")
    laid = Laid()
    for _ in range(3):
        laid.add([])
    laid.add(["", "", *head])
    areas: list[str] = []
    first = 0
    for number, cells in below:
        laid.add(["", "", *cells], was=number)
        row = len(laid.lines)
        if cells[1] or not cells[5]:
            first = row if cells[1] else 0
        elif first:
            areas = [area for area in areas if not area.startswith(f"D{first}:")]
            areas.append(f"D{first}:D{row}")
    assert len(areas) > 10
    check("employers", laid, as_xlsx(laid.lines, merged=areas))


@NAMES
def test_an_old_workbook(name: str) -> None:
    laid = plain(name)
    check(name, laid, old_workbook(laid.lines))


@NAMES
def test_a_running_number_in_every_row(name: str) -> None:
    head, below = sample(name)
    laid = Laid()
    laid.add(["序号", *head])
    for at, (number, cells) in enumerate(below, 1):
        laid.add([at, *cells], was=number)
    for at in range(len(below), len(below) + 20):
        laid.add([at])
    check(name, laid)


@NAMES
def test_hidden_and_foreign_sheets_beside_the_list(name: str) -> None:
    laid = plain(name)
    book = openpyxl.Workbook()
    book.active.title = "填表说明"
    book.active.append(["请各乡镇于1月5日前报送。"])
    for title in ("名单", "旧名单"):
        for line in laid.lines:
            (book[title] if title in book.sheetnames else book.create_sheet(title)).append(line)
    book["旧名单"].sheet_state = "hidden"
    check(name, laid, saved(book))


def test_two_lists_on_two_sheets_are_one_list() -> None:
    head, below = sample("seekers")
    book = openpyxl.Workbook()
    for title, part in (("双河", below[:20]), ("青岭", below[20:])):
        sheet = book.create_sheet(title)
        sheet.append(head)
        for _, cells in part:
            sheet.append(cells)
    told: dict[str, Any] = seekers(saved(book))
    want: dict[str, Any] = expected("seekers")
    assert told["rows"] == want["rows"]
    assert [one["reason"] for one in told["duplicates"]] == [
        one["reason"] for one in want["duplicates"]
    ]
    assert told["warnings"][0] == {
        "row": 13,
        "reason": "mangled_number",
        "column": "id_number",
        "sheet": "双河",
    }


def test_ticked_columns_say_the_group() -> None:
    table = [
        ["姓名", "联系电话", "就业困难类别", "", ""],
        ["", "", "低保", "残疾", "零就业家庭"],
        ["张三", "16900000001", "√", "", "是"],
        ["李四", "16900000002", "", "", "否"],
    ]
    assert seekers(as_csv(table))["warnings"] == []
    assert seekers(as_xlsx(table, merged=["A1:A2", "B1:B2", "C1:E1"]))["rows"] == 2
