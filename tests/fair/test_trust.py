"""Whose word counts, whatever is heard first (sync.md, Who is who)."""

from itertools import permutations

from fair.clock import Order, Stamp
from fair.facts import NodeJoined, NodeRevoked
from fair.trust import Owner, Said, trust

ROOT, GATE, SECOND, THIEF = "a" * 64, "b" * 64, "c" * 64, "d" * 64
LOGS = {
    "root-log": Owner("root", ROOT),
    "gate-log": Owner("gate", GATE),
    "second-log": Owner("second", SECOND),
    "third-log": Owner("third", THIEF),
}


def said(log: str, seq: int, fact: NodeJoined | NodeRevoked, ms: int | None = None) -> Said:
    stamp = Stamp(seq if ms is None else ms, 0)
    return Said(log, seq, Order(stamp.ms, stamp, f"{log}{seq:024d}"), fact)


MAKER = said("root-log", 3, NodeJoined("root", ROOT, "organizer", "organizer", "A"))
GATE_IN = said("root-log", 4, NodeJoined("gate", GATE, "North gate", "station", "B"))
SECOND_IN = said("root-log", 5, NodeJoined("second", SECOND, "laptop", "organizer", "C"))
EVERYBODY = [MAKER, GATE_IN, SECOND_IN]


def test_a_node_that_nobody_let_in_isnt_believed() -> None:
    known = trust(ROOT, LOGS, [MAKER])
    assert known.fault(LOGS["gate-log"], "gate-log", 2, "check_in.recorded") == "unknown_node"
    known = trust(ROOT, LOGS, EVERYBODY)
    assert known.fault(LOGS["gate-log"], "gate-log", 2, "check_in.recorded") is None


def test_a_gate_cant_wipe_a_fair_or_let_anybody_in() -> None:
    third = said("gate-log", 2, NodeJoined("third", THIEF, "friend", "organizer"))
    known = trust(ROOT, LOGS, [*EVERYBODY, third])
    assert known.fault(LOGS["gate-log"], "gate-log", 3, "seeker.erased") == "not_allowed"
    assert "third" not in known.nodes


def test_what_lies_after_the_cut_stops_to_count_and_a_log_outside_of_it_never_counts() -> None:
    gone = said("root-log", 6, NodeRevoked("gate", {"gate-log": 7}))
    known = trust(ROOT, LOGS, [*EVERYBODY, gone])
    assert known.fault(LOGS["gate-log"], "gate-log", 7, "check_in.recorded") is None
    assert known.fault(LOGS["gate-log"], "gate-log", 8, "check_in.recorded") == "revoked"
    assert known.fault(LOGS["gate-log"], "other-log", 1, "check_in.recorded") == "revoked"


def test_two_cuts_leave_what_both_let_count() -> None:
    cuts = [
        said("root-log", 6, NodeRevoked("gate", {"gate-log": 7, "old-log": 3})),
        said("second-log", 2, NodeRevoked("gate", {"gate-log": 5, "new-log": 9})),
    ]
    known = trust(ROOT, LOGS, [*EVERYBODY, *cuts])
    assert known.nodes["gate"].cut == {"gate-log": 5}


def test_a_thief_with_a_clock_in_1970_cant_revoke_who_let_the_node_in() -> None:
    facts = [
        *EVERYBODY,
        said("second-log", 2, NodeRevoked("root", {}), ms=0),
        said("root-log", 9, NodeRevoked("second", {"second-log": 1})),
    ]
    known = trust(ROOT, LOGS, facts)
    assert known.nodes["root"].cut is None
    assert known.nodes["second"].cut == {"second-log": 1}


def test_whom_a_revoked_organizer_let_in_after_the_cut_is_unknown() -> None:
    facts = [
        *EVERYBODY,
        said("second-log", 2, NodeJoined("third", THIEF, "friend", "station")),
        said("root-log", 9, NodeRevoked("second", {"second-log": 1})),
    ]
    assert "third" in trust(ROOT, LOGS, facts[:4]).nodes
    assert "third" not in trust(ROOT, LOGS, facts).nodes


def test_a_key_that_doesnt_match_the_node_isnt_the_node() -> None:
    known = trust(ROOT, LOGS, EVERYBODY)
    assert known.of(Owner("gate", THIEF)) is None


def test_erasing_counts_from_whoever_was_an_organizer_at_any_time() -> None:
    gone = said("root-log", 6, NodeRevoked("second", {}))
    known = trust(ROOT, LOGS, [*EVERYBODY, gone])
    assert known.fault(LOGS["second-log"], "second-log", 9, "seeker.erased") is None
    assert known.fault(LOGS["second-log"], "second-log", 9, "staff.added") == "revoked"


def test_any_order_of_hearing_gives_the_same() -> None:
    facts = [
        *EVERYBODY,
        said("second-log", 2, NodeJoined("third", THIEF, "friend", "organizer")),
        said("third-log", 2, NodeRevoked("gate", {})),
        said("root-log", 9, NodeRevoked("second", {"second-log": 2})),
    ]
    expected = trust(ROOT, LOGS, facts)
    assert expected.nodes["gate"].cut == {}
    for order in permutations(facts):
        assert trust(ROOT, LOGS, order) == expected
