"""Stations of one fair in this process: real stores, the real door with TLS, real exchanges."""

import json
import secrets
import time
import uuid
from collections.abc import Callable
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from pathlib import Path

from fair.authority import NodeRole
from fair.desk import Registered
from fair.setup import read_setup
from kiosk.actions import create_fair, register_seeker
from kiosk.actions.exchange_with import Exchanged
from kiosk.commands.nodes import new_invite
from kiosk.neighbours import Neighbours
from kiosk.pairing import pair
from kiosk.reachable import Reachable, make_reachable
from kiosk.store import connect, state
from kiosk.store.answers import Ask
from kiosk.store.station import Chance, Station, open_station

DATA = Path(__file__).parent.parent / "data"


@dataclass
class Member:
    """One node; its clock runs `ahead` of the true one."""

    station: Station
    reachable: Reachable
    ahead: list[timedelta]

    @property
    def neighbours(self) -> Neighbours:
        return self.reachable.neighbours

    def joins(self, other: "Member", *, name: str, role: NodeRole = "station") -> str:
        """Join the fair of another member, which is open; give the invite that was used."""
        text = new_invite(other.neighbours, role=role, name=name)
        pair(self.neighbours, text, name="")
        return text

    def exchanges(self, with_: "Member") -> Exchanged:
        peer = self.neighbours.peer(with_.station.fair.node)
        assert peer is not None
        return self.neighbours.exchange(peer)

    def registers(self) -> str:
        """Let somebody in without a question; give the code of the badge."""
        answer = register_seeker.register_seeker(
            self.station,
            Ask("entrance", uuid.uuid4().hex, "/seekers", ""),
            register_seeker.Person({}),
            check_in=True,
            where="North gate",
            actor="test",
        )
        assert isinstance(answer.verdict, Registered)
        return answer.verdict.code

    def digest(self) -> str:
        with connect.snapshot(self.station.reading()) as db:
            return state.digest(db)

    def opens(self) -> None:
        """Open the door, without the loop that exchanges by itself."""
        self.reachable.loop.ready()

    def ends(self) -> None:
        self.reachable.stop()
        self.station.close()


def new_member(folder: Path) -> Member:
    ahead = [timedelta()]
    chance = Chance(
        lambda: datetime.now(UTC) + ahead[0], lambda: uuid.uuid4().hex, secrets.randbelow
    )
    station = open_station(folder, chance)
    return Member(station, make_reachable(station, "127.0.0.1"), ahead)


def make_fair(member: Member) -> None:
    setup = read_setup(json.loads((DATA / "fair.json").read_text(encoding="utf-8")))
    key = secrets.token_bytes(32)
    create_fair.create_fair(member.station, setup, fair_key=key, name="organizer")


def eventually(true: Callable[[], bool], within: float = 10.0) -> bool:
    deadline = time.monotonic() + within
    while time.monotonic() < deadline:
        if true():
            return True
        time.sleep(0.05)
    return False
