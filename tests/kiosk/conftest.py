"""A fair in a folder of its own, and the language of its day."""

import json
import secrets
import time
import uuid
from collections.abc import Callable, Iterator
from dataclasses import dataclass, field
from datetime import UTC, datetime, timedelta
from pathlib import Path
from typing import Any

import pytest
from flask.testing import FlaskClient

from fair.desk import Registered
from fair.setup import read_setup
from fair.verdict import Answer, Verdict
from kiosk.actions import add_device, add_staff, check_in, create_fair, record_visit
from kiosk.actions import register_seeker as register
from kiosk.actions import withdraw_badge as withdraw
from kiosk.settings import Kiosk, shipped
from kiosk.store import answers
from kiosk.store.station import Chance, Station, open_station
from kiosk.web.app import make_app
from pages.locale import read_texts
from pages.sign_in import Pins

DATA = Path(__file__).parent.parent / "data"
OPENS = datetime(2027, 1, 12, 1, 0, tzinfo=UTC)  # 9:00 in Shanghai


@dataclass
class FairDay:
    """A station with a clock that the test turns."""

    station: Station
    clock: list[datetime] = field(default_factory=lambda: [OPENS])

    def at(self, said: str) -> datetime:
        """Give the instant of the fair's own clock, `09:20`."""
        hour, minute = said.split(":")
        return OPENS + timedelta(hours=int(hour) - 9, minutes=int(minute))

    def ask(
        self, place: str, code: str, path: str = "/check-ins", scan_id: str = ""
    ) -> answers.Ask:
        return answers.Ask(place, scan_id or uuid.uuid4().hex, path, code)

    def registers(self, name: str = "", *, at: str = "09:00", **fields: Any) -> Registered:
        """Register somebody who isn't checked in yet."""
        self.clock[0] = self.at(at)
        told = {"name": name, **fields} if name else fields
        answer = register.register_seeker(
            self.station,
            self.ask("desk", "", "/seekers"),
            register.Person(told),
            check_in=False,
            where="desk",
            actor="test",
        )
        assert isinstance(answer.verdict, Registered)
        return answer.verdict

    def scans(
        self, code: str, *, at: str = "09:00", where: str = "North gate", scan_id: str = ""
    ) -> Verdict:
        """Hold a badge before an entrance's scanner."""
        return self.answers(code, at=at, where=where, scan_id=scan_id).verdict

    def answers(
        self, code: str, *, at: str = "09:00", where: str = "North gate", scan_id: str = ""
    ) -> Answer:
        self.clock[0] = self.at(at)
        ask = self.ask(f"entrance:{where}", code, scan_id=scan_id)
        return check_in.check_in(self.station, ask, where=where, actor="gate")

    def visits(
        self, code: str, booth: str = "A01", *, employer: str = "", at: str = "10:00"
    ) -> Answer:
        """Hold a badge before a booth's phone."""
        self.clock[0] = self.at(at)
        ask = self.ask(f"booth:{booth}:{employer}", code, "/visits")
        table = record_visit.Booth(booth, employer)
        return record_visit.record_visit(self.station, ask, table, actor="phone")

    def withdraws(self, code: str, *, reissue: bool = True) -> Verdict:
        ask = self.ask("desk", code, "/badges/withdraw")
        return withdraw.withdraw_badge(
            self.station, ask, reason="lost", reissue=reissue, actor="desk"
        ).verdict


def new_station(folder: Path, clock: list[datetime]) -> Station:
    chance = Chance(lambda: clock[0], lambda: uuid.uuid4().hex, secrets.randbelow)
    return open_station(folder, chance)


@pytest.fixture
def fair(tmp_path: Path) -> Iterator[FairDay]:
    """The city fair of tests/data, empty, at nine o'clock."""
    clock = [OPENS]
    station = new_station(tmp_path / "node", clock)
    setup = read_setup(json.loads((DATA / "fair.json").read_text(encoding="utf-8")))
    create_fair.create_fair(station, setup, fair_key=secrets.token_bytes(32), name="organizer")
    day = FairDay(station, clock)
    yield day
    day.station.close()


@pytest.fixture
def station(fair: FairDay) -> Station:
    return fair.station


@pytest.fixture
def kiosk(station: Station) -> Kiosk:
    """A node that serves, with an organizer who has a PIN."""
    texts = read_texts(shipped("translations"))
    node = station.fair.node
    add_staff.add_staff(station, name="Wang", role="organizer", pin="1379", pins=Pins(), actor=node)
    return Kiosk(station=station, texts=texts)


@dataclass(frozen=True)
class Caller:
    """A device that calls the API with its own token."""

    client: FlaskClient
    token: str

    def post(self, path: str, **body: Any) -> tuple[int, Any]:
        body.setdefault("scan_id", uuid.uuid4().hex)
        return self.send(path, json.dumps(body).encode())

    def send(self, path: str, data: bytes) -> tuple[int, Any]:
        headers = {"Authorization": f"Bearer {self.token}", "Accept-Language": "en"}
        answer = self.client.post(f"/api/v1{path}", data=data, headers=headers)
        return answer.status_code, answer.get_json(silent=True)

    def get(self, path: str, **asked: str) -> tuple[int, Any]:
        headers = {"Authorization": f"Bearer {self.token}", "Accept-Language": "en"}
        answer = self.client.get(f"/api/v1{path}", query_string=asked, headers=headers)
        return answer.status_code, answer.get_json(silent=True)


@pytest.fixture
def caller(kiosk: Kiosk) -> Callable[..., Caller]:
    """Give a device of a role: `caller("entrance")`, `caller("booth", booth="A01")`."""
    client = make_app(kiosk).test_client()

    def of(role: str, *, entrance: str | None = None, booth: str | None = None) -> Caller:
        token = add_device.add_device(
            kiosk.station,
            name=f"{role} {time.monotonic_ns()}",
            role=role,
            entrance=entrance,
            booth=booth,
            actor="test",
        )
        return Caller(client, token)

    return of
