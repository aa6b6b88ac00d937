"""Who may look at central: people with a PIN, a role and a region; their sessions; the audit."""

from dataclasses import dataclass
from datetime import datetime, timedelta

from sqlalchemy import Connection, text

from fair.clock import from_ms, to_ms

ADD = text("""
    INSERT INTO central_staff (name, role, region, pin_hash, added_ms)
    VALUES (:name, :role, :region, :pin_hash, :now_ms)
    ON CONFLICT (name) DO NOTHING
""")
CHANGE = text("UPDATE central_staff SET pin_hash = :pin_hash WHERE name = :name")
REMOVE = text("DELETE FROM central_staff WHERE name = :name")
SIGN_OUT = text("DELETE FROM session WHERE name = :name")
ALL = text("SELECT name, role, region, pin_hash FROM central_staff ORDER BY name")
ONE = text("SELECT name, role, region, pin_hash FROM central_staff WHERE name = :name")
OPEN = text("""
    INSERT INTO session (session_hash, name, opened_ms, seen_ms)
    VALUES (:session_hash, :name, :now_ms, :now_ms)
""")
OF_SESSION = text("""
    SELECT s.name, s.role, s.region, s.pin_hash
    FROM session AS o
    JOIN central_staff AS s ON s.name = o.name
    WHERE o.session_hash = :session_hash AND o.opened_ms >= :since_ms
""")
CLOSE = text("DELETE FROM session WHERE session_hash = :session_hash")
OLD = text("DELETE FROM session WHERE opened_ms < :since_ms")
LOOKED = text("""
    INSERT INTO look (at_ms, name, what, about) VALUES (:now_ms, :name, :what, :about)
""")
LOOKS = text("SELECT at_ms, name, what, about FROM look ORDER BY id DESC LIMIT :most")
LASTS = timedelta(hours=12)


@dataclass(frozen=True, slots=True)
class Staff:
    """Somebody who signs in; `region` is the digits that a fair's region must begin with."""

    name: str
    role: str
    region: str
    pin_hash: str

    def sees(self, region: str) -> bool:
        return region.startswith(self.region)


@dataclass(frozen=True, slots=True)
class Look:
    at: datetime
    name: str
    what: str
    about: str


def add(db: Connection, *, name: str, role: str, region: str, pin_hash: str, now: datetime) -> bool:
    """Add somebody; False where the name is taken."""
    row = {"name": name, "role": role, "region": region, "pin_hash": pin_hash}
    return db.execute(ADD, {**row, "now_ms": to_ms(now)}).rowcount == 1


def restore(
    db: Connection, *, name: str, role: str, region: str, pin_hash: str, now_ms: int
) -> None:
    """Bring somebody back from a backup; who is here already stays as they are."""
    row = {"name": name, "role": role, "region": region, "pin_hash": pin_hash}
    db.execute(ADD, {**row, "now_ms": now_ms})


def change_pin(db: Connection, name: str, pin_hash: str) -> bool:
    """Give somebody a new PIN and sign them out everywhere; False where there is nobody."""
    db.execute(SIGN_OUT, {"name": name})
    return db.execute(CHANGE, {"name": name, "pin_hash": pin_hash}).rowcount == 1


def remove(db: Connection, name: str) -> bool:
    db.execute(SIGN_OUT, {"name": name})
    return db.execute(REMOVE, {"name": name}).rowcount == 1


def every(db: Connection) -> list[Staff]:
    return [Staff(*row) for row in db.execute(ALL)]


def by_name(db: Connection, name: str) -> Staff | None:
    row = db.execute(ONE, {"name": name}).first()
    return Staff(*row) if row else None


def open_session(db: Connection, session_hash: str, name: str, now: datetime) -> None:
    db.execute(OLD, {"since_ms": to_ms(now - LASTS)})
    db.execute(OPEN, {"session_hash": session_hash, "name": name, "now_ms": to_ms(now)})


def of_session(db: Connection, session_hash: str, now: datetime) -> Staff | None:
    asked = {"session_hash": session_hash, "since_ms": to_ms(now - LASTS)}
    row = db.execute(OF_SESSION, asked).first()
    return Staff(*row) if row else None


def close_session(db: Connection, session_hash: str) -> None:
    db.execute(CLOSE, {"session_hash": session_hash})


def looked(db: Connection, *, name: str, what: str, about: str, now: datetime) -> None:
    """Keep who looked at what: `about` is a fair, a campaign or a file, never a person."""
    db.execute(LOOKED, {"now_ms": to_ms(now), "name": name, "what": what, "about": about})


def looks(db: Connection, most: int) -> list[Look]:
    """Give the last looks, newest first."""
    return [Look(from_ms(row[0]), *row[1:]) for row in db.execute(LOOKS, {"most": most})]
