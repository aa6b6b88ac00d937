"""What this central keeps about itself: its node id, its keys."""

from sqlalchemy import Connection, text

ONE = text("SELECT value FROM setting WHERE name = :name")
PUT = text("""
    INSERT INTO setting (name, value) VALUES (:name, :value)
    ON CONFLICT (name) DO UPDATE SET value = excluded.value
""")
KEEP = text("UPDATE setting SET value = :value WHERE name = :name")


def value(db: Connection, name: str) -> str:
    """Give a setting that was made with the tables: node, node_key or identity_key."""
    found: str = db.execute(ONE, {"name": name}).scalar_one()
    return found


def keep(db: Connection, name: str, value: str) -> None:
    db.execute(KEEP, {"name": name, "value": value})


def found(db: Connection, name: str) -> str | None:
    """Give a setting that may not be there: where we listen for nodes, and on which port."""
    kept: str | None = db.execute(ONE, {"name": name}).scalar()
    return kept


def put(db: Connection, name: str, value: str) -> None:
    db.execute(PUT, {"name": name, "value": value})
