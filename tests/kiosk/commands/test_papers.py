"""`kiosk cards` and `kiosk badges`: what comes out of them is read back with a camera's decoder."""

import re
from pathlib import Path

import pytest
import zxingcpp
from PIL import Image

from kiosk.actions.open_session import holder_of
from kiosk.cards import booth_card
from kiosk.commands.papers import in_language
from kiosk.commands.verbs import VERBS, Refused
from kiosk.store import addresses
from printers import draw_card
from printers.dots import to_image
from tests.kiosk.conftest import FairDay


def result(fair: FairDay, verb: str, **arguments: object) -> dict[str, object]:
    (event,) = VERBS[verb](fair.station, **arguments)
    told: dict[str, object] = event["result"]
    return told


def test_all_booths_cards_come_in_one_pdf(fair: FairDay, tmp_path: Path) -> None:
    out = tmp_path / "cards.pdf"

    assert result(fair, "cards", out=str(out)) == {"cards": 30}

    assert out.read_bytes().startswith(b"%PDF-1.4")
    assert re.search(rb"/Count 15\b", out.read_bytes())


def test_a_cards_code_opens_its_booth_and_is_the_one_to_type(fair: FairDay) -> None:
    card = booth_card(
        booth="A01",
        employer="",
        secret="7K3M-9QW2-4H5T-8XYZ",
        address="http://192.168.1.20:8080",
        say=in_language(fair.station),
    )
    picture: Image.Image = to_image(draw_card(card)).convert("L")

    (seen,) = zxingcpp.read_barcodes(picture)

    assert seen.text == "http://192.168.1.20:8080/enter#7K3M-9QW2-4H5T-8XYZ"
    assert card.code == "7K3M9QW24H5T8XYZ"
    assert card.employer == "服务展位"


def test_badges_are_written_eight_a_sheet_with_the_numbers_that_they_bear(
    fair: FairDay, tmp_path: Path
) -> None:
    out = tmp_path / "badges.pdf"

    told = result(fair, "badges", count=20, out=str(out))

    assert told == {"first": "A-0001", "last": "A-0020", "count": 20}
    assert re.search(rb"/Count 3\b", out.read_bytes())


def test_where_the_paper_cannot_be_written_nothing_is_issued(fair: FairDay, tmp_path: Path) -> None:
    old = tmp_path / "cards.pdf"
    result(fair, "cards", out=str(old))
    before = fair.station.reading().execute("SELECT card FROM card WHERE revoked = 0").fetchall()

    with pytest.raises(Refused, match=r"can't be written"):
        result(fair, "cards", out=str(tmp_path / "nowhere" / "cards.pdf"))

    after = fair.station.reading().execute("SELECT card FROM card WHERE revoked = 0").fetchall()
    assert [tuple(row) for row in before] == [tuple(row) for row in after]


def test_an_address_that_no_code_can_carry_is_refused_first(fair: FairDay, tmp_path: Path) -> None:
    with fair.station.transaction() as db:
        addresses.keep(db, said="http://" + "a" * 60 + ".example", own="")

    with pytest.raises(Refused, match="too long"):
        result(fair, "badges", count=8, out=str(tmp_path / "badges.pdf"))

    assert holder_of(fair.station.reading(), "") is None
