"""Derived rows about people: seekers, badges, who is whom, consents, and who works at the fair."""

from collections.abc import Iterable, Sequence

from fair import facts
from fair.clock import Order
from fair.said import Said, others, values, written
from fair.state import Row


def seeker(about: str, said: Sequence[Said]) -> Row | None:
    if not any(isinstance(x.fact, facts.SeekerRegistered | facts.SeekerChanged) for x in said):
        return None
    settled = written(said)
    return {"seeker": about, "fields": values(settled), "others": others(settled)}


def badge(code: str, said: Sequence[Said]) -> Row | None:
    """Give whom a code leads to: the first link stays, a withdrawal always wins."""
    link, bound, withdrawn = None, False, False
    for each in said:
        match each.fact:
            case facts.BadgesPrinted():
                bound = True
            case facts.BadgeIssued(seeker=seeker) | facts.BadgeBound(seeker=seeker):
                bound = bound or isinstance(each.fact, facts.BadgeBound)
                link = link or (seeker, each.order)
            case facts.BadgeWithdrawn():
                withdrawn = True
    if not said:
        return None
    return {
        "code": code,
        "seeker": link[0] if link else None,
        "linked": sortable(link[1]) if link else None,
        "bound": bound,
        "withdrawn": withdrawn,
    }


def sortable(order: Order) -> str:
    """Write what facts are ordered by as a text that sorts the same way."""
    return f"{order.ordered_ms:015d} {order.at.ms:015d} {order.at.n:06d} {order.op}"


def merge(about: str, said: Sequence[Said]) -> Row | None:
    """Give a merge, or its end, which wins also when it arrives first."""
    merged: tuple[str, ...] = ()
    parted = False
    for each in said:
        match each.fact:
            case facts.SeekersMerged(seekers=seekers):
                merged = seekers
            case facts.SeekersParted():
                parted = True
    return {"merge": about, "seekers": sorted(merged), "parted": parted} if said else None


def leaders(merges: Iterable[Sequence[str]]) -> list[tuple[str, str]]:
    """Give (seeker, leader) for everybody who was merged with somebody: the smallest id leads.

    `merges` are the seekers of each merge that wasn't parted.
    """
    group_of: dict[str, set[str]] = {}
    for merged in merges:
        whole = set(merged).union(*(group_of.get(seeker, set()) for seeker in merged))
        for each in whole:
            group_of[each] = whole
    return sorted((each, min(whole)) for each, whole in group_of.items() if len(whole) > 1)


def releases(seeker: str, said: Sequence[Said]) -> list[Row]:
    """Give the levels: a word to every employer also replaces earlier words to single ones."""
    levels: dict[str, Row] = {}
    for each in said:
        if isinstance(fact := each.fact, facts.ReleaseChanged):
            if not fact.employer:
                levels.clear()
            levels[fact.employer] = {
                "seeker": seeker,
                "employer": fact.employer,
                "level": fact.level,
                "ordered_ms": each.order.ordered_ms,
            }
    return list(levels.values())


def secret(seeker: str, said: Sequence[Said]) -> Row | None:
    """Give the newest secret."""
    for each in reversed(said):
        if isinstance(fact := each.fact, facts.SecretGiven):
            return {"seeker": seeker, "secret_hash": fact.secret_hash}
    return None


def staff(about: str, said: Sequence[Said]) -> Row | None:
    added, removed = None, False
    for each in said:
        match each.fact:
            case facts.StaffAdded():
                added = each.fact
            case facts.StaffRemoved():
                removed = True
    if added is None:
        return None
    row = {"staff": about, "name": added.name, "role": added.role, "pin_hash": added.pin_hash}
    return {**row, "removed": removed}


def card(about: str, said: Sequence[Said]) -> Row | None:
    issued, revoked = None, False
    for each in said:
        match each.fact:
            case facts.CardIssued():
                issued = each.fact
            case facts.CardRevoked():
                revoked = True
    if issued is None:
        return None
    row = {"card": about, "booth": issued.booth, "employer": issued.employer}
    return {**row, "secret_hash": issued.secret_hash, "revoked": revoked}
