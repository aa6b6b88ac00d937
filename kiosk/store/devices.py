"""Who may come in at this node: device tokens and browser sessions, stored hashed."""

import sqlite3
from dataclasses import dataclass

ADD = """
    INSERT INTO device (device, name, role, entrance, booth, employer, token_hash, added_ms)
    VALUES (:device, :name, :role, :entrance, :booth, :employer, :token_hash, :added_ms)
"""
NAMED = "SELECT device FROM device WHERE name = :name AND revoked_ms IS NULL"
BY_TOKEN = """
    SELECT device, name, role, entrance, booth, employer FROM device
    WHERE token_hash = :token_hash AND revoked_ms IS NULL
"""
ALL = """
    SELECT device, name, role, entrance, booth, employer FROM device
    WHERE revoked_ms IS NULL
    ORDER BY name
"""
REVOKE = "UPDATE device SET revoked_ms = :at_ms WHERE name = :name AND revoked_ms IS NULL"
OPEN = """
    INSERT INTO session (session_hash, kind, holder, role, label, entrance, booth, employer,
                         opened_ms, seen_ms)
    VALUES (:session_hash, :kind, :holder, :role, :label, :entrance, :booth, :employer,
            :at_ms, :at_ms)
"""
SESSION = """
    SELECT session_hash, kind, holder, role, label, entrance, booth, employer, opened_ms
    FROM session
    WHERE session_hash = :session_hash AND opened_ms > :since_ms
"""
SESSIONS = """
    SELECT session_hash, kind, holder, role, label, entrance, booth, employer, opened_ms
    FROM session
    WHERE opened_ms > :since_ms
    ORDER BY opened_ms
"""
CLOSE = "DELETE FROM session WHERE session_hash = :session_hash"
CLOSE_OF_HOLDER = "DELETE FROM session WHERE holder = :holder"
FORGET_OLD = "DELETE FROM session WHERE opened_ms <= :since_ms"
NOTE_ACCESS = """
    INSERT INTO access (at_ms, actor, what, about) VALUES (:at_ms, :actor, :what, :about)
"""
ACCESSES = "SELECT at_ms, actor, what, about FROM access ORDER BY id DESC LIMIT :most"


@dataclass(frozen=True, slots=True)
class Device:
    id: str
    name: str
    role: str
    entrance: str | None
    booth: str | None
    employer: str | None


@dataclass(frozen=True, slots=True)
class Session:
    """A browser that signed in: by PIN (`staff`), by a device's link or by a booth's card."""

    hash: str
    kind: str
    holder: str
    role: str
    label: str
    entrance: str | None
    booth: str | None
    employer: str | None
    opened_ms: int


def add(db: sqlite3.Connection, device: Device, token_hash: str, *, at_ms: int) -> None:
    db.execute(
        ADD,
        {
            "device": device.id,
            "name": device.name,
            "role": device.role,
            "entrance": device.entrance,
            "booth": device.booth,
            "employer": device.employer,
            "token_hash": token_hash,
            "added_ms": at_ms,
        },
    )


def is_named(db: sqlite3.Connection, name: str) -> bool:
    return db.execute(NAMED, {"name": name}).fetchone() is not None


def by_token(db: sqlite3.Connection, token_hash: str) -> Device | None:
    row = db.execute(BY_TOKEN, {"token_hash": token_hash}).fetchone()
    return Device(*row) if row else None


def every(db: sqlite3.Connection) -> list[Device]:
    return [Device(*row) for row in db.execute(ALL)]


def revoke(db: sqlite3.Connection, name: str, *, at_ms: int) -> bool:
    """Take a device's token back and put its browsers out; False when there is none."""
    row = db.execute(NAMED, {"name": name}).fetchone()
    if row is None:
        return False
    db.execute(REVOKE, {"name": name, "at_ms": at_ms})
    db.execute(CLOSE_OF_HOLDER, {"holder": row["device"]})
    return True


def open_session(db: sqlite3.Connection, session: Session) -> None:
    db.execute(
        OPEN,
        {
            "session_hash": session.hash,
            "kind": session.kind,
            "holder": session.holder,
            "role": session.role,
            "label": session.label,
            "entrance": session.entrance,
            "booth": session.booth,
            "employer": session.employer,
            "at_ms": session.opened_ms,
        },
    )


def session(db: sqlite3.Connection, session_hash: str, *, since_ms: int) -> Session | None:
    row = db.execute(SESSION, {"session_hash": session_hash, "since_ms": since_ms}).fetchone()
    return Session(*row) if row else None


def sessions(db: sqlite3.Connection, *, since_ms: int) -> list[Session]:
    return [Session(*row) for row in db.execute(SESSIONS, {"since_ms": since_ms})]


def close_session(db: sqlite3.Connection, session_hash: str) -> None:
    db.execute(CLOSE, {"session_hash": session_hash})


def close_of_holder(db: sqlite3.Connection, holder: str) -> None:
    """Put out every browser that came in by this card, device or person."""
    db.execute(CLOSE_OF_HOLDER, {"holder": holder})


def forget_old(db: sqlite3.Connection, *, since_ms: int) -> None:
    db.execute(FORGET_OLD, {"since_ms": since_ms})


def note_access(db: sqlite3.Connection, *, at_ms: int, actor: str, what: str, about: str) -> None:
    """Note who looked at whose sensitive fields (domain.md, section 12)."""
    db.execute(NOTE_ACCESS, {"at_ms": at_ms, "actor": actor, "what": what, "about": about})


def accesses(db: sqlite3.Connection, most: int = 200) -> list[sqlite3.Row]:
    """Give the latest looks at sensitive fields, newest first."""
    return db.execute(ACCESSES, {"most": most}).fetchall()
