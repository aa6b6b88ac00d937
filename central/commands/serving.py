"""Serving: pages and the exchange, until SIGTERM."""

import json
import logging
import signal
import threading
import time

from waitress.server import create_server

from central.commands.shown import Done, Refused, opened
from central.settings import Central, collect_seldom, shipped
from central.store import settings
from central.store.connect import Store
from central.web.app import make_app
from central.web.exchange import with_exchange
from central.web.incoming import read_bodies_of
from pages.locale import read_texts
from wire import certificate, files, listener, messages
from wire.addresses import own_addresses
from wire.sessions import Sessions

CONNECTIONS = 1000  # 200 stations at once, and people who look
OTHER_FILES = 128  # database, logs


def serve(url: str, *, host: str, port: int, threads: int, names: tuple[str, ...]) -> Done | None:
    """Serve until SIGTERM or SIGINT, then answer what is being asked and end. Raises Refused."""
    logging.getLogger("waitress.queue").setLevel(logging.ERROR)  # a queue is no incident
    files.room(CONNECTIONS + listener.FILES * listener.CONNECTIONS + OTHER_FILES)
    store = opened(url)
    central = Central(store, read_texts(shipped("translations")), frozenset(names))
    sessions = Sessions(time.monotonic, store.chance.new_id)
    try:
        server = create_server(
            with_exchange(make_app(central), central, sessions),
            host=host,
            port=port,
            threads=threads,
            ident=None,
            max_request_body_size=messages.LARGEST_PACKED + 1,
            connection_limit=CONNECTIONS,
            channel_timeout=60,
            clear_untrusted_proxy_headers=True,
        )
    except OSError as error:
        store.close()
        raise Refused(
            f"{host}:{port} can't be listened on ({error.strerror}); nothing was started. "
            "Choose another port with --port, or stop what listens there."
        ) from None
    shown = "127.0.0.1" if host in ("0.0.0.0", "::") else host
    read_bodies_of(server, sessions)
    door = open_for_nodes(store, host, shown, server.effective_port)
    print(f"http://{shown}:{server.effective_port}", flush=True)
    collect_seldom()
    stop = threading.Event()
    for each in (signal.SIGTERM, signal.SIGINT):
        signal.signal(each, lambda *_: stop.set())
    thread = threading.Thread(target=server.run, name="http", daemon=True)
    thread.start()
    while not stop.wait(1.0):  # a bounded wait lets signals through on every system
        pass
    door.stop()
    server.close()
    server.task_dispatcher.shutdown(timeout=3)
    store.close()
    return None


def open_for_nodes(store: Store, host: str, shown: str, behind: int) -> listener.Listener:
    """Let nodes in by this central's own key, on a port that stays the same."""
    with store.reading() as db:
        node, key = settings.value(db, "node"), settings.value(db, "node_key")
        kept = settings.found(db, "exchange_port")
    socket = listener.open_door(host, int(kept or listener.usual_port(node)))
    context = certificate.serving_context(bytes.fromhex(key))
    door = listener.Listener(socket, context, behind, behind_host=shown)
    own = own_addresses() if host in ("0.0.0.0", "::") else [host]
    at = json.dumps([f"{each}:{door.port}" for each in own])
    store.write(lambda db: settings.put(db, "serving", at))
    if kept is None:
        store.write(lambda db: settings.put(db, "exchange_port", str(door.port)))
    door.start()
    return door
