"""Which lines of a list are no data, and why."""

import re
import unicodedata
from collections.abc import Sequence
from enum import Enum
from itertools import pairwise

from sheets.cells import Cell
from sheets.grid import Line
from sheets.header import Header
from sheets.names import NUMBERING, plain

Own = Sequence[tuple[int, Cell]]  # the line's own cells with text: not filled from above


class LeftOut(Enum):
    BLANK = "blank"
    TOTAL = "total"
    NOTE = "note"
    FOOTER = "footer"
    HEADER = "header"
    HINT = "hint"
    SECTION = "section"
    NUMBER = "number"


END = r"(?=$|[:(\[【<0-9①-⑳])"
TOTAL = re.compile(
    rf"^(?:合计|总计|(?:本页|以上)?(?:小计|共计|合计|总计|累计){END}|(?:以上)?总?共[0-9]+)"
)
TOTALS = frozenset(
    {"合计", "总计", "小计", "共计", "累计", "本页小计", "本页合计", "total", "subtotal"}
)
NOTE = re.compile(
    rf"^(?:[*※★]*(?:备?注|附注?|说明|填[表报写](?:说明|须知)|(?:温馨|特别)?提[示醒]|注意(?:事项)?){END}|※)"
)
FOOTER = re.compile(
    r"^(?:填[表报]|制表|审核|复核|校对|审批|经办|负责|联系|统计|录入|单位负责)"
    r"(?:人|单位|日期|时间|电话|部门)?(?:\([^)]*\))?(?::|$)"
    r"|^(?:日期|时间|电话|(?:咨询|监督|服务|举报|联系)(?:电话|热线)|盖章|签[字名章]|(?:打印|更新|截止)(?:时间|日期)"
    r"|(?:主办|承办|协办)(?:单位)?|地址|地点|网址)(?=$|[:(0-9])|^(?:第|page)[0-9]+页?"
)
FOOTER_ALONE = re.compile(r"^(?:填表|填报|制表|审核|复核|经办)人?")
SECTION = re.compile(
    r"^(?:[一二三四五六七八九十]+[、.]|\([一二三四五六七八九十]+\)|第.{1,3}[部分类区组批]|[A-Za-z]区|【.*】$)"
    r"|.{2,}(?:街道|社区|行业|企业|人员|名单|展区|专区|[镇乡村类区县])$|.[。;]|:.*\D$"
)
SAMPLE = re.compile(r"^(?:示例|样例|范例|举例|例如?)(?=$|[:(0-9])")
HINT = re.compile(
    r"^(?:\(.*\)|必填项?|选填项?|非必填|可不填|下拉选择.*|(?:请|如|例|限|格式|填写|选择).{0,40})$",
    re.DOTALL,
)
COUNTED = re.compile(r"\(?[0-9]+\)?[.、]?|[①-⑳]|[甲乙丙丁戊]")
NUMBERED = re.compile(r"\(?[0-9]{1,2}[.、)]")


def why_left_out(line: Line, header: Header, before: LeftOut | None) -> LeftOut | None:
    """Why the line is no data, or None when it is; `before` says the same of the line above it."""
    own = [(at, cell) for at, cell in enumerate(line.cells) if cell.text and not cell.filled]
    if not own:
        return LeftOut.BLANK
    if all(at == header.numbering for at, _ in own) and _counts(own[0][1].text):
        return LeftOut.NUMBER
    words = [narrow(cell.text) for _, cell in own]
    if any(word in TOTALS for word in words):
        return LeftOut.TOTAL
    if said := _by_its_beginning(own, words, header):
        return said
    if _is_header(own, header):
        return LeftOut.HEADER
    if before in (LeftOut.HEADER, LeftOut.HINT) and _is_hint(words):
        return LeftOut.HINT
    return _alone(line, own, words, header, before)


def narrow(text: str) -> str:
    """Half width, and without any space: 合　计 is 合计."""
    return "".join(unicodedata.normalize("NFKC", text).casefold().split())


def _counts(text: str) -> bool:
    return COUNTED.fullmatch(narrow(text)) is not None


def _by_its_beginning(own: Own, words: Sequence[str], header: Header) -> LeftOut | None:
    skip = 1 if len(own) > 1 and own[0][0] == header.numbering and _counts(own[0][1].text) else 0
    first, column = words[skip], own[skip][0]
    if SAMPLE.match(first):
        return LeftOut.HINT
    if column > header.width // 2:  # a remark in its own column doesn't begin the row
        return None
    if TOTAL.match(first):
        return LeftOut.TOTAL
    if NOTE.match(first):
        return LeftOut.NOTE
    few = len(own) <= max(2, header.width // 2)
    if few and FOOTER.match(first) and (len(own) == 1 or ":" in first or FOOTER_ALONE.match(first)):
        return LeftOut.FOOTER
    return None


def _is_header(own: Own, header: Header) -> bool:
    same = sum(plain(cell.text) in header.spelt.get(at, ()) for at, cell in own)
    return same >= 2 and same * 2 >= len(own)


def _is_hint(words: Sequence[str]) -> bool:
    """Below a header: what to fill in (必填), or the columns' numbers (甲 乙 1 2 3)."""
    if len(words) > 2 and all(COUNTED.fullmatch(word) for word in words):
        numbers = [int(word.strip("().、")) for word in words if word.strip("().、").isdigit()]
        return all(later == one + 1 for one, later in pairwise(numbers))
    return all(HINT.match(word) for word in words)


def _alone(
    line: Line, own: Own, words: Sequence[str], header: Header, before: LeftOut | None
) -> LeftOut | None:
    """A single text in the row: a title between the parts of the list, or a note going on."""
    (column, cell), word = own[0], words[0]
    if len(own) > 1:
        return None
    if line.spans.get(column, 1) > max(2, header.width // 3) or plain(cell.text) in header.above:
        return LeftOut.SECTION
    if before in (LeftOut.NOTE, LeftOut.FOOTER) and (NUMBERED.match(word) or len(word) > 15):
        return LeftOut.NOTE
    if column == header.numbering and word not in NUMBERING:
        return LeftOut.SECTION
    leftmost = min((at for at in header.keys if at != header.numbering), default=0)
    if column <= leftmost and cell.number is None and SECTION.search(word):
        return LeftOut.SECTION
    return None
