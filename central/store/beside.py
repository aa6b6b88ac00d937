"""Columns beside a fair's state, so that central can count: worked out of each row's own fields."""

import hashlib
import hmac
from collections.abc import Mapping
from dataclasses import dataclass
from functools import lru_cache
from typing import Any

from sqlalchemy import Connection, select

from central.store.tables import SETTING
from fair.clock import to_ms
from fair.setup import BadSetup, read_setup
from fair.state import Row

KEY = select(SETTING.c.value).where(SETTING.c.name == "identity_key")


@dataclass(frozen=True, slots=True)
class Beside:
    """`key` makes identities: nobody can try out identity numbers against the hashes without it."""

    key: bytes

    def of(self, table: str, row: Row) -> tuple[Any, ...]:
        """Give the columns of `tables.BESIDE` for one row."""
        match table:
            case "fair":
                return setup_columns(row["setup"])
            case "employer":
                return (text(row["fields"], "name"),)
            case "job":
                fields = row["fields"]
                openings, reserved = fields.get("openings"), fields.get("reserved") or 0
                return (openings, reserved, int(bool(fields.get("filled"))))
            case "lead":
                return (text(row["fields"], "outcome") or "talked",)
            case "seeker":
                return (self.identity(row["fields"]),)
        return ()

    def identity(self, fields: Mapping[str, Any]) -> str:
        """Say who this is across fairs: a keyed hash; '' where no number proves it.

        Both fields hold what was valid when it was written (fair/seeker.py); a certificate's first
        18 characters are the identity number (domain.md, 9), so both say the same person.
        """
        number = text(fields, "id_number") or text(fields, "certificate")
        if len(number) != 18:
            return ""
        return hmac.new(self.key, number.encode(), hashlib.sha256).hexdigest()[:32]

    def codes(self, row: Row) -> set[str]:
        """Give the groups and the wished trades of a seeker."""
        fields = row["fields"]
        groups, trades = fields.get("groups") or {}, fields.get("trades") or ()
        return {clean(code) for code in (*groups, *trades) if isinstance(code, str) and code}


@lru_cache(maxsize=16)
def with_key(key: str) -> Beside:
    return Beside(bytes.fromhex(key))


def load(db: Connection) -> Beside:
    """Give this central's own key; it is made with the tables and never leaves the database."""
    found: str = db.execute(KEY).scalar_one()
    return with_key(found)


def clean(text: str) -> str:
    """Leave out what PostgreSQL can't keep in a text."""
    return text.replace("\x00", "")


def text(fields: Mapping[str, Any], name: str) -> str:
    value = fields.get(name)
    return clean(value) if isinstance(value, str) else ""


def setup_columns(raw: Mapping[str, Any]) -> tuple[str, str, str, int]:
    """Give name, campaign, region and start of a fair; a setup that can't be read has none."""
    try:
        setup = read_setup(dict(raw))
    except BadSetup:
        return "", "", "", 0
    name, campaign = setup.text(setup.name, "zh-CN"), setup.text(setup.campaign, "zh-CN")
    return clean(name), clean(campaign), setup.region, to_ms(setup.starts_at)
