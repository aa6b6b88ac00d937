"""Serving: the node, and the demo fair."""

import json
import secrets
import signal
import sqlite3
import threading
import time
from collections.abc import Callable
from contextlib import suppress
from pathlib import Path
from typing import Any

from flask import Flask

from kiosk.background import Printing
from kiosk.commands import demo as shipped_demo
from kiosk.commands import nodes, reach, verbs
from kiosk.commands.shown import Done
from kiosk.reachable import Reachable, make_reachable
from kiosk.settings import Kiosk, shipped
from kiosk.store import addresses, operations, people
from kiosk.store.station import NoFair, Station

STOP_WITHIN = 4.0  # seconds; SIGTERM ends the node within five (interfaces.md)
LAST_LABEL = 4.4  # seconds after the signal until which a label that is being sent may end


def serve(
    folder: Path, *, host: str, port: int, threads: int | None, address: str | None
) -> Done | None:
    station = reach.opened(folder)
    node = start(station, host=host, port=port, threads=threads, address=address, demo=False)
    print(node.url, flush=True)
    if node.kiosk.setup_code:
        print(
            f"First start: open {node.url}/ on this machine, or from another one "
            f"with the setup code {node.kiosk.setup_code}",
            flush=True,
        )
    node.wait()
    return None


def demo(folder: Path, *, host: str, port: int, as_json: bool) -> Done | None:
    folder = folder if folder.name != "kiosk-data" else Path("kiosk-demo")
    station = reach.opened(folder)
    roles = shipped_demo.prepare(station)
    node = start(station, host=host, port=port, threads=None, address=None, demo=True)
    links = {
        role: {"open": f"{node.url}/enter#{each['secret']}", "pin": each["pin"]}
        for role, each in roles.items()
    }
    if as_json:
        print(json.dumps({"url": node.url, "roles": links}, ensure_ascii=False), flush=True)
    else:
        print(node.url, flush=True)
        for role, each in links.items():
            pin = f"   PIN {each['pin']}" if each["pin"] else ""
            print(f"{role:10} {each['open']}{pin}", flush=True)
    node.wait()
    return None


class Node:
    """A node that serves until it is told to stop."""

    def __init__(
        self,
        kiosk: Kiosk,
        server: Any,
        control: Any,
        url: str,
        ended: Callable[[], None],
        printing: Printing,
        reachable: Reachable,
    ) -> None:
        self.kiosk = kiosk
        self.printing = printing
        self.reachable = reachable
        self.server = server
        self.control = control
        self.url = url
        self.ended = ended

    def wait(self) -> None:
        """Serve until SIGTERM or SIGINT, then end cleanly: answer, sign the log, close the file."""
        stop = threading.Event()
        for each in (signal.SIGTERM, signal.SIGINT):
            signal.signal(each, lambda *_: stop.set())
        while not stop.wait(1.0):  # a bounded wait lets signals through on every system
            pass
        until = time.monotonic() + LAST_LABEL
        self.ended()
        self.printing.stop()
        self.reachable.stop()
        self.server.stop(STOP_WITHIN)
        self.control.stop(0.5)
        self.printing.wait(until)
        station = self.kiosk.station
        if station.who is not None:
            with suppress(sqlite3.OperationalError), station.transaction():  # a full disk
                operations.sign_point(station)
        station.close()


def start(
    station: Station,
    *,
    host: str,
    port: int,
    threads: int | None,
    address: str | None,
    demo: bool,
) -> Node:
    """Listen, and put the app behind it. Raises verbs.Refused."""
    from kiosk.web.app import UPLOADS, make_app
    from kiosk.web.control import announce, make_control
    from kiosk.web.paper import paper_say
    from kiosk.web.server import AddressTaken, serve
    from pages.locale import read_texts
    from wire.addresses import own_addresses

    token = secrets.token_urlsafe(32)
    reachable = make_reachable(station, host)
    verbs_here = {**verbs.VERBS, **nodes.serving(reachable.neighbours)}
    control = serve(make_control(station, token, verbs_here), host="127.0.0.1", port=0, threads=2)
    app: list[Flask] = []  # made once the port is known
    anywhere = host in ("0.0.0.0", "::")
    try:
        server = serve(
            lambda environ, start: app[0](environ, start),
            host=host,
            port=port,
            threads=threads,
            upload_paths=UPLOADS,
        )
    except AddressTaken as taken:
        station.close()
        raise verbs.Refused(
            f"{taken}; nothing was started. Choose another port with --port, "
            "or stop what listens there."
        ) from None
    shown = "127.0.0.1" if anywhere else host
    kiosk = Kiosk(
        station=station,
        texts=read_texts(shipped("translations")),
        address=address or "",
        own_url=f"http://{own_addresses()[0] if anywhere else shown}:{server.port}",
        setup_code=setup_code(station),
        control_token=token,
        demo=demo,
    )
    with suppress(sqlite3.OperationalError), station.transaction() as db:  # a full disk still reads
        addresses.keep(db, said=kiosk.address, own=kiosk.own_url)
    app.append(make_app(kiosk, reachable.neighbours))
    control.start()
    server.start()
    printing = Printing(station, paper_say(kiosk), time.monotonic)
    printing.start()
    reachable.start()
    ended = announce(station.folder, control.port, token)
    url = f"http://{shown}:{server.port}"
    return Node(kiosk, server, control, url, ended, printing, reachable)


def setup_code(station: Station) -> str:
    """Draw a one-time code for the first-start page; none once an organizer has a PIN."""
    try:
        station.fair  # noqa: B018
        if any(each.role == "organizer" for each in people.staff(station.reading())):
            return ""
    except NoFair:
        pass
    return "".join(str(station.chance.below(10)) for _ in range(8))
