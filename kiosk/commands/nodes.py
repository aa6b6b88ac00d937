"""What the command line can do about other nodes: invite, join, exchange, revoke."""

import socket
import time
from collections.abc import Callable, Iterator, Mapping
from dataclasses import replace
from pathlib import Path
from typing import Any

from fair.authority import NodeRole, may_say
from fair.exchange import Broken
from fair.facts import NodeJoined
from kiosk.actions import join_fair, let_join, revoke_node
from kiosk.actions.exchange_with import disbelief
from kiosk.actions.take_chunk import Taken, take_chunk
from kiosk.commands.refused import Refused
from kiosk.neighbours import PATIENCE, Neighbours
from kiosk.pairing import NotPaired, pair
from kiosk.store import giving, peers
from kiosk.store.peers import Peer
from kiosk.store.station import NoFair, Station
from kiosk.talk_told import WHY, told
from sheets.writing import whole_file
from wire import by_stick, chunks, invite, signing
from wire.messages import BadMessage
from wire.pairing import Answer
from wire.talking import NoTalk, key_at

Events = Iterator[dict[str, Any]]


def make_invite(neighbours: Neighbours, *, role: NodeRole, name: str) -> Events:
    yield {"result": {"invite": new_invite(neighbours, role=role, name=name)}}


def new_invite(neighbours: Neighbours, *, role: NodeRole, name: str) -> str:
    """Issue an invite and give its text. Raises Refused."""
    station = neighbours.station
    try:
        who = station.fair
    except NoFair:
        raise Refused(NO_FAIR) from None
    if not may_say(peers.own_role(station.reading(), who), NodeJoined.KIND):
        raise Refused(NOT_ORGANIZER)
    for _ in range(20):  # the door opens within a moment after the fair was made
        if addresses := neighbours.addresses():
            break
        neighbours.stop_asked.wait(0.1)
    else:
        raise Refused(NOT_SERVING)
    code = neighbours.invites.issue(role, name, station.chance.below)
    key = invite.fingerprint(signing.public_key(who.node_key))
    return invite.write(invite.Invite(addresses, key, code, role))


def join(neighbours: Neighbours, *, text: str, name: str) -> Events:
    try:
        answer, first = pair(neighbours, text, name=name or socket.gethostname())
    except NotPaired as why:
        raise Refused(told(why.code, "The inviting node", why.detail)) from None
    except join_fair.OtherFair:
        raise Refused(WHY["other_fair"]) from None
    result = told_joined(answer, first.received if first is not None else None)
    if first is not None and first.broken:
        wrong = disbelief(first.broken)
        result["error"] = told(wrong.code, answer.name, wrong.detail)
    yield {"result": result}


def told_joined(answer: Answer, received: int | None) -> dict[str, Any]:
    return {
        "fair": answer.fair,
        "name": answer.your_name,
        "role": answer.your_role,
        "series": answer.series,
        "inviter": answer.name,
        "inviter_role": answer.role,
        "received": received,
        "error": None,
    }


def ask_by_stick(station: Station, *, name: str) -> Events:
    """Give a request for a stick, in hex."""
    if station.who is not None:
        raise Refused(
            "This folder belongs to a fair already, so no request was written. "
            "Choose an empty folder with --data."
        )
    node, key = join_fair.own_keys(station)
    written = by_stick.write_request(node, key, name or socket.gethostname())
    yield {"result": {"node": node, "request": written.hex()}}


def answer_by_stick(
    station: Station, *, request: str, role: NodeRole, name: str, out: str
) -> Events:
    """Let the node of a request join, and write the sealed answer."""
    try:
        asked = by_stick.read_request(bytes.fromhex(request))
        who = station.fair
    except BadMessage as bad:
        raise Refused(
            f"This is no request to join ({bad}); nothing was changed. "
            "Write it anew on the joining machine with `kiosk pair --request FILE`."
        ) from None
    except NoFair:
        raise Refused(NO_FAIR) from None
    joiner = let_join.Joiner(asked.node, asked.key, asked.name)
    try:
        joined = let_join.let_join(station, joiner, role=role, name=name, actor=who.node)
    except let_join.NotLetIn as why:
        raise Refused(told(why.code, "This node")) from None
    lines = (chunks.write(each) for each in giving.chunks(station.reading(), station.fair, {}))
    sealed = by_stick.write_answer(let_join.answer_of(station, joined), lines, asked.key)
    with whole_file(Path(out)) as file:
        file.write(sealed)
    yield {
        "result": {"node": asked.node, "name": joined.name, "series": joined.series, "file": out}
    }


def join_by_stick(station: Station, *, file: str) -> Events:
    """Join by the sealed answer, and take the facts that it brings."""
    _, key = join_fair.own_keys(station)
    try:
        answer, parts = by_stick.read_answer(Path(file).read_bytes(), key)
        join_fair.join_fair(station, answer)
        received = sum(keep(station, each) for each in parts)
    except (BadMessage, chunks.Unreadable) as bad:
        raise Refused(
            f"{file} can't be used here ({bad}); nothing was changed. It opens only in the "
            "folder that wrote the request: check --data, or ask for a new answer."
        ) from None
    except (join_fair.OtherFair, join_fair.NoKey):
        raise Refused(WHY["other_fair"]) from None
    yield {"result": told_joined(answer, received)}


def keep(station: Station, lines: bytes) -> int:
    match take_chunk(station, chunks.read(lines)):
        case Broken(why=why):
            raise BadMessage(why)
        case Taken(new=new):
            return new


def exchange(neighbours: Neighbours, *, peer: str | None) -> Events:
    """Exchange now with one node (id, name or address), or with each whose address is known."""
    try:
        every = neighbours.every()
    except NoFair:
        raise Refused(NO_FAIR) from None
    chosen = (
        [each for each in every if each.addresses and not each.revoked]
        if peer is None
        else [find(every, peer)]
    )
    results = []
    for done, each in enumerate(chosen, 1):
        results.append(exchange_once(neighbours, each))
        yield {"progress": [done, len(chosen)]}
    yield {"result": {"peers": results}}


def exchange_once(neighbours: Neighbours, peer: Peer) -> dict[str, Any]:
    """Exchange with a node, waiting a while for one that is busy."""
    until = time.monotonic() + PATIENCE
    while True:
        try:
            done = neighbours.exchange(peer)
        except NoTalk as why:
            wait = (why.retry_after or 1.0) + neighbours.station.chance.below(500) / 1000
            if why.code == "busy" and time.monotonic() + wait < until:
                neighbours.stop_asked.wait(wait)
                continue
            error = told(why.code, peer.name or peer.node, why.detail)
            return {**told_peer(peer), "sent": 0, "received": 0, "quarantined": 0, "error": error}
        wrong = disbelief(done.broken)
        return {
            **told_peer(peer),
            "sent": done.sent,
            "received": done.received,
            "quarantined": done.quarantined,
            "error": told(wrong.code, peer.name, wrong.detail) if done.broken else None,
        }


def told_peer(peer: Peer) -> dict[str, Any]:
    return {"node": peer.node, "name": peer.name}


def find(every: list[Peer], wanted: str) -> Peer:
    """Find a node by id, name, or the address that is typed for the only one it can be."""
    for each in every:
        if wanted in (each.node, each.name) or wanted in each.addresses:
            return each
    begins = [each for each in every if len(wanted) >= 6 and each.node.startswith(wanted)]
    if len(begins) == 1:
        return begins[0]
    if invite.is_address(wanted) and (":" in wanted or "." in wanted):
        return at_address(every, wanted)
    names = ", ".join(each.name for each in every) or "none"
    raise Refused(f"There is no other node {wanted}; nothing was done. Known here: {names}.")


def at_address(every: list[Peer], address: str) -> Peer:
    """Find who listens at an address that was typed. Raises Refused."""
    try:
        key = key_at(address)
    except NoTalk as why:
        raise Refused(told(why.code, address, why.detail)) from None
    for each in every:
        if each.key == key:
            return replace(each, addresses=(address, *each.addresses))
    raise Refused(
        f"At {address} no node of this fair answers; nothing was exchanged. "
        "Look at the address on its own Stations page."
    )


def revoke(station: Station, *, node: str) -> Events:
    try:
        who = station.fair
    except NoFair:
        raise Refused(NO_FAIR) from None
    peer = find(peers.every(station.reading(), who.node), node)
    try:
        cut = revoke_node.revoke_node(station, node=peer.node, actor=who.node)
    except revoke_node.NotRevoked as why:
        raise Refused(NOT_REVOKED[why.code].format(name=peer.name)) from None
    yield {"result": {"node": peer.node, "name": peer.name, "cut": dict(cut)}}


def serving(neighbours: Neighbours) -> dict[str, Callable[..., Events]]:
    """Give these verbs for the node that serves."""

    def bound(verb: Callable[..., Events]) -> Callable[..., Events]:
        def run(_station: Station, **arguments: Any) -> Events:
            yield from verb(neighbours, **arguments)

        return run

    return {"invite": bound(make_invite), "join": bound(join), "exchange": bound(exchange)}


def alone(verb: Callable[..., Events]) -> Callable[..., Events]:
    """Make a verb for a folder that nobody serves: it asks others, and none can ask it."""

    def run(station: Station, **arguments: Any) -> Events:
        yield from verb(Neighbours(station, lambda: ()), **arguments)

    return run


def no_invite(_station: Station, **_arguments: Any) -> Events:
    raise Refused(NOT_SERVING)
    yield {}


NO_FAIR = (
    "This folder holds no fair yet, so nothing was done. "
    "Join one with `kiosk pair INVITE`, or make one with `kiosk fair create FILE.json`."
)
NOT_SERVING = (
    "Nothing serves this folder, so nobody could come by an invite; none was made. "
    "Start `kiosk serve`, then run this again."
)
NOT_ORGANIZER = (
    "Only the organizer's node lets others join; no invite was made. "
    "Run this there, or open its page, under Stations."
)
NOT_REVOKED = {
    "itself": "A node can't revoke itself; nothing was changed.",
    "unknown": "{name} isn't a node of this fair; nothing was changed.",
    "already": "{name} was revoked before; nothing was changed.",
    "before_us": "{name} was at the fair before this node and can't be revoked from here; nothing "
    "was changed. Run this where the fair was made.",
}
VERBS: Mapping[str, Callable[..., Events]] = {
    "invite": no_invite,
    "join": alone(join),
    "exchange": alone(exchange),
    "ask_by_stick": ask_by_stick,
    "answer_by_stick": answer_by_stick,
    "join_by_stick": join_by_stick,
    "revoke": revoke,
}
