"""The node's HTTP server: waitress, with a bound for everything (decisions/0002-serving.md)."""

import errno
import logging
import select
import socket
import sys
import threading
import time
from wsgiref.types import WSGIApplication

from waitress import wasyncore
from waitress.server import TcpWSGIServer
from waitress.task import ThreadedTaskDispatcher

from kiosk.web.connections import CROWDED, USUAL, Connection
from kiosk.web.incoming import HEADER_BYTES, UPLOAD_BYTES, BodyBytes, Limits, uploads_on
from wire import files
from wire.listener import FILES, NO_FILES, OF_A_STATION

# A check-in is quickest with one or two threads; the others are there for an export, a large
# page and a sign-in at the same moment (bench/serving.py).
THREADS = 4
# One export in Python holds the interpreter for 5 ms at a time, Python's default, and a check-in
# has to get past it some ten times: 44 check-ins/s, 345/s with 0.5 ms (bench/serving.py).
SWITCH_SECONDS = 0.0005
CONNECTIONS = 4096  # 2,000 phones, two each
OTHER_FILES = 128 + FILES * OF_A_STATION  # database, logs, uploads, printers; the door for nodes
SHORT_SECONDS = 0.5  # that long nobody is let in, after files ran out
BODY_IN_MEMORY = 32 * 1024  # longer bodies and answers wait on the disk
ANSWER_IN_MEMORY = 128 * 1024
ANSWER_ON_DISK = 512 * 1024 * 1024  # a slow reader of anything longer holds a thread
TAKEN = (errno.EADDRINUSE, 10013)  # 10013: Windows, WSAEACCES, where the other is exclusive
HAS_POLL = hasattr(select, "poll")  # Windows has `select` alone, with 512 sockets at most


class AddressTaken(Exception):
    """Another program, perhaps another node, already listens there. Nothing was started."""


class Listener(TcpWSGIServer):
    """The open door and everybody who came in by it. Only the serving thread touches it."""

    channel_class = Connection
    draining = False
    short_until = 0.0  # monotonic seconds; no more files may be opened until somebody is let go

    def readable(self) -> bool:
        return time.monotonic() >= self.short_until and bool(super().readable())

    def accept(self) -> tuple[socket.socket, object] | None:
        try:
            came: tuple[socket.socket, object] | None = super().accept()
        except OSError as error:
            if error.errno not in NO_FILES:
                raise
            self.short_until = time.monotonic() + SHORT_SECONDS  # else it is asked 100,000 times/s
            return None
        return came

    def maintenance(self, now: float) -> None:
        """Do nothing: waitress asks by the wall clock, which jumps on a machine like this."""

    def close_overdue(self, now: float) -> None:
        short = now < self.short_until + 10 * SHORT_SECONDS
        crowded = short or len(self.active_channels) > self.adj.connection_limit * 0.8
        for connection in list(self.active_channels.values()):
            if connection.overdue(now, CROWDED if crowded else USUAL):
                connection.handle_close()

    def shut_door(self) -> None:
        self.draining = True
        self.adj.channel_request_lookahead = -1  # "more requests than -1 wait": nobody is heard
        self.accepting = False
        self.del_channel()
        self.socket.close()

    def busy(self) -> bool:
        return any(connection.busy() for connection in self.active_channels.values())


class Server:
    """A server that listens already; `start` lets it answer, `stop` ends it."""

    def __init__(self, host: str, listener: Listener) -> None:
        self.port: int = listener.socket.getsockname()[1]
        shown = {"0.0.0.0": "127.0.0.1", "::": "::1"}.get(host, host)
        self.url = f"http://{f'[{shown}]' if ':' in shown else shown}:{self.port}"
        self._listener = listener
        self._stop_asked = threading.Event()
        self._ending = threading.Lock()
        self._ended = False
        self._stop_seconds = 0.0
        self._thread = threading.Thread(target=self._run, name="http", daemon=True)

    def start(self) -> None:
        """Answer from now on, in threads of its own."""
        sys.setswitchinterval(SWITCH_SECONDS)
        self._thread.start()

    def stop(self, seconds: float = 4.0) -> None:
        """Finish what has arrived whole, for `seconds` at most, and close the rest."""
        if self._stop_asked.is_set():
            return
        self._stop_seconds = seconds
        self._stop_asked.set()
        if self._thread.ident is None:
            self._end(time.monotonic())
            return
        with self._ending:
            if not self._ended:  # its pipe would be closed, or somebody else's by now
                self._listener.pull_trigger()
        self._thread.join(seconds + 0.5)

    def _run(self) -> None:
        looked = time.monotonic()
        while not self._stop_asked.is_set():
            self._turn(1.0)
            if (now := time.monotonic()) - looked > 1:
                self._listener.close_overdue(now)
                looked = now
        deadline = time.monotonic() + self._stop_seconds
        self._listener.shut_door()  # who knocks now is told at once
        while self._listener.busy() and time.monotonic() < deadline:
            self._turn(0.05)
        self._end(deadline)

    def _turn(self, seconds: float) -> None:
        wasyncore.loop(timeout=seconds, use_poll=HAS_POLL, map=self._listener._map, count=1)

    def _end(self, deadline: float) -> None:
        with self._ending:
            self._ended = True
        self._listener.shut_door()
        threads = self._listener.task_dispatcher
        threads.shutdown(timeout=max(0.3, deadline - time.monotonic()))
        for connection in list(self._listener.active_channels.values()):
            connection.handle_close()
        if not threads.threads:  # one that is still at work would write to the pipe closed here
            wasyncore.close_all(self._listener._map, ignore_all=True)


def serve(
    app: WSGIApplication,
    *,
    host: str,
    port: int,
    threads: int | None = None,
    upload_paths: tuple[str, ...] = (),
    body_bytes: BodyBytes | None = None,
    largest: int = UPLOAD_BYTES,
    connections: int | None = None,
) -> Server:
    """Listen on `host` and `port` (0: any free one) for `app`, with `threads` for its requests.

    A body may have 256 KiB, on paths that begin with one of `upload_paths` 32 MiB; or what
    `body_bytes` says, at most `largest`. A larger one is not kept: the application gets the request
    with an empty body and `TOO_LARGE` set in the environment, answers 413 in its own words, and the
    connection ends. `connections`: as many as the system lets us, where it isn't said.
    Raises `AddressTaken`, or `OSError` when there is no such address here.
    """
    logging.getLogger("waitress.queue").setLevel(logging.ERROR)  # a queue is no incident
    door = _door(host, port)
    limits = Limits(
        body_bytes or uploads_on(upload_paths, largest),
        ident="",
        server_name=host,
        threads=threads or THREADS,
        connection_limit=connections or _room_for_connections(),
        max_request_header_size=HEADER_BYTES,
        max_request_body_size=largest + 1,
        inbuf_overflow=BODY_IN_MEMORY,
        outbuf_overflow=ANSWER_IN_MEMORY,
        outbuf_high_watermark=ANSWER_ON_DISK,
        log_socket_errors=False,
    )
    dispatcher = ThreadedTaskDispatcher()
    dispatcher.set_thread_count(limits.threads)
    listener = Listener(
        app,
        {},
        _sock=door,
        dispatcher=dispatcher,
        adj=limits,
        sockinfo=(door.family, door.type, door.proto, door.getsockname()),
        bind_socket=False,
    )
    return Server(host, listener)


def _door(host: str, port: int) -> socket.socket:
    family, kind, proto, _, address = socket.getaddrinfo(
        host, port, type=socket.SOCK_STREAM, flags=socket.AI_PASSIVE
    )[0]
    door = socket.socket(family, kind, proto)
    try:
        if sys.platform == "win32":  # there SO_REUSEADDR would let two programs share a port
            door.setsockopt(socket.SOL_SOCKET, socket.SO_EXCLUSIVEADDRUSE, 1)
        else:
            door.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
        door.bind(address)
        door.listen(1024)  # who comes while every connection is taken waits here
    except OSError as refused:
        door.close()
        if refused.errno in TAKEN:
            raise AddressTaken(f"{host}:{port}") from refused
        raise
    return door


def _room_for_connections() -> int:
    """Give how many connections may be open, after asking the system for as many files."""
    if sys.platform == "win32":
        return 500
    return max(64, min(CONNECTIONS, files.room(CONNECTIONS + OTHER_FILES) - OTHER_FILES))
