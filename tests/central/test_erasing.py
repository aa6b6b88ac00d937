"""What is erased at a station is erased at central, and both say the same of what is left."""

from collections.abc import Iterator
from pathlib import Path

import pytest
from sqlalchemy import text

from central.actions.take_chunk import take_chunk
from central.store import giving, nodes
from central.store.connect import Store, open_store
from fair import facts
from fair.exchange import Chunk
from fair.visit import visit_id
from kiosk.actions import take_chunk as at_station
from kiosk.store import state
from tests.central.conftest import Clock
from tests.central.fairs import chunks_of, digest_at, digest_of, new_fair, root_of
from tests.central.test_taking import CODES, SEEKERS, Peer, record
from tests.kiosk.conftest import FairDay

ASIDE = text("SELECT log, seq, quarantined FROM operation WHERE fair = :fair ORDER BY log, seq")
BODIES = text("SELECT log, seq FROM body WHERE fair = :fair ORDER BY log, seq")
BODIES_HERE = """
    SELECT o.log, o.seq FROM body AS b JOIN operation AS o ON o.id = b.operation
    ORDER BY o.log, o.seq
"""


@pytest.fixture
def day(tmp_path: Path) -> Iterator[FairDay]:
    made = new_fair(tmp_path / "node")
    yield made
    made.station.close()


@pytest.fixture
def gate(day: FairDay) -> Peer:
    """A gate that says of a person what nobody can read, and of a badge too."""
    made = Peer(day.station.fair.fair)
    record(day, facts.NodeJoined(made.node, made.public, "gate", "station", "B"))
    made.says(facts.SeekerRegistered(SEEKERS[0], {"name": 7}), 1)
    made.says(facts.SeekerRegistered(SEEKERS[1], {"name": 7}), 2)
    made.says(facts.BadgeIssued("no code", SEEKERS[0]), 3)
    made.says(facts.CheckInRecorded(CODES[0], "North gate"), 4)
    visit = visit_id(made.fair, "A01", "", CODES[2])
    made.says(facts.BadgeIssued(CODES[2], SEEKERS[0]), 5)
    made.says(facts.VisitRecorded(visit, "A01", "", CODES[2], "code"), 6)
    made.says(facts.LeadNoted(visit, 7), 7)  # type: ignore[arg-type]
    made.says(facts.LeadTold(visit, "Tuesday at ten"), 8)  # type: ignore[arg-type]
    return made


def same(store: Store, day: FairDay) -> None:
    """Hold central to the station: what is set aside, what has a body left, and the digest."""
    here = day.station.reading()
    asked = {"fair": day.station.fair.fair}
    with store.reading() as db:
        aside = [tuple(row) for row in db.execute(ASIDE, asked)]
        bodies = [tuple(row) for row in db.execute(BODIES, asked)]
    assert aside == list(state.rows(here, state.OWN_ROWS["operation"]))
    assert bodies == list(state.rows(here, BODIES_HERE))
    assert digest_at(store, day) == digest_of(day)


def erases(day: FairDay) -> None:
    record(day, facts.SeekerErased(SEEKERS[0]))


def test_who_is_erased_leaves_no_mark_of_what_was_malformed(
    store: Store, day: FairDay, gate: Peer
) -> None:
    """The mark would be there only where the body had come before the erasure."""
    erases(day)
    brought = gate.chunks(500)
    for chunk in brought:
        at_station.take_chunk(day.station, chunk)
    store.write(lambda db: nodes.add_fair(db, gate.fair, root_of(day), 0))
    own = [chunk for chunk in chunks_of(day) if chunk.log != gate.log]
    for chunk in [*brought, *own]:  # malformed and of nobody at first
        assert take_chunk(store, chunk, giver="test").broken is None
    same(store, day)
    with store.reading() as db:
        aside = [why for *_, why in db.execute(ASIDE, {"fair": gate.fair}) if why]
    assert aside == ["malformed", "malformed"]  # of somebody who stays, and of no person


@pytest.mark.parametrize("order", ["gate first", "between", "gate last"])
def test_any_order_sets_the_same_aside(store: Store, day: FairDay, gate: Peer, order: str) -> None:
    erases(day)
    own = [chunk for chunk in chunks_of(day, size=500) if chunk.log != gate.log]
    brought = gate.chunks(3)
    for chunk in brought:
        at_station.take_chunk(day.station, chunk)
    store.write(lambda db: nodes.add_fair(db, gate.fair, root_of(day), 0))
    place = {"gate last": 0, "between": 1, "gate first": 2}[order]
    mixed: list[Chunk] = [*brought[:place], *own, *brought[place:]]
    for chunk in mixed:
        assert take_chunk(store, chunk, giver="test").broken is None
    same(store, day)


def test_what_central_passes_on_of_an_erased_person_is_believed_elsewhere(
    store: Store, day: FairDay, gate: Peer, clock: Clock, tmp_path: Path
) -> None:
    """Only what may lose its body loses it: a badge's fact without one is refused as no fact."""
    erases(day)
    for chunk in gate.chunks(500):
        at_station.take_chunk(day.station, chunk)
    store.write(lambda db: nodes.add_fair(db, gate.fair, root_of(day), 0))
    for chunk in [*gate.chunks(500), *(c for c in chunks_of(day) if c.log != gate.log)]:
        take_chunk(store, chunk, giver="test")
    other = open_store(f"sqlite:///{tmp_path / 'other.db'}", clock.chance())
    other.write(lambda db: nodes.add_fair(db, gate.fair, root_of(day), 0))
    with store.reading() as db:
        given = list(giving.chunks(db, gate.fair, {}))
    for chunk in given:
        assert take_chunk(other, chunk, giver="central").broken is None
    same(other, day)
    other.close()
