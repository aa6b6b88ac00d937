"""Serving: pages and the exchange, until SIGTERM."""

import signal
import threading

from waitress.server import create_server

from central.commands.shown import Done, Refused, opened
from central.settings import Central, collect_seldom, shipped
from central.web.app import make_app
from pages.locale import read_texts

LARGEST = 2 * 1024 * 1024  # bytes; a chunk is at most one MiB


def serve(url: str, *, host: str, port: int, threads: int, names: tuple[str, ...]) -> Done | None:
    """Serve until SIGTERM or SIGINT, then answer what is being asked and end. Raises Refused."""
    store = opened(url)
    central = Central(store, read_texts(shipped("translations")), frozenset(names))
    try:
        server = create_server(
            make_app(central),
            host=host,
            port=port,
            threads=threads,
            ident=None,
            max_request_body_size=LARGEST,
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
    print(f"http://{shown}:{server.effective_port}", flush=True)
    collect_seldom()
    stop = threading.Event()
    for each in (signal.SIGTERM, signal.SIGINT):
        signal.signal(each, lambda *_: stop.set())
    thread = threading.Thread(target=server.run, name="http", daemon=True)
    thread.start()
    while not stop.wait(1.0):  # a bounded wait lets signals through on every system
        pass
    server.close()
    server.task_dispatcher.shutdown(timeout=3)
    store.close()
    return None
