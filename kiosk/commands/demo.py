"""The demo fair: made once in a folder of its own, from data that come with the product."""

import json
from typing import Any

from fair.setup import read_setup
from kiosk.actions import add_device, add_staff, create_fair, import_list
from kiosk.settings import shipped
from kiosk.store import identity
from kiosk.store.station import Station
from pages.sign_in import Pins

# A demo's secrets are no secrets: they are printed at every start.
SECRETS = "demo_secrets"


def prepare(station: Station) -> dict[str, dict[str, Any]]:
    """Make the demo fair where there is none, and give each role's link secret and PIN."""
    kept = identity.setting(station.db, SECRETS)
    if kept is not None:
        roles: dict[str, dict[str, Any]] = json.loads(kept)
        return roles
    folder = shipped("demo")
    setup = read_setup(json.loads((folder / "fair.json").read_text(encoding="utf-8")))
    key = bytes(station.chance.below(256) for _ in range(32))
    create_fair.create_fair(station, setup, fair_key=key, name="demo")
    actor = station.fair.node
    for what in ("employers", "seekers"):
        for _ in import_list.import_list(station, what, folder / f"{what}.xlsx", actor=actor):
            pass
    roles = {}
    for role, entrance, booth in (
        ("entrance", setup.entrances[0], None),
        ("booth", None, setup.booths[0]),
        ("desk", None, None),
        ("organizer", None, None),
    ):
        secret = add_device.add_device(
            station, name=f"demo {role}", role=role, entrance=entrance, booth=booth, actor=actor
        )
        roles[role] = {"secret": secret, "pin": PINS.get(role)}
    for role, pin in PINS.items():
        add_staff.add_staff(station, name=NAMES[role], role=role, pin=pin, pins=Pins(), actor=actor)
    with station.transaction() as db:
        identity.keep_setting(db, SECRETS, json.dumps(roles))
    return roles


PINS = {"desk": "2580", "organizer": "1379"}
NAMES = {"desk": "服务台", "organizer": "组织者"}
