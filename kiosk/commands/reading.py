"""Commands that only read: they need no lock, whether a node serves or not."""

from pathlib import Path

from kiosk.commands.reach import reading
from kiosk.commands.shown import Done
from kiosk.commands.verbs import NO_FAIR, Refused
from kiosk.report import make_report, read_day
from kiosk.settings import chance
from kiosk.store import connect, exports, news
from kiosk.web.status import whole_status
from sheets.workbook import write_workbook
from sheets.writing import Format, whole_file, write_table

WITHOUT_PEOPLE = ("employers", "jobs", "check-ins")
RESTORED = (
    "This folder was restored from a backup and has no news of the other machines yet, so nothing "
    "was written: somebody may have been erased since. Run `kiosk exchange`, or say on the "
    "Stations page that there is no other machine."
)


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


def label(language: str, out: Path, *, size: str | None, dpi: int | None, sample: bool) -> Done:
    """Write the sample badge; `sample` is the only one that this command knows."""
    from kiosk.labels import sample_label
    from printers import Resolution, Size, UnknownLanguage, UnknownLayout, draw, language_of

    if not sample:
        raise Refused("Only the sample can be written; nothing was written. Use --sample.")
    # The paper of most printers, and the only one that a Brother prints (printing.md, "Geometry").
    usual = (Size.LABEL_62X29, 300) if language == "brother" else (Size.LABEL_50X30, 203)
    size, dpi = usual[0] if size is None else size, usual[1] if dpi is None else dpi
    if size not in list(Size):
        known = ", ".join(Size)
        raise Refused(f"There is no label size {size}; nothing was written. Use one of {known}.")
    paper, resolution = Size(size), Resolution(dpi)
    try:
        made = language_of(language, paper, resolution)
        job = made.encode(draw(sample_label(paper), resolution))
    except (UnknownLanguage, UnknownLayout) as unknown:
        raise Refused(f"{unknown} Nothing was written.") from None
    with whole_file(out) as file:
        file.write(job)
    return Done({"file": str(out)}, f"The sample badge is in {out}.")


def export(folder: Path, table: str, format_: Format, out: Path) -> Done:
    """Write one table as of one moment; `out` appears only once it is whole."""
    db, _ = reading(folder)
    if table not in WITHOUT_PEOPLE and news.awaited(db):
        raise Refused(RESTORED)
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
