"""What people see at central: only who signed in, only their region, and it is written down."""

from collections.abc import Callable, Iterator
from pathlib import Path

import pytest
from flask.testing import FlaskClient

from central.actions import add_staff
from central.settings import Central, shipped
from central.store import staff
from central.store.connect import Store
from central.web.app import make_app
from pages.gate import roles_of
from pages.locale import read_texts
from pages.sign_in import Pins
from tests.central.fairs import new_fair, report
from tests.kiosk.conftest import FairDay

ORIGIN = {"Origin": "http://localhost"}
PATHS = ("/campaigns/", "/campaigns/one", "/compare", "/nodes", "/looks", "/report.xlsx")
SignIn = Callable[..., FlaskClient]


@pytest.fixture
def central(store: Store) -> Central:
    return Central(store, read_texts(shipped("translations")))


@pytest.fixture
def signs_in(central: Central) -> SignIn:
    """Give a browser in which somebody signed in: `signs_in("Li", region="44")`."""
    app = make_app(central)

    def by(
        name: str, *, role: str = "viewer", region: str = "", language: str = "en"
    ) -> FlaskClient:
        add_staff.add_staff(
            central.store, Pins(), name=name, role=role, region=region, pin="246810"
        )
        client = app.test_client()
        client.environ_base["HTTP_ACCEPT_LANGUAGE"] = language
        answer = client.post("/sign-in", data={"name": name, "pin": "246810"}, headers=ORIGIN)
        assert answer.status_code == 303
        return client

    return by


@pytest.fixture
def fairs(store: Store, tmp_path: Path) -> Iterator[list[FairDay]]:
    """Two fairs of one campaign in two provinces; one person came to both."""
    days = []
    for place, region in (("south", "440100"), ("north", "110100")):
        day = new_fair(tmp_path / place, region=region, campaign={"zh-CN": "春风行动"},
                       name={"zh-CN": f"{place} 招聘会"})  # fmt: skip
        day.scans(day.registers("王芳", id_number="990101199003071236").code)
        day.scans(day.registers("Anna Berg").code)
        report(store, day)
        days.append(day)
    yield days
    for day in days:
        day.station.close()


def test_every_route_declares_who_may_use_it(central: Central) -> None:
    app = make_app(central)
    for rule in app.url_map.iter_rules():
        roles = roles_of(app, rule.endpoint)
        assert roles and roles <= {"*", "viewer", "admin"}, rule.rule


@pytest.mark.parametrize("path", PATHS)
def test_nobody_sees_anything_before_signing_in(central: Central, path: str) -> None:
    assert make_app(central).test_client().get(path).status_code in (302, 303, 401)


def test_a_wrong_pin_opens_nothing(central: Central, signs_in: SignIn) -> None:
    signs_in("Li")
    client = make_app(central).test_client()
    answer = client.post("/sign-in", data={"name": "Li", "pin": "wrong"}, headers=ORIGIN)
    assert answer.status_code == 403
    assert client.get("/campaigns/").status_code in (302, 303, 401)


def test_a_person_at_two_fairs_is_one_person_and_two_times(
    signs_in: SignIn, fairs: list[FairDay]
) -> None:
    page = signs_in("Li").get("/campaigns/one?name=春风行动").text
    assert '<span class="number">3</span> <span>people came' in page
    assert '<span class="number">4</span> <span>times' in page


def test_a_regions_staff_sees_only_fairs_of_their_region(
    signs_in: SignIn, fairs: list[FairDay]
) -> None:
    client = signs_in("Guangdong", region="44")
    south, north = (day.station.fair.fair for day in fairs)
    page = client.get("/campaigns/one?name=春风行动").text
    assert "south" in page and "north" not in page
    assert client.get(f"/fairs/{south}").status_code == 200
    assert client.get(f"/fairs/{north}").status_code == 404
    assert "north" not in client.get(f"/compare?fair={south}&fair={north}").text


def test_who_looked_at_what_is_kept_and_shown_to_an_admin(
    store: Store, signs_in: SignIn, fairs: list[FairDay]
) -> None:
    fair = fairs[0].station.fair.fair
    viewer = signs_in("Li")
    viewer.get(f"/fairs/{fair}")
    viewer.get("/report.xlsx")
    with store.reading() as db:
        assert [(look.name, look.what, look.about) for look in staff.looks(db, 2)] == [
            ("Li", "workbook", ""),
            ("Li", "fair", fair),
        ]
    assert viewer.get("/looks").status_code == 403
    assert "took the workbook" in signs_in("Boss", role="admin").get("/looks").text


@pytest.mark.parametrize("language", ["en", "zh-CN"])
def test_every_page_is_there_in_both_languages(
    signs_in: SignIn, fairs: list[FairDay], language: str
) -> None:
    client = signs_in("Boss", role="admin", language=language)
    ids = [day.station.fair.fair for day in fairs]
    both = f"/compare?fair={ids[0]}&fair={ids[1]}"
    for path in ("/campaigns/", "/campaigns/one?name=春风行动", f"/fairs/{ids[0]}", both, "/nodes"):
        answer = client.get(path)
        assert answer.status_code == 200
        assert f'<html lang="{language}"' in answer.text
    assert client.get("/report.xlsx").data.startswith(b"PK")
