"""A machine whose battery is empty starts in 1970, one was set to 2099: both still take part."""

from pathlib import Path

import pytest

from tests.faults.conftest import Made
from tests.faults.node import kiosk, kiosk_json, serve
from tests.faults.stations import digests, gate, join, walk_ins

pytestmark = [pytest.mark.slow, pytest.mark.timeout(600)]
FAKETIME = next(Path("/usr/lib").glob("*/faketime/libfaketimeMT.so.1"), None)


@pytest.mark.skipif(FAKETIME is None, reason="libfaketime is not installed (apt: libfaketime)")
@pytest.mark.parametrize("at", ["1970-01-02 03:00:00", "2099-12-31 03:00:00"])
def test_a_station_with_a_wrong_clock_exchanges_and_is_named(
    made: Made, tmp_path: Path, monkeypatch: pytest.MonkeyPatch, at: str
) -> None:
    organizer, south = serve(made.folder), tmp_path / "south"
    join(made.folder, south, "South gate")
    token = gate(south)
    walk_ins(organizer, made.gate, 3)
    with monkeypatch.context() as wrong:
        wrong.setenv("LD_PRELOAD", str(FAKETIME))
        wrong.setenv("FAKETIME", f"@{at}")
        wrong.setenv("FAKETIME_DONT_FAKE_MONOTONIC", "1")
        node = serve(south)
        walk_ins(node, token, 3)
        done = kiosk_json(south, "exchange")["peers"]
        node.stop()
    assert [each["error"] for each in done] == [None]
    offset = kiosk_json(made.folder, "status")["peers"][0]["clock_offset_ms"]
    assert abs(offset) > 20 * 365 * 24 * 3600 * 1000
    walk_ins(organizer, made.gate, 2)
    kiosk(south, "exchange")
    organizer.stop()
    assert len(digests(made.folder, south)) == 1
    told = kiosk_json(made.folder, "status")
    assert (told["people"], told["unheard"], told["quarantined"]) == (8, 0, 0)
    for folder in (made.folder, south):
        assert kiosk_json(folder, "verify")["ok"]
