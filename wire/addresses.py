"""Where this machine is on its networks."""

import contextlib
import socket

import ifaddr


def own_addresses() -> list[str]:
    """Give this machine's IPv4 addresses, the one that leads to others first; loopback alone else.

    Nothing is sent to find out.
    """
    found = [
        address.ip
        for adapter in ifaddr.get_adapters()
        for address in adapter.ips
        if isinstance(address.ip, str) and not address.ip.startswith(("127.", "169.254."))
    ]
    probe = socket.socket(socket.AF_INET, socket.SOCK_DGRAM)
    with probe, contextlib.suppress(OSError):
        probe.connect(("10.255.255.255", 1))  # a datagram socket only picks its route
        route = str(probe.getsockname()[0])
        found = [route, *(each for each in found if each != route)]
    return found or ["127.0.0.1"]
