"""Three fairs report, and central is killed in the middle: nothing it said is lost or twice."""

import random
import subprocess
import sys
from pathlib import Path

import pytest

from central.store import giving, nodes
from central.store.connect import Store
from tests.central.fairs import chunks_of, digest_at, digest_of, new_fair, root_of
from wire import chunks

KILLS = 4


@pytest.mark.slow
def test_three_fairs_have_their_stations_digests_though_central_was_killed(
    url: str, store: Store, tmp_path: Path
) -> None:
    dice = random.Random(20270112)
    days = [new_fair(tmp_path / f"fair{n}") for n in range(3)]
    waiting = tmp_path / "chunks"
    waiting.mkdir()
    number = 0
    for day in days:
        for n in range(12):
            somebody = day.registers(f"person {n}")
            day.scans(somebody.code)
            day.visits(somebody.code, employer="e" * 32)
        fair, root = day.station.fair.fair, root_of(day)
        store.write(lambda db, fair=fair, root=root: nodes.add_fair(db, fair, root, 0))  # type: ignore[misc]
        for chunk in chunks_of(day, size=4):
            number += 1
            (waiting / f"{number:04d}").write_bytes(chunks.write(chunk))
    said: set[str] = set()
    for _ in range(KILLS):
        central = feed(url, waiting)
        assert central.stdout is not None
        for _ in range(dice.randrange(2, number // 2)):
            said.add(central.stdout.readline().strip())
        central.kill()
        said |= set(central.stdout.read().split())
        central.wait()
        for name in said - {""}:  # what it said is there
            sent = chunks.read((waiting / name).read_bytes())
            with store.reading() as db:
                held = giving.vector(db, sent.fair)
            assert held[sent.log] >= sent.operations[-1].seq
    last = feed(url, waiting)
    assert last.wait(60) == 0
    for day in days:
        assert digest_at(store, day) == digest_of(day)
        day.station.close()


def feed(url: str, folder: Path) -> subprocess.Popen[str]:
    return subprocess.Popen(
        [sys.executable, "-m", "tests.central.feeding", url, str(folder)],
        stdout=subprocess.PIPE,
        text=True,
    )
