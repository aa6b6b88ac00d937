"""The codes that let a fair report here: hashed, ten minutes, one key each.

In the database, since `central invite` runs beside the process that serves, and several may serve.
So they run on this machine's clock, which a central keeps right.
"""

import hashlib

from sqlalchemy import Connection, text

LASTS_MS = 600_000
ISSUE = text("""
    INSERT INTO invite (code_hash, taken_by, made_ms) VALUES (:code_hash, '', :now_ms)
""")
FORGET = text("DELETE FROM invite WHERE made_ms < :since_ms")
TAKE = text("""
    UPDATE invite SET taken_by = :key
    WHERE code_hash = :code_hash AND made_ms >= :since_ms AND taken_by IN ('', :key)
""")


def hashed(code: str, address: str) -> str:
    return hashlib.sha256(f"{code}/{address}".encode()).hexdigest()


def issue(db: Connection, code: str, now_ms: int, address: str = "") -> None:
    """Keep a code; it is good at `address` only, where another's certificate vouches for us.

    "" is our own key on the line. A node signs where it brings the code: an invite to another
    place with our code in it must not work here.
    """
    db.execute(FORGET, {"since_ms": now_ms - LASTS_MS})
    db.execute(ISSUE, {"code_hash": hashed(code, address), "now_ms": now_ms})


def take(db: Connection, code: str, key: str, now_ms: int, address: str = "") -> bool:
    """Say whether a code lets this key in there; from now on it lets in no other one."""
    asked = {"code_hash": hashed(code, address), "key": key, "since_ms": now_ms - LASTS_MS}
    return db.execute(TAKE, asked).rowcount == 1
