"""People's names as they are kept and compared, and what of a person others may see."""

import re
import unicodedata

from fair.characters import HAN, INVISIBLE, SPACE, folded, half_width

LONGEST_NAME = 100
INTERPUNCT = "\u00b7"
# · • ‧ ∙ ⋅ ・ ･ ． and their look-alikes, as keyboards and old systems give them
INTERPUNCTS = re.compile(r"\s*[\u00b7\u0387\u2022\u2027\u2219\u22c5\u30fb\uff65\uff0e]+\s*")
FULL_STOP_IN_HAN = re.compile(f"(?<=[{HAN}])\\s*\\.\\s*(?=[{HAN}])")
SPACE_IN_HAN = re.compile(f"(?<=[{HAN}])\\s+(?=[{HAN}])")
COMPOUND_SURNAMES = frozenset(
    {
        "欧阳", "太史", "端木", "上官", "司马", "东方", "独孤", "南宫", "万俟", "闻人", "夏侯",
        "诸葛", "尉迟", "公羊", "赫连", "澹台", "皇甫", "宗政", "濮阳", "公冶", "太叔", "申屠",
        "公孙", "慕容", "仲孙", "钟离", "长孙", "宇文", "司徒", "鲜于", "司空", "闾丘", "子车",
        "亓官", "司寇", "巫马", "公西", "颛孙", "壤驷", "公良", "漆雕", "乐正", "宰父", "谷梁",
        "拓跋", "夹谷", "轩辕", "令狐", "段干", "百里", "呼延", "东郭", "南门", "羊舌", "微生",
        "公户", "公玉", "梁丘", "左丘", "东门", "西门", "第五", "贺兰", "纳兰", "哥舒", "完颜",
        "耶律", "叶赫", "爱新", "歐陽", "司馬", "東方", "諸葛", "尉遲", "長孫", "鍾離", "鮮于",
        "軒轅",
    }
)  # fmt: skip


def normalised(name: str) -> str:
    """One spelling of a name: interpunct U+00B7, one space in Latin, none between Han."""
    seen = spelt(name)
    while (again := spelt(seen)) != seen:  # plain forms can hold what is spelt anew: U+00AF a space
        seen = again
    return seen


def spelt(name: str) -> str:
    seen = INTERPUNCTS.sub(INTERPUNCT, INVISIBLE.sub("", name).strip())
    seen = FULL_STOP_IN_HAN.sub(INTERPUNCT, half_width(seen))
    return SPACE.sub(" ", SPACE_IN_HAN.sub("", seen)).strip(f" {INTERPUNCT}")


def is_too_long(name: str) -> bool:
    return len(name) > LONGEST_NAME


def comparable(name: str) -> str:
    """What two writings of one name have in common: no capitals, no spaces."""
    return folded(normalised(name))


def masked_name(name: str) -> str:
    """`张*`, `欧阳*`; of a Latin, Uyghur or other name the first letter: `A*`, `古*`."""
    seen = normalised(name)
    if len(seen) < 2:
        return "*" if seen else ""
    compound = len(seen) > 2 and seen[:2] in COMPOUND_SURNAMES and INTERPUNCT not in seen
    shown = 2 if compound else 1
    while shown < len(seen) and unicodedata.combining(seen[shown]):
        shown += 1
    return f"{seen[:shown]}*"


def masked_phone(phone: str) -> str:
    """`169****0001`; of a shorter number less is shown, of four digits nothing."""
    digits = re.sub(r"[^0-9]", "", half_width(phone))
    if len(digits) >= 10:
        return f"{digits[:3]}****{digits[-4:]}"
    if len(digits) >= 7:
        return f"{'*' * (len(digits) - 2)}{digits[-2:]}"
    return "*" * (len(digits) or len(phone))


def masked_identity(number: str) -> str:
    """`110***********1234`; what isn't 18 characters long is hidden whole."""
    if len(number) == 18:
        return f"{number[:3]}{'*' * 11}{number[-4:]}"
    return "*" * len(number)
