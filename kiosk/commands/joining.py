"""`kiosk invite`, `pair`, `exchange`, `revoke`: what they print."""

from pathlib import Path
from typing import Any

from kiosk.commands.making import run
from kiosk.commands.refused import Refused
from kiosk.commands.shown import Done
from sheets.writing import whole_file

LARGEST_REQUEST = 8192  # bytes read of a file that says it is a request


def invite(folder: Path, role: str, name: str) -> Done:
    result = run(folder, "invite", role=role, name=name)
    return Done(
        result,
        f"{result['invite']}\nGood for one node and ten minutes. On the new node: "
        f"kiosk pair {result['invite']}",
    )


def pair(folder: Path, text: str, name: str) -> Done:
    result = run(folder, "join", text=text, name=name)
    return Done(result, told_joined(result))


def request(folder: Path, out: Path, name: str) -> Done:
    result = run(folder, "ask_by_stick", name=name)
    with whole_file(out) as file:
        file.write(bytes.fromhex(result["request"]))
    return Done(
        {"node": result["node"], "file": str(out)},
        f"The request is in {out}. On the organizer's machine: "
        f"kiosk invite --answer {out.name} --out answer.fair, then here: kiosk pair answer.fair",
    )


def answer(folder: Path, request: Path, out: Path, *, role: str, name: str) -> Done:
    try:
        asked = request.read_bytes()[:LARGEST_REQUEST]
    except OSError as error:
        raise Refused(f"{request} can't be read ({error.strerror}); nothing was changed.") from None
    result = run(
        folder,
        "answer_by_stick",
        request=asked.hex(),
        role=role,
        name=name,
        out=str(out.resolve()),
    )
    return Done(
        result,
        f"{result['name']} has joined. The answer is in {out}, sealed for that machine alone; "
        f"there: kiosk pair {out.name}",
    )


def pair_by_file(folder: Path, file: Path) -> Done:
    result = run(folder, "join_by_stick", file=str(file.resolve()))
    return Done(result, told_joined(result))


def told_joined(result: dict[str, Any]) -> str:
    if result["inviter_role"] == "central":
        first = f"This node now exchanges with {result['inviter']}."
    else:
        first = f"This node is {result['name']} ({result['role']}) of the fair now."
    letter = (
        f"Its badge numbers begin with {result['series']}."
        if result["series"]
        else "All letters for badge numbers are given out: it scans and binds pre-printed badges, "
        "and gives out no numbers of its own."
    )
    if result["received"] is None:
        came = "The fair itself didn't arrive yet; it comes with the next exchange."
    else:
        came = f"{result['received']} facts arrived."
    wrong = f"{result['error']} " if result["error"] else ""
    return " ".join((first, letter, came, f"{wrong}Start it with `kiosk serve`."))


def exchange(folder: Path, peer: str | None) -> Done:
    result = run(folder, "exchange", peer=peer)
    lines = [
        f"{each['name']}: {each['sent']} sent, {each['received']} received"
        + (f", {each['quarantined']} kept aside" if each["quarantined"] else "")
        for each in result["peers"]
    ]
    if not lines:
        lines = ["No other node's address is known here, so nothing was exchanged."]
    errors = [each["error"] for each in result["peers"] if each["error"]]
    return Done(result, "\n".join(lines), 1 if errors else 0, "\n".join(errors))


def revoke(folder: Path, node: str) -> Done:
    result = run(folder, "revoke", node=node)
    return Done(
        result,
        f"{result['name']}'s word counts no more after what has been seen of it. "
        "Nodes that meet this one hear it at the next exchange.",
    )
