"""Change the fair's setup: its name, hours, doors, tables, and the address that badges carry."""

from dataclasses import replace

from fair.clock import to_ms
from fair.facts import FairChanged
from fair.setup import Setup, setup_of
from kiosk.labels import check_address
from kiosk.store import fairs, identity, operations
from kiosk.store.station import NoFair, Station


def change_fair(station: Station, wanted: Setup, *, actor: str) -> tuple[str, ...]:
    """Keep what differs from the setup as it stands, and give the names of what does.

    Raises labels.BadAddress for an address that badges can't carry, and NoFair.
    """
    if wanted.address:
        check_address(wanted.address)
    starts_ms = to_ms(wanted.starts_at)
    with station.transaction() as db:
        before = fairs.setup(db)
        if before is None:
            raise NoFair
        said = setup_of(wanted)
        changed = {key: said[key] for key in said if getattr(wanted, key) != getattr(before, key)}
        if changed:
            seen = fairs.setup_writes(db, list(changed))
            operations.record(station, FairChanged(changed, seen), actor=actor)
        # What is typed in later is ordered by its own time from the day before the fair on.
        identity.keep_setting(db, "starts_ms", str(starts_ms))
    station.who = replace(station.fair, starts_ms=starts_ms)
    return tuple(changed)
