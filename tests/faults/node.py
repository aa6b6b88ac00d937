"""A real node in a process of its own, driven over HTTP, and killed."""

import http.client
import json
import os
import signal
import subprocess
import sys
import time
import uuid
from dataclasses import dataclass
from pathlib import Path
from typing import Any

KIOSK = (sys.executable, "-m", "kiosk")
STARTS_WITHIN = 30.0  # seconds, on a busy machine
STARTED: list[subprocess.Popen[str]] = []  # by the test that runs now


def kiosk(folder: Path, *words: str, check: bool = True) -> subprocess.CompletedProcess[str]:
    """Run one command on a data folder."""
    return subprocess.run(
        [*KIOSK, "--data", str(folder), *words], capture_output=True, text=True, check=check
    )


def kiosk_json(folder: Path, *words: str) -> Any:
    return json.loads(kiosk(folder, *words, "--json").stdout)


@dataclass
class Node:
    """A serving process; `port` is where it listens."""

    folder: Path
    process: subprocess.Popen[str]
    port: int

    def kill(self) -> None:
        """Pull the plug."""
        os.kill(self.process.pid, signal.SIGKILL)
        self.process.wait()

    def stop(self) -> float:
        """End it as a service manager would; give how many seconds that took."""
        began = time.monotonic()
        self.process.terminate()
        self.process.wait(10)
        return time.monotonic() - began


def serve(folder: Path, *words: str) -> Node:
    """Start a node on any free port and wait until it answers."""
    process = subprocess.Popen(
        [*KIOSK, "--data", str(folder), "serve", "--host", "127.0.0.1", "--port", "0", *words],
        stdout=subprocess.PIPE,
        text=True,
    )
    STARTED.append(process)
    assert process.stdout is not None
    url = process.stdout.readline().strip()
    port = int(url.rpartition(":")[2])
    deadline = time.monotonic() + STARTS_WITHIN
    while time.monotonic() < deadline:
        try:
            if Phone(port, "").get("/healthz")[0] == 200:
                return Node(folder, process, port)
        except OSError:
            time.sleep(0.02)
    process.kill()
    raise TimeoutError(url)


class Phone:
    """A device with one kept-alive connection."""

    def __init__(self, port: int, token: str) -> None:
        self.port = port
        self.token = token
        self._line: http.client.HTTPConnection | None = None

    def post(self, path: str, **body: Any) -> tuple[int, Any]:
        """Make one API call; a broken line raises OSError or HTTPException."""
        body.setdefault("scan_id", uuid.uuid4().hex)
        return self.send("POST", f"/api/v1{path}", json.dumps(body).encode())

    def get(self, path: str) -> tuple[int, Any]:
        return self.send("GET", path, None)

    def send(self, method: str, path: str, body: bytes | None) -> tuple[int, Any]:
        if self._line is None:
            self._line = http.client.HTTPConnection("127.0.0.1", self.port, timeout=30)
        headers = {"Authorization": f"Bearer {self.token}"} if self.token else {}
        try:
            self._line.request(method, path, body, headers)
            answer = self._line.getresponse()
            data = answer.read()
        except BaseException:
            self._line.close()
            self._line = None
            raise
        try:
            return answer.status, json.loads(data)
        except ValueError:
            return answer.status, data.decode("utf-8", "replace")
