"""Every table of central as its statements speak of it; `schema/` makes them, a test compares.

Every key and every unique constraint of what belongs to a fair begins with the fair, so that the
same schema can be distributed by it (docs/central.md, A nation). Texts sort by their bytes in
both stores, or two machines would come to two digests.
"""

from typing import Any

from sqlalchemy import (
    BigInteger,
    Column,
    Index,
    Integer,
    MetaData,
    PrimaryKeyConstraint,
    SmallInteger,
    Table,
    Text,
)

from fair.state import STATE

META = MetaData()
BYTES = Text().with_variant(Text(collation="C"), "postgresql")
WHOLE = BigInteger().with_variant(Integer(), "sqlite")

# How many of a table's first columns are its key (fair/state.py, STATE), where it isn't one.
KEYS = {"distinct_pair": 2, "release": 2}
NUMBERS = {"ordered_ms", "at_ms", "at_n", "starts_ms", "openings", "reserved"}
# Columns beside the state, worked out of a row's own fields, so that a store can count by them.
BESIDE = {
    "fair": ("name", "campaign", "region", "starts_ms"),
    "employer": ("name",),
    "job": ("openings", "reserved", "filled"),
    "lead": ("outcome",),
    "seeker": ("identity",),  # who somebody is across fairs: a keyed hash, '' where not known
}
FLAGS = {"bound", "withdrawn", "revoked", "undone", "parted", "removed", "by_code",
         "filled"}  # fmt: skip
OPTIONAL = {("badge", "seeker"), ("badge", "linked"), ("node", "series"), ("node", "cut"),
            ("job", "openings")}  # fmt: skip


def texts(*names: str) -> list[Column[str]]:
    return [Column(name, BYTES, nullable=False) for name in names]


def numbers(*names: str) -> list[Column[int]]:
    return [Column(name, WHOLE, nullable=False) for name in names]


def key(*names: str) -> PrimaryKeyConstraint:
    return PrimaryKeyConstraint(*names)


OPERATION = Table(
    "operation",
    META,
    *texts("fair", "log"),
    *numbers("seq"),
    *texts("op"),
    *numbers("at_ms", "at_n"),
    *texts("kind"),
    *numbers("v"),
    *texts("actor", "body_hash", "hash"),
    Column("quarantined", BYTES),  # why it is kept aside (fair/trust.py), NULL when it counts
    key("fair", "log", "seq"),
)
# Apart from the chain, so that a body can be deleted for good.
BODY = Table("body", META, *texts("fair", "log"), *numbers("seq"), *texts("salt", "text"),
             key("fair", "log", "seq"))  # fmt: skip
POINT = Table("point", META, *texts("fair", "log"), *numbers("seq"), *texts("hash", "signature"),
              key("fair", "log", "seq"))  # fmt: skip
LOG = Table("log", META, *texts("fair", "log", "node", "key"), key("fair", "log"))
Index("log_of_node", LOG.c.fair, LOG.c.node)
ABOUT = Table("about", META, *texts("fair", "subject", "log"), *numbers("seq"),
              key("fair", "subject", "log", "seq"))  # fmt: skip
# Of a kind or version that this program doesn't know: applied after an upgrade.
BODILESS = Table("bodiless", META, *texts("fair", "log"), *numbers("seq"),
                 key("fair", "log", "seq"))  # fmt: skip
UNREAD = Table("unread", META, *texts("fair", "log"), *numbers("seq"), key("fair", "log", "seq"))
# Every holder that anybody named for a badge, and whose visit one that doesn't count was: by these
# a person's notes are found when the person is erased, whatever else was heard or not.
LINK = Table("link", META, *texts("fair", "code", "seeker"), key("fair", "code", "seeker"))
Index("link_of_seeker", LINK.c.fair, LINK.c.seeker)
VISIT_ASIDE = Table("visit_aside", META, *texts("fair", "visit", "code"),
                    key("fair", "visit", "code"))  # fmt: skip
Index("visit_aside_of_code", VISIT_ASIDE.c.fair, VISIT_ASIDE.c.code, VISIT_ASIDE.c.visit)
ERASER = Table("eraser", META, *texts("fair", "node", "key"), key("fair", "node", "key"))
REFUSED = Table("refused_chunk", META, *texts("fair", "log", "why"), *numbers("seq"),
                *texts("giver"), *numbers("times", "last_ms"),
                key("fair", "log", "why"))  # fmt: skip


def column(table: str, name: str) -> Column[Any]:
    optional = (table, name) in OPTIONAL
    if name in FLAGS:
        return Column(name, SmallInteger, nullable=optional)
    return Column(name, WHOLE if name in NUMBERS else BYTES, nullable=optional)


def derived(name: str) -> Table:
    """Give the table of one part of a fair's state; `fair` itself has that column already."""
    columns = [*(each for each in STATE[name] if each != "fair"), *BESIDE.get(name, ())]
    keys = [] if name == "fair" else STATE[name][: KEYS.get(name, 1)]
    return Table(name, META, *texts("fair"), *(column(name, each) for each in columns),
                 key("fair", *keys))  # fmt: skip


DERIVED = {name: derived(name) for name in STATE}
for name, by in (
    ("undo", "check_in"),
    ("visit", "code"),
    ("visit_scan", "visit"),
    ("note", "visit"),
):
    Index(f"{name}_of_{by}", DERIVED[name].c.fair, DERIVED[name].c[by])
# The groups (D01 …) and the trades wished for (T01 …) of each seeker.
SEEKER_CODE = Table("seeker_code", META, *texts("fair", "seeker", "code"),
                    key("fair", "seeker", "code"))  # fmt: skip

# What central knows beside the logs: whose word makes a fair, and who was heard when.
KNOWN = Table("known_fair", META, *texts("fair", "root"), *numbers("added_ms"), key("fair"))
PEER = Table(
    "peer",
    META,
    *texts("fair", "node", "key", "name", "role"),
    Column("seen_ms", WHOLE),
    Column("offset_ms", WHOLE),
    key("fair", "node"),
)
# Which operations stand in a backup that was read back and held: stations may purge those.
BACKED_UP = Table("backed_up", META, *texts("fair", "log"), *numbers("seq"), key("fair", "log"))

# Central's own: the people who look at it, their sessions, and who looked at what.
SETTING = Table("setting", META, *texts("name", "value"), key("name"))
STAFF = Table("central_staff", META, *texts("name", "role", "region", "pin_hash"),
              *numbers("added_ms"), key("name"))  # fmt: skip
SESSION = Table("session", META, *texts("session_hash", "name"), *numbers("opened_ms", "seen_ms"),
                key("session_hash"))  # fmt: skip
LOOK = Table("look", META, Column("id", WHOLE, primary_key=True, autoincrement=True),
             *numbers("at_ms"), *texts("name", "what", "about"))  # fmt: skip
Index("look_at", LOOK.c.at_ms)
INVITE = Table("invite", META, *texts("code_hash", "taken_by"), *numbers("made_ms"),
               key("code_hash"))  # fmt: skip
