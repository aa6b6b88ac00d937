"""The door for other nodes: TLS in front of an HTTP server of our own on loopback.

One thread keeps all connections (asyncio), so one that is slow to shake hands, sends drop by drop
or says nothing holds none of the workers behind it (docs/decisions/0007-tls-between-nodes.md).
"""

import asyncio
import contextlib
import socket
import ssl
import sys
import threading

HANDSHAKE_SECONDS = 5.0
SILENT_SECONDS = 60.0
CONNECTIONS = 512  # 200 stations at one central, and some that are closing
PIECE = 64 * 1024
FIRST_PORT, PORTS = 20_000, 10_000


class Listener:
    """A port that is open already; `start` lets others in, `stop` ends it."""

    def __init__(
        self,
        door: socket.socket,
        context: ssl.SSLContext,
        behind: int,
        *,
        behind_host: str = "127.0.0.1",
    ) -> None:
        self.port: int = door.getsockname()[1]
        self._door = door
        self._context = context
        self._behind = (behind_host, behind)
        self._open = 0
        self._loop = asyncio.new_event_loop()
        self._thread = threading.Thread(target=self._run, name="nodes", daemon=True)

    def start(self) -> None:
        self._thread.start()

    def stop(self, seconds: float = 1.0) -> None:
        """Close the door and every connection. What was cut is asked for again next time."""
        if self._thread.ident is None:
            self._door.close()
            return
        with contextlib.suppress(RuntimeError):  # it has ended by itself
            self._loop.call_soon_threadsafe(self._loop.stop)
        self._thread.join(seconds)

    def _run(self) -> None:
        asyncio.set_event_loop(self._loop)
        serving = asyncio.start_server(
            self._meet,
            sock=self._door,
            ssl=self._context,
            ssl_handshake_timeout=HANDSHAKE_SECONDS,
            limit=PIECE,
            backlog=256,
        )
        try:
            self._loop.run_until_complete(serving)
            self._loop.run_forever()
        finally:
            left = asyncio.all_tasks(self._loop)
            for task in left:
                task.cancel()
            self._loop.run_until_complete(asyncio.gather(*left, return_exceptions=True))
            self._loop.run_until_complete(asyncio.sleep(0.05))  # transports say good-bye
            self._door.close()
            self._loop.close()

    async def _meet(self, reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
        if self._open >= CONNECTIONS:
            writer.transport.abort()
            return
        self._open += 1
        inner: asyncio.StreamWriter | None = None
        try:
            answers, inner = await asyncio.open_connection(*self._behind, limit=PIECE)
            there = asyncio.ensure_future(pump(reader, inner))
            back = asyncio.ensure_future(pump(answers, writer))
            _, running = await asyncio.wait({there, back}, return_when=asyncio.FIRST_COMPLETED)
            for task in running:
                task.cancel()
            await asyncio.gather(there, back, return_exceptions=True)
        except (OSError, asyncio.CancelledError):
            pass  # the server behind is ending, or we are
        finally:
            self._open -= 1
            for each in (writer, inner):
                if each is not None:
                    each.close()


async def pump(reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
    """Pass on what comes until it ends or is silent for too long."""
    with contextlib.suppress(OSError, TimeoutError):
        while data := await asyncio.wait_for(reader.read(PIECE), SILENT_SECONDS):
            writer.write(data)
            await writer.drain()


def usual_port(node: str) -> int:
    """Give the port that a node takes first, by its id.

    Others remember it: two nodes on one machine, one of them stopped, must not take each other's.
    Below 32768, from where on Linux hands out ports itself.
    """
    return FIRST_PORT + int(node, 16) % PORTS


def open_door(host: str, port: int) -> socket.socket:
    """Take `port`, or any free one where somebody else has it. Raises OSError for a bad `host`."""
    family, kind, proto, _, address = socket.getaddrinfo(
        host, port, type=socket.SOCK_STREAM, flags=socket.AI_PASSIVE
    )[0]
    for wanted in (address, (address[0], 0, *address[2:])):
        door = socket.socket(family, kind, proto)
        try:
            if sys.platform == "win32":  # there SO_REUSEADDR would let two programs share a port
                door.setsockopt(socket.SOL_SOCKET, socket.SO_EXCLUSIVEADDRUSE, 1)
            else:
                door.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
            door.bind(wanted)
            door.listen(256)
        except OSError:
            door.close()
            if wanted[1] == 0:
                raise
        else:
            return door
    raise AssertionError("the second one is any free port, or raised")
