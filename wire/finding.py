"""Nodes find each other on the fair's own network by multicast DNS (RFC 6762, RFC 6763).

What is called out names the node by its random id and nothing else: not the fair, no person, no
place. Whether it really is that node, its key on the line says.
"""

import contextlib
import logging
import socket
from collections.abc import Callable, Sequence

from zeroconf import (
    Error,
    InterfaceChoice,
    ServiceBrowser,
    ServiceInfo,
    ServiceStateChange,
    Zeroconf,
)

KIND = "_fair-kiosk._tcp.local."
ASK_MS = 3000


class Finding:
    """Calls this node out and hears the others, until `stop`.

    `found(node, addresses)` is called in a thread of its own whenever a node was heard.
    """

    def __init__(self, zeroconf: Zeroconf, found: Callable[[str, tuple[str, ...]], None]) -> None:
        self._zeroconf = zeroconf
        self._found = found
        self._own: ServiceInfo | None = None
        self._browser: ServiceBrowser | None = None

    def look(self) -> None:
        self._browser = ServiceBrowser(self._zeroconf, KIND, handlers=[self._heard])

    def call_out(self, node: str, addresses: Sequence[str], port: int) -> None:
        """Say where this node is, or that it is somewhere else now."""
        info = ServiceInfo(
            KIND,
            f"{node}.{KIND}",
            port=port,
            addresses=[socket.inet_aton(each) for each in addresses],
            server=f"{node}.local.",
        )
        with contextlib.suppress(Error, OSError):
            if self._own is None:
                self._zeroconf.register_service(info, cooperating_responders=True)
            else:
                self._zeroconf.update_service(info)
        self._own = info

    def stop(self) -> None:
        with contextlib.suppress(Error, OSError, RuntimeError):
            self._zeroconf.close()

    def _heard(
        self, zeroconf: Zeroconf, service_type: str, name: str, state_change: ServiceStateChange
    ) -> None:
        if state_change is ServiceStateChange.Removed:
            return
        info = zeroconf.get_service_info(service_type, name, ASK_MS)
        if info is None or info.port is None:
            return
        addresses = [each for each in info.parsed_addresses() if ":" not in each]
        at = tuple(f"{each}:{info.port}" for each in addresses)
        if at:
            self._found(name.removesuffix(f".{KIND}"), at)


def start(
    found: Callable[[str, tuple[str, ...]], None], interfaces: Sequence[str] | None = None
) -> Finding | None:
    """Begin to look for others; None where this machine has no network to look in."""
    logging.getLogger("zeroconf").setLevel(logging.ERROR)  # a cable that is out is no incident
    try:
        zeroconf = Zeroconf(interfaces=list(interfaces) if interfaces else InterfaceChoice.All)
    except (OSError, Error):
        return None
    finding = Finding(zeroconf, found)
    finding.look()
    return finding
