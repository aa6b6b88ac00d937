"""Reach a node: the one that serves, through its control port, else its folder directly."""

import http.client
import json
import sqlite3
from collections.abc import Iterator
from contextlib import suppress
from pathlib import Path
from typing import Any, NamedTuple

from kiosk.actions.read_after_upgrade import read_after_upgrade
from kiosk.commands import verbs
from kiosk.settings import chance
from kiosk.store import connect, identity
from kiosk.store.station import Station, open_station
from kiosk.web.control import FILE

SENTENCES = {
    "busy": "Another process is using {where}; nothing was done. "
    "Let it finish or stop it, then try again.",
    "unwritable": "{where} can't be written ({detail}); nothing was kept. "
    "Give this account the right to write there, or choose another folder with --data.",
    "no_wal": "The file system of {where} doesn't allow SQLite's WAL ({detail}); nothing was kept. "
    "Choose a folder on a local disk with --data.",
    "newer": "The data in {where} were written by a newer version ({detail}); nothing was changed. "
    "Install that version to go on.",
    "older": "The node that serves {where} is of an earlier version; nothing was done. "
    "Stop it and start it again, then try again.",
    "damaged": "The data in {where} can't be read ({detail}); nothing was changed. "
    "Restore the last backup into an empty folder.",
    "full": "The disk of {where} is full; nothing was kept. Make room, then try again.",
    "absent": "{where} holds no fair yet. Make one with `kiosk fair create FILE.json`.",
}


class Control(NamedTuple):
    """How the node that serves is reached, and the version of its tables."""

    port: int
    token: str
    version: int


def told(refused: connect.Refused) -> str:
    """Make the sentence: what, where, what was kept, what to do."""
    sentence = SENTENCES[refused.code]
    return sentence.format(where=refused.where, detail=refused.detail or "no reason given")


def opened(folder: Path) -> Station:
    """Take the folder for this process. Raises verbs.Refused."""
    try:
        station = open_station(folder, chance())
    except connect.Refused as refused:
        raise verbs.Refused(told(refused)) from None
    with suppress(sqlite3.OperationalError):  # a full disk: next time
        read_after_upgrade(station)
    return station


def reading(folder: Path) -> tuple[sqlite3.Connection, identity.Identity]:
    """Open the folder's file to read, whether a node serves it or not. Raises verbs.Refused."""
    try:
        db = connect.reader(folder)
        if connect.version(db) < connect.VERSION:
            db.close()
            bring_up(folder)
            db = connect.reader(folder)
        who = identity.load(db)
    except connect.Refused as refused:
        raise verbs.Refused(told(refused)) from None
    except sqlite3.DatabaseError as error:
        damaged = connect.Refused("damaged", folder, str(error))
        raise verbs.Refused(told(damaged)) from None
    if who is None:
        raise verbs.Refused(verbs.NO_FAIR)
    return db, who


def bring_up(folder: Path) -> None:
    """Bring the folder to this version's tables. Raises connect.Refused, verbs.Refused."""
    try:
        opened(folder).close()
    except verbs.Refused:
        if control_of(folder) is not None:
            raise connect.Refused("older", folder) from None
        raise


def events(folder: Path, verb: str, arguments: dict[str, Any]) -> Iterator[dict[str, Any]]:
    """Run a verb where the writer is, and give its events. Raises verbs.Refused."""
    serving = control_of(folder)
    if serving is not None:
        try:
            yield from asked(folder, serving, verb, arguments)
            return
        except ConnectionRefusedError:
            pass  # it was killed and left its address behind
    station = opened(folder)
    try:
        yield from verbs.carried_out(verbs.VERBS[verb](station, **arguments))
    except (sqlite3.OperationalError, OSError) as error:
        code = "full" if connect.is_full(folder) else "unwritable"
        raise verbs.Refused(told(connect.Refused(code, folder, str(error)))) from None
    finally:
        station.close()


def control_of(folder: Path) -> Control | None:
    try:
        found = json.loads((folder / FILE).read_text(encoding="ascii"))
        return Control(int(found["port"]), str(found["token"]), int(found["version"]))
    except (OSError, ValueError, KeyError):
        return None


def asked(
    folder: Path, serving: Control, verb: str, arguments: dict[str, Any]
) -> Iterator[dict[str, Any]]:
    """Ask the serving node. Raises ConnectionRefusedError where none listens any more."""
    connection = http.client.HTTPConnection("127.0.0.1", serving.port, timeout=600)
    try:
        connection.connect()
        if serving.version != connect.VERSION:
            raise verbs.Refused(told(connect.Refused("older", folder)))
        connection.request(
            "POST",
            f"/{verb}",
            body=json.dumps(arguments).encode(),
            headers={
                "Authorization": f"Bearer {serving.token}",
                "Content-Type": "application/json",
            },
        )
        response = connection.getresponse()
        if response.status != 200:
            raise verbs.Refused(
                "The serving node refused the command; nothing was done. Try again."
            )
        for line in response:
            event = json.loads(line)
            if "refused" in event:
                raise verbs.Refused(event["refused"])
            yield event
    finally:
        connection.close()
