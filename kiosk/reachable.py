"""Put together what a serving node needs for the others: door, loop, and being found."""

import logging
import time
from collections.abc import Callable
from dataclasses import dataclass, field
from typing import TYPE_CHECKING

from kiosk.exchanging import Exchanging
from kiosk.neighbours import Neighbours
from kiosk.store.station import Station
from kiosk.web.exchange import Door, make_exchange
from pages.limits import Limits, Rate
from wire.addresses import own_addresses

if TYPE_CHECKING:
    from wire.finding import Finding

RATES = {"pair": Rate(burst=20, every=3.0)}  # wrong codes; 80 bits take 10^17 years at that pace
EVERYWHERE = ("0.0.0.0", "::")
ADDRESSES_EVERY = 10.0  # seconds: a cable that was plugged in is noticed after that


@dataclass(slots=True)
class Reachable:
    """What `make_reachable` made; `start` when the node's pages are open, `stop` at the end."""

    neighbours: Neighbours
    door: Door
    loop: Exchanging
    open_door: Callable[[], None]
    called: "list[Finding]" = field(default_factory=list)

    def start(self) -> None:
        """Open the door at once where there is a fair already, and begin to exchange."""
        if self.neighbours.station.who is not None:
            self.open_door()
        self.loop.start()

    def stop(self) -> None:
        self.neighbours.stop_asked.set()
        self.loop.stop()
        for each in self.called:
            each.stop()
        self.door.shut(1.0)


class Addresses:
    """This machine's addresses that lead to `host`, looked up now and then."""

    def __init__(self, host: str) -> None:
        self._host = host
        self._known: list[str] = []
        self._until = 0.0

    def __call__(self) -> list[str]:
        if self._host not in EVERYWHERE:
            return [self._host]
        if time.monotonic() > self._until:
            self._known = own_addresses()
            self._until = time.monotonic() + ADDRESSES_EVERY
        return self._known


def make_reachable(station: Station, host: str) -> Reachable:
    """Make the exchange of a node that serves on `host`; nothing listens before `start`."""
    own = Addresses(host)
    door = Door(station, host, own)
    neighbours = Neighbours(station, door.addresses)
    app = make_exchange(neighbours, Limits(RATES, time.monotonic))
    called_as: list[tuple[str, ...]] = []

    def open_door() -> None:
        """Open the door once there is a fair."""
        if door.port is None:
            try:
                door.open(app, neighbours.sessions)
            except OSError as error:
                logging.getLogger(__name__).error("exchange: no port: %s", error)

    def ready() -> None:
        """Open the door, and call out where it is: that takes a second, so never at the start."""
        open_door()
        now = tuple(own())
        if door.port is None or called_as == [now] or now[0].startswith("127."):
            return
        from wire import finding  # 6 MB that a node on loopback doesn't need

        called_as[:] = [now]
        if not made.called and (found := finding.start(neighbours.found)) is not None:
            made.called.append(found)
        for each in made.called:
            each.call_out(station.fair.node, now, door.port)

    made = Reachable(neighbours, door, Exchanging(neighbours, ready), open_door)
    return made
