"""The booth's page as it is without JavaScript: scan, outcome, what was released, the day."""

import io

import pytest
from openpyxl import load_workbook
from PIL import Image

from fair.consent import Level
from kiosk.actions.edit_offer import keep_employer
from kiosk.actions.release_data import release_data
from kiosk.labels import badge_label
from kiosk.settings import Kiosk
from kiosk.store import employers
from kiosk.web.photo import Unreadable, texts_in
from printers import Resolution, Size, draw
from printers.dots import to_image
from tests.kiosk.conftest import FairDay
from tests.kiosk.web.phones import (
    OWN,
    Phone,
    card_of,
    comes_in,
    offers,
    seen_in,
    stands_at,
    verdict_in,
    visit_in,
)

FIELDS = {"phone": "16900001234", "phone_digits": "16900001234", "village": "青石村"}


@pytest.fixture
def employer(fair: FairDay) -> str:
    return stands_at(fair.station, "星河制衣", "A01")


@pytest.fixture
def phone(kiosk: Kiosk, employer: str) -> Phone:
    return comes_in(kiosk, card_of(kiosk.station, "A01"))


def releases(fair: FairDay, code: str, level: Level) -> None:
    ask = fair.ask("desk", code, "/releases")
    release_data(fair.station, ask, booth=None, level=level, actor="test")


def test_a_scan_shows_the_number_and_nothing_that_was_not_released(
    fair: FairDay, phone: Phone
) -> None:
    code = fair.registers("张秀兰", **FIELDS).code

    page = phone.sends("/booth/visits", code=code)

    assert verdict_in(page) == "recorded"
    assert "A-0001" in page and "张秀兰" not in page and "1690000" not in page


def test_what_was_released_is_shown_and_gone_with_the_next_load(
    fair: FairDay, phone: Phone
) -> None:
    code = fair.registers("张秀兰", **FIELDS).code
    releases(fair, code, "contact")
    page = phone.sends("/booth/visits", code=code)
    visit = visit_in(page)
    assert "张秀兰" in page and "16900001234" in page and "青石村" not in page

    releases(fair, code, "number_only")

    assert "张秀兰" not in phone.page(f"/booth/visits/{visit}")


def test_a_typed_number_shows_the_number_only(fair: FairDay, phone: Phone) -> None:
    code = fair.registers("张秀兰", **FIELDS).code
    releases(fair, code, "profile")

    page = phone.sends("/booth/visits", code="a0001")

    assert verdict_in(page) == "recorded"
    assert "张秀兰" not in page and "A typed number shows the number only" in page


def test_a_reload_sends_the_same_scan_and_gets_the_same_answer(fair: FairDay, phone: Phone) -> None:
    code = fair.registers().code
    first = phone.sends("/booth/visits", "s" * 20, code=code)
    again = phone.sends("/booth/visits", "s" * 20, code=code)

    assert (verdict_in(first), verdict_in(again)) == ("recorded", "recorded")


def test_going_back_and_pressing_another_button_keeps_the_other_outcome(
    fair: FairDay, phone: Phone
) -> None:
    page = phone.sends("/booth/visits", code=fair.registers().code)
    path = f"/booth/visits/{visit_in(page)}/outcome"
    phone.sends(path, "s" * 20, outcome="interested")

    page = phone.sends(path, "s" * 20, outcome="not_a_fit")

    assert 'value="not_a_fit" aria-pressed="true"' in page


def test_two_phones_that_disagree_are_asked_to_choose_once_more(
    kiosk: Kiosk, fair: FairDay, phone: Phone
) -> None:
    page = phone.sends("/booth/visits", code=fair.registers().code)
    path, seen = f"/booth/visits/{visit_in(page)}/outcome", seen_in(page)
    phone.sends(path, outcome="interested", seen=seen)

    page = phone.sends(path, outcome="not_a_fit", seen=seen)
    assert verdict_in(page) == "conflict"
    assert "interested / not a fit" in page

    page = phone.sends(path, outcome="interested", seen=seen_in(page))
    assert verdict_in(page) == "kept"
    assert "interested / not a fit" not in page


def test_job_interview_and_note_are_kept_with_the_visit(
    fair: FairDay, phone: Phone, employer: str
) -> None:
    job = offers(fair.station, employer, "缝纫工")
    page = phone.sends("/booth/visits", code=fair.registers().code)
    path = f"/booth/visits/{visit_in(page)}/outcome"

    page = phone.sends(path, job=job, interview="周四 9:00", note="手很巧")

    assert f'value="{job}" lang="zh-CN" selected' in page
    assert "周四 9:00" in page and "手很巧" in page


def test_another_employers_job_is_not_taken(fair: FairDay, phone: Phone) -> None:
    other = offers(fair.station, stands_at(fair.station, "小蜜蜂", "A02"), "保洁员")
    page = phone.sends("/booth/visits", code=fair.registers().code)

    status, _ = phone.answer(f"/booth/visits/{visit_in(page)}/outcome", job=other)

    assert status == 404


def test_another_booths_visit_is_not_shown(kiosk: Kiosk, fair: FairDay, phone: Phone) -> None:
    page = phone.sends("/booth/visits", code=fair.registers().code)
    stands_at(fair.station, "小蜜蜂", "A02")
    neighbour = comes_in(kiosk, card_of(kiosk.station, "A02"))

    answer = neighbour.client.get(f"/booth/visits/{visit_in(page)}", headers=OWN)

    assert answer.status_code == 404


def test_when_the_booth_changes_hands_the_old_card_sees_nothing(
    kiosk: Kiosk, fair: FairDay, phone: Phone, employer: str
) -> None:
    phone.sends("/booth/visits", code=fair.registers().code)
    gone = employers.by_id(fair.station.reading(), employer)
    assert gone is not None
    keep_employer(
        fair.station,
        employer=employer,
        name=gone.name,
        uscc="",
        booths=("A09",),
        contact="",
        phone="",
        actor="test",
    )
    stands_at(fair.station, "小蜜蜂", "A01")

    assert phone.client.get("/booth/", headers=OWN).status_code == 303
    newcomer = comes_in(kiosk, card_of(kiosk.station, "A01"))
    assert "Nobody yet" in newcomer.page()


def test_opening_a_badges_address_records_nothing_until_it_is_tapped(
    fair: FairDay, phone: Phone
) -> None:
    code = fair.registers().code

    page = phone.page(code=code)
    assert "A-0001" in page and "Record the visit" in page
    assert "Nobody yet" in phone.page()

    assert verdict_in(phone.sends("/booth/visits", code=code)) == "recorded"


def test_the_list_filters_and_counts(fair: FairDay, phone: Phone) -> None:
    for outcome in ("interested", "not_a_fit", "talked"):
        page = phone.sends("/booth/visits", code=fair.registers().code)
        phone.sends(f"/booth/visits/{visit_in(page)}/outcome", outcome=outcome)

    page = phone.page(show="interested")

    assert "3 people" in page and "1 interested" in page
    assert page.count('class="go"') == 1


def test_the_list_is_sent_again_only_when_something_has_changed(
    fair: FairDay, phone: Phone
) -> None:
    page = phone.page("/booth/today")
    version = page.split('data-version="')[1].split('"')[0]
    headers = {**OWN, "HX-Request": "true"}
    asked = {"seen": version}

    quiet = phone.client.get("/booth/today", query_string=asked, headers=headers)
    phone.sends("/booth/visits", code=fair.registers().code)
    news = phone.client.get("/booth/today", query_string=asked, headers=headers)

    assert (quiet.status_code, news.status_code) == (204, 200)


def test_a_new_phone_is_announced_on_the_others_and_can_be_put_out(
    kiosk: Kiosk, fair: FairDay
) -> None:
    secret = card_of(kiosk.station, "A01")
    first = comes_in(kiosk, secret)
    fair.clock[0] = fair.at("09:05")
    second = comes_in(kiosk, secret)

    page = first.page()
    assert "Another phone came in" in page and "Another phone came in" not in second.page()
    out = page.split('name="phone" value="')[1].split('"')[0]

    first.answer("/booth/phones/out", phone=out)

    assert second.client.get("/booth/", headers=OWN).status_code == 303
    assert "Another phone came in" not in first.page()


def test_a_filled_job_is_closed_and_opened_again(
    fair: FairDay, phone: Phone, employer: str
) -> None:
    job = offers(fair.station, employer, "缝纫工")

    phone.answer(f"/booth/jobs/{job}/filled", filled="yes")
    assert employers.job_by_id(fair.station.reading(), job).filled  # type: ignore[union-attr]

    phone.answer(f"/booth/jobs/{job}/filled", filled="no")
    assert not employers.job_by_id(fair.station.reading(), job).filled  # type: ignore[union-attr]


def test_the_spreadsheet_holds_what_was_released_and_nothing_more(
    fair: FairDay, phone: Phone
) -> None:
    shown = fair.registers("张秀兰", **FIELDS).code
    hidden = fair.registers("李建国", **FIELDS).code
    releases(fair, shown, "contact")
    for code in (shown, hidden):
        phone.sends("/booth/visits", code=code)

    answer = phone.client.get("/booth/visits.xlsx", headers=OWN)

    rows = list(load_workbook(io.BytesIO(answer.data)).active.iter_rows(values_only=True))
    assert [row[0] for row in rows[1:]] == ["A-0001", "A-0002"]
    cells = {cell for row in rows for cell in row if cell}
    assert "张秀兰" in cells and "李建国" not in cells and "青石村" not in cells


def photo_of(code: str) -> io.BytesIO:
    label = badge_label(
        Size.LABEL_80X50,
        number="A-0001",
        code=code,
        address="http://192.168.1.20:8080",
        fair_name="招聘会",
    )
    badge = to_image(draw(label, Resolution(203))).convert("RGB")
    table = Image.new("RGB", (2400, 1800), "#8a7a60")
    table.paste(badge.rotate(8, expand=True, fillcolor="#8a7a60"), (700, 500))
    photo = io.BytesIO()
    table.save(photo, "JPEG", quality=80)
    photo.seek(0)
    return photo


def test_a_photo_of_a_badge_is_read_on_the_fairs_machine(fair: FairDay, phone: Phone) -> None:
    data = {"scan_id": "p" * 20, "photo": (photo_of(fair.registers().code), "badge.jpg")}

    answer = phone.client.post("/booth/photo", data=data, headers=OWN)

    assert verdict_in(answer.text) == "recorded"


def test_a_photo_without_a_badge_is_answered_in_a_sentence(phone: Phone) -> None:
    for name, body in (("no.jpg", b"no picture"), ("tiny.png", b"\x89PNG\r\n")):
        data = {"scan_id": "p" * 20, "photo": (io.BytesIO(body), name)}
        answer = phone.client.post("/booth/photo", data=data, headers=OWN)
        assert answer.status_code == 200 and "No badge can be seen" in answer.text


def test_a_photo_of_too_many_pixels_is_not_opened() -> None:
    huge = io.BytesIO()
    Image.new("1", (20_000, 20_000)).save(huge, "PNG")
    huge.seek(0)

    with pytest.raises(Unreadable):
        texts_in(huge)


def test_wechat_is_told_how_to_save_the_list(phone: Phone) -> None:
    headers = {**OWN, "User-Agent": "Mozilla/5.0 MicroMessenger/8.0.50"}

    assert "You are in WeChat" in phone.client.get("/booth/", headers=headers).text


def test_a_word_that_is_no_outcome_is_refused(fair: FairDay, phone: Phone) -> None:
    page = phone.sends("/booth/visits", code=fair.registers().code)

    status, _ = phone.answer(f"/booth/visits/{visit_in(page)}/outcome", outcome="maybe")

    assert status == 400


def test_the_phone_records_over_the_api_with_its_own_session(fair: FairDay, phone: Phone) -> None:
    body = {"code": fair.registers().code, "scan_id": "q" * 20}

    kept = phone.client.post("/api/v1/visits", json=body, headers=OWN)
    foreign = {**OWN, "Origin": "http://elsewhere"}
    refused = phone.client.post("/api/v1/visits", json=body, headers=foreign)

    assert kept.json is not None and kept.json["verdict"] == "recorded"
    assert refused.status_code == 403
