"""Make a job's bytes for one printer: what it says, drawn, in the printer's language."""

from kiosk.actions.give_secret import NoSuchPerson
from kiosk.actions.print_slip import slip_of
from kiosk.labels import BadAddress, badge_label
from kiosk.slips import Say
from kiosk.store import addresses, fairs, news, print_jobs, printers
from kiosk.store.station import Station
from printers import Dots, Printer, Size, TooMuchForQr, UnknownLayout, draw
from printers.dots import moved
from printers.layout import layout
from printers.slip import draw_page, draw_roll


class Unprintable(Exception):
    """This can't be drawn, and trying again won't help: one sentence."""


def draw_paper(
    station: Station,
    row: printers.Printer,
    machine: Printer,
    job: print_jobs.Job,
    say: Say,
) -> bytes:
    """Give all bytes of a job. Raises Unprintable."""
    try:
        slip = job.kind == "slip"
        made = slip_dots(station, row, machine, job, say) if slip else None
        dots = made or badge_dots(station, row, machine, job)
        return machine.language.encode(placed(row, machine, dots))
    except NoSuchPerson:
        raise Unprintable("This person was deleted, or has no badge.") from None
    except (BadAddress, UnknownLayout, TooMuchForQr) as why:
        raise Unprintable(str(why)) from None


def badge_dots(
    station: Station, row: printers.Printer, machine: Printer, job: print_jobs.Job
) -> Dots:
    db = station.reading()
    setup = fairs.setup(db)
    label = badge_label(
        Size(row.size),
        number=job.badge_number,
        code=job.code,
        address=addresses.of_paper(db),
        fair_name=setup.text(setup.name, setup.languages[0]) if setup else "",
        copy=job.copy,
        name=job.name if not news.awaited(db) else None,
    )
    return draw(label, machine.resolution)


def slip_dots(
    station: Station, row: printers.Printer, machine: Printer, job: print_jobs.Job, say: Say
) -> Dots:
    """Draw a slip for a receipt roll or an office printer's A4 page, with a secret of its own."""
    if news.awaited(station.reading()):
        raise Unprintable("A slip waits until this restored machine has news of the others.")
    now, node = station.chance.now(), station.fair.node
    if not prints_slips(row):
        raise Unprintable(f"{row.name} prints labels; a slip needs a receipt roll or A4 paper.")
    slip = slip_of(station, job.person or "", actor=node, say=say, now=now)
    if row.size == Size.ROLL_80:
        width = layout(Size.ROLL_80, machine.resolution).width
        return draw_roll(slip, machine.resolution, width)
    return draw_page(slip, machine.resolution)


def prints_slips(row: printers.Printer) -> bool:
    """Say whether a slip has room on a printer's paper."""
    return row.size == Size.ROLL_80 or (row.size == Size.SHEET_A4X8 and row.language == "pwg")


def placed(row: printers.Printer, machine: Printer, dots: Dots) -> Dots:
    """Move a picture as this printer's test label asked for."""
    if not row.right_mm and not row.down_mm:
        return dots
    resolution = machine.resolution
    return moved(dots, resolution.dots(row.right_mm), resolution.dots(row.down_mm))
