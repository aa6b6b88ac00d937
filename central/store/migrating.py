"""The schema in numbered steps, one transaction each, for SQLite and PostgreSQL alike.

A step is never changed once it was released; `tables.py` describes what all of them come to.
"""

from pathlib import Path
from typing import NamedTuple

from sqlalchemy import Connection, inspect, text

SCHEMA = Path(__file__).parent / "schema"
# Two that start at once go one after the other; the number is only ours.
ALONE = "SELECT pg_advisory_xact_lock(7203411)"
# The steps are in PostgreSQL's words. SQLite's texts sort by their bytes without being told.
IN_SQLITE = (
    (' COLLATE "C"', ""),
    ("BIGSERIAL PRIMARY KEY", "INTEGER PRIMARY KEY"),
)
FOUND = text("SELECT value FROM setting WHERE name = 'version'")
KEEP = text("""
    INSERT INTO setting (name, value) VALUES ('version', :version)
    ON CONFLICT (name) DO UPDATE SET value = excluded.value
""")


class Newer(Exception):
    """The database was written by a later program: its version, and the last that we know."""


class Step(NamedTuple):
    """What brings a database from the version before to this one."""

    version: int
    script: str


def steps() -> list[Step]:
    """Give all steps, the first one first."""
    scripts = sorted(SCHEMA.glob("*.sql"))
    return [Step(int(each.name[:3]), each.read_text(encoding="utf-8")) for each in scripts]


def version(db: Connection) -> int:
    """Give the version of the database, 0 for an empty one. Raises Newer."""
    found = int(db.execute(FOUND).scalar_one()) if inspect(db).has_table("setting") else 0
    last = steps()[-1].version
    if found > last:
        raise Newer(f"{found} > {last}")
    return found


def take(db: Connection, step: Step) -> bool:
    """Take one step; False where somebody took it already. Raises Newer."""
    on_sqlite = db.dialect.name == "sqlite"
    if not on_sqlite:
        db.exec_driver_sql(ALONE)
    if version(db) >= step.version:
        return False
    for statement in statements(step.script):
        for there, here in IN_SQLITE if on_sqlite else ():
            statement = statement.replace(there, here)
        db.exec_driver_sql(statement)
    db.execute(KEEP, {"version": str(step.version)})
    return True


def statements(script: str) -> list[str]:
    """Take a script apart at the semicolons that end a line; comments stay out."""
    told = "\n".join(line for line in script.splitlines() if not line.lstrip().startswith("--"))
    return [each for each in (part.strip() for part in f"{told}\n".split(";\n")) if each]
