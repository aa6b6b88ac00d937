"""Trades: what seekers wish, what adverts offer, what the picture tiles show."""

from dataclasses import dataclass
from datetime import date

from fair.characters import folded

ANY = "T00"


@dataclass(frozen=True, slots=True)
class Trade:
    """One trade: its word in both languages and what adverts say for it."""

    code: str
    zh: str
    en: str
    words: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class TradeTable:
    province: str  # GB/T 2260, two digits; "00" is the common table
    since: date
    trades: tuple[Trade, ...]


COMMON = TradeTable(
    province="00",
    since=date(2024, 1, 1),
    trades=(
        Trade("T01", "缝纫", "Sewing", ("缝", "裁", "整烫", "服装")),
        Trade("T02", "装配", "Assembly", ("装配", "普工", "流水线", "包装")),
        Trade(
            "T03", "机械焊工", "Machines and welding",
            ("焊", "车工", "数控", "模具", "冲压", "维修", "机械"),
        ),
        Trade("T04", "仓储", "Warehouse", ("仓", "分拣", "叉车")),
        Trade("T05", "司机配送", "Driving and delivery", ("司机", "配送", "快递")),
        Trade("T06", "保洁家政", "Cleaning and homes", ("保洁", "家政", "保姆")),
        Trade("T07", "餐饮", "Kitchen and service", ("厨", "餐", "服务员", "面点")),
        Trade("T08", "护理", "Care", ("护理", "养老", "护工", "康复")),
        Trade("T09", "客服销售", "Sales and customers", ("客服", "销售", "导购", "收银")),
        Trade("T10", "电商文员", "Office and online shops", ("电商", "文员", "标注", "行政")),
        Trade("T11", "技术", "Engineering", ("工程师", "软件", "运维", "化验", "技术")),
        Trade("T12", "保安后勤", "Security and grounds", ("保安", "绿化", "后勤")),
        Trade(
            ANY, "都可以", "Anything",
            ("不限", "都行", "随便", "均可", "皆可", "什么都", "都愿意", "anything"),
        ),
    ),
)  # fmt: skip


def trades_of(text: str, table: TradeTable = COMMON) -> tuple[str, ...]:
    """The codes that a wish or a job's title speaks of; a code counts as itself."""
    seen = folded(text)
    return tuple(
        trade.code
        for trade in table.trades
        if any(folded(word) in seen for word in (trade.code, trade.zh, trade.en, *trade.words))
    )


def trade_of(code: str, table: TradeTable = COMMON) -> Trade:
    """The trade with this code; KeyError for a code that the table doesn't have."""
    return {trade.code: trade for trade in table.trades}[code]
