"""The control port: how `kiosk …` on the same machine reaches the node that serves.

On loopback only, with a token that lies in the data folder; a file has one writer, and nobody
has to stop a fair to import a list (interfaces.md, Command line).
"""

import hmac
import json
import os
from collections.abc import Callable, Iterator, Mapping
from pathlib import Path
from typing import Any

from flask import Flask, Response, request

from kiosk.commands.verbs import Refused, carried_out
from kiosk.store import connect
from kiosk.store.station import Station

FILE = "control.json"


def make_control(
    station: Station, token: str, verbs: Mapping[str, Callable[..., Iterator[dict[str, Any]]]]
) -> Flask:
    control = Flask(__name__, static_folder=None)

    @control.post("/<verb>")
    def call(verb: str) -> Response:
        given = request.headers.get("Authorization", "").removeprefix("Bearer ")
        if not hmac.compare_digest(given.encode(), token.encode()) or verb not in verbs:
            return Response(status=403)
        arguments = request.get_json()
        return Response(
            lines(carried_out(verbs[verb](station, **arguments))), mimetype="application/jsonl"
        )

    return control


def lines(events: Iterator[dict[str, Any]]) -> Iterator[str]:
    """Give each event as one line of JSON; the last one is the result or why it was refused."""
    try:
        for event in events:
            yield json.dumps(event, ensure_ascii=False) + "\n"
    except Refused as refused:
        yield json.dumps({"refused": str(refused)}, ensure_ascii=False) + "\n"


def announce(folder: Path, port: int, token: str) -> Callable[[], None]:
    """Write how to reach us, readable by this account only; give what takes it away again."""
    path = folder / FILE
    beside = folder / f"{FILE}.new"
    with os.fdopen(os.open(beside, os.O_WRONLY | os.O_CREAT | os.O_TRUNC, 0o600), "w") as file:
        told = {"port": port, "token": token, "version": connect.VERSION}
        json.dump({**told, "process": os.getpid()}, file)
    beside.replace(path)
    return lambda: path.unlink(missing_ok=True)
