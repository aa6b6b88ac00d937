"""Fairs report to a central in a process of its own, which is killed and hidden behind a proxy."""

import json
import os
import signal
import ssl
import subprocess
import sys
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from pathlib import Path
from typing import Any

import pytest
from cryptography import x509
from cryptography.hazmat.primitives import hashes
from cryptography.hazmat.primitives.asymmetric import ec
from cryptography.hazmat.primitives.serialization import Encoding, NoEncryption, PrivateFormat
from cryptography.x509.oid import NameOID

from tests.faults.conftest import Made
from tests.faults.node import kiosk, kiosk_json, serve
from tests.faults.stations import eventually, walk_ins
from wire import listener

pytestmark = [pytest.mark.slow, pytest.mark.timeout(600)]
CENTRAL = (sys.executable, "-m", "central")


@dataclass
class Served:
    """A central that serves; `port` is where its pages are."""

    database: str
    process: subprocess.Popen[str]
    port: int

    def says(self, *words: str, status: int = 0) -> Any:
        done = central(self.database, *words)
        assert done.returncode == status, done.stderr
        return json.loads(done.stdout) if status == 0 else done.stderr

    def kill(self) -> None:
        os.kill(self.process.pid, signal.SIGKILL)
        self.process.wait()


def central(database: str, *words: str) -> subprocess.CompletedProcess[str]:
    return subprocess.run(
        [*CENTRAL, "--database", database, *words, "--json"], capture_output=True, text=True
    )


def start(database: str) -> Served:
    words = ("--database", database, "serve", "--port", "0")
    process = subprocess.Popen([*CENTRAL, *words], stdout=subprocess.PIPE, text=True)
    assert process.stdout is not None
    return Served(database, process, int(process.stdout.readline().rpartition(":")[2]))


@pytest.fixture
def database(tmp_path: Path) -> str:
    return f"sqlite:///{tmp_path / 'central' / 'central.db'}"


@pytest.fixture
def served(database: str) -> Iterator[Served]:
    running = start(database)
    yield running
    if running.process.poll() is None:
        running.kill()


def fair_at(at: Served) -> Any:
    return at.says("status")["fairs"][0]


def test_a_fair_reports_while_central_is_killed_again_and_again(
    made: Made, served: Served, database: str
) -> None:
    kiosk(made.folder, "pair", served.says("invite")["invite"])
    node = serve(made.folder)
    for _ in range(4):
        walk_ins(node, made.gate, 40)
        served.kill()
        walk_ins(node, made.gate, 10)
        served = start(database)
    assert eventually(lambda: fair_at(served)["people"] == 200 and healthy(made) == "ok", within=90)
    node.stop()
    kiosk(made.folder, "exchange")
    here = kiosk_json(made.folder, "status")
    assert fair_at(served)["digest"] == here["digest"]
    assert here["people"] == 200
    served.kill()
    refused = central(database, "invite")
    assert refused.returncode == 1
    assert "No central serves" in refused.stderr


def healthy(made: Made) -> str:
    return "ok" if kiosk_json(made.folder, "verify")["ok"] else "damaged"


def test_central_behind_a_proxy_with_an_ordinary_certificate(
    made: Made, served: Served, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """The proxy is a TLS door of ours with a certificate that the system trusts."""
    certificate, key = ordinary_certificate(tmp_path)
    context = ssl.SSLContext(ssl.PROTOCOL_TLS_SERVER)
    context.load_cert_chain(certificate, key)
    proxy = listener.Listener(listener.open_door("127.0.0.1", 0), context, served.port)
    elsewhere = listener.Listener(listener.open_door("127.0.0.1", 0), context, served.port)
    for each in (proxy, elsewhere):
        each.start()
    try:
        address = f"localhost:{proxy.port}"
        text = served.says("invite", "--address", address)["invite"]
        assert text.split("/")[2] == "-"
        distrusted = kiosk(made.folder, "pair", text, check=False)
        assert distrusted.returncode == 1
        assert "certificate" in distrusted.stderr
        monkeypatch.setenv("SSL_CERT_FILE", str(certificate))
        passed_on = text.replace(str(proxy.port), str(elsewhere.port))
        refused = kiosk(made.folder, "pair", passed_on, check=False)
        assert "doesn't take this invite" in refused.stderr, "its code is for another place"
        kiosk(made.folder, "pair", text)
        done = kiosk_json(made.folder, "exchange", "central")["peers"]
        assert [each["error"] for each in done] == [None]
    finally:
        proxy.stop()
        elsewhere.stop()
    assert fair_at(served)["digest"] == kiosk_json(made.folder, "status")["digest"]


def ordinary_certificate(folder: Path) -> tuple[Path, Path]:
    """Make a certificate for `localhost`, and its key, as PEM files."""
    key = ec.generate_private_key(ec.SECP256R1())
    name = x509.Name([x509.NameAttribute(NameOID.COMMON_NAME, "localhost")])
    now = datetime.now(UTC)
    made = (
        x509.CertificateBuilder()
        .subject_name(name)
        .issuer_name(name)
        .public_key(key.public_key())
        .serial_number(x509.random_serial_number())
        .not_valid_before(now - timedelta(days=1))
        .not_valid_after(now + timedelta(days=2))
        .add_extension(x509.SubjectAlternativeName([x509.DNSName("localhost")]), critical=False)
        .add_extension(x509.BasicConstraints(ca=True, path_length=None), critical=True)
        .sign(key, hashes.SHA256())
    )
    pems = folder / "proxy.pem", folder / "proxy.key"
    pems[0].write_bytes(made.public_bytes(Encoding.PEM))
    pems[1].write_bytes(
        key.private_bytes(Encoding.PEM, PrivateFormat.TraditionalOpenSSL, NoEncryption())
    )
    return pems
