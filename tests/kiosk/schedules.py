"""A model of a fair's nodes that live through anything; hypothesis draws what happens.

Real stores, on a disk in memory where there is one. Nodes say things, meet in part or whole, lose
and repeat what they sent, are restored from old copies, run with clocks of 1970 and 2099; people
are erased, merged and taken apart, nodes let in late and revoked, kinds of tomorrow said, and a
gate says what it may not. At the end everybody meets over a star: whoever met knows the same.
"""

import shutil
from contextlib import suppress
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from functools import lru_cache
from itertools import islice
from pathlib import Path
from typing import Any, ClassVar

from hypothesis import strategies as st
from hypothesis.stateful import RuleBasedStateMachine, initialize, precondition, rule

from fair import facts
from fair.visit import visit_id
from kiosk.actions.judge_on import judge_on
from kiosk.actions.take_chunk import take_chunk
from kiosk.store import giving, judging, leads, operations, seekers
from tests.kiosk.conftest import OPENS
from tests.kiosk.nodes import new_folder, newcomer, opened, organizer
from wire import chunks

PEOPLE = tuple(f"{n:032x}" for n in range(50, 53))
MERGES = ("a" * 32, "b" * 32)
EMPLOYER, JOB, CARD, STAFF = "e" * 32, "d" * 32, "c" * 32, "9" * 32
CLOCKS = (
    datetime(1970, 1, 1, 0, 5, tzinfo=UTC),
    datetime(2099, 12, 31, tzinfo=UTC),
    OPENS - timedelta(hours=3),
    OPENS + timedelta(hours=2),
    OPENS + timedelta(minutes=4),
)
NAMES = ("laptop", "gate", "desk", "late")
nodes = st.sampled_from(NAMES)
people = st.sampled_from(PEOPLE)
badges = st.integers(1, 4)
few = st.integers(0, 3)


@dataclass(frozen=True, slots=True)
class Tomorrow:
    """A kind that this version doesn't know."""

    KIND: ClassVar = "tomorrow.said"
    seeker: str
    words: str


SHAPE_OF_TOMORROW = facts.shape(Tomorrow)


@lru_cache(maxsize=1)
def made() -> tuple[Path, facts.NodeJoined]:
    """Make a fair once whose nodes haven't met yet; give their folders and who comes late."""
    base = new_folder()
    laptop = organizer(base / "laptop")
    for name, role, series in zip(NAMES[1:3], ("station", "desk"), "BC", strict=True):
        laptop.lets_in(base / name, name, role, series).station.close()
    late, joined = newcomer(laptop, base / "late", "late", "station", "E")
    late.station.close()
    laptop.station.close()
    return base, joined


class Schedule(RuleBasedStateMachine):
    """One schedule. `kept` are the facts that somebody was told are kept."""

    verified: ClassVar[tuple[str, ...]] = ("laptop",)

    @initialize()
    def opens(self) -> None:
        template, self.late = made()
        self.base = new_folder()
        shutil.copytree(template, self.base, dirs_exist_ok=True)
        self.nodes = {name: opened(self.base / name) for name in NAMES}
        self.kept: set[str] = set()
        self.sticks: list[bytes] = []
        self.copies: list[tuple[str, Path]] = []
        self.check_ins: list[str] = ["0" * 32]
        self.revoked: set[str] = set()
        self.let_in = False

    def says(self, node: str, fact: facts.Fact) -> str:
        """Let a node say something, if it may; give the `op`."""
        try:
            op = self.nodes[node].says(fact)
        except operations.NotHere:
            return ""
        self.kept.add(op)
        return op

    def appends(self, node: str, fact: facts.Fact) -> None:
        """Let a node write what it may not, as a program that was changed would."""
        station = self.nodes[node].station
        # One that knows it was put out, and hasn't said anything in this run, opens no log.
        with suppress(operations.NotHere), station.transaction() as db:
            kept = operations.append(station, fact, actor="changed")
            judging.take(db, station.fair.fair, kept[1].log, [kept])

    def code(self, number: int) -> str:
        return self.nodes["laptop"].code(number)

    def visit(self, number: int) -> str:
        fair = self.nodes["laptop"].station.fair.fair
        return visit_id(fair, "A01", EMPLOYER, self.code(number))

    # What happens at a fair

    @rule(node=nodes, number=badges)
    def checks_in(self, node: str, number: int) -> None:
        op = self.says(node, facts.CheckInRecorded(self.code(number), "North gate"))
        self.check_ins += [op] if op else []

    @rule(node=nodes, which=st.integers(0, 20))
    def undoes(self, node: str, which: int) -> None:
        op = self.check_ins[which % len(self.check_ins)]
        self.says(node, facts.CheckInUndone(op, "mistake"))

    @rule(node=nodes, person=people, name=st.sampled_from(("张伟", "李娜", "Anna")), again=few)
    def registers(self, node: str, person: str, name: str, again: int) -> None:
        if again:
            db = self.nodes[node].station.db
            seen = seekers.heads(db, person, ["name"]) if again > 1 else ()
            self.says(node, facts.SeekerChanged(person, {"name": name}, seen))
        else:
            groups = {"D02": "verified"} if name == "张伟" else {}
            self.says(node, facts.SeekerRegistered(person, {"name": name, "groups": groups}))

    @rule(node=nodes, person=people, number=badges, how=few)
    def badge(self, node: str, person: str, number: int, how: int) -> None:
        code = self.code(number)
        said: tuple[facts.Fact, ...] = (
            facts.BadgeIssued(code, person),
            facts.BadgeBound(code, person),
            facts.BadgeExplained(person, code, "fell into the river"),
            facts.BadgeWithdrawn(code, "lost"),
        )
        if how == 2:
            self.says(node, facts.BadgesPrinted((code,)))
        self.says(node, said[how])

    @rule(node=nodes, number=badges, by=st.sampled_from(("code", "number")))
    def visits(self, node: str, number: int, by: str) -> None:
        visit = self.visit(number)
        self.says(node, facts.VisitRecorded(visit, "A01", EMPLOYER, self.code(number), by))

    @rule(node=nodes, number=badges, outcome=st.sampled_from(("interested", "not_a_fit")), saw=few)
    def says_of_a_visit(self, node: str, number: int, outcome: str, saw: int) -> None:
        visit, db = self.visit(number), self.nodes[node].station.db
        seen = leads.heads(db, visit, ["outcome"]) if saw else ()
        self.says(node, facts.LeadChanged(visit, {"outcome": outcome}, seen))
        if saw == 3:
            self.says(node, facts.LeadNoted(visit, f"about {outcome}"))
        if saw == 2:
            self.says(node, facts.LeadTold(visit, {"interview": outcome}, seen))

    @rule(node=nodes, person=people, how=few)
    def own_word(self, node: str, person: str, how: int) -> None:
        if how == 3:
            self.says(node, facts.SecretGiven(person, f"{how}" * 64))
        else:
            level = ("number_only", "contact", "profile")[how]
            self.says(node, facts.ReleaseChanged(person, EMPLOYER if how else "", level))

    @rule(node=nodes, filled=st.booleans())
    def fills_a_job(self, node: str, filled: bool) -> None:
        self.says(node, facts.JobFilled(JOB, EMPLOYER, {"filled": filled}))

    @rule(node=st.sampled_from(("laptop", "desk", "gate")), merge=st.sampled_from(MERGES), how=few)
    def at_the_desk(self, node: str, merge: str, how: int) -> None:
        said: tuple[facts.Fact, ...] = (
            facts.SeekersMerged(merge, PEOPLE[:2] if merge == MERGES[0] else PEOPLE[1:]),
            facts.SeekersParted(merge),
            facts.SeekersDistinct(PEOPLE[:2]),
            facts.HoldReleased(JOB, "scam_advert", "it is none"),
        )
        self.says(node, said[how])

    @rule(how=few)
    def sets_up(self, how: int) -> None:
        said: tuple[facts.Fact, ...] = (
            facts.EmployerChanged(EMPLOYER, {"name": "县纺织厂", "booths": ["A01"], "held": ""}),
            facts.JobChanged(JOB, EMPLOYER, {"title": "缝纫工", "held": "scam_advert"}),
            facts.CardIssued(CARD, "A01", EMPLOYER, "5" * 64),
            facts.StaffAdded(STAFF, "王", "desk", "hash"),
        )
        self.says("laptop", said[how])

    @rule(person=people)
    def erases(self, person: str) -> None:
        self.says("laptop", facts.SeekerErased(person))

    # Who may

    @precondition(lambda self: not self.let_in)
    @rule()
    def lets_in_late(self) -> None:
        self.let_in = bool(self.says("laptop", self.late))

    @precondition(lambda self: len(self.revoked) < 2)
    @rule(node=st.sampled_from(("gate", "late", "desk")))
    def revokes(self, node: str) -> None:
        cut = giving.vector(self.nodes["laptop"].station.reading())
        self.says("laptop", facts.NodeRevoked(self.nodes[node].id, cut))
        self.revoked.add(node)

    @rule(node=st.sampled_from(("gate", "late", "desk")), person=people, how=few)
    def oversteps(self, node: str, person: str, how: int) -> None:
        said: tuple[facts.Fact, ...] = (
            facts.SeekerErased(person),
            facts.NodeRevoked(self.nodes["laptop"].id, {}),
            facts.StaffAdded(STAFF, "thief", "organizer", "hash"),
            facts.CheckInRecorded("no code", "x"),
        )
        self.appends(node, said[how])

    @rule(node=nodes, person=people)
    def speaks_of_tomorrow(self, node: str, person: str) -> None:
        shapes: dict[type, Any] = facts.SHAPES
        shapes[Tomorrow] = SHAPE_OF_TOMORROW
        try:
            self.appends(node, Tomorrow(person, "flies to work"))  # type: ignore[arg-type]
        finally:
            del shapes[Tomorrow]

    # How it travels

    @rule(giver=nodes, taker=nodes, most=st.integers(1, 9), short=few)
    def meets(self, giver: str, taker: str, most: int, short: int) -> None:
        """Give some of what is lacking: the line broke after `most` chunks, or within a log."""
        db = self.nodes[giver].station.reading()
        have = giving.vector(db)
        upto = {log: max(1, seq - short) for log, seq in have.items()} if short else have
        theirs = giving.vector(self.nodes[taker].station.reading())
        who = self.nodes[giver].station.fair
        for chunk in islice(giving.chunks(db, who, theirs, upto=upto), most):
            self.sticks.append(chunks.write(chunk))
            self.takes(taker, self.sticks[-1])

    @precondition(lambda self: self.sticks)
    @rule(taker=nodes, which=st.integers(0, 50))
    def finds_an_old_stick(self, taker: str, which: int) -> None:
        self.takes(taker, self.sticks[which % len(self.sticks)])

    def takes(self, taker: str, data: bytes) -> None:
        take_chunk(self.nodes[taker].station, chunks.read(data))

    # What breaks

    @rule(node=nodes, clock=st.sampled_from(CLOCKS))
    def clock_jumps(self, node: str, clock: datetime) -> None:
        self.nodes[node].clock[0] = clock

    @rule(node=nodes)
    def restarts(self, node: str) -> None:
        self.nodes[node].restarts()

    @rule(node=nodes)
    def is_copied(self, node: str) -> None:
        """Copy the folder, as a backup or a cloned card."""
        self.nodes[node].station.close()
        copy = self.base / f"copy-{len(self.copies)}"
        shutil.copytree(self.base / node, copy)
        self.copies.append((node, copy))
        self.nodes[node].starts()

    @precondition(lambda self: self.copies)
    @rule(which=few, twin=st.booleans())
    def is_restored(self, which: int, twin: bool) -> None:
        """Put an old copy in the node's place; as a twin, what it held lately isn't lost."""
        node, copy = self.copies[which % len(self.copies)]
        if twin:
            self.gives_all(node, "laptop" if node != "laptop" else "gate")
        self.nodes[node].station.close()
        others = {op for name in NAMES if name != node for op in self.nodes[name].ops()}
        shutil.rmtree(self.base / node)
        shutil.copytree(copy, self.base / node)
        self.nodes[node].starts()
        self.kept &= others | self.nodes[node].ops()  # what burnt with the disk is lost

    def gives_all(self, giver: str, taker: str) -> None:
        db, who = self.nodes[giver].station.reading(), self.nodes[giver].station.fair
        theirs = giving.vector(self.nodes[taker].station.reading())
        for chunk in giving.chunks(db, who, theirs):
            told = take_chunk(self.nodes[taker].station, chunks.read(chunks.write(chunk)))
            assert not hasattr(told, "why"), told

    def teardown(self) -> None:
        if not hasattr(self, "nodes"):
            return
        try:
            self.all_agree()
        finally:
            for node in self.nodes.values():
                node.station.close()
            shutil.rmtree(self.base)

    def all_agree(self) -> None:
        for name in NAMES[1:]:
            self.gives_all(name, "laptop")
        for name in NAMES[1:]:
            self.gives_all("laptop", name)
        for node in self.nodes.values():
            judge_on(node.station)
        digests = {name: node.digest() for name, node in self.nodes.items()}
        digests.pop("late") if not self.nodes["late"].is_let_in() else None
        assert len(set(digests.values())) == 1, digests
        for node in self.nodes.values():
            assert self.kept <= node.ops()
        for name in self.verified:
            assert self.nodes[name].problems() == []
