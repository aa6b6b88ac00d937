"""What the command line can do to printers and their queue, whether the node serves or not."""

from collections.abc import Callable, Iterator
from contextlib import contextmanager
from typing import Any, Literal

from kiosk.actions import answer_print, set_up_printer, try_printer
from kiosk.actions.open_printer import NotAPrinter
from kiosk.actions.print_next import doubt_cut_off
from kiosk.commands.refused import Refused
from kiosk.printer_wording import trouble_of
from kiosk.store import print_jobs, print_queue, printers
from kiosk.store.station import Station

Events = Iterator[dict[str, Any]]


def nobody_prints(station: Station) -> None:
    """Without a serving node nothing is being sent: what was, was cut off."""
    if not station.bells:
        doubt_cut_off(station)


def add(
    station: Station, *, name: str, uri: str, language: str, size: str, dpi: int, entrance: str
) -> Events:
    try:
        set_up_printer.add_printer(
            station, name=name, uri=uri, language=language, size=size, dpi=dpi, entrance=entrance
        )
    except set_up_printer.NotAdded as why:
        raise Refused(str(why)) from None
    yield {"result": {"printer": name.strip()}}


def remove(station: Station, *, name: str) -> Events:
    with told(name):
        set_up_printer.remove_printer(station, name)
    left = print_jobs.pending(station.reading()).get("queued", 0)
    yield {"result": {"printer": name, "waiting": left}}


def loaded(station: Station, *, name: str, labels: int) -> Events:
    with told(name):
        set_up_printer.load_labels(station, name, labels)
    yield {"result": {"printer": name, "labels_left": labels}}


def mend(
    station: Station, *, name: str, size: str | None, right: float | None, down: float | None
) -> Events:
    row = printers.by_name(station.reading(), name)
    with told(name):
        if row is None:
            raise set_up_printer.NoSuchPrinter
        set_up_printer.mend_printer(
            station,
            name,
            size=size or row.size,
            right_mm=row.right_mm if right is None else right,
            down_mm=row.down_mm if down is None else down,
        )
    yield {"result": {"printer": name}}


def instead(station: Station, *, name: str, other: str) -> Events:
    with told(name):
        set_up_printer.let_stand_in(station, name, other)
    yield {"result": {"printer": name, "instead": other}}


def test(station: Station, *, name: str) -> Events:
    with told(name):
        tried = try_printer.try_printer(station, name)
    if tried.delivery is None:
        trouble = trouble_of(tried.condition)
        said = f"{trouble.what % {'name': name}} {trouble.then}" if trouble else tried.why
        more = f" ({tried.why})" if tried.why and tried.why != said else ""
        raise Refused(f"{said}{more} No test label was printed.")
    result = {"printer": name, "delivered": tried.delivery, "condition": tried.condition}
    yield {"result": result}


def listed(station: Station) -> Events:
    db = station.reading()
    yield {
        "result": [
            {
                "name": each.name,
                "uri": each.uri,
                "language": each.language,
                "size": each.size,
                "dpi": each.dpi,
                "entrance": each.entrance,
                "condition": each.condition,
                "confirms": each.confirms,
                "labels_left": each.labels_left,
                "instead": each.stand_in,
                "waiting": print_queue.waiting_for(db, each.name),
            }
            for each in printers.every(db)
        ]
    }


def jobs(station: Station) -> Events:
    nobody_prints(station)
    db = station.reading()
    yield {
        "result": [
            {
                "job": job.id,
                "badge_number": job.badge_number,
                "copy": job.copy,
                "printer": job.printer or next(iter(printers.serving(db, job.place)), ""),
                "state": job.state,
                "why": job.why,
                "kind": job.kind,
            }
            for job in print_jobs.every(db)
        ]
    }


def resolve(station: Station, *, job: int, said: Literal["printed", "again"]) -> Events:
    nobody_prints(station)
    try:
        kept = answer_print.resolve(station, job, said)
    except answer_print.NoSuchJob:
        raise Refused(
            f"There is no print job {job}; nothing was changed. See `kiosk printer jobs`."
        ) from None
    except answer_print.NotAsked as why:
        raise Refused(
            f"Print job {job} is {why.state.replace('_', ' ')}, so there is nothing to answer; "
            "nothing was changed."
        ) from None
    yield {"result": {"job": kept.id, "state": kept.state, "follower": kept.follower}}


@contextmanager
def told(name: str) -> Iterator[None]:
    """Turn what the actions raise into one sentence."""
    try:
        yield
    except set_up_printer.NoSuchPrinter:
        raise Refused(
            f"There is no printer named {name}; nothing was changed. See `kiosk printer list`."
        ) from None
    except (set_up_printer.NotAdded, NotAPrinter) as why:
        raise Refused(str(why)) from None


VERBS: dict[str, Callable[..., Events]] = {
    "printer_add": add,
    "printer_remove": remove,
    "printer_loaded": loaded,
    "printer_mend": mend,
    "printer_instead": instead,
    "printer_test": test,
    "printer_list": listed,
    "printer_jobs": jobs,
    "printer_resolve": resolve,
}
