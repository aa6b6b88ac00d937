"""What central holds of a fair is what the fair's stations hold, on either database."""

import secrets
import tempfile
import uuid
from collections.abc import Iterator
from dataclasses import asdict
from itertools import groupby
from pathlib import Path
from typing import Any

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from central.actions.keep_node import OtherRoot, keep_node
from central.actions.take_chunk import NoSuchFair, take_chunk
from central.store import counts, giving, nodes
from central.store.connect import NotReplicated, Store, open_store
from fair import facts
from fair.clock import Stamp
from fair.exchange import Chunk, Point
from fair.operation import BEGINNING, Link, Operation, chained
from fair.visit import visit_id
from kiosk.actions import take_chunk as at_station
from kiosk.store import operations, status
from kiosk.store.connect import snapshot
from tests.central.conftest import Clock
from tests.central.fairs import chunks_of, digest_at, digest_of, new_fair, report, root_of
from tests.kiosk.conftest import FairDay
from wire import signing

SEEKERS = ("5" * 32, "6" * 32, "7" * 32)
CODES = ("A04P000AAAA", "A04Q000AAAA", "B04R000AAAA")
OPS = tuple(f"{n:032x}" for n in range(6))
EMPLOYER = "e" * 32


@pytest.fixture
def day(tmp_path: Path) -> Iterator[FairDay]:
    made = new_fair(tmp_path / "node")
    yield made
    made.station.close()


def tells(day: FairDay) -> None:
    """Let a fair have a busy morning."""
    anna, wang = day.registers("Anna Berg", phone="16900000001"), day.registers("王芳")
    day.scans(anna.code)
    day.scans(wang.code, at="09:10")
    day.scans(wang.code, at="09:20")
    day.visits(anna.code, employer=EMPLOYER)
    day.withdraws(wang.code)


def test_a_days_fair_has_the_same_digest_and_counts_at_central(store: Store, day: FairDay) -> None:
    tells(day)
    report(store, day, size=7)
    assert digest_at(store, day) == digest_of(day)
    with store.reading() as db, snapshot(day.station.reading()) as _:
        here = counts.counts(db, day.station.fair.fair)
        assert asdict(here) == asdict(status.counts(day.station.reading()))


def test_chunks_that_come_again_change_nothing(store: Store, day: FairDay) -> None:
    tells(day)
    report(store, day, size=5)
    before = digest_at(store, day)
    for chunk in chunks_of(day, size=5):
        again = take_chunk(store, chunk, giver="test")
        assert (again.new, again.known) == (0, len(chunk.operations))
    assert digest_at(store, day) == before


def test_what_central_gives_is_what_it_was_given(
    store: Store, day: FairDay, clock: Clock, tmp_path: Path
) -> None:
    tells(day)
    report(store, day, size=4)
    fair = day.station.fair.fair
    with store.reading() as db:
        given_ = list(giving.chunks(db, fair, {}))
    other = open_store(f"sqlite:///{tmp_path / 'other.db'}", clock.chance())
    other.write(lambda db: nodes.add_fair(db, fair, root_of(day), 0))
    for chunk in given_:
        assert take_chunk(other, chunk, giver="central").broken is None
    assert digest_at(other, day) == digest_of(day)
    other.close()


@pytest.mark.parametrize("change", ["body", "hash", "signature", "gap"])
def test_a_chunk_that_was_tampered_with_leaves_nothing(
    store: Store, day: FairDay, change: str
) -> None:
    tells(day)
    whole = next(chunks_of(day))
    last, point = whole.operations[-1], whole.points[-1]
    bad = {
        "body": (*whole.operations[:-1], last._replace(body={"code": "x"})),
        "hash": (*whole.operations[:-1], last._replace(hash="0" * 64)),
        "gap": whole.operations[:3] + whole.operations[4:],
    }.get(change, whole.operations)
    signature = "0" * 128 if change == "signature" else point.signature
    fair = whole.fair
    store.write(lambda db: nodes.add_fair(db, fair, root_of(day), 0))

    broken = Chunk(fair, whole.log, bad, (point._replace(signature=signature),))
    taken = take_chunk(store, broken, giver="test")

    assert taken.broken is not None
    with store.reading() as db:
        assert giving.vector(db, fair) == {}


def test_a_fair_that_nobody_paired_gets_nothing_in(store: Store, day: FairDay) -> None:
    with pytest.raises(NoSuchFair):
        take_chunk(store, next(chunks_of(day)), giver="test")


def test_nobody_takes_a_fair_over_by_pairing_it_again(store: Store, day: FairDay) -> None:
    fair, root = day.station.fair.fair, root_of(day)
    who = {"node": day.station.fair.node, "key": root, "name": "organizer", "role": "organizer"}
    keep_node(store, fair=fair, root=root, **who)
    with pytest.raises(OtherRoot):
        keep_node(store, fair=fair, root="0" * 64, **who)


class Peer:
    """A node that writes what it likes into a log of its own."""

    def __init__(self, fair: str) -> None:
        self.fair, self.key, self.last = fair, secrets.token_bytes(32), BEGINNING
        self.node, self.public = uuid.uuid4().hex, signing.public_key(self.key)
        self.operations: list[Operation] = []
        self.says(facts.LogOpened(self.node, self.public), 1)
        self.log = self.last.log

    def says(self, fact: facts.Fact, ms: int) -> None:
        at, body, salt = Stamp(ms, 0), facts.body_of(fact), secrets.token_hex(16)
        operation, _ = chained(self.last, fair=self.fair, at=at, kind=fact.KIND, v=1, actor="gate",
                               body=body, salt=salt)  # fmt: skip
        self.last = Link(operation.log, operation.seq, operation.hash)
        self.operations.append(operation)

    def chunks(self, size: int) -> list[Chunk]:
        cut = []
        for begin in range(0, len(self.operations), size):
            some = tuple(self.operations[begin : begin + size])
            last = some[-1]
            signed = signing.sign_point(self.key, self.fair, self.log, last.seq, last.hash)
            cut.append(Chunk(self.fair, self.log, some, (Point(last.seq, last.hash, signed),)))
        return cut


def test_a_node_that_begins_logs_without_end_fills_nothing(
    store: Store, day: FairDay, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("fair.trust.MOST_LOGS", 3)
    monkeypatch.setattr("fair.trust.MOST_STRANGE_LOGS", 2)
    fair, thief = day.station.fair.fair, Peer(day.station.fair.fair)
    report(store, day)

    def runs() -> list[str]:
        whys: list[str] = []
        for _ in range(4):
            again = Peer(fair)
            again.node, again.public, again.key = thief.node, thief.public, thief.key
            again.last, again.operations = BEGINNING, []
            again.says(facts.LogOpened(again.node, again.public), 1)
            again.log = again.last.log
            taken = take_chunk(store, again.chunks(1)[0], giver="test")
            whys.append(taken.broken.why if taken.broken is not None else "")
        return whys

    assert runs() == ["", "", "many_logs", "many_logs"], "nobody let it in"
    joined = facts.NodeJoined(thief.node, thief.public, "gate", "station", "Z")
    with day.station.transaction():
        operations.record(day.station, joined, actor="test")
    report(store, day)
    assert runs() == ["", "many_logs", "many_logs", "many_logs"]
    day.registers("Anna Berg")
    report(store, day)
    with store.reading() as db:
        assert len(giving.vector(db, fair)) == 4


def stories(fair: str) -> st.SearchStrategy[facts.Fact]:
    seeker, code = st.sampled_from(SEEKERS), st.sampled_from(CODES)
    visit = code.map(lambda each: (visit_id(fair, "A01", EMPLOYER, each), each))
    fields = st.fixed_dictionaries(
        {},
        optional={
            "name": st.sampled_from(("张伟", "Anna")),
            "groups": st.just({"D02": "verified"}),
        },
    )
    return st.one_of(
        st.builds(facts.SeekerRegistered, seeker, fields),
        st.builds(facts.SeekerChanged, seeker, fields),
        st.builds(facts.SeekersMerged, st.just("a" * 32), st.just(SEEKERS[:2])),
        st.builds(facts.SeekersParted, st.just("a" * 32)),
        st.builds(facts.SeekersDistinct, st.just(SEEKERS[1:])),
        st.builds(facts.SeekerErased, seeker),
        st.builds(facts.BadgeIssued, code, seeker),
        st.builds(facts.BadgeWithdrawn, code, st.just("lost")),
        st.builds(facts.CheckInRecorded, code, st.just("North gate")),
        st.builds(facts.CheckInUndone, st.sampled_from(OPS), st.just("mistake")),
        visit.map(lambda v: facts.VisitRecorded(v[0], "A01", EMPLOYER, v[1])),
        visit.map(lambda v: facts.LeadChanged(v[0], {"outcome": "interested"})),
        visit.map(lambda v: facts.LeadNoted(v[0], "comes on Thursday")),
        visit.map(lambda v: facts.LeadTold(v[0], {"invitation": "on Thursday"})),
        st.builds(facts.BadgeExplained, seeker, code, st.just("left it on the bus")),
        st.builds(facts.ReleaseChanged, seeker, st.just(""), st.just("contact")),
        st.builds(facts.SecretGiven, seeker, st.just("f" * 64)),
        st.builds(facts.EmployerChanged, st.just(EMPLOYER), st.just({"name": "有限公司"})),
    )


@pytest.mark.slow
@settings(
    max_examples=12,
    deadline=None,
    suppress_health_check=[HealthCheck.too_slow, HealthCheck.function_scoped_fixture],
)
@given(st.data())
def test_any_order_of_any_nodes_words_comes_to_the_stations_digest(
    store: Store, data: st.DataObject
) -> None:
    """Three nodes, one of them a desk, one unknown, one put out."""
    with tempfile.TemporaryDirectory() as folder:
        day = new_fair(Path(folder) / "node")
        fair = day.station.fair.fair
        peers = [Peer(fair) for _ in range(3)]
        roles = ["desk", "organizer", None]
        for peer, role in zip(peers, roles, strict=True):
            for fact in data.draw(st.lists(stories(fair), max_size=8)):
                peer.says(fact, data.draw(st.integers(1, 5)))
            if role is not None:
                record(day, facts.NodeJoined(peer.node, peer.public, role, role, None))
        out = peers[data.draw(st.integers(0, 1))]
        if data.draw(st.booleans()):
            cut = {out.log: data.draw(st.integers(0, len(out.operations)))}
            record(day, facts.NodeRevoked(out.node, cut))
        size = data.draw(st.integers(1, 9))
        for peer in peers:
            for chunk in peer.chunks(size):
                at_station.take_chunk(day.station, chunk)
        logs = [list(each) for _, each in groupby(chunks_of(day, size=size), lambda c: c.log)]
        own = [each for each in logs if each[0].log not in {peer.log for peer in peers}]
        mixed = data.draw(st.permutations([*(peer.chunks(size) for peer in peers), *own]))
        store.write(lambda db: nodes.add_fair(db, fair, root_of(day), 0))
        for log in mixed:
            for chunk in log:
                assert take_chunk(store, chunk, giver="test").broken is None
        assert digest_at(store, day) == digest_of(day)
        day.station.close()


def test_a_station_that_said_much_is_let_in_afterwards(store: Store, day: FairDay) -> None:
    fair = day.station.fair.fair
    gate = Peer(fair)
    for _ in range(40):
        gate.says(facts.CheckInRecorded(CODES[0], "North gate"), 1)
    store.write(lambda db: nodes.add_fair(db, fair, root_of(day), 0))
    for chunk in gate.chunks(500):
        assert take_chunk(store, chunk, giver="test").quarantined == 41
    record(day, facts.NodeJoined(gate.node, gate.public, "gate", "station", "B"))
    for chunk in chunks_of(day):
        assert take_chunk(store, chunk, giver="test").broken is None
    with store.reading() as db:
        assert counts.counts(db, fair).check_ins == 40


def record(day: FairDay, fact: facts.Fact) -> None:
    with day.station.transaction():
        operations.record(day.station, fact, actor="organizer")


def test_a_commit_that_the_standby_didnt_confirm_is_not_done(store: Store) -> None:
    """PostgreSQL warns beside a commit that returns (syncrep.c); a trigger warns here likewise."""
    if store.is_sqlite:
        pytest.skip("SQLite has no standby")

    def warns(db: Any) -> None:
        db.exec_driver_sql("CREATE TABLE late (x int)")
        db.exec_driver_sql("""
            CREATE FUNCTION warn() RETURNS trigger LANGUAGE plpgsql AS
            'BEGIN RAISE WARNING ''canceling wait for synchronous replication''; RETURN NEW; END'
        """)
        db.exec_driver_sql("""
            CREATE CONSTRAINT TRIGGER at_commit AFTER INSERT ON late
            DEFERRABLE INITIALLY DEFERRED FOR EACH ROW EXECUTE FUNCTION warn()
        """)

    store.write(warns)
    with pytest.raises(NotReplicated):
        store.write(lambda db: db.exec_driver_sql("INSERT INTO late VALUES (1)"))
