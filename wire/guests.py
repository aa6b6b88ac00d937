"""Who is at the door for nodes, and who has to go when it is full.

Nobody knows who a connection is before its hello was answered. So a connection that was never
answered well counts less than one that was, and of the former the oldest one goes that came from
where most of them came from: neither silent connections nor many of them keep a neighbour out.
"""

import asyncio
import ipaddress
from collections import Counter
from dataclasses import dataclass


@dataclass(slots=True, eq=False)
class Guest:
    """One connection; `since` is when it came. It is welcome once an exchange answered it well."""

    came_from: str
    since: float
    task: "asyncio.Task[None] | None" = None
    shaken: bool = False  # its TLS handshake is done
    asked: bool = False  # it has sent something
    welcome: bool = False

    def worth(self) -> tuple[bool, bool, float]:
        return self.asked, self.shaken, self.since


class Guests:
    """At most `most` at once; of those that nobody knows, half of them from one place.

    Whoever is known may be many: a whole fair sits behind one address.
    """

    def __init__(self, most: int) -> None:
        self._most = most
        self._here: set[Guest] = set()

    def __len__(self) -> int:
        return len(self._here)

    def come(self, guest: Guest, *, most: int | None = None) -> bool:
        """Let somebody in; False where everybody here is worth more. `most` where it is less now.

        The task of whoever has to go is cancelled.
        """
        room = min(self._most, most or self._most)
        unknown = [each for each in self._here if not each.welcome]
        same = [each for each in unknown if each.came_from == guest.came_from]
        if len(same) >= max(1, room // 2):
            self._let_go(same)
        if len(self._here) >= room and not self.let_go():
            return False
        self._here.add(guest)
        return True

    def leave(self, guest: Guest) -> None:
        self._here.discard(guest)

    def let_go(self) -> bool:
        """Send somebody away: one of those that are most from one place. False where all stay."""
        unknown = [each for each in self._here if not each.welcome]
        if not unknown:
            return False
        crowds = Counter(each.came_from for each in unknown)
        most = max(crowds.values())
        self._let_go([each for each in unknown if crowds[each.came_from] == most])
        return True

    def _let_go(self, among: list[Guest]) -> None:
        going = min(among, key=Guest.worth)
        self._here.discard(going)
        if going.task is not None:
            going.task.cancel()


def place_of(address: str) -> str:
    """Give where an address is: itself, or the network of 64 bits that one IPv6 machine has."""
    try:
        found = ipaddress.ip_address(address.partition("%")[0])
    except ValueError:
        return address
    if isinstance(found, ipaddress.IPv6Address):
        if found.ipv4_mapped is not None:
            return str(found.ipv4_mapped)
        return str(ipaddress.ip_network((found, 64), strict=False))
    return str(found)
