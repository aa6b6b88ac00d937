"""Commands that only read: they need no lock, whether a node serves or not."""

from pathlib import Path

from kiosk.commands.reach import reading
from kiosk.commands.shown import Done
from kiosk.web.status import whole_status


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
