"""The codes that let a fair report here: hashed, ten minutes, one key each.

In the database, since `central invite` runs beside the process that serves, and several may serve.
So they run on this machine's clock, which a central keeps right.
"""

import hashlib
from dataclasses import dataclass
from typing import Any

from sqlalchemy import Connection, text

LASTS_MS = 600_000
ISSUE = text("""
    INSERT INTO invite (code_hash, taken_by, made_ms) VALUES (:code_hash, '', :now_ms)
""")
FORGET = text("DELETE FROM invite WHERE made_ms < :since_ms")
IS_GOOD = text("""
    SELECT 1 FROM invite
    WHERE code_hash = :code_hash AND made_ms >= :since_ms AND taken_by IN ('', :key)
""")
TAKE = text("""
    UPDATE invite SET taken_by = :key
    WHERE code_hash = :code_hash AND made_ms >= :since_ms AND taken_by IN ('', :key)
""")


@dataclass(frozen=True, slots=True)
class Brought:
    """A code, where it was brought, and by whom: a node signs these (wire/pairing.py).

    `address` is where another's certificate vouches for us, "" where our own key was on the line.
    """

    code: str
    address: str
    key: str


def hashed(code: str, address: str) -> str:
    return hashlib.sha256(f"{code}/{address}".encode()).hexdigest()


def issue(db: Connection, code: str, now_ms: int, address: str = "") -> None:
    """Keep a code, good at `address` only: with another address it is no invite of ours."""
    db.execute(FORGET, {"since_ms": now_ms - LASTS_MS})
    db.execute(ISSUE, {"code_hash": hashed(code, address), "now_ms": now_ms})


def is_good(db: Connection, brought: Brought, now_ms: int) -> bool:
    """Say whether a code would let this key in; nothing is written, whoever asks."""
    return db.execute(IS_GOOD, asked(brought, now_ms)).first() is not None


def take(db: Connection, brought: Brought, now_ms: int) -> bool:
    """Say whether a code lets this key in; from now on it lets in no other one."""
    return db.execute(TAKE, asked(brought, now_ms)).rowcount == 1


def asked(brought: Brought, now_ms: int) -> dict[str, Any]:
    code_hash = hashed(brought.code, brought.address)
    return {"code_hash": code_hash, "key": brought.key, "since_ms": now_ms - LASTS_MS}
