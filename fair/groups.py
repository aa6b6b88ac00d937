"""Target groups 就业困难人员: their table, of one province and from one day on."""

from dataclasses import dataclass
from datetime import date

from fair.characters import folded

OTHER = "D99"


@dataclass(frozen=True, slots=True)
class Group:
    """One group: its label in both languages and the words that lists use for it."""

    code: str
    zh: str
    en: str
    words: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class GroupTable:
    """就业促进法 Art. 52 leaves the list to each province: a table says whose, and since when."""

    province: str  # GB/T 2260, two digits; "00" is the common table that no province has changed
    since: date
    groups: tuple[Group, ...]


COMMON = GroupTable(
    province="00",
    since=date(2024, 1, 1),
    groups=(
        Group(
            "D01", "大龄失业人员", "Older unemployed people",
            (
                "4050人员", "4050", "大龄", "大龄人员", "大龄失业", "大龄就业困难人员",
                "大龄失业者",
            ),
        ),
        Group(
            "D02", "残疾人", "People with a disability",
            (
                "残疾", "登记失业残疾人", "失业残疾人", "残疾人员", "残疾失业人员", "持证残疾人",
                "残障", "残障人士", "残障人员", "残疾人士", "残疾劳动者",
            ),
        ),
        Group(
            "D03", "享受最低生活保障人员", "People on the minimum living allowance",
            (
                "低保", "低保户", "低保人员", "低保对象", "低保家庭", "低保家庭成员", "享受低保",
                "享受低保人员", "城市低保", "城镇低保", "农村低保", "城乡低保", "最低生活保障",
                "享受最低生活保障", "最低生活保障人员", "最低生活保障对象",
            ),
        ),
        Group(
            "D04", "零就业家庭成员", "Members of households where nobody works",
            (
                "零就业家庭", "城镇零就业家庭", "城镇零就业家庭成员", "零就业", "零就业家庭人员",
                "零就业户",
            ),
        ),
        Group(
            "D05", "长期失业人员（连续失业一年以上）", "People out of work for a year and longer",
            (
                "长期失业", "长期失业人员", "长期失业者", "连续失业一年以上", "连续失业1年以上",
                "连续失业一年以上人员", "失业一年以上",
            ),
        ),
        Group(
            "D06", "因失去土地难以就业人员", "People without work after losing their land",
            (
                "失地农民", "失地", "失地人员", "失地无业农民", "被征地农民", "被征地人员",
                "失去土地人员",
            ),
        ),
        Group(
            "D07", "离校未就业困难高校毕业生", "Graduates in difficulty without work",
            (
                "困难毕业生", "困难高校毕业生", "困难家庭毕业生", "困难家庭高校毕业生",
                "离校未就业困难毕业生", "未就业困难毕业生", "未就业困难高校毕业生",
            ),
        ),
        Group(
            "D08", "退捕渔民", "Fishers who had to stop",
            (
                "退捕", "退捕转产渔民", "长江退捕渔民",
            ),
        ),
        Group(
            "D09", "脱贫人口、防返贫监测对象", "People out of poverty or at risk of it",
            (
                "脱贫户", "监测户", "脱贫", "脱贫人员", "脱贫劳动力", "监测对象", "防返贫监测户",
                "防返贫监测", "防返贫对象", "防止返贫监测对象", "建档立卡", "建档立卡户",
                "建档立卡贫困户", "建档立卡贫困人口", "建档立卡人员", "脱贫不稳定户",
                "边缘易致贫户", "突发严重困难户",
            ),
        ),
        Group(
            "D10", "刑满释放、社区矫正人员", "People released from prison or on probation",
            (
                "刑释", "刑满", "刑满释放人员", "刑释人员", "社区矫正", "社区矫正对象", "社矫",
                "社矫人员", "刑释解矫", "刑释解矫人员", "刑释解教人员",
            ),
        ),
        Group(
            "D11", "困难退役军人", "Former soldiers in difficulty",
            (
                "退役军人", "退伍军人", "困难退伍军人", "退役士兵", "退伍兵", "退役", "退伍",
            ),
        ),
        Group(
            "D12", "单亲抚养未成年人者", "Single parents of minors",
            (
                "单亲", "单亲家庭", "单亲抚养未成年人", "单亲抚养", "单亲母亲", "单亲父亲",
                "单亲妈妈", "单亲爸爸",
            ),
        ),
        Group(OTHER, "其他", "Other", ("其它", "其他人员", "其他困难人员", "其他就业困难人员")),
    ),
)  # fmt: skip


def words_of(table: GroupTable) -> dict[str, str]:
    """Every word of a table in folded form, with its code; each half of a label counts too."""
    words: dict[str, str] = {}
    for group in table.groups:
        halves = group.zh.split("、") if "、" in group.zh else []
        for word in (group.code, group.zh, group.en, *halves, *group.words):
            words.setdefault(folded(word), group.code)
    return words


COMMON_WORDS = words_of(COMMON)


def label_of(code: str, table: GroupTable = COMMON) -> Group:
    """The group with this code; KeyError for a code that the table doesn't have."""
    return {group.code: group for group in table.groups}[code]
