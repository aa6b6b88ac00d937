"""Where paper leads to: the address that badges' codes and booths' cards carry."""

import sqlite3

from kiosk.store import fairs, identity

SAID = "address"  # `kiosk serve --address`
OWN = "own_url"  # where this node listens, or did when it last served
BEFORE = "http://127.0.0.1:8080"


def keep(db: sqlite3.Connection, *, said: str, own: str) -> None:
    """Remember at start how this node is reached, for commands that come from outside of it."""
    identity.keep_setting(db, SAID, said)
    identity.keep_setting(db, OWN, own)


def of_paper(db: sqlite3.Connection) -> str:
    """Give what was said at start, else the setup's address, else this node's own.

    One address for all of it: another name for the same node is another store in a phone, and
    scans made under one are invisible under the other.
    """
    setup = fairs.setup(db)
    said = identity.setting(db, SAID) or (setup.address if setup else "")
    return (said or identity.setting(db, OWN) or BEFORE).rstrip("/")
