import json
from collections.abc import Mapping, Sequence

import pytest

from fair.employer_list import COLUMNS, EmployerPlan, plan_employers
from fair.identifiers import uscc_check
from tests.fair.lists import DATA, TypedCell, TypedRow, csv_rows, rows

BOOTHS = [f"A{n:02}" for n in range(1, 21)]
JOB = {"title": "焊工", "openings": "5"}


def code(n: int) -> str:
    seventeen = f"9199000{n:010}"
    return seventeen + uscc_check(seventeen)


def plan(*said: Mapping[str, str | TypedCell]) -> EmployerPlan:
    return plan_employers(rows(*said), booths=BOOTHS)


def told(plan: EmployerPlan, kind: str) -> list[tuple[int, str, str]]:
    listed = {
        "held": plan.report.held,
        "rejected": plan.report.rejected,
        "warnings": plan.report.warnings,
    }[kind]
    return [(each.place.row, each.reason, each.column) for each in listed]


def test_the_sample_list_comes_out_exactly_as_expected() -> None:
    expected = json.loads((DATA / "employers.expected.json").read_text("utf-8"))
    totals = expected.pop("totals")
    found = plan_employers(csv_rows("employers.csv", COLUMNS), booths=BOOTHS)
    jobs = [job for each in found.employers for job in each.jobs]
    public = [job for each in found.employers if not each.held for job in each.jobs if not job.held]

    assert found.report.as_json() == expected
    assert len(found.employers) == totals["employers"]
    assert len(jobs) == totals["jobs"]
    assert sum(job.advert.openings or 0 for job in jobs) == totals["openings"]
    assert sum(job.advert.openings or 0 for job in public) == totals["openings_public"]
    assert sum(job.advert.reserved for job in public) == totals["reserved_public"]


def test_a_blank_employer_is_the_one_above_and_at_the_top_it_is_missing() -> None:
    found = plan(JOB, {"employer": "甲厂", **JOB}, JOB, {"employer": "同上", **JOB})

    assert told(found, "rejected") == [(3, "missing_employer", "employer")]
    assert [(each.name, len(each.jobs)) for each in found.employers] == [("甲厂", 3)]


def test_filling_down_ends_with_its_sheet() -> None:
    first = rows({"employer": "甲厂", **JOB}, sheet="one")
    second = rows(JOB, sheet="two")
    found = plan_employers([*first, *second], booths=BOOTHS)

    assert [each.place.sheet for each in found.report.rejected] == ["two"]
    assert found.report.as_json()["rejected"] == [
        {"row": 3, "reason": "missing_employer", "column": "employer", "sheet": "two"}
    ]


def test_a_known_code_without_a_name_is_that_employers() -> None:
    found = plan(
        {"employer": "甲厂", "uscc": code(1), **JOB},
        {"employer": "乙厂", "uscc": code(2), **JOB},
        {"uscc": code(1), **JOB},
        {"uscc": code(3), **JOB},
    )

    assert [(each.name, len(each.jobs)) for each in found.employers] == [("甲厂", 2), ("乙厂", 1)]
    assert told(found, "rejected") == [(6, "missing_employer", "employer")]


def test_of_two_names_with_one_code_the_later_is_held_once() -> None:
    found = plan(
        {"employer": "甲厂", "uscc": code(1), **JOB},
        {"employer": "乙厂", "uscc": code(1), **JOB},
        {"employer": "乙厂", "uscc": code(1), **JOB},
    )

    assert told(found, "held") == [(4, "conflicting_employer", "uscc")]
    assert [each.known_by for each in found.employers] == [f"uscc:{code(1)}", "name:乙厂"]


def test_a_rejected_employer_does_not_exist_and_takes_no_booth_and_no_code() -> None:
    found = plan(
        {"employer": "甲厂", "uscc": code(1), "booth": "A01", "title": "焊工", "openings": "0"},
        {"employer": "乙厂", "uscc": code(1), "booth": "A01", **JOB},
    )

    assert told(found, "held") == []
    assert [(each.name, each.booths) for each in found.employers] == [("乙厂", ("A01",))]


def test_the_second_employer_on_a_booth_is_held_at_its_first_imported_row() -> None:
    found = plan(
        {"employer": "甲厂", "booth": "A01、A02", **JOB},
        {"employer": "乙厂", "booth": "A02-A03", "title": "", "openings": "3"},
        JOB,
        JOB,
    )

    assert told(found, "held") == [(5, "booth_taken", "booth")]
    assert found.employers[1].booths == ("A03",)
    assert found.employers[1].booths_refused == ("A02",)


def test_a_booth_of_an_earlier_list_is_taken_unless_its_employer_is_in_this_one() -> None:
    said = rows({"employer": "甲厂", "booth": "A01", **JOB}, {"employer": "乙厂", **JOB})
    stranger = plan_employers(said, booths=BOOTHS, taken={"A01": "name:丙厂"})
    moved = plan_employers(said, booths=BOOTHS, taken={"A01": "name:乙厂"})

    assert told(stranger, "held") == [(3, "booth_taken", "booth")]
    assert told(moved, "held") == []


def test_a_booth_that_the_fair_does_not_have_is_added_and_said() -> None:
    assert plan({"employer": "甲厂", "booth": "C9", **JOB}).booths_added == ("C9",)


@pytest.mark.parametrize("first", [{"uscc": "919999359N4A9C12CC"}, {"uscc": "12"}])
def test_a_bad_code_holds_the_employer_with_all_its_jobs(first: dict[str, str]) -> None:
    found = plan({"employer": "甲厂", **first, "title": "", "openings": "3"}, JOB, JOB)

    assert told(found, "held") == [(4, "bad_uscc", "uscc")]
    assert found.employers[0].held == ("bad_uscc",)
    assert found.employers[0].known_by == "name:甲厂"


def test_a_rejected_row_carries_its_reject_reasons_only() -> None:
    found = plan({"title": "", "openings": "0", "wage": "高薪", "requirements": "限男性"})

    assert told(found, "rejected") == [
        (3, "missing_employer", "employer"),
        (3, "missing_title", "title"),
        (3, "bad_openings", "openings"),
    ]
    assert told(found, "held") == told(found, "warnings") == []
    assert found.report.imported == 0


def test_a_row_is_listed_once_for_each_reason() -> None:
    said = {
        "employer": "甲厂",
        **JOB,
        "age": "18-35岁",
        "requirements": "身高170cm以上，限男性，女士勿扰",
    }
    found = plan(said)

    assert told(found, "held") == [(3, "discriminatory_advert", "requirements")]
    assert told(found, "warnings") == [(3, "restrictive_advert", "age")]


def test_the_same_job_twice_is_two_jobs() -> None:
    place = {"place": "云溪镇"}
    found = plan({"employer": "甲厂", **JOB, **place}, {**JOB, **place}, JOB)

    assert [job.n for job in found.employers[0].jobs] == [1, 2, 1]


def test_a_merged_number_counts_once_and_a_merged_phone_is_told_once() -> None:
    merged: dict[str, str | TypedCell] = {
        "title": "普工",
        "openings": TypedCell("5", filled=True),
        "phone": TypedCell("12", filled=True),
    }
    found = plan({"employer": "甲厂", **JOB, "phone": "12"}, merged)

    assert [job.advert.openings for job in found.employers[0].jobs] == [5, None]
    assert told(found, "warnings") == [
        (3, "bad_phone", "phone"),
        (4, "openings_unknown", "openings"),
    ]


def test_what_a_job_says_elsewhere_is_kept() -> None:
    found = plan({"employer": "甲厂", **JOB, "?福利": "包吃住", "note": "两班倒"})
    (job,) = found.employers[0].jobs

    assert job.advert.others == (("?福利", "包吃住"), ("note", "两班倒"))
    assert job.advert.trades == ("T03",)


@pytest.mark.slow
def test_ten_thousand_rows_are_planned_in_seconds() -> None:
    said: Sequence[TypedRow] = [
        TypedRow(
            n, {"employer": TypedCell(f"{n // 5}厂"), **{k: TypedCell(v) for k, v in JOB.items()}}
        )
        for n in range(10_000)
    ]

    assert len(plan_employers(iter(said), booths=BOOTHS).employers) == 2000
