"""The words of the command line about other nodes, and their options."""

from collections.abc import Callable
from pathlib import Path
from typing import Any

import click

from kiosk.commands import joining

FILE = click.Path(path_type=Path, dir_okay=False)
ROLES = click.Choice(["station", "desk", "organizer"])


Declare = Callable[[click.Group, str], Callable[[Callable[..., Any]], click.Command]]
Option = Callable[[Callable[..., Any]], Callable[..., Any]]


def add_node_words(main: click.Group, command: Declare, as_json: Option) -> None:
    """Declare `invite`, `pair`, `exchange` and `revoke` below `main`."""

    @command(main, "invite")
    @click.option("--role", type=ROLES, default="station", show_default=True)
    @click.option("--name", default="", help="What the new node is called.")
    @click.option("--answer", type=FILE, default=None, help="A request that came on a stick.")
    @click.option("--out", type=FILE, default=None, help="Where the sealed answer goes.")
    @as_json
    def invite(folder: Path, *, role: str, name: str, answer: Path | None, out: Path | None) -> Any:
        """Let one node join: a line of text, good for ten minutes."""
        if (answer is None) != (out is None):
            raise click.UsageError("--answer and --out go together.")
        if answer is not None and out is not None:
            return joining.answer(folder, answer, out, role=role, name=name)
        return joining.invite(folder, role, name)

    @command(main, "pair")
    @click.argument("invite", default="")
    @click.option("--request", type=FILE, default=None, help="Write a request for a stick here.")
    @click.option("--name", default="", help="What this node is called, where nobody said it.")
    @as_json
    def pair(folder: Path, invite: str, request: Path | None, name: str) -> Any:
        """Join the fair of INVITE: its text, or the file that answers a request."""
        if (request is None) == (invite == ""):
            raise click.UsageError("Give an INVITE, or --request FILE.")
        if request is not None:
            return joining.request(folder, request, name)
        if Path(invite).is_file():
            return joining.pair_by_file(folder, Path(invite))
        return joining.pair(folder, invite, name)

    @command(main, "exchange")
    @click.argument("peer", required=False)
    @as_json
    def exchange(folder: Path, peer: str | None) -> Any:
        """Exchange now with PEER, or with every node whose address is known."""
        return joining.exchange(folder, peer)

    @command(main, "revoke")
    @click.argument("node")
    @as_json
    def revoke(folder: Path, node: str) -> Any:
        """Let NODE's word count no more after what has been seen."""
        return joining.revoke(folder, node)
