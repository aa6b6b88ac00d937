"""600 people and 3,000 scans, the plug pulled twice: every count is what the callers were told."""

import csv
import http.client
import json
import random
import threading
import time
import uuid
from collections import Counter
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

import openpyxl
import pytest

from tests.faults.conftest import DATA, Made
from tests.faults.node import Node, Phone, kiosk, kiosk_json, serve

pytestmark = pytest.mark.slow

PEOPLE = 600
SCANS = 3000  # calls with a badge: check-ins and visits; undos and outcomes come on top
BOOTHS = ("A02", "A03", "A04", "A05", "A07", "B01")
BATCH = 25
LEADS = ("interested", "offered", "accepted")
PATIENCE = 60.0  # seconds that a call is tried again while the node is away
TABLES = ("seekers", "check-ins", "visits", "leads")


@dataclass
class Told:
    """What the callers were told, by id; one lock, since many threads hear at once."""

    admitted: dict[str, str] = field(default_factory=dict)  # check-in → badge number
    undone: set[str] = field(default_factory=set)
    registered: set[str] = field(default_factory=set)  # badge numbers of walk-ins
    visits: dict[str, tuple[str, str]] = field(default_factory=dict)  # visit → badge number, booth
    outcomes: dict[str, str] = field(default_factory=dict)
    cut_off: int = 0
    scans: int = 0
    lock: threading.Lock = field(default_factory=threading.Lock)

    def hear(self, path: str, booth: str, answer: Mapping[str, Any], asked: Any) -> None:
        with self.lock:
            match path.split("/"):
                case ["", "check-ins"]:
                    self.scans += 1
                    assert answer["verdict"] in ("admitted", "already_in"), answer
                    self.admitted[answer["operation"]] = answer["badge_number"]
                case ["", "check-ins", check_in, "undo"]:
                    assert answer["verdict"] == "undone", answer
                    self.undone.add(check_in)
                case ["", "seekers"]:
                    self.registered.add(answer["badge_number"])
                    if asked.get("check_in", True):
                        self.admitted[answer["operation"]] = answer["badge_number"]
                case ["", "visits"]:
                    self.scans += 1
                    assert answer["verdict"] in ("recorded", "seen_before"), answer
                    self.visits[answer["visit"]] = (answer["badge_number"], booth)
                    self.outcomes.setdefault(answer["visit"], "talked")
                case ["", "visits", visit, "outcome"]:
                    assert answer["verdict"] == "kept", answer
                    self.outcomes[visit] = asked["outcome"]

    @property
    def standing(self) -> dict[str, str]:
        """Check-ins that count."""
        return {op: who for op, who in self.admitted.items() if op not in self.undone}

    @property
    def leads(self) -> dict[str, str]:
        return {visit: said for visit, said in self.outcomes.items() if said in LEADS}


class Line:
    """A device that sends the same call again until it is answered, as the outbox does."""

    def __init__(self, port: int, token: str, told: Told, booth: str = "") -> None:
        self.phone = Phone(port, token)
        self.told = told
        self.booth = booth

    def post(self, path: str, **body: Any) -> Any:
        body.setdefault("scan_id", uuid.uuid4().hex)
        answer = self.answered(f"/api/v1{path}", body)
        self.told.hear(path, self.booth, answer, body)
        return answer

    def batch(self, calls: list[tuple[str, dict[str, Any]]]) -> list[Any]:
        for _, body in calls:
            body.setdefault("scan_id", uuid.uuid4().hex)
        sent = {"calls": [{"path": f"/api/v1{path}", "body": body} for path, body in calls]}
        answers: list[Any] = self.answered("/api/v1/batches", sent)["answers"]
        for (path, body), each in zip(calls, answers, strict=True):
            assert each["status"] == 200, each
            self.told.hear(path, self.booth, each["body"], body)
        return [each["body"] for each in answers]

    def answered(self, path: str, body: Any) -> Any:
        data, until = json.dumps(body).encode(), time.monotonic() + PATIENCE
        while True:
            try:
                status, answer = self.phone.send("POST", path, data)
            except (OSError, http.client.HTTPException):
                with self.told.lock:
                    self.told.cut_off += 1
                assert time.monotonic() < until, "the node never came back"
                time.sleep(0.1)
                continue
            assert status == 200, (path, status, answer)
            return answer


def pieces(of: list[Any], size: int) -> Iterator[list[Any]]:
    for start in range(0, len(of), size):
        yield of[start : start + size]


def arrives(gate: Line, numbers: list[str], walk_ins: int, dice: random.Random) -> None:
    """Let a queue in: those who registered ahead, then walk-ins; some come in twice."""
    for some in pieces(numbers, BATCH):
        if dice.random() < 0.5:
            gate.batch([("/check-ins", {"code": number}) for number in some])
            continue
        for number in some:
            came = gate.post("/check-ins", code=number)
            if dice.random() < 0.15:
                gate.post(f"/check-ins/{came['operation']}/undo", reason="wrong person")
    for nth in range(walk_ins):
        told = {"name": "张秀兰", "phone": f"1390000{nth:04}"} if nth % 3 else {}
        new = gate.post("/seekers", check_in=nth % 4 != 0, **told)
        for _ in range(dice.randrange(3)):
            gate.post("/check-ins", code=new["code"])


def meets(booth: Line, numbers: list[str], scans: int, dice: random.Random) -> None:
    """Scan whoever comes to a booth, and say what became of it, one by one or from an outbox."""
    for some in pieces([dice.choice(numbers) for _ in range(scans)], BATCH):
        if dice.random() < 0.5:
            calls: list[tuple[str, dict[str, Any]]] = []
            for number in some:
                scan = uuid.uuid4().hex
                calls.append(("/visits", {"code": number, "scan_id": scan}))
            for met in booth.batch(calls):
                booth.post(f"/visits/{met['visit']}/outcome", outcome="interested")
            continue
        for number in some:
            met = booth.post("/visits", code=number)
            said = dice.choice(("talked", "not_a_fit", *LEADS))
            booth.post(f"/visits/{met['visit']}/outcome", outcome=said, note="周四再来")


def scans_again(gate: Line, numbers: list[str], scans: int, dice: random.Random) -> None:
    """Bring the day to its number of scans: people go out and come in again."""
    for some in pieces([dice.choice(numbers) for _ in range(scans)], BATCH):
        gate.batch([("/check-ins", {"code": number}) for number in some])


def together(*work: threading.Thread, pulls: int = 0, node: Node | None = None) -> None:
    """Run callers at once, and pull the node's plug under them."""
    for thread in work:
        thread.start()
    for _ in range(pulls):
        assert node is not None
        time.sleep(0.3)
        assert any(thread.is_alive() for thread in work), "everybody was done before the plug"
        node.kill()
        node.process = serve(node.folder, "--port", str(node.port)).process
    for thread in work:
        thread.join(200)
        assert not thread.is_alive()


def caller(done: list[str], does: Any, *words: Any) -> threading.Thread:
    def run() -> None:
        does(*words)
        done.append(does.__name__)

    return threading.Thread(target=run)


def exported(folder: Path, to: Path, table: str, kind: str) -> list[dict[str, str]]:
    """Read one exported file as rows of texts, whatever its kind."""
    file = to / f"{table}.{kind}"
    kiosk(folder, "export", table, "--format", kind, "--out", str(file))
    rows: Iterable[Mapping[str, Any]]
    if kind == "jsonl":
        rows = [json.loads(line) for line in file.read_text(encoding="utf-8").splitlines()]
    elif kind == "csv":
        with file.open(encoding="utf-8-sig", newline="") as lines:
            rows = list(csv.DictReader(lines))
    else:
        first, *rest = openpyxl.load_workbook(file, read_only=True).worksheets[0].values
        rows = [dict(zip(map(str, first), row, strict=True)) for row in rest]
    return [{name: plain(value) for name, value in row.items()} for row in rows]


def plain(value: Any) -> str:
    return "" if value is None else str(value).lower() if isinstance(value, bool) else str(value)


def in_report(folder: Path, to: Path) -> dict[str, int]:
    """The figures of the report's first sheet, by their names."""
    kiosk(folder, "report", "--out", str(to))
    book = openpyxl.load_workbook(to, read_only=True)
    return {
        str(row[0]): row[1]
        for sheet in book.worksheets
        for row in sheet.values
        if len(row) > 1 and isinstance(row[1], int)
    }


def token_of_booth(folder: Path, booth: str) -> str:
    made = kiosk_json(folder, "device", "add", booth, "--role", "booth", "--booth", booth)
    return str(made["token"])


@pytest.mark.slow
@pytest.mark.timeout(500)
def test_a_whole_day_agrees_with_what_everybody_was_told(made: Made, tmp_path: Path) -> None:
    before = kiosk_json(made.folder, "status")
    # Who is under 16 is sent to the desk and never let in.
    listed = exported(made.folder, tmp_path, "seekers", "csv")
    ahead = [row["badge_number"] for row in listed if row["badge_number"] and not row["held"]]
    tokens = {booth: token_of_booth(made.folder, booth) for booth in BOOTHS}
    told, dice, done = Told(), random.Random(600), list[str]()
    node = serve(made.folder)

    walk_ins = PEOPLE - before["seekers"]
    third = len(ahead) // 3 + 1
    queues = [ahead[start : start + third] for start in range(0, len(ahead), third)]
    shares = [walk_ins // 3, walk_ins // 3, walk_ins - walk_ins // 3 * 2]
    gates = [
        caller(done, arrives, Line(node.port, made.gate, told), queue, share, random.Random(share))
        for queue, share in zip(queues, shares, strict=True)
    ]
    together(*gates, pulls=1, node=node)
    everybody = sorted(set(told.admitted.values()) | told.registered)
    left = SCANS - told.scans
    each, more = divmod(left * 3 // 4, len(BOOTHS))
    at_booths = [
        caller(
            done, meets, Line(node.port, tokens[number], told, number), everybody, each, dice
        )
        for number in BOOTHS
    ]  # fmt: skip
    again = left - each * len(BOOTHS)
    door = Line(node.port, made.gate, told)
    together(
        *at_booths, caller(done, scans_again, door, everybody, again, dice), pulls=2, node=node
    )
    assert len(done) == len(gates) + len(at_booths) + 1, "a caller heard what it shouldn't"
    assert more >= 0 and told.scans == SCANS
    assert told.cut_off, "no call was ever cut off: the plug was never pulled under load"

    while_serving = kiosk_json(made.folder, "status")
    node.stop()
    status = kiosk_json(made.folder, "status")
    signed = {"operations", "digest"}  # a clean end signs the log's point, which is an operation
    assert {k: v for k, v in status.items() if k not in signed} == {
        k: v for k, v in while_serving.items() if k not in signed
    }
    people = set(told.standing.values())
    expected = {
        "seekers": PEOPLE,
        "people": len(people),
        "check_ins": len(told.standing),
        "visits": len(told.visits),
        "leads": len(told.leads),
        "unheard": 0,
        "quarantined": 0,
    }
    assert {name: status[name] for name in expected} == expected

    for kind in ("csv", "xlsx", "jsonl"):
        rows = {table: exported(made.folder, tmp_path, table, kind) for table in TABLES}
        assert len(rows["seekers"]) == PEOPLE
        numbers = {row["badge_number"] for row in rows["seekers"]}
        listed_numbers = {row["badge_number"] for row in listed}
        assert told.registered | listed_numbers == numbers
        assert {row["badge_number"] for row in rows["seekers"] if row["came_at"]} == people
        kept = Counter(row["operation"] for row in rows["check-ins"])
        assert set(kept.values()) == {1}
        assert {row["operation"]: row["badge_number"] for row in rows["check-ins"]} == told.admitted
        assert {r["operation"] for r in rows["check-ins"] if r["undone"] == "true"} == told.undone
        seen = {row["visit"]: (row["badge_number"], row["booth"]) for row in rows["visits"]}
        assert seen == told.visits
        assert {row["visit"]: row["outcome"] for row in rows["visits"]} == told.outcomes
        assert {row["visit"]: row["outcome"] for row in rows["leads"]} == told.leads

    report = in_report(made.folder, tmp_path / "report.xlsx")
    for name, count in (
        ("签到人数（人）", len(people)),
        ("签到人次", len(told.standing)),
        ("到访展位（人次）", len(told.visits)),
        ("达成意向（人次，不是录用）", len(told.leads)),
        ("登记求职者（人）", PEOPLE),
        ("招聘人数（人）", before["openings"]),
    ):
        assert report[name] == count, name
    assert report["到过展位的人数（人）"] == len({who for who, _ in told.visits.values()})

    assert kiosk_json(made.folder, "verify") == {
        "ok": True,
        "operations": status["operations"],
        "problems": [],
    }
    for what in ("employers", "seekers"):
        again_read = kiosk_json(made.folder, "import", what, str(DATA / f"{what}.xlsx"))
        assert again_read["unchanged"] == again_read["imported"]
    assert kiosk_json(made.folder, "status") == status
