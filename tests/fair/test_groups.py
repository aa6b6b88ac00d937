import pytest
from hypothesis import given
from hypothesis import strategies as st

from fair.group_cells import GroupsRead, read_groups, read_tick
from fair.groups import COMMON, COMMON_WORDS, OTHER, label_of
from fair.trades import trade_of, trades_of


@pytest.mark.parametrize(
    ("typed", "codes"),
    [
        ("脱贫人口，4050人员", ("D09", "D01")),
        ("刑满释放人员/享受最低生活保障人员", ("D10", "D03")),
        ("4050人员;低保;城镇零就业家庭", ("D01", "D03", "D04")),
        ("脱贫人口、防返贫监测对象", ("D09",)),
        ("防返贫监测对象", ("D09",)),
        ("长期失业人员（连续失业一年以上）", ("D05",)),
        ("残疾人（肢体、二级），低保", ("D02", "D03")),
        ("低保+残疾|单亲", ("D03", "D02", "D12")),
        ("40/50人员", ("D01",)),
        ("低保和残疾", ("D03", "D02")),
        ("无", ()),
        ("没有", ()),
        ("/", ()),
        ("其他", (OTHER,)),
    ],
)
def test_a_cell_of_groups_is_read(typed: str, codes: tuple[str, ...]) -> None:
    assert read_groups(typed) == GroupsRead(codes)


@pytest.mark.parametrize("typed", ["外来务工", "低保边缘户", "应届生"])
def test_what_no_group_is_called_is_kept_as_other(typed: str) -> None:
    assert read_groups(typed) == GroupsRead((OTHER,), (typed,))


@given(st.lists(st.sampled_from(sorted(COMMON_WORDS)), min_size=1), st.sampled_from("、，；/|+ "))
def test_every_word_of_the_table_is_read_in_any_list(words: list[str], between: str) -> None:
    plain = [word for word in words if not set("、,()/ ") & set(word) and " " not in word]
    expected = tuple(dict.fromkeys(COMMON_WORDS[word] for word in plain))

    assert read_groups(between.join(plain)).codes == expected


def test_a_tick_column_is_read() -> None:
    assert all(read_tick("D03", tick).codes == ("D03",) for tick in ("√", "是", "1", "Y", "低保户"))
    assert all(read_tick("D03", no).codes == () for no in ("", "否", "×", "无", "0"))
    assert read_tick("D02", "肢体二级").codes == ("D02",)
    assert read_tick("D03", "待核实") == GroupsRead((OTHER,), ("待核实",))


def test_the_table_says_whose_it_is_and_has_both_languages() -> None:
    assert (COMMON.province, COMMON.since.year) == ("00", 2024)
    assert all(group.zh and group.en for group in COMMON.groups)
    assert label_of("D08").zh == "退捕渔民"


@pytest.mark.parametrize(
    ("text", "codes"),
    [
        ("司机", ("T05",)),
        ("仓管", ("T04",)),
        ("缝纫、装配", ("T01", "T02")),
        ("养老护理员", ("T08",)),
        ("数据标注员", ("T10",)),
        ("不限", ("T00",)),
        ("T05", ("T05",)),
        ("样衣工", ()),
    ],
)
def test_a_wish_and_a_title_have_their_trades(text: str, codes: tuple[str, ...]) -> None:
    assert trades_of(text) == codes


def test_a_trade_has_a_word_for_its_tile() -> None:
    assert (trade_of("T06").zh, trade_of("T06").en) == ("保洁家政", "Cleaning and homes")
