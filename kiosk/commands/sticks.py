"""Commands for USB sticks: write all this node has, read what others have."""

import sqlite3
from pathlib import Path

from kiosk.actions.write_bundle import write_bundle
from kiosk.commands.making import run
from kiosk.commands.reach import reading
from kiosk.commands.refused import Refused, look_at
from kiosk.commands.shown import Done, result_of
from kiosk.settings import chance
from kiosk.store import connect
from pages.locale import _, ngettext


def write(folder: Path, file: Path) -> Done:
    """Write a bundle; `file` appears only once it is whole. Serving goes on meanwhile."""
    look_at(file)
    db, who = reading(folder)
    try:
        result = result_of(write_bundle(db, who, file, new_id=chance().new_id()), "bundle")
    except sqlite3.DatabaseError as error:
        damaged = connect.Refused("damaged", folder, str(error))
        raise Refused(f"{damaged.where} can't be read ({error}); nothing was written.") from None
    except OSError as error:
        raise Refused(
            f"{file} can't be written ({error.strerror}); there is no new bundle. "
            "Make room or try another stick, then write it again."
        ) from None
    written = ngettext("%(n)s operation", "%(n)s operations", result["written"])
    receivers = ngettext("%(n)s station", "%(n)s stations", result["receivers"])
    return Done(
        {"file": str(file), **result},
        _(
            "%(file)s holds %(written)s, sealed for %(receivers)s of this fair: nobody else can "
            "read it.",
            file=file,
            written=written,
            receivers=receivers,
        ),
    )


def read(folder: Path, file: Path) -> Done:
    """Read a bundle; what is whole in a damaged one is kept."""
    if not file.is_file():
        raise Refused(f"There is no file {file}; nothing was taken. Check the path.")
    result = run(folder, "read_bundle", file=str(file.resolve()))
    took = _(
        "%(read)s read from %(file)s: %(new)s new, %(known)s known already, %(aside)s kept aside.",
        read=ngettext("%(n)s operation", "%(n)s operations", result["read"]),
        file=file,
        new=result["new"],
        known=result["known"],
        aside=result["quarantined"],
    )
    return Done(result, took, status=1 if (wrong := trouble(result)) else 0, trouble=wrong)


def trouble(result: dict[str, int]) -> str:
    """Say what wasn't whole, in one sentence; '' where all was."""
    told = [
        sentence
        for count, sentence in (
            (
                result["damaged"],
                ngettext(
                    "%(n)s piece of the stick is damaged or missing",
                    "%(n)s pieces of the stick are damaged or missing",
                    result["damaged"],
                ),
            ),
            (
                result["refused"],
                ngettext(
                    "%(n)s operation on it can't be believed",
                    "%(n)s operations on it can't be believed",
                    result["refused"],
                ),
            ),
            (
                result["let_go"],
                ngettext(
                    "%(n)s operation was let go, because what comes before it is missing and "
                    "nobody here knows whose it is, or too many wait already",
                    "%(n)s operations were let go, because what comes before them is missing and "
                    "nobody here knows whose they are, or too many wait already",
                    result["let_go"],
                ),
            ),
        )
        if count
    ]
    if not told:
        return ""
    waits = ngettext(
        "; %(n)s more counts once what comes before it is here",
        "; %(n)s more count once what comes before them is here",
        result["waiting"],
    )
    return _(
        "%(what)s; the rest is kept (%(new)s new%(waits)s). Write the stick again where it was "
        "written, or exchange over the network, to get all of it.",
        what=_(" and ").join(told),
        new=result["new"],
        waits=waits if result["waiting"] else "",
    )
