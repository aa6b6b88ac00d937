"""docs/exchange.md says enough: a program in another language, made from it alone, talks
with a real node.
"""

import json
import shutil
import subprocess
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest

from tests.faults.node import kiosk, kiosk_json, serve

OTHER, DATA = Path(__file__).with_name("other_node.mjs"), Path(__file__).parent.parent / "data"
CAN_RUN = "process.exit(require('zlib').crc32 ? 0 : 1)"  # Node 20.15 and 22.2 brought it


def has_node() -> bool:
    node = shutil.which("node")
    return node is not None and subprocess.run([node, "-e", CAN_RUN], check=False).returncode == 0


pytestmark = [
    pytest.mark.slow,
    pytest.mark.skipif(
        not has_node(),
        reason="Node.js 20.15 or later is not installed, so no other program talks with a node",
    ),
]


def other(state: Path, *words: str) -> Any:
    """Let the other implementation do one thing."""
    run = ["node", str(OTHER), str(state), *words]
    done = subprocess.run(run, capture_output=True, text=True, timeout=60, check=False)
    assert done.returncode == 0, done.stderr
    return json.loads(done.stdout)


@pytest.fixture(scope="module")
def folder(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Path]:
    """A node with lists and badges that serves."""
    made = tmp_path_factory.mktemp("node") / "node"
    kiosk(made, "fair", "create", str(DATA / "fair.json"))
    for what in ("employers", "seekers"):
        kiosk(made, "import", what, str(DATA / f"{what}.csv"))
    kiosk(made, "badges", "--count", "2", "--out", str(made.parent / "badges.pdf"))
    node = serve(made)
    yield made
    node.stop()


def facts(folder: Path) -> list[dict[str, Any]]:
    out = folder.parent / "facts.jsonl"
    out.unlink(missing_ok=True)
    kiosk(folder, "export", "operations", "--format", "jsonl", "--out", str(out))
    return [json.loads(each) for each in out.read_text("utf-8").splitlines()]


def test_it_pairs_and_exchanges_and_what_it_says_counts(folder: Path, tmp_path: Path) -> None:
    [codes] = [each["body"]["codes"] for each in facts(folder) if each["kind"] == "badges.printed"]
    invited = kiosk_json(folder, "invite", "--role", "station", "--name", "Other")
    you = other(tmp_path / "state", "pair", invited["invite"])
    assert (you["name"], you["role"], you["inviter"]) == ("Other", "station", "organizer")
    here = len(facts(folder))
    said = other(tmp_path / "state", "exchange", codes[0])
    wanted = {"taken": here, "given": 2, "quarantined": 0, "again": "replayed", "missing": []}
    assert said == wanted
    status = kiosk_json(folder, "status")
    assert (status["check_ins"], status["operations"]) == (1, here + 2)
    kiosk(folder, "verify")
    kiosk(folder, "bundle", "write", str(tmp_path / "bundle"))
    read = other(tmp_path / "state", "read", str(tmp_path / "bundle"))
    assert read == {"taken": 2, "missing": []}


def test_it_joins_by_stick(folder: Path, tmp_path: Path) -> None:
    request, answer = tmp_path / "request", tmp_path / "answer"
    other(tmp_path / "state", "request", str(request))
    kiosk(folder, "invite", "--answer", str(request), "--out", str(answer))
    you = other(tmp_path / "state", "answer", str(answer))
    assert (you["name"].split()[0], you["role"]) == ("Other", "station")
    assert you["taken"] == len(facts(folder))
