"""The campaign's workbook: totals, fairs compared, groups, trades; people and times apart."""

from central.overview import Campaign
from central.store.campaigns import Fair, Total
from fair.clock import from_ms
from fair.groups import label_of
from fair.trades import trade_of
from sheets.workbook import Chart, Sheet, Table, Value, Workbook

HIDDEN = "<5"


def say(language: str, zh: str, en: str) -> str:
    return zh if language == "zh-CN" else en


def make_report(campaigns: list[Campaign], singly: dict[str, Total], language: str) -> Workbook:
    """Write all campaigns; `singly` has each fair's own total, by its id."""
    sheets = [summary(campaigns, language), compared(campaigns, singly, language)]
    return Workbook((*sheets, groups(campaigns, language), trades(campaigns, language)))


def columns(language: str) -> tuple[str, ...]:
    return (
        say(language, "招聘会（场）", "Fairs"),
        say(language, "参会单位（家次）", "Employers"),
        say(language, "招聘人数", "Openings"),
        say(language, "登记（人）", "Registered people"),
        say(language, "到场（人）", "People who came"),
        say(language, "其中：身份已知", "… of these identity known"),
        say(language, "签到（人次）", "Check-ins (times)"),
        say(language, "到访展位（人次）", "Visits"),
        say(language, "达成意向（人次）", "Interested meetings"),
    )


def cells(total: Total) -> tuple[Value, ...]:
    return (
        *(total.fairs, total.employers, total.openings, total.registered, total.people),
        *(total.known, total.times, total.visits, total.leads),
    )


def named(campaign: Campaign, language: str) -> str:
    return campaign.name or say(language, "未归入活动", "In no campaign")


def summary(campaigns: list[Campaign], language: str) -> Sheet:
    rows = tuple((named(each, language), *cells(each.total)) for each in campaigns)
    regions = tuple(
        (named(each, language), region or "–", *cells(total))
        for each in campaigns
        for region, total in each.by_region
    )
    name, region = say(language, "活动", "Campaign"), say(language, "地区", "Region")
    note = say(
        language,
        "跨场次按有效身份证号或残疾人证号去重；没有证号的人每场计一次。人数与人次分列，意向不等于录用。",
        "People are counted once across fairs by a valid identity or certificate number; who has "
        "none counts once in each fair. People and times stand apart; an intent is not a hire.",
    )
    return Sheet(
        say(language, "汇总", "Summary"),
        say(language, "活动汇总", "Campaigns"),
        (
            Table((name, *columns(language)), rows),
            Table((name, region, *columns(language)), regions,
                  title=say(language, "按地区", "By region")),
        ),
        (note,),
    )  # fmt: skip


def title_of(fair: Fair) -> str:
    day = from_ms(fair.starts_ms).date().isoformat() if fair.starts_ms else ""
    return f"{fair.name or fair.id[:8]} {day}".strip()


def compared(campaigns: list[Campaign], singly: dict[str, Total], language: str) -> Sheet:
    rows = tuple(
        (title_of(fair), fair.region, *cells(singly[fair.id])[1:])
        for each in campaigns
        for fair in each.fairs
    )
    fair, came = say(language, "招聘会", "Fair"), columns(language)[4]
    chart = Chart("bar", came, fair, (came,))
    listed = (fair, say(language, "地区", "Region"), *columns(language)[1:])
    title = say(language, "各场对比", "Fairs compared")
    return Sheet(title, title, (Table(listed, rows, charts=(chart,) if rows else ()),))


def groups(campaigns: list[Campaign], language: str) -> Sheet:
    rows = []
    for each in campaigns:
        for code, line in sorted(each.groups.items(), key=lambda pair: (not pair[0], pair[0])):
            label = label_of(code) if code else None
            any_ = say(language, "以上任一（每人一次）", "Any of these, each person once")
            name = say(language, label.zh, label.en) if label else any_
            shown: list[Value] = [HIDDEN if cell is None else cell for cell in line]
            rows.append((named(each, language), code, name, *shown))
    title = say(language, "重点群体", "Target groups")
    note = say(
        language,
        "少于 5 人的数字及其可推算的数字不列出。",
        "Counts under 5, and those from which they could be worked out, are left out.",
    )
    return Sheet(title, title, (Table(code_columns(language, title), tuple(rows)),), (note,))


def trades(campaigns: list[Campaign], language: str) -> Sheet:
    rows = []
    for each in campaigns:
        for code, line in sorted(each.trades.items()):
            try:
                trade = trade_of(code)
            except KeyError:
                continue
            rows.append((named(each, language), code, say(language, trade.zh, trade.en), *line))
    title = say(language, "求职意向", "Trades wished for")
    return Sheet(title, title, (Table(code_columns(language, title), tuple(rows)),))


def code_columns(language: str, what: str) -> tuple[str, ...]:
    return (
        *(say(language, "活动", "Campaign"), say(language, "代码", "Code"), what),
        *(say(language, "登记（人）", "Registered"), say(language, "到场（人）", "Came")),
        say(language, "到过展位（人）", "Visited booths"),
    )
