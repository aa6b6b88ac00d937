"""Any order of arrival and any number of repeats give the same tables (sync.md)."""

import json
import sqlite3
from collections.abc import Callable
from itertools import permutations
from typing import Any

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from fair import derive, derive_people, facts
from fair.clock import Order, Stamp
from fair.log import Write, settle
from fair.operation import Operation, canonical
from fair.said import Said, in_order
from fair.state import STATE, texts
from fair.subjects import subjects
from kiosk.store import apply, connect, state

SEEKERS = ("5" * 32, "6" * 32, "7" * 32)
CODES = ("A04P000AAAA", "A04Q000AAAA", "B04R000AAAA")
VISITS = ("1" * 32, "2" * 32)
CHECK_INS = tuple(f"{n:032x}" for n in range(4))
NAMES = ("", "张伟", "古丽·阿依夏", "Anna")

fields = st.fixed_dictionaries(
    {}, optional={"name": st.sampled_from(NAMES), "phone_digits": st.just("16900000001")}
)
seen = st.lists(st.integers(0, 30).map(lambda n: f"{n:032x}"), max_size=2).map(tuple)
people: st.SearchStrategy[facts.Fact] = st.one_of(
    st.builds(facts.SeekerRegistered, st.sampled_from(SEEKERS), fields),
    st.builds(facts.SeekerChanged, st.sampled_from(SEEKERS), fields, seen),
    st.builds(facts.SeekerErased, st.sampled_from(SEEKERS)),
    st.builds(
        facts.SeekersMerged,
        st.sampled_from(("a" * 32, "b" * 32)),
        st.lists(st.sampled_from(SEEKERS), min_size=2, max_size=3).map(tuple),
    ),
    st.builds(facts.SeekersParted, st.sampled_from(("a" * 32, "b" * 32))),
    st.builds(facts.SeekersDistinct, st.just(SEEKERS[:2])),
    st.builds(facts.BadgeIssued, st.sampled_from(CODES), st.sampled_from(SEEKERS)),
    st.builds(facts.ReleaseChanged, st.sampled_from(SEEKERS), st.sampled_from(("", "e" * 32)),
              st.sampled_from(("contact", "profile"))),
    st.builds(facts.BadgeExplained, st.sampled_from(SEEKERS), st.just(CODES[0]), st.just("x")),
    st.builds(facts.SecretGiven, st.sampled_from(SEEKERS), st.just("f" * 64)),
)  # fmt: skip
badges: st.SearchStrategy[facts.Fact] = st.one_of(
    st.builds(facts.BadgeIssued, st.sampled_from(CODES), st.sampled_from(SEEKERS)),
    st.builds(facts.BadgeBound, st.sampled_from(CODES), st.sampled_from(SEEKERS)),
    st.builds(facts.BadgesPrinted, st.just(CODES[:2])),
    st.builds(facts.BadgeWithdrawn, st.sampled_from(CODES), st.just("lost")),
)
door: st.SearchStrategy[facts.Fact] = st.one_of(
    st.builds(facts.CheckInRecorded, st.sampled_from(CODES), st.just("North gate")),
    st.builds(facts.CheckInUndone, st.sampled_from(CHECK_INS), st.just("mistake")),
)
booth: st.SearchStrategy[facts.Fact] = st.one_of(
    st.builds(facts.VisitRecorded, st.sampled_from(VISITS), st.just("A01"), st.just("e" * 32),
              st.sampled_from(CODES), st.sampled_from(("code", "number"))),
    st.builds(facts.LeadChanged, st.sampled_from(VISITS),
              st.fixed_dictionaries({"outcome": st.sampled_from(("talked", "interested"))}), seen),
    st.builds(facts.LeadNoted, st.sampled_from(VISITS), st.just("comes on Thursday")),
    st.builds(facts.LeadTold, st.sampled_from(VISITS),
              st.fixed_dictionaries({"interview": st.sampled_from(("9:00", "10:00"))}), seen),
)  # fmt: skip
stories = st.one_of(
    *(
        st.lists(st.tuples(kind, st.integers(0, 5)), max_size=12)
        for kind in (people, badges, door, booth, people | badges | door | booth)
    )
)


def operation(at: int, fact: facts.Fact, ms: int) -> Operation:
    return Operation(
        op=f"{at:032x}",
        fair="0" * 32,
        log="9" * 32,
        seq=at + 1,
        at=Stamp(ms, 0),
        kind=fact.KIND,
        v=1,
        actor="test",
        body_hash="",
        hash="",
        body=facts.body_of(fact),
        salt="0" * 32,
    )


INSERT = """
    INSERT INTO operation (op, log, seq, at_ms, at_n, kind, v, actor, body_hash, hash)
    VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?) RETURNING id
"""


def tables(operations: list[tuple[Operation, facts.Fact]]) -> dict[str, list[tuple[Any, ...]]]:
    """Apply operations in this order and give every derived row."""
    db = sqlite3.connect(":memory:", isolation_level=None)
    connect.tune(db)
    connect.migrate(db, connect.SCHEMA)
    kept: dict[str, int] = {}
    for each, fact in operations:
        if each.op not in kept:
            row = (each.op, each.log, each.seq, each.at.ms, each.at.n, each.kind, 1, "", "", "")
            kept[each.op] = db.execute(INSERT, row).fetchone()[0]
            body = (kept[each.op], each.salt, canonical(each.body))
            db.execute("INSERT INTO body (operation, salt, text) VALUES (?, ?, ?)", body)
        apply.apply(db, kept[each.op], each, fact)
    found = {name: list(state.rows(db, sql)) for name, sql in (state.ROWS | state.OWN_ROWS).items()}
    found["digest"] = [(state.digest(db),)]
    db.close()
    return found


@pytest.mark.slow
@settings(max_examples=300, deadline=None, suppress_health_check=[HealthCheck.too_slow])
@given(st.data())
def test_any_order_and_any_repeats_give_the_same_tables(data: st.DataObject) -> None:
    many = data.draw(stories)
    operations = [(operation(at, fact, ms), fact) for at, (fact, ms) in enumerate(many)]
    shuffled = data.draw(st.permutations(operations))
    repeated = data.draw(st.lists(st.sampled_from(operations), max_size=5)) if operations else []
    assert tables(operations) == tables([*shuffled, *repeated])


@pytest.mark.slow
@settings(max_examples=200, deadline=None, suppress_health_check=[HealthCheck.too_slow])
@given(st.lists(st.tuples(people | badges | door | booth, st.integers(0, 5)), max_size=12))
def test_what_the_rules_say_subject_by_subject_is_what_the_tables_hold(
    many: list[tuple[facts.Fact, int]],
) -> None:
    many = [each for each in many if not isinstance(each[0], facts.SeekerErased)]
    operations = [(operation(at, fact, ms), fact) for at, (fact, ms) in enumerate(many)]
    about: dict[str, list[Said]] = {}
    for each, fact in operations:
        for subject in subjects(each.op, fact):
            about.setdefault(subject, []).append(Said(each.order, fact))
    derived: dict[str, list[tuple[Any, ...]]] = {table: [] for table in STATE}
    for subject, said in about.items():
        for table, rows in derive.rows(subject, in_order(said)).items():
            derived[table] += [tuple(texts(row)[name] for name in STATE[table]) for row in rows]
    merges = (json.loads(seekers) for _, seekers, parted in derived["merge"] if not parted)
    derived["leader"] = derive_people.leaders(merges)
    held = tables(operations)
    assert {table: sorted(derived[table]) for table in STATE} == {t: held[t] for t in STATE}


ERASED: tuple[facts.Fact, ...] = (
    facts.SeekerRegistered(SEEKERS[0], {"name": "张伟", "groups": {"D02": "verified"}}),
    facts.BadgeIssued(CODES[0], SEEKERS[0]),
    facts.VisitRecorded(VISITS[0], "A01", "e" * 32, CODES[0]),
    facts.SeekerErased(SEEKERS[0]),
)
IN_WORDS: tuple[facts.Fact, ...] = (
    facts.LeadNoted(VISITS[0], "comes on Thursday"),
    facts.LeadTold(VISITS[0], {"interview": "Thursday 9:00, ask for 张伟"}),
    facts.BadgeExplained(SEEKERS[0], CODES[0], "张伟 lost it"),
)


@pytest.mark.parametrize("words", IN_WORDS, ids=lambda words: words.KIND)
@pytest.mark.parametrize("first", range(len(ERASED) + 1))
def test_an_erased_person_stays_erased_whichever_word_comes_last(
    first: int, words: facts.Fact
) -> None:
    numbered = [(operation(at, fact, at), fact) for at, fact in enumerate((*ERASED, words))]
    expected = tables(numbered)
    assert expected["seeker"] == expected["note"] == expected["word"] == expected["lead"] == []
    assert len(expected["visit"]) == len(expected["badge"]) == 1
    for order in permutations(numbered):
        if order[0] == numbered[first]:
            assert tables(list(order)) == expected


writes = st.lists(st.tuples(st.integers(0, 3), st.sampled_from(("x", "y")), seen), max_size=8).map(
    lambda many: [
        Write(Order(ms, Stamp(ms, 0), f"{at:032x}"), {"outcome": value}, frozenset(seen_ops))
        for at, (ms, value, seen_ops) in enumerate(many)
    ]
)


@given(writes, st.randoms())
def test_the_last_writer_is_the_same_whoever_is_heard_first(
    written: list[Write], dice: Any
) -> None:
    shuffled = list(written)
    dice.shuffle(shuffled)
    assert settle(written) == settle(shuffled)


def write(op: str, ms: int, value: str, *saw: str) -> Write:
    return Write(Order(ms, Stamp(ms, 0), op), {"outcome": value}, frozenset(saw))


def test_who_had_seen_a_value_comes_after_it_whatever_the_clocks_say() -> None:
    settled = settle([write("a", 900, "talked"), write("b", 100, "interested", "a")])
    assert (settled["outcome"].value, settled["outcome"].others) == ("interested", ())


def test_two_writers_who_had_not_seen_each_other_are_both_kept() -> None:
    settled = settle([write("a", 100, "talked"), write("b", 200, "interested")])
    assert (settled["outcome"].value, settled["outcome"].others) == ("interested", ("talked",))


def test_a_third_who_saw_both_settles_it() -> None:
    both = [write("a", 100, "talked"), write("b", 200, "interested")]
    settled = settle([*both, write("c", 50, "not_a_fit", "a", "b")])
    assert (settled["outcome"].value, settled["outcome"].others) == ("not_a_fit", ())


@pytest.mark.parametrize("kind", sorted(facts.KINDS))
def test_every_kind_of_fact_reads_back_as_it_was_written(kind: str) -> None:
    made: Callable[..., facts.Fact] = facts.KINDS[kind]
    samples: dict[type, Any] = {str: "x", int: 3, tuple: ("x", "y"), dict: {"a": 1}}
    given_ = {
        name: samples.get(wanted, {"a": 1}) for name, wanted, _ in facts.SHAPES[facts.KINDS[kind]]
    }
    fact = made(**given_)
    assert facts.fact_of(kind, json.loads(canonical(facts.body_of(fact)))) == fact


@pytest.mark.parametrize("body", [None, [], {}, {"code": 7, "where": "x"}, {"code": "A"}])
def test_a_body_of_the_wrong_shape_is_no_fact(body: Any) -> None:
    with pytest.raises(facts.NotAFact):
        facts.fact_of("check_in.recorded", body)
