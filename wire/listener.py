"""The door for other nodes: TLS in front of an HTTP server of our own on loopback.

One thread keeps all connections (asyncio), so one that is slow to shake hands, sends drop by drop
or says nothing holds none of the workers behind it (docs/decisions/0007-tls-between-nodes.md).
"""

import asyncio
import contextlib
import errno
import logging
import socket
import ssl
import sys
import threading
from collections.abc import Callable

from wire import answering
from wire.guests import Guest, Guests, place_of

HANDSHAKE_SECONDS = 5.0
FIRST_SECONDS = 10.0  # until a connection that shook hands says something
UNKNOWN_SECONDS = 35.0  # until an exchange has answered it; whoever asks gives us 30 (talking.py)
SILENT_SECONDS = 60.0
CONNECTIONS = 512  # 200 stations at one central, and some that are closing
OF_A_STATION = 96  # 22 nodes and central
FILES = 3  # of one connection: here, to the server behind, and there
PIECE = 64 * 1024
FIRST_PORT, PORTS = 20_000, 10_000
NO_FILES = (errno.EMFILE, errno.ENFILE, errno.ENOBUFS, errno.ENOMEM)
SHORT_SECONDS = 60.0  # that long fewer are let in, after files ran out


class Listener:
    """A port that is open already; `start` lets others in, `stop` ends it."""

    def __init__(
        self,
        door: socket.socket,
        context: ssl.SSLContext,
        behind: int,
        *,
        behind_host: str = "127.0.0.1",
        most: int = CONNECTIONS,
    ) -> None:
        self.port: int = door.getsockname()[1]
        self._door = door
        self._context = context
        self._behind = (behind_host, behind)
        self._guests = Guests(most)
        self._room = most
        self._short_until = 0.0
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
        self._door.setblocking(False)
        serving = self._loop.create_task(self._serve())
        try:
            self._loop.run_forever()
        finally:
            serving.cancel()
            left = asyncio.all_tasks(self._loop)
            for task in left:
                task.cancel()
            self._loop.run_until_complete(asyncio.gather(*left, return_exceptions=True))
            self._loop.run_until_complete(asyncio.sleep(0.05))  # transports say good-bye
            self._door.close()
            self._loop.close()

    async def _serve(self) -> None:
        while True:
            try:
                outer, address = await self._loop.sock_accept(self._door)
            except OSError as error:  # also: somebody was gone before we looked
                if error.errno in NO_FILES:
                    await self._be_short()
                continue
            now = self._loop.time()
            guest = Guest(place_of(address[0]), now)
            room = self._room if now < self._short_until else None
            if self._guests.come(guest, most=room):
                guest.task = self._loop.create_task(self._meet(guest, outer))
                await asyncio.sleep(0)  # it has begun: cancelled before, it would close nothing
            else:
                outer.close()

    async def _be_short(self) -> None:
        """Files ran out: let go of a quarter, and let in fewer for a while."""
        if self._loop.time() > self._short_until:
            logging.getLogger(__name__).error("exchange: no more files may be opened here")
        self._room = max(8, len(self._guests) * 3 // 4)
        self._short_until = self._loop.time() + SHORT_SECONDS
        while len(self._guests) > self._room and self._guests.let_go():
            pass
        await asyncio.sleep(0.1)  # those that go are closed; never as fast as we can

    async def _meet(self, guest: Guest, outer: socket.socket) -> None:
        writers: list[asyncio.StreamWriter] = []
        parted = False  # both have said all; else nobody is waited for
        try:
            async with asyncio.timeout(UNKNOWN_SECONDS) as patience:
                reader, writer = await self._shake_hands(outer)
                writers.append(writer)
                guest.shaken = True
                async with asyncio.timeout(FIRST_SECONDS):
                    first = await reader.read(PIECE)
                if not first:
                    return
                guest.asked = True
                answers, inner = await asyncio.open_connection(*self._behind, limit=PIECE)
                writers.append(inner)
                inner.write(first)

                def welcome() -> None:
                    guest.welcome = True
                    with contextlib.suppress(RuntimeError):  # its time was up this very moment
                        patience.reschedule(None)

                async with asyncio.TaskGroup() as both:
                    there = both.create_task(pump(reader, inner))
                    back = both.create_task(pump(answers, writer, welcome))
                    await asyncio.wait({there, back}, return_when=asyncio.FIRST_COMPLETED)
                    there.cancel()
                    back.cancel()
                parted = True
        except (OSError, TimeoutError):
            pass  # it took too long, or the server behind is ending
        finally:
            self._guests.leave(guest)
            for each in writers:
                each.close() if parted else each.transport.abort()
            if not writers:
                outer.close()

    async def _shake_hands(
        self, outer: socket.socket
    ) -> tuple[asyncio.StreamReader, asyncio.StreamWriter]:
        reader = asyncio.StreamReader(limit=PIECE, loop=self._loop)
        protocol = asyncio.StreamReaderProtocol(reader, loop=self._loop)
        transport, _ = await self._loop.connect_accepted_socket(
            lambda: protocol,
            outer,
            ssl=self._context,
            ssl_handshake_timeout=HANDSHAKE_SECONDS,
            ssl_shutdown_timeout=HANDSHAKE_SECONDS,
        )
        return reader, asyncio.StreamWriter(transport, protocol, reader, self._loop)


async def pump(
    reader: asyncio.StreamReader,
    writer: asyncio.StreamWriter,
    answered: Callable[[], None] | None = None,
) -> None:
    """Pass on what comes until it ends or is silent for too long.

    `answered` is called once an exchange has answered well.
    """
    with contextlib.suppress(OSError, TimeoutError):
        while data := await asyncio.wait_for(reader.read(PIECE), SILENT_SECONDS):
            if answered is not None and is_well(data):
                answered()
                answered = None
            writer.write(data)
            await writer.drain()


def is_well(answer: bytes) -> bool:
    """Say whether an answer's beginning is that of an exchange which knows who asked."""
    head = answer[:2000].partition(b"\r\n\r\n")[0]
    return head.startswith(b"HTTP/1.1 200 ") and answering.KIND.encode() in head


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
