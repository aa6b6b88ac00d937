"""A whole day replayed, a large import, search among 100,000, and a log of ten fairs."""

import random
import tempfile
from functools import partial
from pathlib import Path

from bench.fairs import ask, codes_of, new_fair, now
from bench.figures import Figure, median, percentile, seconds
from fair import badge
from fair.facts import BadgeIssued, CheckInRecorded, SeekerRegistered
from kiosk.actions import check_in, import_list, record_visit
from kiosk.store import finding, operations
from kiosk.store.station import Station
from sheets.writing import write_table

PEOPLE, SCANS, ROWS, CROWD, LONG = 3000, 15_000, 10_000, 100_000, 1_000_000
SURNAMES = "王李张刘陈杨赵黄周吴徐孙胡朱高林何郭马罗"
GIVEN = "伟芳娜敏静丽强磊洋艳勇军杰娟涛明超霞平刚"


def day() -> Figure:
    dice = random.Random(1)
    with new_fair() as station:
        codes = codes_of(station, PEOPLE)

        def replay() -> None:
            for code in codes:
                check_in.check_in(station, ask(code), where="North gate", actor="gate")
            for _ in range(SCANS):
                table = record_visit.Booth(f"A{dice.randint(1, 20):02d}", "")
                place = f"booth:{table.booth}:"
                call = ask(dice.choice(codes), place, "/visits")
                record_visit.record_visit(station, call, table, actor="phone")

        taken = seconds(replay)
    return Figure("a day: 3,000 people, 15,000 booth scans", f"{taken:.1f} s", "< 60 s", taken < 60)


def name(dice: random.Random) -> str:
    return dice.choice(SURNAMES) + dice.choice(GIVEN) + dice.choice(GIVEN)


def imported() -> Figure:
    dice = random.Random(2)
    with new_fair() as station, tempfile.TemporaryDirectory() as folder:
        file = Path(folder) / "seekers.xlsx"
        rows = (
            [name(dice), f"169{dice.randrange(10**8):08d}", "双河村", "低保", "缝纫"]
            for _ in range(ROWS)
        )
        write_table(["姓名", "联系电话", "村（社区）", "人员类别", "求职意向"], rows, file)

        def take() -> None:
            for _ in import_list.import_list(station, "seekers", file, actor="bench"):
                pass

        taken = seconds(take)
    return Figure("import of 10,000 seekers (XLSX)", f"{taken:.1f} s", "< 20 s", taken < 20)


def crowd(station: Station, many: int) -> None:
    dice, who = random.Random(3), station.fair
    for begin in range(0, many, 2000):
        with station.transaction():
            for at in range(begin, begin + 2000):
                digits = f"169{dice.randrange(10**8):08d}"
                fields = {"name": name(dice), "phone": digits, "phone_digits": digits}
                seeker = f"{at:032x}"
                operations.record(station, SeekerRegistered(seeker, fields), actor="bench")
                series, number = badge.SERIES[at // 32000], at % 32000 + 1
                code = badge.badge_code(series, number, who.fair_key, station.chance.below)
                operations.record(station, BadgeIssued(code, seeker), actor="bench")


def found() -> Figure:
    with new_fair() as station:
        crowd(station, CROWD)
        db, times = station.reading(), []
        for question in ("张伟", "zhangw", "zw", "z", "张", "0001", "A-0137", "137", "wei", "6913"):
            for _ in range(5):
                asked = partial(finding.find, db, question, youngest="2011-01-12")
                times.append(seconds(asked))
    worst = percentile(times, 0.99) * 1000
    told = f"median {median(times) * 1000:.1f} ms, worst {worst:.1f} ms"
    return Figure("search among 100,000 people", told, "≤ 30 ms", worst <= 30)


def rate_of(station: Station, first: int) -> float:
    who, many = station.fair, 400
    codes = [
        badge.badge_code("C", first + at, who.fair_key, station.chance.below) for at in range(many)
    ]
    scan = partial(check_in.check_in, station, where="N", actor="g")
    times = [seconds(partial(scan, ask(code))) for code in codes]
    return 1 / median(times)


def long_log() -> Figure:
    """Compare check-ins on a fresh fair with those on one whose log has a million operations."""
    with new_fair() as fresh, new_fair() as old:
        code = badge.badge_code("D", 1, old.fair.fair_key, old.chance.below)
        for begin in range(0, LONG, 20_000):
            with old.transaction():
                for at in range(begin, begin + 20_000):
                    series, number = badge.SERIES[4 + at % 17], at % 32000 + 1
                    code = badge.badge_code(series, number, old.fair.fair_key, old.chance.below)
                    operations.record(old, CheckInRecorded(code, "North gate"), actor="bench")
        ratios = []
        for each in range(9):
            ratios.append(rate_of(old, 1 + each * 800) / rate_of(fresh, 1 + each * 800))
    slower = 1 - median(ratios)
    return Figure("a log of 1,000,000 operations slows a check-in by", f"{slower:.1%}", "< 10 %",
                  slower < 0.1)  # fmt: skip


def run() -> list[Figure]:
    return [day(), imported(), found(), long_log()]


if __name__ == "__main__":
    print(now().date())
    for figure in run():
        print(figure)
