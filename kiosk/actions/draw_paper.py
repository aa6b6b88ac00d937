"""Make a job's bytes for one printer: what it says, drawn, in the printer's language."""

from collections.abc import Callable

from kiosk.labels import BadAddress, badge_label
from kiosk.store import addresses, fairs, print_jobs, printers
from kiosk.store.station import Station
from printers import Dots, Printer, Size, TooMuchForQr, UnknownLayout, draw
from printers.dots import moved


class Unprintable(Exception):
    """This can't be drawn, and trying again won't help: one sentence."""


def draw_paper(
    station: Station,
    row: printers.Printer,
    machine: Printer,
    job: print_jobs.Job,
    say: Callable[[str], str],  # noqa: ARG001
) -> bytes:
    """Give all bytes of a job. Raises Unprintable."""
    try:
        dots = badge_dots(station, row, machine, job)
        return machine.language.encode(placed(row, machine, dots))
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
        name=job.name,
    )
    return draw(label, machine.resolution)


def placed(row: printers.Printer, machine: Printer, dots: Dots) -> Dots:
    """Move a picture as this printer's test label asked for."""
    if not row.right_mm and not row.down_mm:
        return dots
    resolution = machine.resolution
    return moved(dots, resolution.dots(row.right_mm), resolution.dots(row.down_mm))
