"""Go to the node that an invite names, and join its fair or make its acquaintance."""

from contextlib import suppress

from kiosk.actions.exchange_with import Exchanged
from kiosk.actions.join_fair import NoKey, join_fair, own_keys
from kiosk.neighbours import Neighbours
from wire import invite, messages, pairing, requests, signing
from wire.talking import Line, NoTalk, Place


class NotPaired(Exception):
    """Why there is no pairing: `code` as in NoTalk, or bad_invite, other_fair, no_key."""

    def __init__(self, code: str, detail: str = "") -> None:
        super().__init__(code)
        self.code = code
        self.detail = detail


def pair(
    neighbours: Neighbours, text: str, *, name: str
) -> tuple[pairing.Answer, Exchanged | None]:
    """Join by an invite, then exchange once; None where that was cut: it is tried again by itself.

    Raises NotPaired, join_fair.OtherFair.
    """
    try:
        invited = invite.read(text)
    except invite.BadInvite as bad:
        raise NotPaired("bad_invite") from bad
    if invited.role == "central" and neighbours.station.who is None:
        raise NotPaired("no_key")
    line, address = reach(invited)
    try:
        answer = ask(neighbours, line, line.key or address, invited.code, name)
    finally:
        line.close()
    if line.key not in ("", answer.key):
        raise NotPaired("wrong_key")
    try:
        join_fair(neighbours.station, answer, [address], vouched=invited.fingerprint is None)
    except NoKey as no_key:
        raise NotPaired("no_key") from no_key
    peer = neighbours.peer(answer.node)
    first = None
    if peer is not None:
        with suppress(NoTalk):
            first = neighbours.exchange(peer)
    return answer, first


def reach(invited: invite.Invite) -> tuple[Line, str]:
    """Open a line to the first address of an invite that answers. Raises NotPaired."""
    last = NoTalk("unreachable")
    for address in invited.addresses:
        line = Line(Place(address, invited.fingerprint))
        try:
            line.connect()
        except NoTalk as why:
            last = why
        else:
            return line, address
    raise NotPaired(last.code, last.detail)


def ask(neighbours: Neighbours, line: Line, to: str, code: str, name: str) -> pairing.Answer:
    station = neighbours.station
    node, key = own_keys(station)
    who = station.who
    fair, root, series = (who.fair, who.root, who.series) if who else (None, None, None)
    public, at = signing.public_key(key), neighbours.addresses()
    asked = pairing.Request(to, code, node, public, name, at, fair, root, series)
    body = messages.write(asked.says())
    signed = requests.stamp(key, node, "POST", pairing.PATH, body, nonce="", count=0, to=to)
    try:
        return pairing.read_answer(line.ask(pairing.PATH, body, signed).says)
    except NoTalk as why:
        raise NotPaired(why.code, why.detail) from why
    except messages.BadMessage as bad:
        raise NotPaired("bad_answer", str(bad)) from bad
