"""The derived rows of a fair: what all facts about one subject come to (sync.md, Derived tables).

Every function takes the facts in their order (`fair.said.in_order`) and gives rows by column, as
`fair.state.STATE` names them; lists and objects are written by `fair.state.texts`. A subject that
nothing is known of yet has no row.
"""

from collections.abc import Iterable, Mapping, Sequence
from typing import Any

from fair import derive_events as events
from fair import derive_people as people
from fair import facts
from fair.said import Said, others, values, written
from fair.state import Row, Rows


def rows(subject: str, said: Sequence[Said]) -> Rows:
    """Give every row that follows from the facts about one subject, by table.

    Tables that a subject of this kind never has rows in are left out. `leader` and `node` stand
    apart: they follow from all merges together (`derive_people.leaders`), and from all that was
    said about nodes, whether it counts or not (`fair.trust.rows`).
    """
    kind, _, about = subject.partition(":")
    match kind:
        case "fair":
            return {"fair": some(fair(said))}
        case "node":
            return {}
        case "staff":
            return {"staff": some(people.staff(about, said))}
        case "card":
            return {"card": some(people.card(about, said))}
        case "employer":
            return {"employer": some(employer(about, said))}
        case "job":
            return {"job": some(job(about, said))}
        case "seeker":
            return {"seeker": some(people.seeker(about, said))}
        case "merge":
            return {"merge": some(people.merge(about, said))}
        case "distinct_pair":
            first, _, second = about.partition(" ")
            return {"distinct_pair": [{"first": first, "second": second}] if said else []}
        case "erased":
            return {"erased": [{"seeker": about}] if said else []}
        case "badge":
            return {"badge": some(people.badge(about, said))}
        case "check_in":
            return events.check_in(said)
        case "visit":
            return events.visit(said)
        case "lead":
            return {"lead": some(events.lead(about, said))}
        case "note":
            return {"note": events.notes(said)}
        case "release":
            return {"release": people.releases(about, said)}
        case "secret":
            return {"secret": some(people.secret(about, said))}
    raise ValueError(f"no such subject: {kind}")


def some(row: Row | None) -> list[Row]:
    return [] if row is None else [row]


def setup(said: Iterable[Said]) -> dict[str, Any]:
    """Give the fair's setup: as it was made, with what was changed since."""
    said = list(said)
    made = (dict(each.fact.setup) for each in said if isinstance(each.fact, facts.FairCreated))
    return next(made, {}) | values(written(said))


def fair(said: Sequence[Said]) -> Row | None:
    """Give the setup; the fair's id is the store's to say."""
    return {"setup": setup(said)} if said else None


def standing(said: Iterable[Said], fields: Mapping[str, Any]) -> str:
    """Give what still holds: nothing where a person released just these reasons."""
    held: str = fields.get("held", "")
    released = {each.fact.held for each in said if isinstance(each.fact, facts.HoldReleased)}
    return "" if held in released else held


def employer(about: str, said: Sequence[Said]) -> Row | None:
    settled = written(said)
    if not settled:
        return None
    fields = values(settled)
    held = standing(said, fields)
    return {"employer": about, "held": held, "fields": fields, "others": others(settled)}


def job(about: str, said: Sequence[Said]) -> Row | None:
    whose = next((x.fact.employer for x in said if isinstance(x.fact, facts.JobChanged)), None)
    if whose is None:
        return None
    settled = written(
        each
        for each in said
        if not isinstance(each.fact, facts.JobFilled) or each.fact.employer == whose
    )
    fields = values(settled)
    return {
        "job": about,
        "employer": whose,
        "held": standing(said, fields),
        "fields": fields,
        "others": others(settled),
    }
