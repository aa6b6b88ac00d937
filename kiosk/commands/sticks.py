"""Commands for USB sticks: write all this node has, read what others have."""

import sqlite3
from pathlib import Path

from kiosk.actions.write_bundle import write_bundle
from kiosk.commands.making import run
from kiosk.commands.reach import reading
from kiosk.commands.shown import Done, result_of
from kiosk.commands.verbs import Refused
from kiosk.settings import chance
from kiosk.store import connect


def write(folder: Path, file: Path) -> Done:
    """Write a bundle; `file` appears only once it is whole. Serving goes on meanwhile."""
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
    return Done(
        {"file": str(file), **result},
        f"{result['written']} operations are in {file}, sealed for {result['receivers']} "
        "stations of this fair: nobody else can read it.",
    )


def read(folder: Path, file: Path) -> Done:
    """Read a bundle; what is whole in a damaged one is kept."""
    if not file.is_file():
        raise Refused(f"There is no file {file}; nothing was taken. Check the path.")
    result = run(folder, "read_bundle", file=str(file.resolve()))
    took = (
        f"{result['read']} operations read from {file}: {result['new']} new, "
        f"{result['known']} known already, {result['quarantined']} kept aside."
    )
    return Done(result, took, status=1 if (wrong := trouble(result)) else 0, trouble=wrong)


def trouble(result: dict[str, int]) -> str:
    """Say what wasn't whole, in one sentence; '' where all was."""
    lost = f"{result['damaged']} pieces of the stick are damaged or missing"
    refused = f"{result['refused']} operations on it can't be believed"
    let_go = (
        f"{result['let_go']} operations were let go, because what comes before them is missing "
        "and nobody here knows whose they are, or too many wait already"
    )
    told = ((lost, "damaged"), (refused, "refused"), (let_go, "let_go"))
    what = [sentence for sentence, name in told if result[name]]
    if not what:
        return ""
    waits = f", {result['waiting']} more count once what comes before them is here"
    kept = "the rest" if result["let_go"] else "all that was whole"
    return (
        f"{' and '.join(what)}; {kept} is kept ({result['new']} new"
        f"{waits if result['waiting'] else ''}). Write the stick again where it was written, "
        "or exchange over the network, to get the rest."
    )
