"""Commands that only look: status, tables, the workbook."""

from pathlib import Path

from central import overview
from central.commands.shown import Done, Refused, opened
from central.report import make_report
from central.store import campaigns, exports
from sheets.workbook import write_workbook
from sheets.writing import Format, write_table


def status(url: str) -> Done:
    store = opened(url)
    with store.reading() as db:
        told = overview.status(db)
    store.close()
    lines = [
        f"{each['name'] or each['fair'][:8]}: {each['people']} people came in "
        f"({each['check_ins']} times), {each['visits']} visits, {each['leads']} interested, "
        f"{each['operations']} operations."
        for each in told["fairs"]
    ]
    lines += [
        f"Campaign {each['campaign'] or '(none)'}: {each['fairs']} fairs, {each['people']} people "
        f"({each['times']} times)."
        for each in told["campaigns"]
    ]
    return Done(told, "\n".join(lines) or "No fair reports to this central yet.")


def export(url: str, table: str, format_: Format, out: Path, fair: str) -> Done:
    """Write one table as of one moment; `out` appears only once it is whole."""
    store = opened(url)
    with store.reading() as db:
        if fair and fair not in {each.id for each in campaigns.fairs(db)}:
            raise Refused(
                f"No fair {fair} reports to this central; nothing was written. "
                "`central status` names them."
            )
        columns = exports.TABLES[table]
        rows = write_table(columns, exports.rows_of(db, table, fair), out, format_)
    store.close()
    return Done({"table": table, "rows": rows, "file": str(out)}, f"{rows} rows are in {out}.")


def report(url: str, out: Path, language: str) -> Done:
    """Write the workbook of all campaigns; `out` appears only once it is whole."""
    store = opened(url)
    with store.reading() as db:
        fairs = campaigns.fairs(db)
        told = [overview.campaign(db, name, mine) for name, mine in overview.by_name(fairs).items()]
        singly = {each.id: campaigns.total(db, [each.id]) for each in fairs}
    store.close()
    write_workbook(make_report(told, singly, language), out)
    return Done({"file": str(out), "fairs": len(fairs)}, f"The report is in {out}.")
