"""Do a verb once for each `scan_id`: the answer is kept beside the facts that it speaks of."""

import sqlite3
from collections.abc import Callable

from fair.clock import to_ms
from fair.verdict import Answer, read, write
from kiosk.store import answers
from kiosk.store.station import Station

About = str | None  # the badge code that an answer speaks of, so that erasing finds it


def once(
    station: Station,
    ask: answers.Ask,
    act: Callable[[sqlite3.Connection], tuple[Answer, About]],
) -> Answer:
    """Run `act` in one transaction, or give what the same `scan_id` was answered before.

    Raises answers.OtherQuestion where the `scan_id` belongs to another path or code.
    """
    with station.transaction() as db:
        if (said := answers.kept(db, ask)) is not None:
            return read(said)
        answer, about = act(db)
        now = to_ms(station.chance.now())
        answers.keep(db, ask, write(answer), about=about, at_ms=now)
    return answer
