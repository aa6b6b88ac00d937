"""What a fair meets on a bad day, so that every page that asks a person something is looked at too:
a printer without paper, a badge nobody knows of, two stations that differ, somebody under 16."""

from pathlib import Path

from fair import facts
from kiosk.actions import change_lead, register_seeker, set_up_printer
from kiosk.store import (
    badges,
    fairs,
    operations,
    print_jobs,
    print_queue,
    printers,
    waiting,
)
from kiosk.store.answers import Ask
from kiosk.store.station import Station

PRINTER, OTHER = "North", "South"
TWO_PHONES = ("16900000001", "16900000002")  # of a range that is given to nobody


def let_printers_fail(station: Station, folder: Path, number: int) -> None:
    """Give the fair two printers that need people: one without paper, one that broke off."""
    for name in (PRINTER, OTHER):
        set_up_printer.add_printer(
            station,
            name=name,
            uri=f"file:{folder / name}.png",
            language="png",
            size="50x30",
            dpi=203,
            entrance="",
        )
    code = badges.codes_of_number(station.reading(), station.fair.series, number)[0]
    now = station.chance.now()
    with station.transaction() as db:
        broken, _waits = (
            print_jobs.add(db, kind="badge", code=code, copy=copy, place="北门", at=now)
            for copy in (1, 2)
        )
        assert print_queue.begin_sending(db, broken, OTHER, now)
        print_queue.settle(db, broken, "in_doubt", "The printer stopped.", now)
        printers.see(db, PRINTER, condition="paper_out", detail="", at=now)
        printers.load(db, OTHER, 3)


def let_two_differ(station: Station, person: str, visit: str) -> None:
    """Let two stations write about one person, and about one meeting, without a cable between."""
    for phone in TWO_PHONES:
        with station.transaction():
            fact = facts.SeekerChanged(person, {"phone": phone, "phone_digits": phone})
            operations.record(station, fact, actor="test")
    for outcome in ("interested", "not_a_fit"):
        ask = Ask("booth:A01:", station.chance.new_id(), f"/visits/{visit}/outcome", "")
        fields = {"outcome": outcome}
        change_lead.change_lead(
            station, ask, None, visit=visit, fields=fields, note=None, seen="", actor="test"
        )


def register_a_child(station: Station) -> str:
    """Register somebody under 16, who is held without a badge; give the person's id."""
    born = {"name": "李小军", "village": "双河村", "birth_date": "2014-05-01"}
    ask = Ask("desk", station.chance.new_id(), "/seekers", "")
    person = register_seeker.Person(born)
    register_seeker.register_seeker(
        station, ask, person, check_in=False, where="desk", actor="test"
    )
    db = station.reading()
    setup = fairs.setup(db)
    assert setup is not None
    return waiting.underage(db, setup.youngest_birth.isoformat())[0]
