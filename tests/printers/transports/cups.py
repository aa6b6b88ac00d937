"""Real IPP printers: CUPS' `ippeveprinter`, and a queue of a private `cupsd` in front of one.

Debian's ippeveprinter wants D-Bus and Avahi, also to print nothing over the network: both are
started privately, Avahi on the loopback alone.
"""

import os
import shutil
import signal
import socket
import subprocess
import time
from collections.abc import Callable, Iterator
from contextlib import closing, contextmanager, suppress
from dataclasses import dataclass
from pathlib import Path
from tempfile import TemporaryDirectory

import pytest

from printers.transports.ipp import Ipp

STARTS_WITHIN = 20.0  # seconds, on a busy machine
WANTED = ("ippeveprinter", "avahi-daemon", "dbus-daemon")


def needs(*programs: str) -> pytest.MarkDecorator:
    missing = [each for each in programs if shutil.which(each) is None]
    reason = (
        f"{', '.join(missing)} not installed (apt-get install cups cups-ipp-utils avahi-daemon)"
    )
    return pytest.mark.skipif(bool(missing), reason=f"{reason}, so no real IPP printer is asked")


needs_ippeveprinter = needs(*WANTED)
needs_cupsd = needs(*WANTED, "cupsd", "lpadmin")

BUS = """<busconfig><type>system</type><listen>unix:path={folder}/bus</listen>
<auth>EXTERNAL</auth><policy context="default"><allow send_destination="*" eavesdrop="true"/>
<allow eavesdrop="true"/><allow own="*"/><allow user="*"/></policy></busconfig>"""
AVAHI = """[server]
host-name=localhost
use-ipv6=no
allow-interfaces=lo
[wide-area]
enable-wide-area=no
"""
CUPSD = """Listen 127.0.0.1:{port}
Browsing Off
WebInterface No
DefaultAuthType None
<Location />
Order allow,deny
Allow from 127.0.0.1
</Location>
<Policy default>
<Limit All>
Order allow,deny
Allow from 127.0.0.1
</Limit>
</Policy>
"""
CUPS_FILES = """ServerRoot {folder}/etc
RequestRoot {folder}/spool
TempDir {folder}/spool
CacheDir {folder}/cache
StateDir {folder}/state
AccessLog {folder}/access
ErrorLog {folder}/error
PageLog {folder}/page
"""


@contextmanager
def running(*command: str, log: Path, bus: Path | None = None) -> Iterator[subprocess.Popen[bytes]]:
    """A process of ours, ended at the end."""
    env = os.environ | ({"DBUS_SYSTEM_BUS_ADDRESS": f"unix:path={bus}"} if bus else {})
    with log.open("wb") as out:
        process = subprocess.Popen(command, stdout=out, stderr=out, env=env)
    try:
        yield process
    finally:
        with suppress(ProcessLookupError):
            process.send_signal(signal.SIGCONT)
            process.terminate()
        try:
            process.wait(5)
        except subprocess.TimeoutExpired:
            process.kill()
            process.wait()


def until(true: Callable[[], bool], what: str) -> None:
    end = time.monotonic() + STARTS_WITHIN
    while not true():
        assert time.monotonic() < end, what
        time.sleep(0.05)


def free_port() -> int:
    with closing(socket.create_server(("127.0.0.1", 0))) as listener:
        return int(listener.getsockname()[1])


def listens(port: int) -> bool:
    with closing(socket.socket()) as line:
        return line.connect_ex(("127.0.0.1", port)) == 0


@contextmanager
def bus(folder: Path) -> Iterator[Path]:
    """D-Bus and Avahi for nobody else; gives the bus' socket."""
    (folder / "bus.conf").write_text(BUS.format(folder=folder))
    (folder / "avahi.conf").write_text(AVAHI)
    at, log = folder / "bus", folder / "avahi.log"
    d_bus = ("dbus-daemon", f"--config-file={folder}/bus.conf", "--nofork", "--nopidfile")
    avahi = ("avahi-daemon", "-f", f"{folder}/avahi.conf", "--no-drop-root", "--no-chroot")
    with running(*d_bus, log=folder / "bus.log"):
        until(at.exists, "D-Bus doesn't start")
        with running(*avahi, "--no-rlimits", log=log, bus=at):
            until(lambda: b"startup complete" in log.read_bytes(), "Avahi doesn't start")
            yield at


@dataclass
class Real:
    """An ippeveprinter; `kept` is where its finished pages come to lie."""

    process: subprocess.Popen[bytes]
    port: int
    kept: Path

    @property
    def printer(self) -> Ipp:
        return Ipp("127.0.0.1", self.port)

    @property
    def pages(self) -> list[bytes]:
        return [path.read_bytes() for path in sorted(self.kept.glob("*.pwg"))]


@contextmanager
def ippeveprinter(
    folder: Path, at: Path, *, takes: str = "image/pwg-raster", seconds: float = 0
) -> Iterator[Real]:
    """A printer that prints into a folder, each page for so many seconds."""
    kept, prints = folder / "kept", folder / "prints.sh"
    kept.mkdir(parents=True)
    (folder / "spool").mkdir()
    prints.write_text(
        f'#!/bin/sh\nsleep {seconds}\ncp "$1" {kept}/$$.part\nmv {kept}/$$.part {kept}/$$.pwg\n'
    )
    prints.chmod(0o755)
    port = free_port()
    command = ("ippeveprinter", "-r", "off", "-n", "localhost", "-p", str(port), "-f", takes)
    more = ("-c", str(prints), "-d", f"{folder}/spool", "Test")
    with running(*command, *more, log=folder / "printer.log", bus=at) as process:
        until(lambda: listens(port), (folder / "printer.log").read_text())
        yield Real(process, port, kept)


@contextmanager
def cups_queue(at: Path, printer: Real) -> Iterator[Ipp]:
    """A queue of a cupsd, which passes on to an ippeveprinter. Its backends run as another user,
    so that the folder is open to all."""
    with TemporaryDirectory(prefix="cups-") as name:
        folder = Path(name)
        folder.chmod(0o755)
        with cupsd(folder, at) as port:
            to = f"ipp://127.0.0.1:{printer.port}/ipp/print"
            add = ("lpadmin", "-h", f"127.0.0.1:{port}", "-p", "Label", "-E", "-v", to, "-m", "raw")
            subprocess.run(add, check=True, capture_output=True)
            yield Ipp("127.0.0.1", port, "/printers/Label")


@contextmanager
def cupsd(folder: Path, at: Path) -> Iterator[int]:
    """A private cupsd; its port."""
    for name in ("etc/ppd", "etc/ssl", "spool", "cache", "state/certs"):
        (folder / name).mkdir(parents=True)
    port = free_port()
    (folder / "etc/cupsd.conf").write_text(CUPSD.format(port=port))
    (folder / "etc/cups-files.conf").write_text(CUPS_FILES.format(folder=folder))
    files = ("-c", f"{folder}/etc/cupsd.conf", "-s", f"{folder}/etc/cups-files.conf")
    with running("cupsd", "-f", *files, log=folder / "cupsd.log", bus=at):
        until(lambda: listens(port), "cupsd doesn't start")
        yield port
