"""What this central keeps about itself: its node id, its keys."""

from sqlalchemy import Connection, text

ONE = text("SELECT value FROM setting WHERE name = :name")
KEEP = text("UPDATE setting SET value = :value WHERE name = :name")


def value(db: Connection, name: str) -> str:
    """Give a setting that was made with the tables: node, node_key or identity_key."""
    found: str = db.execute(ONE, {"name": name}).scalar_one()
    return found


def keep(db: Connection, name: str, value: str) -> None:
    db.execute(KEEP, {"name": name, "value": value})
