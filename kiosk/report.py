"""The organizer's first report: true totals, as a workbook. They agree with status and exports."""

import sqlite3
from dataclasses import dataclass
from datetime import datetime
from zoneinfo import ZoneInfo

from fair.counts import Counts
from fair.groups import label_of
from fair.setup import Setup
from kiosk.store import connect, employers, fairs, reports, status
from sheets.workbook import Chart, Sheet, Table, Workbook

# What leaves the organizer hides cells under five people of a sensitive group, and the complement
# from which they could be worked out (domain.md, section 7).
LEAST = 5


@dataclass(frozen=True, slots=True)
class Day:
    """What the report tells of: one moment's figures in one language."""

    setup: Setup
    counts: Counts
    figures: reports.Figures
    groups: dict[str, reports.OfGroup]
    names: dict[str, str]
    language: str

    def say(self, zh: str, en: str) -> str:
        return zh if self.language == "zh-CN" else en


def read_day(db: sqlite3.Connection, *, now: datetime, language: str) -> Day | None:
    """Read everything as of one moment; None before a fair was made."""
    with connect.snapshot(db):
        setup = fairs.setup(db)
        if setup is None:
            return None
        return Day(
            setup=setup,
            counts=status.counts(db),
            figures=reports.figures(db, now=now),
            groups=reports.groups(db),
            names={each.id: each.name for each in employers.every(db)},
            language=language,
        )


def make_report(day: Day) -> Workbook:
    return Workbook((summary(day), offers(day), groups(day), quality(day)))


def clock(at: datetime, zone: ZoneInfo) -> str:
    return at.astimezone(zone).strftime("%H:%M")


def summary(day: Day) -> Sheet:
    say, counts, figures = day.say, day.counts, day.figures
    facts: tuple[tuple[str, int], ...] = (
        (say("签到人数（人）", "People who came"), counts.people),
        (say("签到人次", "Check-ins, re-entries included"), counts.check_ins),
        (say("到访展位（人次）", "Visits: a person at a booth"), counts.visits),
        (say("到过展位的人数（人）", "People who visited a booth"), figures.met),
        (say("有意向的人数（人）", "People with an interested booth"), figures.interested),
        (say("达成意向（人次，不是录用）", "Interested meetings (not hires)"), counts.leads),
        (say("参会单位（家）", "Employers"), counts.employers),
        (say("岗位（个）", "Jobs (adverts)"), counts.jobs),
        (say("招聘人数（人）", "Openings"), counts.openings),
        (say("其中：已公布", "… of these public"), counts.openings_public),
        (say("其中：就业困难人员专岗", "… of these reserved"), counts.reserved_public),
        (say("登记求职者（人）", "Registered seekers"), counts.seekers),
    )
    arrivals = tuple((clock(each.at, day.setup.zone), each.people) for each in figures.arrivals)
    time, people = say("时间", "Time"), say("人数", "People")
    title = say("每一刻钟到场人数", "Arrivals by quarter hour")
    chart = Chart("column", title, time, (people,))
    return Sheet(
        say("汇总", "Summary"),
        day.setup.text(day.setup.name, day.language),
        (
            Table((say("项目", "What"), say("数量", "How many")), facts),
            Table((time, people), arrivals, title=title, charts=(chart,) if arrivals else ()),
        ),
        (news(day),),
    )


def news(day: Day) -> str:
    """Write the news paragraph (at most 300 Chinese characters) from the true figures."""
    counts, figures, setup = day.counts, day.figures, day.setup
    at, place = setup.starts_at.astimezone(setup.zone), setup.text(setup.place, day.language)
    name = setup.text(setup.name, day.language)
    if day.language == "zh-CN":
        where = f"在{place}" if place else ""
        return (
            f"{at.month}月{at.day}日，{name}{where}举行。{counts.employers} 家单位带来 "
            f"{counts.jobs} 个岗位，招聘 {counts.openings} 人，其中就业困难人员专岗 "
            f"{counts.reserved_public} 个。{counts.people} 人到场求职，到访展位 {counts.visits} "
            f"人次，{figures.interested} 人达成意向。"
        )
    return (
        f"{name}, {at:%B} {at.day}{', ' + place if place else ''}: {counts.employers} employers "
        f"offered {counts.openings} openings in {counts.jobs} jobs, {counts.reserved_public} of "
        f"them reserved. {counts.people} people came, visited booths {counts.visits} times, and "
        f"{figures.interested} of them found an interested employer."
    )


def offers(day: Day) -> Sheet:
    say = day.say
    rows = tuple(
        (each.booth, day.names.get(each.employer, ""), each.visits, each.leads)
        for each in day.figures.booths
    )
    booth, visits = say("展位", "Booth"), say("到访", "Visits")
    columns = (booth, say("单位", "Employer"), visits, say("有意", "Interested"))
    title = say("各展位到访", "Visits by booth")
    charts = (Chart("bar", title, booth, (visits,)),) if rows else ()
    return Sheet(say("单位岗位", "Employers"), title, (Table(columns, rows, charts=charts),))


def shown(part: int, whole: int) -> int | str:
    """Give a count of a sensitive group, "<5" where it or its complement would tell on people."""
    if 0 < part < LEAST or 0 < whole - part < LEAST:
        return f"<{LEAST}"
    return part


def groups(day: Day) -> Sheet:
    say = day.say
    rows = []
    for code, each in sorted(day.groups.items(), key=lambda pair: (not pair[0], pair[0])):
        label = label_of(code) if code else None
        name = (
            say(label.zh, label.en)
            if label
            else say("以上任一（每人一次）", "Any of these, each person once")
        )
        whole = each.registered
        cells = [shown(part, whole) for part in (each.came, each.met, each.interested)]
        hidden: int | str = f"<{LEAST}"
        rows.append((code, name, *((whole, *cells) if whole >= LEAST else [hidden] * 4)))
    columns = (
        *(say("代码", "Code"), say("群体", "Group"), say("登记", "Registered")),
        *(say("到场", "Came"), say("到过展位", "Visited"), say("有意", "Interested")),
    )
    note = say(
        "一个人可以属于几个群体；少于 5 人的数字及其可推算的数字不列出。",
        "A person may be in several groups. Counts under 5, and those from which they could be "
        "worked out, are left out.",
    )
    title = say("重点群体", "Target groups")
    return Sheet(title, title, (Table(columns, tuple(rows)),), (note,))


def quality(day: Day) -> Sheet:
    say, counts = day.say, day.counts
    rows = (
        (say("还没有本人信息的胸牌", "Badges that nobody has been heard of for"), counts.unheard),
        (say("待人处理的记录", "Operations kept aside"), counts.quarantined),
        (say("未公布的招聘人数", "Openings not public"), counts.openings - counts.openings_public),
        (say("记录总数", "Operations in the log"), counts.operations),
    )
    title = say("数据质量", "Data quality")
    return Sheet(title, title, (Table((say("项目", "What"), say("数量", "How many")), rows),))
