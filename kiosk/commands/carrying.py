"""Commands that carry the whole fair: backup, restore, verify."""

import os
import sqlite3
from pathlib import Path

from kiosk.commands.reach import reading, told
from kiosk.commands.refused import Refused, look_at
from kiosk.commands.shown import Done
from kiosk.settings import chance
from kiosk.store import backups, connect, news, state
from wire.sealed_files import NoPassphrase, Unsealable, passphrase_in, seal, unseal

WAITS = (
    "It shows people once it has news of another machine of the fair, or the organizer says on the "
    "Stations page that there is none; checking in goes on meanwhile."
)
EMPTY = "An empty folder is needed, so nothing was restored."


def backup(folder: Path, file: Path, passphrase_file: Path | None) -> Done:
    look_at(file)
    db, _ = reading(folder)
    passphrase = passphrase_of(passphrase_file)
    beside = file.with_name(f".{file.name}.new")
    copy = file.with_name(f".{file.name}.copy")
    try:
        operations = backups.copy(db, copy)
        if passphrase is None:
            copy.replace(beside)
        else:
            seal(copy, beside, passphrase)
        durable(beside)
        beside.replace(file)
    except sqlite3.OperationalError as error:
        code = "full" if "full" in str(error) else "unwritable"
        raise Refused(told(connect.Refused(code, file.absolute().parent, str(error)))) from None
    finally:
        for each in (beside, copy):
            each.unlink(missing_ok=True)
    sealed = passphrase is not None
    how = (
        "It is sealed with the passphrase; without that nobody can read it, you neither."
        if sealed
        else "It is NOT sealed: it holds people's data and the fair's key. Keep it locked away, "
        "or use --passphrase-file."
    )
    return Done(
        {"file": str(file), "operations": operations, "sealed": sealed},
        f"{operations} operations are in {file}. {how}",
    )


def restore(folder: Path, file: Path, passphrase_file: Path | None) -> Done:
    if not file.is_file():
        raise Refused(f"There is no file {file}; nothing was restored. Check the path.")
    if folder.exists() and any(folder.iterdir()):
        raise Refused(f"{folder} isn't empty. {EMPTY} Choose another one with --data.")
    made = not folder.exists()
    folder.mkdir(parents=True, exist_ok=True)
    beside = folder / "restoring"
    try:
        passphrase = passphrase_of(passphrase_file)
        beside.touch(mode=0o600)  # it holds the fair's key and people's data
        unseal(file, beside, passphrase)
        operations = backups.check(beside)
        backups.doubt_paper(beside, chance().now())
        waits = news.await_in(beside, chance().now())
        durable(beside)
        beside.replace(folder / connect.NAME)
    except Unsealable as why:
        raise Refused(f"{why} Nothing was restored.") from None
    except (sqlite3.DatabaseError, backups.NoBackup) as error:
        raise Refused(
            f"{file} is no whole backup of a fair ({error}); nothing was restored. "
            "Try an earlier backup."
        ) from None
    finally:
        for name in ("restoring", "restoring-wal", "restoring-shm", "restoring-journal"):
            (folder / name).unlink(missing_ok=True)
        if made and not any(folder.iterdir()):
            folder.rmdir()
    result = {"file": str(file), "operations": operations, "waits_for_news": waits}
    told = f"{operations} operations are back in {folder}. Now `kiosk serve`."
    return Done(result, f"{told} {WAITS}" if waits else told)


def verify(folder: Path) -> Done:
    db, who = reading(folder)
    try:
        with connect.snapshot(db):
            operations = backups.operations_in(db)
            problems = state.problems(db, who.fair)
    except sqlite3.DatabaseError as error:
        operations, problems = 0, [f"The file is damaged: {error}"]
    ok = not problems
    said = [f"{operations} operations, every chain and every table agrees."] if ok else problems
    result = {"ok": ok, "operations": operations, "problems": problems}
    return Done(result, "\n".join(said), status=0 if ok else 1)


def passphrase_of(file: Path | None) -> str | None:
    """Read the first line of a passphrase file. Raises Refused."""
    try:
        return passphrase_in(file) if file is not None else None
    except NoPassphrase as why:
        raise Refused(f"{why} Nothing was done.") from None


def durable(file: Path) -> None:
    """Wait until a file's bytes are on the disk."""
    with file.open("rb+") as handle:
        os.fsync(handle.fileno())
