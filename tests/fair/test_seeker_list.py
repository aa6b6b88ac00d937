import json
from collections import Counter
from collections.abc import Mapping
from datetime import date

import pytest

from fair.birth_dates import read_birth_date
from fair.identifiers import identity_check
from fair.seeker_list import COLUMNS, SeekerPlan, plan_seekers
from tests.fair.lists import DATA, TypedCell, csv_rows, rows

FAIR_ON = date(2027, 1, 12)
TODAY = date(2026, 12, 1)


def plan(*said: Mapping[str, str | TypedCell]) -> SeekerPlan:
    return plan_seekers(rows(*said), fair_on=FAIR_ON, today=TODAY)


def told(plan: SeekerPlan, kind: str) -> list[tuple[int, str, str]]:
    listed = {
        "held": plan.report.held,
        "rejected": plan.report.rejected,
        "warnings": plan.report.warnings,
    }[kind]
    return [(each.place.row, each.reason, each.column) for each in listed]


def number(born: date, order: int = 1) -> str:
    seventeen = f"990102{born:%Y%m%d}{order:03}"
    return seventeen + identity_check(seventeen)


ADULT = number(date(1980, 5, 27))


def test_the_sample_list_comes_out_exactly_as_expected() -> None:
    expected = json.loads((DATA / "seekers.expected.json").read_text("utf-8"))
    totals = expected.pop("totals")
    found = plan_seekers(csv_rows("seekers.csv", COLUMNS), fair_on=FAIR_ON, today=TODAY)
    groups = Counter(code for each in found.seekers for code in each.profile.groups)

    assert found.report.as_json() == expected
    assert len(found.seekers) == totals["seekers"]
    assert groups == totals["groups"]


def test_a_person_without_name_phone_and_number_is_nobody() -> None:
    found = plan({"note": "代填"}, {"phone": "没有", "village": "双河村"}, {"phone": "16911112222"})

    assert told(found, "rejected") == [(3, "empty_person", "name"), (4, "empty_person", "name")]
    assert found.report.imported == 1


def test_who_is_under_16_on_the_fairs_day_is_held() -> None:
    found = plan(
        {"name": "甲", "id_number": number(date(2011, 1, 13))},
        {"name": "乙", "id_number": number(date(2011, 1, 12))},
        {"name": "丙", "birth_date": "2015年3月4日"},
        {"name": "丁", "id_number": number(date(1980, 1, 1)), "birth_date": "2015-03-04"},
    )

    assert told(found, "held") == [(3, "underage", "id_number"), (5, "underage", "birth_date")]
    assert [each.held for each in found.seekers] == ["underage", "", "underage", ""]


def test_a_bad_number_is_kept_unverified_and_a_mangled_one_is_not() -> None:
    mangled = TypedCell("9.90102E+17", number=9.90102e17)
    found = plan({"name": "甲", "id_number": "123"}, {"name": "乙", "id_number": mangled})

    assert told(found, "warnings") == [
        (3, "bad_id_number", "id_number"),
        (4, "mangled_number", "id_number"),
    ]
    assert [each.profile.id_number_unverified for each in found.seekers] == ["123", ""]
    assert not any(each.profile.id_number for each in found.seekers)


def test_a_certificate_has_its_bearers_number() -> None:
    other = f"{number(date(1970, 1, 1))}42"
    found = plan(
        {"name": "甲", "id_number": ADULT, "certificate": f"{ADULT}42B1"},
        {"name": "乙", "id_number": number(date(1981, 1, 1)), "certificate": other},
        {"name": "丙", "certificate": "无"},
        {"name": "丁", "certificate": "残疾二级"},
    )

    assert told(found, "warnings") == [(4, "certificate_mismatch", "certificate")]
    assert [each.profile.certificate for each in found.seekers[2:]] == ["", "残疾二级"]


def test_groups_come_from_the_cell_and_from_ticks() -> None:
    said = {"name": "甲", "groups": "单亲、应届生", "group:D03": "√", "group:D02": "否"}
    (seeker,) = plan(said).seekers

    assert seeker.profile.groups == ("D12", "D99", "D03")
    assert seeker.profile.other_groups == ("应届生",)


def test_nothing_that_was_typed_disappears() -> None:
    said = {"name": "甲", "birth_date": "七二年生", "sex": "不详", "?政治面貌": "群众"}
    (seeker,) = plan(said).seekers

    assert dict(seeker.profile.others) == {
        "政治面貌": "群众",
        "birth_date": "七二年生",
        "sex": "不详",
    }


def test_an_address_stands_for_the_village_where_nothing_finer_is_known() -> None:
    found = plan(
        {"name": "甲", "address": "双河村3组"},
        {"name": "乙", "village": "双河村", "address": "双河村3组"},
    )

    assert [each.profile.village for each in found.seekers] == ["双河村3组", "双河村"]
    assert found.seekers[1].profile.others == (("address", "双河村3组"),)


def test_a_row_is_known_again_by_the_strongest_that_it_has() -> None:
    found = plan(
        {"name": "甲", "id_number": ADULT, "phone": "16911112222"},
        {"name": "甲", "phone": "169 1111 2222", "?序号": "2"},
        {"name": "乙", "birth_date": "1972-02-06", "village": "双河村"},
        {"name": "丙", "wish": "司机", "?序号": "4"},
        {"name": "丙", "wish": "司机", "?序号": "5"},
    )
    keys = [each.known_by for each in found.seekers]

    assert keys[0] == (f"id:{ADULT}#1", "phone:甲|16911112222#1")
    assert keys[1] == ("phone:甲|16911112222#2",)
    assert keys[2] == ("birth:乙|1972-02-06|双河村#1",)
    assert keys[3][0].removesuffix("#1") == keys[4][0].removesuffix("#2")


def test_a_birth_date_may_come_from_the_number() -> None:
    found = plan(
        {"name": "甲", "id_number": ADULT, "village": "双河村"},
        {"name": "甲", "birth_date": "1980/5/27", "village": " 双河村"},
    )

    assert [(pair.certainty, pair.reason) for pair in found.report.duplicates] == [
        ("probable", "same_name_birth_village")
    ]


def test_rejected_rows_have_no_duplicates() -> None:
    long = {"name": "吾" * 101, "phone": "16911112222"}

    assert plan(long, long).report.duplicates == ()


@pytest.mark.parametrize(
    "typed",
    ["1972-02-06", "1972/2/6", "1972.2.6", "19720206", "1972年2月6日", "１９７２－０２－０６"],
)
def test_a_birth_date_is_read_however_it_is_written(typed: str) -> None:
    assert read_birth_date(typed, today=TODAY) == date(1972, 2, 6)


def test_a_spreadsheets_day_number_is_a_date_and_the_future_is_none() -> None:
    assert read_birth_date("26335", 26335.0, today=TODAY) == date(1972, 2, 6)
    assert read_birth_date("2030-01-01", today=TODAY) is None
    assert read_birth_date("1972-02-30", today=TODAY) is None
    assert read_birth_date("1972-02", today=TODAY) is None
