"""An employer's phone in a test: signed in by its card, without JavaScript, reading English."""

import re
import uuid
from dataclasses import dataclass

from flask.testing import FlaskClient

from kiosk.actions.edit_offer import Offer, keep_employer, keep_job
from kiosk.actions.issue_cards import issue_cards
from kiosk.settings import Kiosk
from kiosk.store.station import Station
from kiosk.web.app import make_app

OWN = {"Origin": "http://localhost", "Accept-Language": "en"}


@dataclass(frozen=True)
class Phone:
    """A browser whose forms are sent as a page without scripts sends them."""

    client: FlaskClient

    def page(self, path: str = "/booth/", **asked: str) -> str:
        answer = self.client.get(path, query_string=asked, headers=OWN)
        assert answer.status_code == 200, answer.status
        return answer.text

    def sends(self, path: str, scan_id: str = "", **fields: str) -> str:
        status, text = self.answer(path, scan_id, **fields)
        assert status == 200, status
        return text

    def answer(self, path: str, scan_id: str = "", **fields: str) -> tuple[int, str]:
        data = {"scan_id": scan_id or uuid.uuid4().hex, **fields}
        answer = self.client.post(path, data=data, headers=OWN)
        return answer.status_code, answer.text


def comes_in(kiosk: Kiosk, secret: str) -> Phone:
    client = make_app(kiosk).test_client()
    assert client.post("/enter", data={"secret": secret}, headers=OWN).status_code == 303
    return Phone(client)


def card_of(station: Station, booth: str) -> str:
    (card,) = issue_cards(station, actor="test", only=booth)
    return card.secret


def stands_at(station: Station, name: str, booth: str) -> str:
    """Let an employer stand at a booth; gives its id."""
    return keep_employer(
        station,
        employer=None,
        name=name,
        uscc="",
        booths=(booth,),
        contact="",
        phone="",
        actor="test",
    )


def offers(station: Station, employer: str, title: str) -> str:
    offer = Offer(title=title, openings="3", wage="4000-6000元/月")
    return keep_job(station, employer=employer, job=None, offer=offer, actor="test")


def verdict_in(page: str) -> str | None:
    found = re.search(r'data-verdict="(\w+)"', page)
    return found[1] if found else None


def visit_in(page: str) -> str:
    found = re.search(r'data-visit="(\w+)"', page)
    assert found is not None
    return found[1]


def seen_in(page: str) -> str:
    found = re.search(r'name="seen" value="([^"]*)"', page)
    assert found is not None
    return found[1]
