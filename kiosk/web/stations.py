"""The other nodes on the organizer's page: who they are, how they are, letting one in, revoking."""

from typing import Any

from flask import Blueprint, Response, make_response, render_template, request

from fair.authority import NodeRole, may_say
from fair.facts import NodeJoined
from kiosk.actions.revoke_node import NotRevoked, revoke_node
from kiosk.actions.show_people import show_people
from kiosk.commands.nodes import new_invite
from kiosk.commands.refused import Refused
from kiosk.neighbours import Neighbours
from kiosk.settings import Kiosk
from kiosk.store import news, peers, status, taking, trust
from kiosk.store.peers import Peer
from kiosk.talk_told import told
from kiosk.web import door, sticks
from kiosk.web.mistake import Mistake, lead_to
from kiosk.web.picture import clock_is_off, is_late, last_seen
from kiosk.web.restored import RESTORED
from pages.gate import allow
from pages.locale import _, mark
from wire import invite
from wire.talking import NoTalk

ROLES: tuple[NodeRole, ...] = ("station", "desk", "organizer")
LONGEST_ADDRESS = 260


def add_stations(setup: Blueprint, kiosk: Kiosk, neighbours: Neighbours) -> None:
    def page(wrong: Mistake | None = None, *, text: str = "", **typed: str) -> Response:
        db, who = kiosk.station.reading(), kiosk.station.fair
        role, name = peers.own_role(db, who), peers.own(db, who.node)[1]
        counted = status.counts(db)
        made = render_template(
            "setup/stations.html",
            facts=counted.operations,
            own={"name": name, "role": role, "series": who.series, "at": neighbours.addresses()},
            writes=may_say(role, NodeJoined.KIND),
            nodes=[row(each) for each in neighbours.every()],
            aside=counted.quarantined,
            refused=taking.refused_logs(db),
            not_come=taking.runs_not_come(db),
            full=trust.full(db),
            restored=_(RESTORED) if news.awaited(db) else "",
            strangers=trust.strangers_are_full(db),
            **sticks.shown(kiosk.sticks()),
            words=words(),
            invite=text,
            wrong=wrong,
            typed=typed,
        )
        response = make_response(made)
        response.status_code = 422 if wrong else 200
        return response

    def row(peer: Peer) -> dict[str, Any]:
        seen = last_seen(neighbours, peer)
        return {
            "peer": peer,
            "seen": seen,
            "late": seen is not None and is_late(seen, kiosk.now()),
            "clock": clock_is_off(peer.offset_ms),
            "error": told(peer.error, peer.name, peer.detail) if peer.error else "",
        }

    @setup.get("/stations")
    @allow("organizer")
    def stations() -> Response:
        return page()

    @setup.post("/stations/invite")
    @allow("organizer")
    def invite_node() -> Response:
        """Show an invite, this once: as a QR and as text."""
        role = next((each for each in ROLES if each == door.text("role")), ROLES[0])
        try:
            text = new_invite(neighbours, role=role, name=door.text("name"))
        except Refused:
            return page(Mistake("", NO_INVITE))
        return page(text=text)

    @setup.post("/stations/address")
    @allow("organizer")
    def add_address() -> Response:
        """Keep an address that was typed, and try it."""
        node, typed = door.text("node"), door.text("address", LONGEST_ADDRESS)
        address = "".join(typed.split()).lower().removeprefix("https://").rstrip("/")
        peer = neighbours.peer(node)
        if peer is None:
            return page(Mistake("", GONE))
        if not invite.is_address(address):
            return page(Mistake("address", NO_ADDRESS), node=node, address=typed)
        with kiosk.station.transaction() as db:
            peers.ensure(db, peer, [address])
        return try_it(node)

    @setup.post("/stations/exchange")
    @allow("organizer")
    def exchange_now() -> Response:
        return try_it(door.text("node"))

    def try_it(node: str) -> Response:
        peer = neighbours.peer(node)
        if peer is None:
            return page(Mistake("", GONE))
        try:
            neighbours.exchange(peer)
        except NoTalk as why:
            return page(Mistake("", told(why.code, peer.name, why.detail).replace("%", "%%")))
        return lead_to("stations", "exchanged")

    @setup.post("/stations/alone")
    @allow("organizer")
    def alone() -> Response:
        """Take the organizer's word that there is no other node whose news could come."""
        show_people(kiosk.station)
        return lead_to("stations", "alone")

    @setup.post("/stations/revoke")
    @allow("organizer")
    def take_word_away() -> Response:
        try:
            revoke_node(kiosk.station, node=request.form["node"], actor=door.who().id)
        except NotRevoked:
            return page(Mistake("", NOT_REVOKED))
        return lead_to("stations", "node_revoked")


def words() -> dict[str, str]:
    """Say what each role of a node means."""
    return {
        "station": _("Station: a gate, a row of booths"),
        "desk": _("Desk: settles doubles, too"),
        "organizer": _("Organizer: may change everything"),
        "central": _("Central"),
    }


NO_INVITE = mark(
    "No invite could be made here: only the organizer's node lets others in, while it serves on a "
    "network. Nothing was changed."
)
NO_ADDRESS = mark("This is no address. Type it like 192.168.1.20:23817.")
GONE = mark("This node isn't known here. Nothing was changed.")
NOT_REVOKED = mark(
    "This node can't be revoked here; nothing was changed. Only the organizer's node revokes, and "
    "never itself or the one that made the fair."
)
