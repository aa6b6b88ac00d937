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


def hashed(code: str) -> str:
    return hashlib.sha256(code.encode()).hexdigest()


def issue(db: Connection, code: str, now_ms: int) -> None:
    db.execute(FORGET, {"since_ms": now_ms - LASTS_MS})
    db.execute(ISSUE, {"code_hash": hashed(code), "now_ms": now_ms})


def take(db: Connection, code: str, key: str, now_ms: int) -> bool:
    """Say whether a code lets this key in; from now on it lets in no other one."""
    asked = {"code_hash": hashed(code), "key": key, "since_ms": now_ms - LASTS_MS}
    return db.execute(TAKE, asked).rowcount == 1
