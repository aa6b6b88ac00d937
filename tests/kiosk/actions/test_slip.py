"""The seeker's slip: where to go and why, what was said, and a secret that nobody keeps."""

import pytest
import zxingcpp

from fair.desk import Queued
from kiosk.actions.change_lead import change_lead
from kiosk.actions.draw_paper import Unprintable, draw_paper
from kiosk.actions.edit_offer import Offer, keep_employer, keep_job
from kiosk.actions.open_session import holder_of
from kiosk.actions.print_slip import queue_slip, slip_of
from kiosk.actions.record_visit import Booth
from kiosk.actions.set_up_printer import add_printer
from kiosk.store import print_jobs, printers
from printers import Png, Printer, Resolution
from printers.dots import to_image
from printers.slip import Slip, draw_roll
from printers.transports.memory import Memory
from tests.kiosk.conftest import FairDay


@pytest.fixture
def sewing(fair: FairDay) -> str:
    """An employer that sews at A07, and one that cooks at A03."""
    for name, booth, title in (("星河制衣", "A07", "缝纫工"), ("老街饭店", "A03", "厨师")):
        employer = keep_employer(
            fair.station, employer=None, name=name, uscc="", booths=(booth,), contact="", phone="",
            actor="test",
        )  # fmt: skip
        offer = Offer(title=title, openings="12", wage="4000-6000元/月")
        keep_job(fair.station, employer=employer, job=None, offer=offer, actor="test")
        if booth == "A07":
            found = employer
    return found


def slip(fair: FairDay, person: str) -> Slip:
    now = fair.at("10:00")
    return slip_of(fair.station, person, actor="desk", say=lambda text: text, now=now)


def test_before_the_visit_it_names_booths_with_one_reason_each(fair: FairDay, sewing: str) -> None:
    anna = fair.registers("张伟", trades=["T01"])
    (part,) = slip(fair, anna.seeker).parts
    (entry,) = part.entries
    assert (part.title, entry.mark, entry.text) == ("Booths for you", "A07", "星河制衣")
    assert entry.note == "缝纫工 4000-6000元/月 · 12 wanted"


def test_without_a_wish_the_booths_that_want_most_stand_in_walking_order(
    fair: FairDay, sewing: str
) -> None:
    (part,) = slip(fair, fair.registers("张伟").seeker).parts
    assert [entry.mark for entry in part.entries] == ["A03", "A07"]


def test_after_the_visit_it_says_what_was_answered(fair: FairDay, sewing: str) -> None:
    anna = fair.registers("张伟", trades=["T01"])
    visit = fair.visits(anna.code, "A07", employer=sewing).verdict
    change_lead(
        fair.station,
        fair.ask(f"booth:A07:{sewing}", "", "/visits/outcome"),
        Booth("A07", sewing),
        visit=visit.visit,  # type: ignore[union-attr]
        fields={"outcome": "interested"},
        note=None,
        seen=None,
        actor="phone",
    )
    first = slip(fair, anna.seeker).parts[0]
    assert first.title == "Booths you visited"
    assert first.entries[0].note == "They are interested in you and will get in touch."


def test_the_stub_opens_the_own_page_and_a_newer_one_replaces_it(
    fair: FairDay, sewing: str
) -> None:
    anna = fair.registers("张伟")
    stubs = []
    for _ in range(2):
        picture = to_image(draw_roll(slip(fair, anna.seeker), Resolution(203), 576))
        (seen,) = zxingcpp.read_barcodes(picture.convert("L"))
        stubs.append(seen.text.partition("#")[2])
    db = fair.station.reading()
    assert holder_of(db, stubs[0]) is None
    holder = holder_of(db, stubs[1])
    assert holder is not None
    assert (holder.role, holder.id) == ("seeker", anna.seeker)


def test_a_queued_slip_holds_no_secret_until_it_is_drawn(fair: FairDay, sewing: str) -> None:
    anna = fair.registers("张伟")
    for name, size in (("Roll", "roll80"), ("Labels", "50x30")):
        add_printer(
            fair.station, name=name, uri="file:/nowhere/p.png", language="png", size=size, dpi=203,
            entrance="",
        )  # fmt: skip
    ask = fair.ask("desk", anna.code, "/slips")
    answer = queue_slip(fair.station, ask, anna.seeker, place="desk", printer="Roll")
    assert answer.verdict == Queued(anna.code, 1)
    (job,) = print_jobs.every(fair.station.reading())
    machine = Printer(Resolution(203), Png(Resolution(203)), Memory())
    row = printers.by_name(fair.station.reading(), "Roll")
    labels = printers.by_name(fair.station.reading(), "Labels")
    assert row is not None
    assert labels is not None
    png = draw_paper(fair.station, row, machine, job, lambda text: text)
    assert png.startswith(b"\x89PNG")
    with pytest.raises(Unprintable, match="receipt roll"):
        draw_paper(fair.station, labels, machine, job, lambda text: text)
