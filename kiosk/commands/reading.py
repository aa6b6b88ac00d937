"""Commands that only read: they need no lock, whether a node serves or not."""

from pathlib import Path

from kiosk.commands.reach import reading
from kiosk.commands.shown import Done
from kiosk.commands.verbs import NO_FAIR, Refused
from kiosk.report import make_report, read_day
from kiosk.settings import chance
from kiosk.store import connect, exports
from kiosk.web.status import whole_status
from sheets.workbook import write_workbook
from sheets.writing import Format, whole_file, write_table


def status(folder: Path) -> Done:
    db, who = reading(folder)
    told = whole_status(db, who)
    sentence = (
        f"{told['people']} people came in ({told['check_ins']} times), {told['visits']} visits, "
        f"{told['leads']} interested; {told['employers']} employers, {told['jobs']} jobs, "
        f"{told['openings_public']} public openings; {told['seekers']} registered, "
        f"{told['operations']} operations."
    )
    return Done(told, sentence)


def label(language: str, out: Path, *, size: str, dpi: int, sample: bool) -> Done:
    """Write the sample badge; `sample` is the only one that this command knows."""
    from kiosk.labels import sample_label
    from printers import Pdf, Png, Resolution, Size, UnknownLayout, draw

    if not sample:
        raise Refused("Only the sample can be written; nothing was written. Use --sample.")
    if size not in list(Size):
        known = ", ".join(Size)
        raise Refused(f"There is no label size {size}; nothing was written. Use one of {known}.")
    resolution = Resolution(dpi)
    try:
        drawn = sample_label(Size(size))
        dots = draw(drawn, resolution)
    except UnknownLayout as unknown:
        raise Refused(f"{unknown} Nothing was written.") from None
    made = Png(resolution) if language == "png" else Pdf(drawn.size, resolution)
    with whole_file(out) as file:
        file.write(made.encode(dots))
    return Done({"file": str(out)}, f"The sample badge is in {out}.")


def export(folder: Path, table: str, format_: Format, out: Path) -> Done:
    """Write one table as of one moment; `out` appears only once it is whole."""
    db, _ = reading(folder)
    with connect.snapshot(db):
        columns = exports.TABLES[table].columns
        rows = write_table(columns, exports.rows_of(db, table), out, format_)
    return Done({"table": table, "rows": rows, "file": str(out)}, f"{rows} rows are in {out}.")


def report(folder: Path, out: Path) -> Done:
    """Write the organizer's workbook; `out` appears only once it is whole."""
    db, _ = reading(folder)
    day = read_day(db, now=chance().now(), language="zh-CN")
    if day is None:
        raise Refused(NO_FAIR)
    write_workbook(make_report(day), out)
    return Done({"file": str(out), "people": day.counts.people}, f"The report is in {out}.")
