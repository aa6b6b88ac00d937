"""How old the picture is: when the others were last heard, in a dot or a sentence."""

from datetime import datetime, timedelta, tzinfo

from babel.dates import format_timedelta

from kiosk.neighbours import Neighbours
from kiosk.settings import Kiosk
from kiosk.store.peers import Peer
from pages.formats import babel_locale, when
from pages.locale import _, mark

# Who is well is heard every 20 s at least (kiosk/exchanging.py); then two tries may fail.
LATE_AFTER = timedelta(seconds=60)
# People and phones order by the clock: a difference of seconds shows in "who was first".
CLOCK_OFF_MS = 5_000
NAMED = 2  # nodes in the bar of a narrow phone


def last_seen(neighbours: Neighbours, peer: Peer) -> datetime | None:
    """Give when an exchange with this node was whole: as this run knows, else as was kept."""
    return neighbours.known(peer.node).seen_at or peer.seen_at


def is_late(seen: datetime, now: datetime) -> bool:
    return abs(now - seen) > LATE_AFTER


def dots(kiosk: Kiosk, neighbours: Neighbours, zone: tzinfo) -> list[tuple[str, bool, str]]:
    """Give the bar's dot for the other stations: one while all is well, else who is late.

    Central may be away for days and nobody at the door needs it: the organizer's page says so.
    """
    if kiosk.station.who is None:
        return []
    now = kiosk.now()
    near = [
        (seen, each.name)
        for each in neighbours.every()
        if each.role != "central" and not each.revoked
        if (seen := last_seen(neighbours, each)) is not None
    ]
    late = sorted(each for each in near if is_late(each[0], now))
    if not late:
        return [("stations", True, _(ALL_WELL))] if near else []
    said = [f"{name}: {when(seen, now, zone)}" for seen, name in late[:NAMED]]
    more = [_("and %(n)s more", n=len(late) - NAMED)] if len(late) > NAMED else []
    return [("stations", False, " · ".join([*said, *more]))]


def clock_is_off(offset_ms: int | None) -> str:
    """Say by how much a node's clock is off; '' while that doesn't matter."""
    if offset_ms is None or abs(offset_ms) < CLOCK_OFF_MS:
        return ""
    far = format_timedelta(timedelta(milliseconds=abs(offset_ms)), locale=babel_locale())
    return _(AHEAD if offset_ms > 0 else BEHIND, far=far)


ALL_WELL = mark("All other stations are up to date.")
AHEAD = mark("Its clock is %(far)s ahead of this one. Set the one that is wrong.")
BEHIND = mark("Its clock is %(far)s behind this one. Set the one that is wrong.")
