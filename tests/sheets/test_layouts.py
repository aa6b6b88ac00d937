"""Lists in the layouts of other offices."""

import openpyxl
import pytest

from sheets.rows import Fate
from tests.sheets.lists import JOBS, PEOPLE, Lines, as_csv, as_xlsx, look, saved, taken, texts

GROUPED: Lines = [
    ["2027年招聘会岗位汇总表"],
    ["填报单位：云溪市人社局", None, None, None, "单位：人"],
    ["序号", "单位名称", "岗位信息", None, None, "联系方式", None],
    [None, None, "名称", "需求人数", "其中：就业困难人员专岗", "联系人", "电话"],
    [1, "双河晨露公司", "焊工", 10, 2, "周经理", "16961631922"],
    [2, "青岭星河公司", "装配工", 5, None, "王女士", "16913374514"],
]
GROUPED_TEXTS = [
    [5, "双河晨露公司", "焊工", "10", "2", "周经理", "16961631922"],
    [6, "青岭星河公司", "装配工", "5", "", "王女士", "16913374514"],
]
KEYS = ("employer", "title", "openings", "reserved", "contact", "phone")


def test_a_header_of_two_rows_with_groups_is_read() -> None:
    merged = ["A1:G1", "A3:A4", "B3:B4", "C3:E3", "F3:G3"]
    assert texts(as_xlsx(GROUPED, merged=merged), *KEYS) == GROUPED_TEXTS


@pytest.mark.parametrize("delimiter", [",", ";", "\t"])
def test_groups_are_read_without_merged_cells_too(delimiter: str) -> None:
    assert texts(as_csv(GROUPED, delimiter=delimiter), *KEYS) == GROUPED_TEXTS


def test_a_groups_whole_comes_before_its_parts() -> None:
    table: Lines = [
        ["单位名称", "招聘岗位", "招聘人数", None, None],
        [None, None, "男", "女", "合计"],
        ["双河晨露公司", "焊工", 3, 4, 7],
    ]
    data = as_xlsx(table, merged=["A1:A2", "B1:B2", "C1:E1"])
    assert texts(data, "openings", "?男", "?女") == [[3, "7", "3", "4"]]


def test_tick_columns_under_a_group_keep_their_own_names() -> None:
    table: Lines = [
        ["姓名", "人员类别", None, None],
        [None, "低保", "残疾", "其他"],
        ["张三", "√", None, None],
    ]
    data = as_xlsx(table, merged=["A1:A2", "B1:D1"])
    assert texts(data, "name", "?低保", "?残疾", columns=PEOPLE) == [[3, "张三", "√", ""]]


@pytest.mark.parametrize(
    ("header", "ours"),
    [
        ("* 单位名称", "employer"),
        ("单 位\n名 称", "employer"),
        ("企业名称（必填）", "employer"),
        ("1、单位名称", "employer"),
        ("招聘人数（人）", "openings"),
        ("招聘人数/人", "openings"),
        ("薪资待遇（元/月）", "wage"),
        ("月薪 元", "wage"),
        ("其中：就业困难人员专岗", "reserved"),
        ("联系电话 Phone", "phone"),
        ("招聘单位联系电话", "phone"),
        ("ＵＳＣＣ", "uscc"),
        ("【岗位名称】", None),
        ("毕业院校", None),
    ],
)
def test_a_column_is_known_under_many_spellings(header: str, ours: str | None) -> None:
    kept = {key: names for key, names in JOBS.items() if ours is None or key in (ours, "place")}
    (row,) = taken(
        as_csv([["工作地点", header], ["双河镇", "x"]]), {**kept, "place": ("工作地点",)}
    )
    wanted = ours or ("?" + header)
    if header != "【岗位名称】":
        assert row.cells[wanted].text == "x"


def test_columns_come_in_any_order_and_unknown_ones_are_kept() -> None:
    table: Lines = [
        ["电话", "宿舍", "职位", "宿舍", "企业名称", None],
        ["1", "有", "焊工", "四人", "某公司", "x"],
    ]
    (row,) = taken(as_csv(table))
    assert {key: cell.text for key, cell in row.cells.items()} == {
        "phone": "1",
        "?宿舍": "有",
        "title": "焊工",
        "?宿舍 2": "四人",
        "employer": "某公司",
        "?F": "x",
    }


def test_lines_that_only_explain_the_columns_are_no_data() -> None:
    table: Lines = [
        ["序号", "姓名", "身份证号", "联系电话"],
        [None, "（必填）", "（18位）", "（必填）"],
        ["甲", "1", "2", "3"],
        ["例", "张三", "990102198005270000", "16900000000"],
        [1, "李四", "992616197805041587", "16904432445"],
    ]
    assert texts(as_xlsx(table), "name", columns=PEOPLE) == [[5, "李四"]]


def test_totals_titles_footers_and_repeated_headers_are_no_data() -> None:
    head = ["序号", "单位名称", "招聘岗位", "招聘人数", "岗位要求"]
    table: Lines = [
        head,
        ["一、纺织服装类"],
        [1, "双河晨露公司", "注塑工", 10, None],
        [2, None, "说明书翻译", 1, "备注：能出差"],
        [None, "小 计", None, 11, None],
        ["二、现代服务业"],
        head,
        [3, "双河晨露公司", "小计", 5, None],
        [4, "青岭星河公司", "保安", 2, "合计三班"],
        [5],
        [None, None, "审核员"],
        [None, None, "电话销售", 3],
        [None, "合　计", None, 13, None],
        ["共2家单位"],
        ["填表人：周主任", None, "审核：吴主任"],
        ["注：1. 岗位以现场公布为准。"],
        ["2. 咨询电话见展位。"],
        ["联系电话：16900000000"],
        ["制表日期：2027年1月5日"],
    ]
    wanted = [[3, "注塑工"], [4, "说明书翻译"], [9, "保安"], [11, "审核员"], [12, "电话销售"]]
    assert texts(as_xlsx(table), "title") == wanted
    assert texts(as_csv(table), "title") == wanted


def test_a_row_with_a_remark_alone_is_data() -> None:
    table: Lines = [["姓名", "联系电话", "备注"], [None, None, "代填"], ["张三", "1", None]]
    assert texts(as_csv(table), "name", "note", columns=PEOPLE) == [
        [2, "", "代填"],
        [3, "张三", ""],
    ]


def test_a_row_with_a_name_alone_is_data() -> None:
    table: Lines = [["姓名", "联系电话"], ["双河村"], ["张三"], ["欧阳小明"]]
    assert texts(as_csv(table), "name", columns=PEOPLE) == [[3, "张三"], [4, "欧阳小明"]]


def test_a_title_merged_across_is_no_data_wherever_it_stands() -> None:
    table: Lines = [
        ["姓名", "联系电话", "备注"],
        ["张三", "1", None],
        ["晨露"],
        ["李四", "2", None],
    ]
    data = as_xlsx(table, merged=["A3:C3"])
    assert texts(data, "name", columns=PEOPLE) == [[2, "张三"], [4, "李四"]]


def test_a_second_list_below_may_have_columns_of_its_own() -> None:
    table: Lines = [
        ["单位名称", "招聘岗位", "招聘人数"],
        ["双河晨露公司", "焊工", 1],
        [None, None, None],
        ["职位", "需求人数", "联系电话", "用人单位"],
        ["车工", 2, "16900000001", "青岭星河公司"],
    ]
    assert texts(as_xlsx(table), "employer", "title", "openings") == [
        [2, "双河晨露公司", "焊工", "1"],
        [5, "青岭星河公司", "车工", "2"],
    ]


def test_all_visible_sheets_with_a_header_are_read() -> None:
    book = openpyxl.Workbook()
    book.active.title = "说明"
    book.active.append(["请各单位按时报送"])
    for name in ("一区", "二区", "旧表", "空表"):
        book.create_sheet(name)
    for name in ("一区", "二区", "旧表"):
        book[name].append(["单位名称", "招聘岗位"])
        book[name].append([f"{name}公司", "焊工"])
    book["旧表"].sheet_state = "hidden"
    file = look(saved(book), JOBS)
    assert [(sheet.name, sheet.fate) for sheet in file.sheets] == [
        ("说明", Fate.NO_HEADER),
        ("一区", Fate.READ),
        ("二区", Fate.READ),
        ("旧表", Fate.HIDDEN),
        ("空表", Fate.BLANK),
    ]
    assert [(row.sheet, row.number) for row in taken(saved(book))] == [("一区", 2), ("二区", 2)]


def test_a_list_that_begins_far_from_the_corner_keeps_its_row_numbers() -> None:
    book = openpyxl.Workbook()
    for column, text in enumerate(["单位名称", "招聘岗位"], 4):
        book.active.cell(7, column, text)
        book.active.cell(9, column, f"某{text}")
    assert texts(saved(book), "employer", "title") == [[9, "某单位名称", "某招聘岗位"]]


def test_a_merged_cell_in_the_middle_belongs_to_all_its_rows() -> None:
    table: Lines = [
        ["单位名称", "招聘岗位", "薪资待遇"],
        ["某公司", "焊工", "面议"],
        [None, "车工", None],
        ["另一公司", "钳工", None],
    ]
    data = as_xlsx(table, merged=["A2:A3", "C2:C4"])
    assert texts(data, "employer", "wage") == [
        [2, "某公司", "面议"],
        [3, "某公司", "面议"],
        [4, "另一公司", "面议"],
    ]
    assert [row.cells["wage"].filled for row in taken(data)] == [False, True, True]


def test_a_list_of_one_column_is_a_list() -> None:
    assert texts(as_csv([["报名名单"], ["姓名"], ["张三"]]), "name", columns=PEOPLE) == [
        [3, "张三"]
    ]
