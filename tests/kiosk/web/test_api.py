"""The device API as interfaces.md has it."""

import json
import uuid
from collections.abc import Callable
from typing import Any

import pytest

from kiosk.actions import import_list
from tests.kiosk.conftest import DATA, Caller, FairDay

Calling = Callable[..., Caller]


def imported(fair: FairDay) -> None:
    for what in ("employers", "seekers"):
        for _ in import_list.import_list(fair.station, what, DATA / f"{what}.xlsx", actor="test"):
            pass


def test_a_walk_in_gets_number_badge_and_check_in_in_one_call(caller: Calling) -> None:
    status, answer = caller("entrance").post("/seekers")
    assert status == 200
    assert answer["verdict"] == "registered"
    assert answer["badge_number"] == "A-0001"
    assert len(answer["code"]) == 11
    assert answer["possible_duplicates"] == []
    assert caller("entrance").post("/check-ins", code=answer["code"])[1]["verdict"] == "already_in"


def test_somebody_registered_ahead_is_not_in_yet(caller: Calling) -> None:
    gate = caller("entrance")
    _, answer = gate.post("/seekers", check_in=False, name="张伟")
    assert gate.get("/seekers", q="zw")[1]["seekers"][0]["state"] == "not_in"
    assert gate.post("/check-ins", code=answer["code"])[1]["verdict"] == "admitted"
    assert gate.get("/seekers", q="zhangw")[1]["seekers"][0]["state"] == "in"


def test_already_in_says_when_and_where(caller: Calling) -> None:
    north, south = (
        caller("entrance", entrance="North gate"),
        caller("entrance", entrance="South gate"),
    )
    code = north.post("/seekers")[1]["code"]
    _, answer = south.post("/check-ins", code=code)
    assert answer["verdict"] == "already_in"
    assert answer["first_at"] == "2027-01-12T09:00:00+08:00"
    assert answer["first_where"] == "North gate"


def test_unknown_codes_say_why_and_keep_nothing(caller: Calling) -> None:
    gate = caller("entrance")
    for code in ("hello", "00000000000", "A-9999"):
        status, answer = gate.post("/check-ins", code=code)
        assert (status, answer["verdict"]) == (200, "unknown")
        assert answer["reason"] in ("mistyped", "not_ours")
        assert "operation" not in answer
    assert gate.get("/status")[1]["check_ins"] == 0


def test_undo_by_the_scan_id_of_the_call_that_made_it(caller: Calling) -> None:
    gate, scan_id = caller("entrance"), uuid.uuid4().hex
    code = gate.post("/seekers", check_in=False)[1]["code"]
    gate.post("/check-ins", code=code, scan_id=scan_id)
    undo = f"/check-ins/{scan_id}/undo"
    assert gate.post(undo, reason="wrong person")[1]["verdict"] == "undone"
    assert gate.post(undo, reason="wrong person")[1]["verdict"] == "already_undone"
    assert gate.get("/status")[1]["people"] == 0
    assert gate.post("/check-ins", code=code)[1]["verdict"] == "admitted"


def test_a_child_is_kept_and_held_without_badge(caller: Calling) -> None:
    desk = caller("desk")
    _, answer = desk.post("/seekers", name="小林", birth_date="2012-03-04")
    assert (answer["verdict"], answer["reason"]) == ("to_desk", "underage")
    status = desk.get("/status")[1]
    assert (status["seekers"], status["people"]) == (1, 0)


def test_an_imported_child_is_sent_to_the_desk(fair: FairDay, caller: Calling) -> None:
    imported(fair)
    gate = caller("entrance")
    found = gate.get("/seekers", q="胡平建国")[1]["seekers"]
    assert [each["state"] for each in found] == ["held"]
    _, answer = gate.post("/check-ins", code=found[0]["badge_number"])
    assert (answer["verdict"], answer["reason"]) == ("to_desk", "underage")


@pytest.mark.parametrize("field", ["id_number", "groups", "certificate"])
def test_sensitive_fields_are_taken_at_the_desk_only(caller: Calling, field: str) -> None:
    value: Any = ["D02"] if field == "groups" else "990102199002300129"
    assert caller("entrance").post("/seekers", **{field: value})[0] == 403
    assert caller("desk").post("/seekers", **{field: value})[0] == 200


def test_what_looks_wrong_is_kept_and_told(caller: Calling) -> None:
    status, answer = caller("desk").post(
        "/seekers", phone="1691234", id_number="990102199002300129"
    )
    assert status == 200
    told = {(each["column"], each["reason"]) for each in answer["warnings"]}
    assert told == {("phone", "bad_phone"), ("id_number", "bad_id_number")}


def test_a_possible_duplicate_is_told_and_stops_nobody(caller: Calling) -> None:
    gate = caller("entrance")
    gate.post("/seekers", name="张伟", phone="16900000001")
    _, answer = gate.post("/seekers", name="张 伟", phone="+86 169 0000 0001")
    assert answer["verdict"] == "registered"
    assert answer["possible_duplicates"] == [
        {"badge_number": "A-0001", "certainty": "probable", "reason": "same_name_and_phone"}
    ]


def test_the_lost_badge_opens_nothing_and_the_number_stays(caller: Calling) -> None:
    desk = caller("desk")
    code = desk.post("/seekers")[1]["code"]
    _, answer = desk.post("/badges/withdraw", code=code, reason="lost")
    assert answer["verdict"] == "withdrawn"
    assert answer["code"] != code
    assert answer["badge_number"] == "A-0001"
    assert desk.post("/check-ins", code=code)[1]["verdict"] == "withdrawn"
    assert desk.post("/check-ins", code=answer["code"])[1]["verdict"] == "already_in"
    _, again = desk.post("/badges/withdraw", code=code, reason="lost")
    assert again["verdict"] == "already_withdrawn"


def test_search_is_masked_but_for_what_was_asked(fair: FairDay, caller: Calling) -> None:
    imported(fair)
    gate = caller("entrance")
    found = gate.get("/seekers", q="zhangna")[1]["seekers"]
    assert [each["name"] for each in found] == ["张*"]
    assert found[0]["phone"] == "169****2445"
    assert [each["name"] for each in gate.get("/seekers", q="张娜")[1]["seekers"]] == ["张娜"]
    assert (
        gate.get("/seekers", q="2445")[1]["seekers"][0]["badge_number"] == found[0]["badge_number"]
    )


def test_self_service_finds_only_who_says_name_and_phone(fair: FairDay, caller: Calling) -> None:
    imported(fair)
    alone = caller("self_service")
    assert alone.get("/seekers", q="张娜")[1]["seekers"] == []
    assert alone.get("/seekers", q="zn")[1]["seekers"] == []
    assert len(alone.get("/seekers", q="张娜 2445")[1]["seekers"]) == 1
    assert alone.get("/seekers", q="张娜 2446")[1]["seekers"] == []


def test_a_booth_sees_what_was_released_and_nothing_else(fair: FairDay, caller: Calling) -> None:
    imported(fair)
    desk, booth = caller("desk"), caller("booth", booth="A02")
    _, seeker = desk.post("/seekers", name="王芳", phone="16900000002", schooling="高中")
    _, visit = booth.post("/visits", code=seeker["code"])
    assert (visit["verdict"], visit["outcome"], visit["released"]) == ("recorded", "talked", {})
    desk.post("/releases", badge_number=seeker["badge_number"], booth="A02", level="contact")
    _, visit = booth.post("/visits", code=seeker["code"])
    assert visit["verdict"] == "seen_before"
    assert visit["released"] == {"name": "王芳", "phone": "16900000002"}
    other = caller("booth", booth="A03")
    assert other.post("/visits", code=seeker["code"])[1]["released"] == {}
    desk.post("/releases", badge_number=seeker["badge_number"], level="number_only")
    assert booth.post("/visits", code=seeker["code"])[1]["released"] == {}


def test_a_typed_number_shows_the_number_only(fair: FairDay, caller: Calling) -> None:
    imported(fair)
    desk, booth = caller("desk"), caller("booth", booth="A02")
    _, seeker = desk.post("/seekers", name="王芳")
    desk.post("/releases", badge_number=seeker["badge_number"], level="profile")
    assert booth.post("/visits", code=seeker["badge_number"])[1]["released"] == {}
    assert booth.post("/visits", code=seeker["code"])[1]["released"] == {"name": "王芳"}


def test_changing_ones_mind_and_a_conflict_of_two_phones(fair: FairDay, caller: Calling) -> None:
    imported(fair)
    code = caller("desk").post("/seekers")[1]["code"]
    one, two = caller("booth", booth="A02"), caller("booth", booth="A02")
    scan_id = uuid.uuid4().hex
    _, visit = one.post("/visits", code=code, scan_id=scan_id)
    path = f"/visits/{visit['visit']}/outcome"
    _, kept = one.post(f"/visits/{scan_id}/outcome", outcome="interested", seen=visit["version"])
    assert kept["verdict"] == "kept"
    _, conflict = two.post(path, outcome="not_a_fit", seen=visit["version"])
    assert conflict["verdict"] == "conflict"
    assert sorted(conflict["values"]) == ["interested", "not_a_fit"]
    _, settled = one.post(path, outcome="interested", seen=conflict["version"])
    assert settled["verdict"] == "kept"
    assert one.get("/status")[1]["leads"] == 1


def test_another_booths_visit_and_job_are_out_of_reach(fair: FairDay, caller: Calling) -> None:
    imported(fair)
    code = caller("desk").post("/seekers")[1]["code"]
    _, visit = caller("booth", booth="A02").post("/visits", code=code)
    path = f"/visits/{visit['visit']}/outcome"
    assert caller("booth", booth="A03").post(path, outcome="talked")[0] == 404
    status, error = caller("booth", booth="A02").post(path, job="no such job")
    assert status == 422
    assert "job" in error["error"]["message"]


def test_a_scan_id_for_something_else_is_refused(caller: Calling) -> None:
    gate, scan_id = caller("entrance"), uuid.uuid4().hex
    code = gate.post("/seekers")[1]["code"]
    assert gate.post("/check-ins", code=code, scan_id=scan_id)[0] == 200
    assert gate.post("/check-ins", code="A-0002", scan_id=scan_id)[0] == 422
    assert gate.post("/seekers", scan_id=scan_id)[0] == 422


def test_a_scan_that_happened_earlier_keeps_its_time(caller: Calling) -> None:
    gate = caller("entrance")
    code = gate.post("/seekers", check_in=False)[1]["code"]
    gate.post("/check-ins", code=code, at="2027-01-12T08:45:00+08:00")
    assert gate.post("/check-ins", code=code)[1]["first_at"] == "2027-01-12T08:45:00+08:00"


def test_a_batch_answers_in_order_and_one_bad_call_stops_nobody(caller: Calling) -> None:
    gate = caller("entrance")
    code = gate.post("/seekers", check_in=False)[1]["code"]
    calls = [
        {"path": "/api/v1/check-ins", "body": {"code": code, "scan_id": "a" * 16}},
        {"path": "/api/v1/check-ins", "body": {"code": code}},
        {"path": "/api/v1/visits", "body": {"code": code, "scan_id": "b" * 16}},
        {"path": "/api/v1/batches", "body": {"calls": []}},
        "no call",
        {"path": "/api/v1/check-ins", "body": {"code": code, "scan_id": "c" * 16}},
    ]
    status, answer = gate.send("/batches", json.dumps({"calls": calls}).encode())
    assert status == 200
    assert [each["status"] for each in answer["answers"]] == [200, 422, 403, 404, 422, 200]
    assert answer["answers"][5]["body"]["verdict"] == "already_in"


BAD = [
    (b"", 400), (b"x", 400), (b"[]", 400), (b"null", 400), (b"[" * 100_000, 400),
    (b'{"code": 1, "scan_id": "0123456789abcdef"}', 422),
    (b'{"code": "A-0001"}', 422),
    (b'{"code": "A-0001", "scan_id": "short"}', 422),
    (b'{"code": "A-0001", "scan_id": "0123456789abcdef", "x": 1}', 422),
    (b'{"code": "a\\u0000b", "scan_id": "0123456789abcdef"}', 422),
    (b'{"code": "\\ud800", "scan_id": "0123456789abcdef"}', 422),
    (b'{"code": "A-0001", "scan_id": "0123456789abcdef", "at": "yesterday"}', 422),
    (b'{"code": "A-0001", "scan_id": "0123456789abcdef", "at": "2027-01-12T09:00:00"}', 422),
    (b'{"code": "' + b"A" * 300_000 + b'"}', 413),
    (b'{"code": ' + b"9" * 5000 + b"}", 400),
    (b'{"code": NaN, "scan_id": "0123456789abcdef"}', 422),
    ("{\"code\": \"é\"}".encode("latin-1"), 400),
]  # fmt: skip


@pytest.mark.parametrize(("data", "expected"), BAD)
def test_bad_input_gets_one_sentence_and_the_next_check_in_works(
    caller: Calling, data: bytes, expected: int
) -> None:
    gate = caller("entrance")
    status, error = gate.send("/check-ins", data)
    assert status == expected
    assert set(error["error"]) == {"code", "message", "retry"}
    assert "Traceback" not in json.dumps(error)
    code = gate.post("/seekers", check_in=False)[1]["code"]
    assert gate.post("/check-ins", code=code)[1]["verdict"] == "admitted"


def test_many_failed_codes_slow_their_token_down_but_never_the_queue(caller: Calling) -> None:
    gate = caller("entrance")
    code = gate.post("/seekers", check_in=False)[1]["code"]
    statuses = [gate.post("/check-ins", code="0" * 11)[0] for _ in range(80)]
    assert statuses[0] == 200
    assert 429 in statuses
    assert gate.post("/check-ins", code=code)[1]["verdict"] == "admitted"
    assert caller("entrance").post("/check-ins", code="0" * 11)[0] == 200


def test_roles_and_tokens(caller: Calling) -> None:
    nobody = Caller(caller("entrance").client, "no such token")
    assert nobody.post("/check-ins", code="A-0001")[0] == 401
    assert nobody.get("/status")[0] == 401
    assert caller("booth", booth="A01").post("/check-ins", code="A-0001")[0] == 403
    assert caller("self_service").post("/check-ins/x/undo", reason="x")[0] == 403
    assert caller("entrance").post("/badges/withdraw", code="A-0001", reason="x")[0] == 403
    assert "groups" not in caller("entrance").get("/status")[1]
    assert "groups" in caller("organizer").get("/status")[1]


def test_pre_printed_badges_are_bound_once(fair: FairDay, caller: Calling) -> None:
    import secrets

    from fair import badge

    gate = caller("entrance")
    key = fair.station.fair.fair_key
    paper = badge.badge_code("A", 500, key, secrets.randbelow)
    _, answer = gate.post("/seekers", code=paper, name="张伟")
    assert (answer["verdict"], answer["badge_number"]) == ("registered", "A-0500")
    assert gate.post("/seekers", code=paper)[1]["verdict"] == "taken"
    number = gate.post("/seekers")[1]["badge_number"]
    other = badge.badge_code("A", 600, key, secrets.randbelow)
    assert gate.post("/badges/bind", badge_number=number, code=paper)[1]["verdict"] == "taken"
    assert gate.post("/badges/bind", badge_number=number, code=other)[1]["verdict"] == "bound"
    assert gate.get("/seekers", q=number)[1]["seekers"][0]["badge_number"] == "A-0600"
    assert gate.post("/check-ins", code=number)[1]["verdict"] == "already_in"
