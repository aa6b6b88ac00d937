"""Derived rows about what happened: check-ins, visits, what became of them, notes."""

from collections.abc import Sequence

from fair import facts
from fair.clock import Order
from fair.said import Said, others, values, written
from fair.state import Row, Rows


def stamped(order: Order) -> Row:
    return {
        "op": order.op,
        "ordered_ms": order.ordered_ms,
        "at_ms": order.at.ms,
        "at_n": order.at.n,
    }


def passed(order: Order, fact: facts.CheckInRecorded, *, undone: bool) -> Row:
    return {**stamped(order), "code": fact.code, "entrance": fact.where, "undone": undone}


def undo(order: Order, fact: facts.CheckInUndone) -> Row:
    return {
        "op": order.op,
        "check_in": fact.check_in,
        "reason": fact.reason,
        "ordered_ms": order.ordered_ms,
    }


def check_in(said: Sequence[Said]) -> Rows:
    """Give one check-in with its undoings, which always win, also when they arrive first."""
    undone = [undo(x.order, x.fact) for x in said if isinstance(x.fact, facts.CheckInUndone)]
    kept = [
        passed(each.order, each.fact, undone=bool(undone))
        for each in said
        if isinstance(each.fact, facts.CheckInRecorded)
    ]
    return {"check_in": kept, "undo": undone}


def met(fact: facts.VisitRecorded) -> Row:
    return {
        "visit": fact.visit,
        "booth": fact.booth,
        "employer": fact.employer,
        "code": fact.code,
    }


def scan(order: Order, fact: facts.VisitRecorded) -> Row:
    return {**stamped(order), "visit": fact.visit, "by_code": fact.by != "number"}


def visit(said: Sequence[Said]) -> Rows:
    """Give one visit and its scans.

    A visit's id is a hash of what it holds; whoever forges another content for it changes nothing
    that depends on the order of arrival: the smallest content counts.
    """
    if len(said) == 1 and isinstance(only := said[0].fact, facts.VisitRecorded):  # almost always
        return {"visit": [met(only)], "visit_scan": [scan(said[0].order, only)]}
    recorded = [(x.order, x.fact) for x in said if isinstance(x.fact, facts.VisitRecorded)]
    kept = sorted(
        (fact.code, fact.booth, fact.employer, at) for at, (_, fact) in enumerate(recorded)
    )
    return {
        "visit": [met(recorded[at][1]) for *_, at in kept[:1]],
        "visit_scan": [scan(order, fact) for order, fact in recorded],
    }


def lead(visit: str, said: Sequence[Said]) -> Row | None:
    if not said:
        return None
    settled = written(said)
    return {
        "visit": visit,
        "fields": values(settled),
        "heads": sorted({op for each in settled.values() for op in each.heads}),
        "others": others(settled),
        "ordered_ms": said[-1].order.ordered_ms,
    }


def note(order: Order, fact: facts.LeadNoted) -> Row:
    return {**stamped(order), "visit": fact.visit, "note": fact.note}


def notes(said: Sequence[Said]) -> list[Row]:
    return [note(each.order, each.fact) for each in said if isinstance(each.fact, facts.LeadNoted)]
