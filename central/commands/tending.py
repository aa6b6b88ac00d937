"""Commands that change something of central's own: people, backups."""

from pathlib import Path

from central.actions import add_staff, back_up, restore
from central.actions.add_staff import BadStaff
from central.commands.shown import Done, Refused, opened
from pages.sign_in import Pins
from wire.sealed_files import NoPassphrase, Unsealable, passphrase_in

WHY = {
    "taken": "There is somebody with this name already; nobody was added. Choose another name.",
    "no_name": "A name has 1 to 60 characters; nobody was added. Give one.",
    "bad_region": "A region is up to six digits (GB/T 2260); nobody was added. "
    "Leave it empty for all regions.",
    "short_pin": f"A PIN here has at least {add_staff.SHORTEST_PIN} characters; nothing was kept. "
    "Choose a longer one.",
    "nobody": "There is nobody with this name; nothing was kept. "
    "`central staff list` names everybody.",
}


def staff_add(url: str, name: str, *, role: str, region: str, pin: str) -> Done:
    store = opened(url)
    try:
        add_staff.add_staff(store, Pins(), name=name, role=role, region=region, pin=pin)
    except BadStaff as bad:
        raise Refused(WHY[bad.code]) from None
    finally:
        store.close()
    where = f"region {region}" if region else "all regions"
    told = {"name": name, "role": role, "region": region}
    return Done(told, f"{name} can sign in now and sees {where}.")


def staff_reset(url: str, name: str, *, pin: str) -> Done:
    store = opened(url)
    try:
        add_staff.reset_pin(store, Pins(), name=name, pin=pin)
    except BadStaff as bad:
        raise Refused(WHY[bad.code]) from None
    finally:
        store.close()
    return Done({"name": name}, f"{name} has a new PIN and is signed out everywhere.")


def staff_remove(url: str, name: str) -> Done:
    store = opened(url)
    try:
        add_staff.remove_staff(store, name)
    except BadStaff as bad:
        raise Refused(WHY[bad.code]) from None
    finally:
        store.close()
    return Done({"name": name}, f"{name} can't sign in any more.")


def staff_list(url: str) -> Done:
    from central.store import staff

    store = opened(url)
    with store.reading() as db:
        people = staff.every(db)
    store.close()
    told = [{"name": each.name, "role": each.role, "region": each.region} for each in people]
    lines = [f"{each.name}: {each.role}, {each.region or 'all regions'}" for each in people]
    return Done({"staff": told}, "\n".join(lines) or "Nobody can sign in yet.")


def backup(url: str, file: Path, passphrase_file: Path | None) -> Done:
    if file.exists() and not file.is_file():
        raise Refused(f"{file} isn't an ordinary file; nothing was written. Choose another name.")
    if file.exists() and not file.is_file():
        raise Refused(
            f"{file} is no file, and a backup is read back; nothing was written. Name a file."
        )
    passphrase = passphrase_of(passphrase_file)
    store = opened(url)
    try:
        done = back_up.back_up(store, file, passphrase)
    except back_up.NotOurs as bad:
        file.unlink(missing_ok=True)
        raise Refused(
            f"The backup didn't read back whole ({bad}), so it was taken away again and counts "
            "for nothing. Check the disk, then try again."
        ) from None
    finally:
        store.close()
    sealed = passphrase is not None
    how = (
        "It is sealed with the passphrase; without that nobody can read it, you neither."
        if sealed
        else "It is NOT sealed: it holds people's data and central's keys. Keep it locked away, "
        "or use --passphrase-file."
    )
    told = {"file": str(file), "fairs": done.fairs, "operations": done.operations, "sealed": sealed}
    counted = f"{done.operations} operations of {done.fairs} fairs"
    return Done(told, f"{counted} are in {file} and read back whole. {how}")


def bring_back(url: str, file: Path, passphrase_file: Path | None) -> Done:
    if not file.is_file():
        raise Refused(f"There is no file {file}; nothing was restored. Check the path.")
    passphrase = passphrase_of(passphrase_file)
    store = opened(url)
    try:
        done = restore.restore(store, file, passphrase)
    except restore.NotEmpty:
        raise Refused(
            "The database holds fairs already; nothing was changed. Name an empty one with "
            "--database."
        ) from None
    except Unsealable as why:
        raise Refused(f"{why} Nothing was restored.") from None
    except restore.NotTaken as left:
        raise Refused(
            f"{left.chunks} parts of {file} were refused, the rest is in the database. "
            "Restore an earlier backup into an empty one and let the fairs report again."
        ) from None
    except back_up.NotOurs as bad:
        raise Refused(
            f"{file} is no whole backup of central (read {bad}); nothing was kept. "
            "Take another one."
        ) from None
    finally:
        store.close()
    told = {"fairs": done.fairs, "operations": done.operations}
    return Done(told, f"{done.operations} operations of {done.fairs} fairs are back.")


def passphrase_of(file: Path | None) -> str | None:
    """Read the first line of a passphrase file. Raises Refused."""
    try:
        return passphrase_in(file) if file is not None else None
    except NoPassphrase as why:
        raise Refused(f"{why} Nothing was done.") from None
